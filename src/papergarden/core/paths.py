"""Paths inside the vault and inside the site: text with forward slashes, never touched on disk."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import quote, unquote

# What a link to a note may leave out.
NOTE_ENDINGS = (".md", ".markdown", ".qmd")


def without_ending(path: str) -> str:
    """The path of a note without what says that it is one."""
    return next((path.removesuffix(end) for end in NOTE_ENDINGS if path.endswith(end)), path)


def folders_around(path: str) -> list[str]:
    """The folders that a path lies in, the outermost first: of `a/b/c` those are `a` and `a/b`."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def all_folders(paths: Iterable[str]) -> set[str]:
    """All folders that any of some paths lies in."""
    innermost = {path.rpartition("/")[0] for path in paths}  # there are fewer of them than of paths
    return {folder for path in innermost if path for folder in (path, *folders_around(path))}


def path_from(note: str, href: str) -> str:
    """The path in the vault that a link of a note means, if it is read as relative to the note.

    What would lead out of the vault stays at its root.
    """
    path = unquote(href.split("#", 1)[0].split("?", 1)[0])
    folder = "" if path.startswith("/") else posixpath.dirname(note)
    joined = posixpath.normpath(posixpath.join("/", folder, path.lstrip("/")))
    return joined.lstrip("/") + ("/" if path.endswith("/") and joined != "/" else "")


def relative(page: str, target: str) -> str:
    """The address of one page of the site as another one writes it."""
    path, sign, anchor = target.partition("#")
    anchor = anchor if anchor.isascii() else quote(anchor)
    if path == page and sign:
        return sign + anchor
    folder = page[: page.rfind("/") + 1]
    up = "" if path.startswith(folder) else "../" * page.count("/")
    path = path if up else path[len(folder) :]
    return f"{up}{path if path.isascii() else quote(path)}{sign}{anchor}"
