"""The vault on disk: which files there are, and their bytes. Nothing here writes."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from papergarden.core.diagnostics import Diagnostic
from papergarden.core.paths import NOTE_ENDINGS, folders_around
from papergarden.folders import OF_TOOLS


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a vault, as sorted paths with forward slashes."""

    notes: tuple[str, ...]
    others: tuple[str, ...]
    excluded: frozenset[str]  # notes among them that the configuration leaves out
    odd: tuple[Diagnostic, ...]  # files whose names are no text


def listing(vault: Path, exclude: Sequence[str] = (), apart: Path | None = None) -> Listing:
    """List a vault without hidden files and folders.

    Of what `exclude` names only the notes are listed: one of them may say that it is published all
    the same. A pattern such as `private/*` or `*.tmp` is held against whole paths, a plain name
    such as `templates` against every part of them. Links to folders are not followed: they may
    lead in a circle, and out of the vault. Nothing of the folder `apart` is listed.
    """
    notes: list[str] = []
    others: list[str] = []
    excluded: set[str] = set()
    odd: list[Diagnostic] = []

    def unread(error: OSError) -> None:
        path = Path(error.filename).relative_to(vault).as_posix()
        message = error.strerror or str(error)
        odd.append(Diagnostic(path, 1, "unreadable-file", message, "its notes are left out"))

    for folder, folders, files in os.walk(vault, onerror=unread):
        base = Path(folder).relative_to(vault).as_posix()
        prefix = "" if base == "." else f"{base}/"
        folders[:] = sorted(
            name
            for name in folders
            if not _is_ignored(name) and not (apart and _is_same(Path(folder) / name, apart))
        )
        for name in files:
            path = f"{prefix}{name}"
            if name.startswith("."):
                continue
            if not _is_text(path):
                shown = path.encode("utf-8", "backslashreplace").decode()
                message = "its name is not UTF-8"
                odd.append(Diagnostic(shown, 1, "unreadable-file", message, "rename it"))
                continue
            if _is_special(os.path.join(folder, name)):  # noqa: PTH118 # thousands of them
                continue
            left_out = is_excluded(path, exclude)
            if name.endswith(NOTE_ENDINGS):
                notes.append(path)
                excluded |= {path} if left_out else set()
            elif not left_out:
                others.append(path)
    return Listing(
        tuple(sorted(notes)), tuple(sorted(others)), frozenset(excluded), tuple(sorted(odd))
    )


def holds_notes(vault: Path) -> bool:
    """Whether there is any note; as soon as one is found no further folder is looked at."""
    for _, folders, files in os.walk(vault):
        if any(name.endswith(NOTE_ENDINGS) and not name.startswith(".") for name in files):
            return True
        folders[:] = [name for name in folders if not _is_ignored(name)]
    return False


def read_bytes(vault: Path, path: str, most: int = -1) -> bytes | Diagnostic:
    """The bytes of a file of the vault, or the first ones, or why it cannot be read."""
    try:
        with (vault / path).open("rb") as file:
            return file.read(most)
    except OSError as error:
        reason = error.strerror or str(error)
        return Diagnostic(path, 1, "unreadable-file", reason, "the note is left out")


def _is_ignored(folder: str) -> bool:
    return folder.startswith(".") or folder in OF_TOOLS


def _is_same(path: Path, other: Path) -> bool:
    """Whether two paths lead to one folder, through links or in other capitals."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def _is_special(path: str) -> bool:
    """Whether it is a pipe, a socket or a device, reading which may never end."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 # as above
    except OSError:  # such as a link that leads nowhere, of which one is told who reads it
        return False
    return not stat.S_ISREG(mode)


def _is_text(path: str) -> bool:
    """Whether a name is UTF-8; the system hands over other bytes as lone surrogates."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_excluded(path: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern names a file, or a folder around it."""
    if not patterns:
        return False
    parts, places = path.split("/"), [*folders_around(path), path]
    return any(
        pattern in parts or any(fnmatch.fnmatchcase(place, pattern) for place in places)
        for pattern in (given.rstrip("/") for given in patterns)
    )
