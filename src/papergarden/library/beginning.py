"""`notes init`: a new vault, with its configuration and a first reading list."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from msgspec import Struct

from papergarden.config import FILE_NAME
from papergarden.errors import UsageError
from papergarden.vault import listing

_FOLDER = "notes"
_LIST = "reading-list.md"
# Files that a folder of code has, too: they make it no vault.
_OF_A_REPOSITORY = frozenset(
    "readme changelog contributing license licence security code_of_conduct".split()
)

_CONFIGURATION = """\
# What papergarden knows of these notes. Every key is optional.

[site]
title = "{title}"
# author = "Your name"
# base_url = "https://example.org/notes"   # where the site will be

[vault]
path = "{path}"
# exclude = ["drafts/*"]
# publish = "flagged"   # only notes that say `publish: true`
"""
_READING_LIST = """\
# Reading list

A box is a work to read. `[x]` is read, `[/]` is being read, `[-]` was dropped; what you write under
an entry is your summary of it.

## To read

- [ ] [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
"""


class Begun(Struct, frozen=True):
    """What was made."""

    vault: Path
    written: tuple[Path, ...]
    is_new: bool  # there were no notes before


def begin(folder: Path) -> Begun:
    """Make a folder a vault, or say in a configuration where in it the notes lie.

    Nothing is overwritten, and where there are notes already none is added.

    Raises:
        UsageError: it has a configuration already, or is no folder.
    """
    configuration = folder / FILE_NAME
    if configuration.exists() or configuration.is_symlink():
        raise UsageError(f"{configuration} is there already; nothing was written")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    path = "." if _holds_notes(folder) and not (folder / _FOLDER).is_dir() else _FOLDER
    vault = folder / path
    is_new = not listing(vault).notes
    vault.mkdir(parents=True, exist_ok=True)
    written = []
    if is_new:
        written.append(_write(vault / _LIST, _READING_LIST))
    title = folder.resolve().name.replace("\\", " ").replace('"', "'") or "Notes"
    text = _CONFIGURATION.format(title=title, path=path)
    return Begun(vault, (_write(configuration, text), *written), is_new)


def _holds_notes(folder: Path) -> bool:
    """Whether there are notes, other than what a folder of code has."""
    return any(
        not path.startswith("docs/") and PurePosixPath(path).stem.lower() not in _OF_A_REPOSITORY
        for path in listing(folder).notes
    )


def _write(path: Path, text: str) -> Path:
    with path.open("x", encoding="utf-8", newline="\n") as file:  # `x`: never over another file
        file.write(text)
    return path
