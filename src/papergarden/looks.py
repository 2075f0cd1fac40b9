"""How the files lie from which a site is made, and those of the site: told without reading one.

That nothing changed is said once this is imported, so it imports little.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from papergarden.aside import meanwhile
from papergarden.folders import DOUBT, OF_TOOLS, WAITING, built_in_folder
from papergarden.program import PACKAGE, installed

# What changes in a repository with every commit, and when another one is looked at.
_OF_GIT = ("HEAD", "logs/HEAD", "packed-refs", "shallow", "reftable/tables.list")
_RECORD = ".papergarden.json"  # the one hidden file of a site that tells what is in it
_SIZE = 16  # bytes of a digest
_FORM = 2  # of marshal: equal values are equal bytes

Line = tuple[str, int, int, int, int]  # name, size, when changed and moved, number on the disk

Parts = tuple[str, str, str | None, tuple[str, ...]]  # vault, output, theme, signposts
Left = Mapping[str, tuple[int, int]]  # size and time of files, by path in the site
Seen = tuple[bytes, bytes, bytes]  # digests of what says where all is, of the sources, of the site


class Look:
    """How files lay, and a digest of it."""

    def __init__(self, lines: Iterable[list[Line]], *about: str) -> None:
        """`lines` are those of each folder together, behind a line for the folder."""
        self.about = about
        self.began = time.time_ns()  # before a line is made: one looks as they are asked for
        self.lines = list(lines)

    @cached_property
    def folders(self) -> dict[str, bytes]:
        """A digest of each folder by its path."""
        return {some[0][0]: _digest(some) for some in self.lines if some}

    @cached_property
    def digest(self) -> bytes:
        """A digest of all."""
        return digest_of(self.folders, *self.about)

    @property
    def is_sure(self) -> bool:
        """Whether no file may have changed since without a trace."""
        return not any(map(self.in_doubt, chain(*self.lines)))

    def in_doubt(self, line: Line) -> bool:
        """Whether a file may have."""
        return max(line[2:4]) >= self.began - DOUBT


def digest_of(folders: Mapping[str, bytes], *about: str) -> bytes:
    """A digest of all folders, from those of each."""
    return _digest((about, sorted(folders.items())))


def _digest(value: list[Line] | tuple[tuple[str, ...], list[tuple[str, bytes]]]) -> bytes:
    return blake2b(marshal.dumps(value, _FORM), digest_size=_SIZE).digest()


class Sights:
    """Where to look for all that a site is made from, and where the site is.

    What it is made from is looked at once: a build is of what lay there when the command began, or
    of what came later, which the next command takes for new.
    """

    def __init__(self, *parts: *Parts) -> None:
        """`signposts` are the files that say where the others are, or would if they were there."""
        self.parts = parts

    def lie_as(self, seen: Seen) -> bool:
        """Whether all lies as it was seen. Sources and site are looked at side by side."""
        signs, sources, site = seen
        if self.signs.digest != signs:
            return False
        with meanwhile(lambda: self.site().digest) as found:
            return self.sources.digest == sources and found() == site

    @cached_property
    def signs(self) -> Look:
        """How the files lie that say where the others are."""
        return Look(_named(map(Path, self.parts[3])))

    @cached_property
    def sources(self) -> Look:
        """How all lies from which the site is made. The program belongs to it."""
        vault, _, theme, _ = self.parts
        folders = [vault, str(PACKAGE), str(built_in_folder()), *filter(None, [theme])]
        below = (some for folder in folders for some in _below(folder, OF_TOOLS))
        return Look(chain(_named(_history(Path(vault))), below), sys.version, *installed())

    def site(self) -> Look:
        """How the files of the site lie."""
        return Look(_below(self.parts[1]))

    @contextmanager
    def site_meanwhile(self) -> Iterator[Callable[[], Look]]:
        """The same, while this process does something else."""
        with meanwhile(lambda: marshal.dumps(self.site().lines, _FORM)) as found:
            yield lambda: Look(marshal.loads(found()))  # noqa: S302 # it is ours

    def is_as_left(self, site: Look, left: Left) -> bool:
        """Whether the site lies as a build has left it, and nobody else is at work."""
        found = {path: line for folder in site.lines for path, line in self._paths(folder)}
        return all(path in found and found[path][1:3] == lies for path, lies in left.items()) and (
            not any(line[0].startswith(WAITING) for line in found.values())
        )

    def site_after(
        self, before: Look, changed: Collection[str], left: Left
    ) -> dict[str, bytes] | None:
        """Digests of its folders after some files were changed, or deleted.

        None if anything in these folders lies neither as before nor as it was `left`: somebody else
        is at work, whose files shall not be taken for ours.
        """
        folders, known = dict(before.folders), {some[0][0]: some for some in before.lines}
        for below in {path.rpartition("/")[0] for path in changed}:
            folder = f"{self.parts[1]}/{below}".removesuffix("/")
            if folder not in known:
                return None
            now = _inside(folder, frozenset(), [])
            was, lie = dict(self._paths(known[folder])), dict(self._paths(now))
            for path in was.keys() | lie.keys():
                line = lie.get(path)
                if path in left and line:
                    same = line[1:3] == left[path]
                else:
                    same = line is None if path in changed else line == was.get(path)
                if not same:
                    return None
            folders[folder] = _digest(now)
        return folders

    def _paths(self, folder: list[Line]) -> Iterator[tuple[str, Line]]:
        """The files of a folder of the site, by their paths in it."""
        below = folder[0][0].removeprefix(self.parts[1]).removeprefix("/")
        for line in folder[1:]:
            yield f"{below}/{line[0]}" if below else line[0], line


def _below(folder: str, passed_over: frozenset[str] = frozenset()) -> Iterator[list[Line]]:
    """The files under a folder, one folder after the other, without what is hidden."""
    waiting = [folder]
    while waiting:
        yield _inside(waiting.pop(), passed_over, waiting)


def _inside(path: str, passed_over: frozenset[str], folders: list[str]) -> list[Line]:
    """The files of a folder; the folders in it are put to the others.

    Where a build is at work, or was cut off, nothing is as it was: the next one has to clear up.
    This looks at each file of vault and site, so what it does for one is written out.
    """
    lines: list[Line] = [(path, 0, 0, 0, 0)]
    with suppress(OSError), _opened(path) as place, os.scandir(place) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(".") and name != _RECORD:
                if name.startswith(WAITING):
                    lines.append((name, 0, 0, 0, time.time_ns()))
                continue
            if entry.is_dir(follow_symlinks=False):
                if name not in passed_over:
                    folders.append(f"{path}/{name}")
                continue
            try:
                found = entry.stat()
            except OSError:
                lines.append(_gone(name))
                continue
            lines.append((name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))
    return lines


@contextmanager
def _opened(folder: str) -> Iterator[str | int]:
    """A folder by a number, where the system has some: its files are found without their paths."""
    if os.scandir not in os.supports_fd:
        yield folder
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)


def _named(paths: Iterable[Path]) -> Iterator[list[Line]]:
    """Some files, wherever they are."""
    yield [_line(str(path), path.stat) for path in paths]


def _line(name: str, looked_at: Callable[[], os.stat_result]) -> Line:
    try:
        found = looked_at()
    except OSError:
        return _gone(name)
    return name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _gone(name: str) -> Line:
    """A file that is gone meanwhile, or a link that leads nowhere."""
    return name, 0, 0, 0, 0


def _history(vault: Path) -> Iterator[Path]:
    """The files of a repository around the vault that tell of its commits."""
    folder = vault.resolve()
    for around in (folder, *folder.parents):
        git = around / ".git"
        if git.is_file():  # of a second working folder: it names the place of the first
            with suppress(OSError, UnicodeDecodeError):
                git = around / git.read_text("utf-8").removeprefix("gitdir:").strip()
        if git.is_dir():
            yield from (git / name for name in (*_OF_GIT, *_branch(git)))
            return


def _branch(git: Path) -> Iterator[str]:
    """The file of the branch one is on: a repository need not keep a log of its commits."""
    with suppress(OSError, UnicodeDecodeError):
        sign, _, name = (git / "HEAD").read_text("utf-8").partition(" ")
        if sign == "ref:" and "\0" not in name:
            yield name.strip()
