"""The vault as capture commands see it: all of it, published or not, read as far as needed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from papergarden.capture.journal import Journal
from papergarden.capture.store import Change, Edit, bytes_of, change
from papergarden.config import Config, is_within
from papergarden.core.edits.daybook import days_in
from papergarden.core.edits.queue import boxes_with_addresses
from papergarden.core.lookup import Shelf, Traces, same_keys, shelf_of, traces
from papergarden.core.model import ParsedNote
from papergarden.core.parse import parse
from papergarden.core.paths import NOTE_ENDINGS
from papergarden.core.publishing import is_template
from papergarden.core.settings import Settings
from papergarden.core.source import read
from papergarden.errors import CaptureError, UsageError
from papergarden.vault import listing, read_bytes
from papergarden.workplace import shown

DEFAULT_LIST = "reading-list.md"
DEFAULT_LOG = "log.md"

_PATIENCE = 30.0  # seconds to wait for another of our processes
_POLL = 0.01

# Changes one file; None if nothing in it is to be changed.
Editor = Callable[[Path, Edit], Change | None]


class Desk:
    """One vault with its configuration, and where its lock and its journal are kept."""

    def __init__(self, vault: Path, config: Config, cache: Path) -> None:
        self.vault = vault
        self.config = config
        self.settings: Settings = config.settings()
        name = hashlib.sha256(os.fsencode(vault.resolve())).hexdigest()[:16]
        self._lock = cache / "locks" / f"{name}.lock"
        self.journal = Journal(cache / "undo" / name)
        self._notes: dict[str, tuple[bytes, ParsedNote]] = {}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other capture commands out of this vault, and look at its files anew.

        Raises:
            CaptureError: another one does not come to its end.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 # only those who write need it

        self._lock.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._lock, poll_interval=_POLL)
        while not lock.is_locked:
            before = self._taken()
            try:
                lock.acquire(timeout=_PATIENCE)
            except Timeout as error:
                if self._taken() == before:  # one command holds it all the while, not many in turn
                    raise CaptureError(f"another command is writing into {self.vault}") from error
        try:
            os.utime(self._lock)
            self.__dict__.pop("files", None)
            yield
        finally:
            lock.release()

    def _taken(self) -> int:
        """When the lock was last given to somebody."""
        try:
            return self._lock.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The bytes of every note by path, sorted; what cannot be read is left out."""
        paths = listing(self.vault, apart=self.config.theme_folder).notes
        found = {path: read_bytes(self.vault, path) for path in paths}
        return {path: data for path, data in found.items() if isinstance(data, bytes)}

    def whole(self) -> Shelf:
        """The works of all notes."""
        return self._shelf([self._parsed(path, data) for path, data in self.files.items()])

    def about(self, key: str) -> Shelf:
        """The works of those notes that may speak of one work, whatever they call it.

        A note says further keys and titles of a work, and these may lead to further notes.
        """
        notes: dict[str, ParsedNote] = {}
        keys, titles = same_keys([key], self.settings.same_as), set[str]()
        while True:
            more = self._with(traces(keys, titles), besides=notes)
            notes |= more
            shelf = self._shelf(notes.values())
            work = shelf.by_key(key)
            if not more or work is None:
                return shelf
            said = [mention for _, mention in shelf.mentions(work)]
            keys |= {mention.key for mention in said}
            titles |= {mention.title for mention in said if mention.title}

    def naming(self, title: str) -> Shelf:
        """The works of those notes in which a title stands, letter by letter."""
        return self._shelf(self._with(traces((), [title])).values())

    def shelf_of_those(self, wanted: Callable[[bytes], bool]) -> Shelf:
        """The works of those notes whose bytes are as wanted."""
        return self._shelf(
            self._parsed(path, data) for path, data in self.files.items() if wanted(data)
        )

    def _with(self, wanted: Traces, besides: Container[str] = ()) -> dict[str, ParsedNote]:
        return {
            path: self._parsed(path, data)
            for path, data in self.files.items()
            if path not in besides and wanted.may_be_in(data)
        }

    def _shelf(self, notes: Iterable[ParsedNote]) -> Shelf:
        return shelf_of(notes, self.settings.same_as, self.settings.not_same)

    def _parsed(self, path: str, data: bytes) -> ParsedNote:
        # A command looks at the vault before it waits for its turn and once it has it.
        known = self._notes.get(path)
        if known is None or known[0] != data:
            known = self._notes[path] = data, parse(read(path, data), self.settings)
        return known[1]

    def list_file(self) -> str:
        """The file for new entries: the configured one, else the longest list there is."""
        return self.config.capture.file or self._fullest(boxes_with_addresses) or DEFAULT_LIST

    def log_file(self) -> str:
        """The file for entries of today: the configured one, else the note with most days."""
        return self.config.capture.log or self._fullest(days_in) or DEFAULT_LOG

    def _fullest(self, count: Callable[[bytes], int]) -> str | None:
        """The first note that has most of something; no template, and none that is left out."""
        patterns = self.config.vault.exclude
        excluded = listing(self.vault, patterns).excluded if patterns else ()
        counts = {
            path: count(data)
            for path, data in self.files.items()
            if path not in excluded and not is_template(path)
        }
        best = max(counts, key=lambda path: counts[path], default=None)
        return best if best and counts[best] else None

    def edited(self, place: Path, edit: Edit, *, command: str, dry_run: bool) -> Change | None:
        """Change a file and write down how to take that back, or only see what would change.

        Raises:
            CaptureError: the file does not come to rest, or the edit refuses it.
        """
        return self.editor(command, dry_run=dry_run)(place, edit)

    def editor(self, command: str, *, dry_run: bool) -> Editor:
        """What changes files in the name of one command, or only sees what would change."""
        if dry_run:
            return _previewed
        recorder = self.journal.begin(command)
        return lambda place, edit: change(place, edit, announce=recorder)

    def shown(self, path: str, line: int) -> str:
        """A line of a note as an editor opens it from here."""
        return f"{shown(self.vault / path)}:{line}"

    def place(self, path: str) -> Path:
        """Where a file of the vault lies.

        Raises:
            UsageError: it would lie elsewhere, or is no note.
        """
        target = self.vault / path
        lexical = Path(os.path.normpath(target))
        if not is_within(lexical.parent, self.vault) or lexical == Path(
            os.path.normpath(self.vault)
        ):
            raise UsageError(f"{path} does not lie in the vault {self.vault}")
        inside = () if Path(path).is_absolute() else Path(os.path.normpath(path)).parts
        if any(part.startswith(".") for part in inside):
            raise UsageError(f"{path} is hidden, and never read")
        if not path.endswith(NOTE_ENDINGS):
            raise UsageError(f"{path} is no note: its name does not end in {NOTE_ENDINGS[0]}")
        if target.is_dir():
            raise UsageError(f"{path} is a folder")
        return target


def _previewed(place: Path, edit: Edit) -> Change | None:
    before = bytes_of(place)
    after = edit(before)
    return Change(str(place.resolve()), before, after) if after != before else None
