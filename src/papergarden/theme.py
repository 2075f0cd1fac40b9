"""The theme on disk: the built-in one, and a folder of the user above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from papergarden.core.render import TemplateMistake
from papergarden.errors import ThemeError
from papergarden.folders import built_in_folder

# Under this prefix every built-in template is found, whether or not the user has one of its name.
BUILT_IN = "default/"
CUSTOM_STYLES = "custom.css"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, read whole."""

    templates: dict[str, str]
    assets: dict[str, bytes]
    own: dict[str, Path]  # the files of the user, by the names they have in the theme

    @property
    def own_templates(self) -> tuple[str, ...]:
        """The templates that the user wrote."""
        return tuple(name for name in self.own if _is_template(name))

    @property
    def extra_styles(self) -> tuple[str, ...]:
        """The stylesheets that pages link after the default one."""
        return (CUSTOM_STYLES,) if CUSTOM_STYLES in self.own else ()

    def explained(self, mistake: TemplateMistake) -> ThemeError:
        """A mistake in a template, with the file in which the user finds it."""
        place = self.own.get(mistake.template)
        if place:
            return ThemeError(f"{place}:{mistake.line}: {mistake.text}")
        name = mistake.template.removeprefix(BUILT_IN)
        blame = "; does a template of your theme leave out what this one needs?" * bool(self.own)
        return ThemeError(f"built-in template {name}:{mistake.line}: {mistake.text}{blame}")


def read_theme(built_in: Iterable[str], folder: Path | None, own: Iterable[str]) -> Theme:
    """The default theme with a folder of the user above it, from the paths of their files.

    Raises:
        ThemeError: a file cannot be read, a template is not UTF-8, or has a reserved name.
    """
    ours = {name: built_in_folder() / name for name in built_in}
    theirs = {name: folder / name for name in own} if folder else {}
    for name, path in theirs.items():
        if name.startswith(BUILT_IN) and _is_template(name):
            raise ThemeError(f"{path}: `{BUILT_IN}` stands for the built-in templates; move it")
    templates = {name: _text(path) for name, path in ours.items() if _is_template(name)}
    above = {name: _text(path) for name, path in theirs.items() if _is_template(name)}
    assets = {name: path for name, path in {**ours, **theirs}.items() if not _is_template(name)}
    return Theme(
        templates={
            **templates,
            **above,
            **{f"{BUILT_IN}{name}": text for name, text in templates.items()},
        },
        assets={name: _bytes(path) for name, path in sorted(assets.items())},
        own=theirs,
    )


def _is_template(name: str) -> bool:
    return name.endswith(".html")


def _text(path: Path) -> str:
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Counted in what was decoded, which is without the mark that may stand before it.
        line = error.object[: error.start].count(b"\n") + 1
        raise ThemeError(f"{path}:{line}: the template is not UTF-8") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ThemeError(f"{path}: {error.strerror or error}") from error
