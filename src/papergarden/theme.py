"""The theme on disk: templates by name, and the files that go to the site as they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ASSETS = {".css", ".js"}


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, read whole."""

    templates: dict[str, str]
    assets: dict[str, bytes]


@cache
def _folder() -> Path:
    """Where the theme lies: in the installed package, or at the top of a checkout."""
    package = Path(__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parents[1] / "templates"


def read_theme() -> Theme:
    """The default theme."""
    files = sorted(path for path in _folder().rglob("*") if path.is_file())
    named = {path.relative_to(_folder()).as_posix(): path for path in files}
    return Theme(
        templates={n: p.read_text("utf-8") for n, p in named.items() if p.suffix == ".html"},
        assets={n: p.read_bytes() for n, p in named.items() if p.suffix in _ASSETS},
    )
