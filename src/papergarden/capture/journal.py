"""What capture commands did, so that it can be taken back; kept in the cache."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from papergarden.capture.store import Change, bytes_of, change, digest
from papergarden.errors import CaptureError

_MOST = 1000  # commands that are remembered
_NAME = "{:08d}.json"


class Splice(Struct, frozen=True):
    """One changed file: where it differs, what stood there, and what stands there now."""

    path: str
    start: int
    old: bytes
    new: bytes
    before: str | None  # digests of the whole file; None where there was none
    after: str | None


class Entry(Struct, frozen=True):
    """One command as it was typed, and what it changed."""

    command: str
    splices: tuple[Splice, ...]


class Journal:
    """The commands of one vault. Only who holds the lock of the vault may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, command: str) -> Recorder:
        """Begin to record a command."""
        names = self._names()
        for name in names[: max(len(names) - _MOST + 1, 0)]:
            (self._folder / name).unlink(missing_ok=True)
        number = int(names[-1].split(".")[0]) + 1 if names else 1
        return Recorder(self._folder / _NAME.format(number), command)

    def last(self) -> tuple[Path, Entry] | None:
        """The last command whose changes are there; what never took place is forgotten."""
        for name in reversed(self._names()):
            path = self._folder / name
            try:
                entry = msgspec.convert(json.loads(path.read_bytes()), Entry)
            except (
                ValueError,
                msgspec.ValidationError,
            ):  # cut off while it was written, so before any change
                entry = Entry("", ())
            if any(
                digest(bytes_of(Path(splice.path))) != splice.before for splice in entry.splices
            ):
                return path, entry
            path.unlink()
        return None

    def _names(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if path.suffix == ".json")


class Recorder:
    """Writes down what one command is about to do, before it does it."""

    def __init__(self, path: Path, command: str) -> None:
        self._path = path
        self._command = command
        self._splices: dict[str, Splice] = {}

    def __call__(self, step: Change) -> None:
        """Note a change; a later one of the same file takes the place of one that failed."""
        self._splices.pop(step.path, None)
        if step.before != step.after:
            self._splices[step.path] = spliced(step)
        elif not self._splices:
            self._path.unlink(missing_ok=True)
            return
        # It holds words of notes, which others may not be allowed to read.
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        entry = Entry(self._command, tuple(self._splices.values()))
        temporary = self._path.with_suffix(".new")
        # Paths need not be UTF-8. This encoder writes all in ASCII, even bytes that are no text.
        temporary.write_text(json.dumps(msgspec.to_builtins(entry)), "ascii")
        os.replace(temporary, self._path)  # noqa: PTH105 # in one step, as what it tells of


def spliced(step: Change) -> Splice:
    """A change without what is equal at both ends."""
    old, new = step.before or b"", step.after or b""
    shortest = min(len(old), len(new))
    start = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    behind = next(
        (i for i in range(shortest - start) if old[-1 - i] != new[-1 - i]), shortest - start
    )
    return Splice(
        step.path,
        start,
        old[start : len(old) - behind],
        new[start : len(new) - behind],
        digest(step.before),
        digest(step.after),
    )


def taken_back(splice: Splice, data: bytes | None) -> bytes | None:
    """The bytes of a file as they were before a change.

    Raises:
        CaptureError: the file is not as the change left it.
    """
    if digest(data) == splice.before:
        return data
    if digest(data) != splice.after:
        raise CaptureError(f"{splice.path} was changed since; nothing was taken back")
    if splice.before is None:
        return None
    present = data or b""
    return present[: splice.start] + splice.old + present[splice.start + len(splice.new) :]


def undo(journal: Journal, *, dry_run: bool = False) -> tuple[Entry, list[Change]] | None:
    """Take back the last command that changed something; None if there is none.

    All files are looked at before the first one is touched.

    Raises:
        CaptureError: a file is not as the command left it.
    """
    found = journal.last()
    if found is None:
        return None
    path, entry = found
    planned = []
    for splice in entry.splices:
        present = bytes_of(Path(splice.path))
        planned.append(Change(splice.path, present, taken_back(splice, present)))
    if dry_run:
        return entry, planned
    made = [change(Path(s.path), partial(taken_back, s)) for s in entry.splices]
    path.unlink()
    return entry, [step for step in made if step]
