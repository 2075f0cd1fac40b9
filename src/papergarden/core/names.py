"""The paths of a vault, to be found by what links give of them.

A wikilink gives the end of a path; the order of candidates is the one that Obsidian's resolver is
known to have. A Markdown link gives a path from its note, from the root, or the address that a note
has on the site of its generator, and else is read like a wikilink.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from papergarden.core.model import ParsedNote
from papergarden.core.paths import NOTE_ENDINGS, folders_around

# The note that stands for its folder.
_OF_A_FOLDER = ("index", "_index", "README")
_ENDINGS = ("", *NOTE_ENDINGS)
_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(.+)")
_DATED_ADDRESS = 4  # parts: year, month, day, name


class Candidates(Struct, frozen=True):
    """The paths that a link can mean, the best first, and whether there is a doubt about it."""

    paths: tuple[str, ...] = ()
    doubtful: bool = False
    everywhere: bool = False  # whether it means the same in every note
    aliased: bool = False  # whether they are found by another name


class Names:
    """Looks up paths of notes and files; letters may be small or capital."""

    def __init__(self, notes: Mapping[str, ParsedNote], files: Iterable[str]) -> None:
        paths = sorted({*(note.path for note in notes.values()), *files})
        # By their last parts, each in the form in which paths are compared and as it is.
        self._by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for path in paths:
            form = folded(path)
            self._by_name[_last(form)].append((form, path))
        self._folders = {""} | {folder for path in paths for folder in folders_around(path)}
        self._aliases: dict[str, list[str]] = defaultdict(list)
        self._addresses: dict[str, str] = {}
        for note in notes.values():
            for alias in note.aliases:
                self._aliases[folded(alias)].append(note.path)
            for address in (note.permalink, *note.aliases, _dated_address(note.path)):
                if "/" in address:
                    self._addresses.setdefault(_plain_address(address), note.path)

    def of_wikilink(self, source: str, wanted: str) -> Candidates:
        """What `[[wanted]]` in the note `source` can mean."""
        if wanted.startswith(("./", "../", "/")):
            return self._at(_from(source, wanted))
        return self._ending(source, wanted)

    def of_address(self, source: str, wanted: str) -> Candidates:
        """What `[text](wanted)` in the note `source` can mean."""
        path = _from(source, wanted)
        name = wanted.strip("/")
        found = self._at(path) if path else Candidates()
        for folder_note in _OF_A_FOLDER:
            found = found if found.paths else self._at(posixpath.join(path, folder_note))
        if not found.paths and (note := self._addresses.get(_plain_address(path))):
            found = Candidates((note,))
        if not found.paths and path.endswith(".html"):
            found = self._at(path.removesuffix(".html"))
        if not found.paths and (note := self._addresses.get(_end_of_address(path))):
            found = Candidates((note,))
        if found.paths or wanted.startswith(("./", "../")) or not name:
            return found
        return self._ending(source, name)

    def is_folder(self, path: str) -> bool:
        """Whether there is anything in a folder of this path."""
        return path in self._folders

    def _ending(self, source: str, wanted: str) -> Candidates:
        for ending in _ENDINGS:
            name = wanted + ending
            end = folded(name)
            named = self._by_name.get(_last(end), ())
            found = [path for form, path in named if form == end or form.endswith(f"/{end}")]
            if not found:
                continue
            if len(found) == 1:
                return Candidates((found[0],), everywhere=True)
            near = source[: source.rfind("/") + 1]
            first, *others = sorted(
                found,
                key=lambda path: (
                    folded(path) != end,
                    not path.endswith(name),  # in the same letters, small and capital
                    not path.startswith(near),
                    len(path),
                    path,
                ),
            )
            if first.endswith(name):
                others = [other for other in others if folded(other) != folded(first)]
            return Candidates((first, *others), doubtful=bool(others))
        aliased = tuple(self._aliases.get(folded(wanted), ()))
        return Candidates(
            aliased, doubtful=len(aliased) > 1, everywhere=True, aliased=bool(aliased)
        )

    def _at(self, path: str) -> Candidates:
        for ending in _ENDINGS:
            name = folded(path + ending)
            found = [p for form, p in self._by_name.get(_last(name), ()) if form == name]
            if found:
                return Candidates((min(found, key=lambda p: (not path.startswith(p), p)),))
        return Candidates()


def _from(source: str, wanted: str) -> str:
    """The path that is meant as seen from a note, or from the root; never one outside."""
    folder = "" if wanted.startswith("/") else posixpath.dirname(source)
    return posixpath.normpath(posixpath.join("/", folder, wanted.lstrip("/"))).lstrip("/")


def _dated_address(path: str) -> str:
    """Where Jekyll puts a post, but for the categories before it: `2024/09/25/name`."""
    match = _DATED.fullmatch(posixpath.basename(path).rpartition(".")[0])
    return "/".join(match.groups()) if match else ""


def _end_of_address(path: str) -> str:
    return "/".join(_plain_address(path).split("/")[-_DATED_ADDRESS:])


def _plain_address(address: str) -> str:
    """An address in the site without what generators add to it or leave out."""
    return folded(address.strip("/").removesuffix("index.html").removesuffix(".html")).strip("/")


def _last(path: str) -> str:
    return path[path.rfind("/") + 1 :]


@lru_cache(maxsize=1 << 12)  # many links give the same name
def folded(path: str) -> str:
    """The form in which paths are compared."""
    return unicodedata.normalize("NFC", path).lower()
