"""Whether a site still is what its vault gives: told from how files lie, without reading one."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct, msgpack

from papergarden.config import Config
from papergarden.core.diagnostics import Diagnostic
from papergarden.folders import built_in_folder
from papergarden.program import code_digest
from papergarden.vault import DOUBT

_SIZE = 16  # bytes of a digest
# What changes in a repository with every commit, and when another one is looked at.
_OF_GIT = ("HEAD", "logs/HEAD", "packed-refs", "shallow")
_MOST = 8  # sites of one vault that are remembered


class Outcome(Struct, frozen=True):
    """What a build has to say at its end."""

    notes: int
    works: int
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    written: int = 0
    deleted: int = 0


class _State(Struct, frozen=True, array_like=True):
    """How all lay when a site was finished, and what was said."""

    key: bytes  # of the site and the configuration
    vault: bytes
    site: bytes
    outcome: Outcome


class Freshness:
    """What is known of one site of one vault, before anything is read."""

    def __init__(self, file: Path, vault: Path, output: Path, config: Config) -> None:
        """Look at the vault; `file` is where states are kept."""
        self._file = file
        self._output = output
        self._key = _digest(code_digest(), os.fsencode(output.resolve()), _told(config))
        began = time.time_ns()
        folders = [vault, built_in_folder(), *filter(None, [config.theme_folder])]
        lines = [line for folder in folders for line in _lies(folder)]
        lines += [line for path in _history(vault) for line in _line(path)]
        self._vault = _digest(repr(lines).encode("utf-8", "surrogatepass"))
        self._sure = all(max(line[2:4], default=0) < began - DOUBT for line in lines)

    def outcome(self) -> Outcome | None:
        """What the last build said, if another one would come to the same."""
        state = next((state for state in self._states() if state.key == self._key), None)
        if state and state.vault == self._vault and state.site == self._site():
            return state.outcome
        return None

    def remember(self, outcome: Outcome) -> None:
        """Keep what a build said that began after this was made."""
        if not self._sure:
            return
        kept = [state for state in self._states() if state.key != self._key][: _MOST - 1]
        said = msgspec.structs.replace(outcome, written=0, deleted=0)
        data = msgpack.encode([_State(self._key, self._vault, self._site(), said), *kept])
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, self._file)  # noqa: PTH105 # the one call that replaces in one step

    def _states(self) -> list[_State]:
        try:
            return msgpack.decode(self._file.read_bytes(), type=list[_State])
        except (OSError, msgspec.DecodeError):
            return []

    def _site(self) -> bytes:
        return _digest(repr(list(_lies(self._output))).encode("utf-8", "surrogatepass"))


_Line = tuple[str, int, int, int, int]  # path, size, when changed and moved, number on the disk


def _lies(folder: Path) -> Iterator[_Line]:
    """How each file under a folder lies; hidden ones and links to folders are passed over."""
    waiting = [str(folder)]
    while waiting:
        try:
            entries = os.scandir(waiting.pop())
        except OSError:
            continue
        with entries:
            for entry in entries:
                if entry.name.startswith(".") and entry.name != ".papergarden.json":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield from _line(Path(entry.path)) if entry.is_symlink() else _stat(entry)


def _stat(entry: os.DirEntry[str]) -> Iterator[_Line]:
    with contextlib.suppress(OSError):
        found = entry.stat()
        yield entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _line(path: Path) -> Iterator[_Line]:
    with contextlib.suppress(OSError):
        found = path.stat()
        yield str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _history(vault: Path) -> Iterator[Path]:
    """The files of a repository around the vault that tell of its commits."""
    folder = vault.resolve()
    for around in (folder, *folder.parents):
        git = around / ".git"
        if git.is_file():  # of a second working folder: it names the place of the first
            with contextlib.suppress(OSError, UnicodeDecodeError):
                git = around / git.read_text("utf-8").removeprefix("gitdir:").strip()
        if git.is_dir():
            yield from (git / name for name in _OF_GIT)
            return


def _told(config: Config) -> bytes:
    """A configuration as bytes; the folder that it names need not be UTF-8."""
    return repr(config).encode("utf-8", "backslashreplace")


def _digest(*parts: bytes) -> bytes:
    own = blake2b(digest_size=_SIZE)
    for part in parts:
        own.update(len(part).to_bytes(8) + part)
    return own.digest()
