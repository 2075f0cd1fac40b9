"""From the files of a vault to its notes: each content is read and parsed once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, msgpack, structs

from papergarden import bodies, fences
from papergarden.aside import meanwhile
from papergarden.cache import Decoder, Memo
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.digests import digest
from papergarden.core.model import Body, ParsedNote
from papergarden.core.publishing import Publication, publication
from papergarden.core.settings import Settings
from papergarden.core.sharing import Sharing
from papergarden.crew import Crew, batches, can_copy
from papergarden.errors import ChangedError
from papergarden.fences import Fences
from papergarden.folders import DOUBT
from papergarden.program import code_digest
from papergarden.vault import Listing, is_excluded, read_bytes

# What parses is imported by those who have something to parse.
if TYPE_CHECKING:
    from papergarden.core.source import Source
    from papergarden.core.syntax.highlight import Highlight

_NOTES, LOOKS = "notes", "looks"  # stages of the memo
_MANY = 2000  # notes: what is left of so many is felt


class Record(Struct, frozen=True, array_like=True):
    """What one file gives: whether it may be published, and the note if it is wanted.

    Where it is kept the body of the note is not in it.
    """

    answer: Publication
    note: ParsedNote | None


@dataclass(frozen=True, slots=True)
class Read:
    """What the notes of a vault say."""

    records: dict[str, Record]  # by path
    unread: list[Diagnostic]  # which of them cannot be read
    keys: dict[str, bytes]  # by which what was made of each is kept
    bodies: Callable[[str], Body]  # those that are kept apart, by path


@dataclass(frozen=True, slots=True)
class Version:
    """What was made of one content of a file, and its key."""

    key: bytes
    record: Record
    body: Body


class _Look(Struct, frozen=True, array_like=True):
    """How a file lies on the disk, and the key of what was made of it."""

    size: int
    changed: int  # nanoseconds
    moved: int  # likewise: when its place or its rights were changed
    number: int
    key: bytes = b""


class _Sheet(Struct, frozen=True):
    """The bytes of a file, and the key of what will be made of them."""

    path: str
    data: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of a file, encoded: what is known of it, and the body of the note."""

    record: bytes
    body: bytes
    fences: dict[bytes, bytes]  # code that was not known

    def decoded(self, decoder: Decoder[Record], *, whole: bool) -> Record:
        """The record, with the body if it is to be `whole`."""
        record = decoder.decode(self.record)
        if record.note is None or not whole:
            return record
        note = structs.replace(record.note, body=_BODY_DECODER.decode(self.body))
        return Record(record.answer, note)


class _Together:
    """Decodes records of one reading, which have in common what is the same in them."""

    def __init__(self) -> None:
        self._sharing = Sharing()

    def decode(self, encoded: bytes) -> Record:
        """One record."""
        record = _RECORD_DECODER.decode(encoded)
        if record.note:
            self._sharing.take(record.note)
        return record


_BODY_DECODER = msgpack.Decoder(Body)
_RECORD_DECODER = msgpack.Decoder(Record)
_LOOK_DECODER = msgpack.Decoder(dict[str, _Look])


def read_notes(
    vault: Path, files: Listing, settings: Settings, crew: Crew, *, everything: bool
) -> Read:
    """What each note of a vault says.

    What is not published is parsed only if `everything` is wanted.
    """
    reader = _Reader(vault, files, settings, crew.memo, everything=everything)
    began = time.time_ns()
    before = reader.looks()
    looks = {path: look for path in files.notes if (look := _look(vault / path))}
    keys = {
        path: known.key
        for path in files.notes
        if (known := before.get(path)) and _without_key(known) == looks.get(path)
    }
    together = _Together()
    records = reader.known(keys, together)
    unread: list[Diagnostic] = []
    unknown = [path for path in files.notes if path not in records]
    if len(unknown) > _MANY and crew.hands > 1 and can_copy() and crew.memo.is_there():
        crew.memo.rest()
        with meanwhile(partial(_read_ahead, reader, unknown, crew, os.getpid())) as done:
            done()
    # Others are read, a few at a time: their bytes are large, and so is what comes of them.
    for some in crew.progress.some(batches(unknown), len(unknown)):
        sheets: list[_Sheet] = []
        for path in some:
            sheet = reader.sheet(path)
            if isinstance(sheet, Diagnostic):
                keys.pop(path, None)
                unread.append(sheet)
            else:
                keys[path] = sheet.key
                sheets.append(sheet)
        records |= reader.known({sheet.path: sheet.key for sheet in sheets}, together)
        made = reader.made([sheet for sheet in sheets if sheet.path not in records], crew)
        kept = reader.keep({sheet.key: one for sheet, one in made.items()})
        records |= {
            sheet.path: one.decoded(together, whole=not kept) for sheet, one in made.items()
        }
    after = {
        path: _Look(look.size, look.changed, look.moved, look.number, keys[path])
        for path, look in looks.items()
        if path in keys and max(look.changed, look.moved) < began - DOUBT
    }
    reader.remember(before, after)
    tidy(crew.memo, set(keys.values()))
    in_order = {path: records[path] for path in files.notes if path in records}
    return Read(in_order, unread, keys, bodies.kept(crew.memo, keys, reader.remade))


def _read_ahead(reader: _Reader, paths: Sequence[str], crew: Crew, first: int) -> bytes:
    """Parse many notes, and keep what comes of them for who reads them then.

    A copy of the `first` process does so and ends: what parses, and all that it leaves behind,
    would fill the memory of those that make the pages. If the copy comes to no good end, the first
    one tries again, and says what is wrong.
    """
    try:
        for some in crew.progress.some(batches(paths), len(paths)):
            sheets = [sheet for path in some if isinstance(sheet := reader.sheet(path), _Sheet)]
            keys = {sheet.path: sheet.key for sheet in sheets}
            known = reader.known(keys, _RECORD_DECODER)
            made = reader.made([sheet for sheet in sheets if sheet.path not in known], crew)
            is_left = first not in {os.getpid(), os.getppid()}  # the first one was ended
            if not reader.keep({sheet.key: one for sheet, one in made.items()}) or is_left:
                break
    finally:
        crew.progress.end()
    return b""


def read_note(vault: Path, path: str, settings: Settings, crew: Crew) -> Record | None:
    """What one note says that the configuration does not exclude; nothing if it is not there."""
    now = Rereader(vault, (), settings, crew.memo).now(path)
    if now is None:
        return None
    if now.record.note is None:
        return now.record
    return Record(now.record.answer, structs.replace(now.record.note, body=now.body))


class Rereader:
    """Reads single notes of a vault of which the others are known."""

    def __init__(self, vault: Path, exclude: Sequence[str], settings: Settings, memo: Memo) -> None:
        self._vault = vault
        self._exclude = exclude
        self._settings = settings
        self._memo = memo

    def now(self, path: str) -> Version | None:
        """What a note says now; nothing if it cannot be read."""
        reader = self._reader(path)
        sheet = reader.sheet(path)
        if isinstance(sheet, Diagnostic):
            return None
        if known := self.known(path, sheet.key):
            return known
        made = reader.maker(sheet)
        reader.keep({sheet.key: made})  # the build that follows finds it there
        return Version(
            sheet.key, made.decoded(_RECORD_DECODER, whole=False), _BODY_DECODER.decode(made.body)
        )

    def known(self, path: str, key: bytes) -> Version | None:
        """What a note says that has this key, if that is known."""
        record = self._reader(path).known({path: key}, _RECORD_DECODER).get(path)
        body = bodies.known(self._memo, key)
        return Version(key, record, body) if record and body else None

    def bodies(self, keys: Mapping[str, bytes]) -> Callable[[str], Body]:
        """Who gives the bodies of notes by their paths, from their keys."""
        return bodies.kept(self._memo, keys, lambda path, key: self._reader(path).remade(path, key))

    def _reader(self, path: str) -> _Reader:
        excluded = frozenset({path}) if is_excluded(path, self._exclude) else frozenset[str]()
        files = Listing((path,), (), excluded, ())
        return _Reader(self._vault, files, self._settings, self._memo, everything=False)


def tidy(memo: Memo, used: Collection[bytes]) -> None:
    """Forget what was made of other contents, if that is more than what is used."""
    memo.tidy(_NOTES, used)
    bodies.tidy(memo, used)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes records of files, in whatever process."""

    read: Callable[[str, bytes], Source]
    parse: Callable[[Source, Settings, Highlight], ParsedNote]
    excluded: frozenset[str]
    settings: Settings
    memo: Memo
    everything: bool

    def __call__(self, sheet: _Sheet) -> _Made:
        """What comes of a file."""
        source = self.read(sheet.path, sheet.data)
        answer = publication(
            source.properties,
            sheet.path,
            excluded=sheet.path in self.excluded,
            default=self.settings.publish,
            drafts=self.settings.drafts,
        )
        if not (answer.published or self.everything):
            return _Made(msgpack.encode(Record(answer, None)), msgpack.encode(Body()), {})
        fences = Fences(self.memo)
        note = self.parse(source, self.settings, fences)
        record = Record(answer, structs.replace(note, body=Body()))
        return _Made(msgpack.encode(record), msgpack.encode(note.body), fences.made)


class _Reader:
    """Looks up the records of files, and says how others are made."""

    def __init__(
        self, vault: Path, files: Listing, settings: Settings, memo: Memo, *, everything: bool
    ) -> None:
        self._vault = vault
        self._files = files
        self._memo = memo
        self._settings = settings
        self._everything = everything
        self._scope = digest(code_digest(), settings)
        self._looks_key = digest(self._scope, sorted(files.excluded))

    @cached_property
    def maker(self) -> _Maker:
        """Who makes records that are not known."""
        from papergarden.core.parse import parse  # noqa: PLC0415 # see above
        from papergarden.core.source import read  # noqa: PLC0415

        return _Maker(
            read, parse, self._files.excluded, self._settings, self._memo, self._everything
        )

    def sheet(self, path: str) -> _Sheet | Diagnostic:
        """A file, as far as it can be read."""
        data = read_bytes(self._vault, path)
        if isinstance(data, Diagnostic):
            return data
        return _Sheet(path, data, digest(self._scope, path in self._files.excluded, path, data))

    def made(self, sheets: list[_Sheet], crew: Crew) -> dict[_Sheet, _Made]:
        """What comes of files that are not known."""
        if not sheets:  # nothing is imported for them
            return {}
        done = crew.spread(self.maker, sheets, can_tell=True)
        return dict(zip(sheets, done, strict=True))

    def remade(self, path: str, key: bytes) -> Body:
        """The body of a note that is known, and whose body is not.

        Raises:
            ChangedError: the file is another one by now.
        """
        sheet = self.sheet(path)
        if isinstance(sheet, Diagnostic) or sheet.key != key:
            raise ChangedError(f"{self._vault / path} was changed meanwhile; try again")
        return _BODY_DECODER.decode(self.maker(sheet).body)

    def known(self, keys: dict[str, bytes], decoder: Decoder[Record]) -> dict[str, Record]:
        """The records that were made before, by path."""
        records = self._memo.read(_NOTES, set(keys.values()), decoder)
        found = ((path, records[key]) for path, key in keys.items() if key in records)
        return {path: record for path, record in found if record.note or not self._everything}

    def keep(self, made: Mapping[bytes, _Made]) -> bool:
        """Keep what was made, by keys, and tell whether that was possible."""
        fences.keep(self._memo, {k: v for one in made.values() for k, v in one.fences.items()})
        # Bodies come first: a record that is known may ask for one.
        kept = bodies.keep(self._memo, {key: one.body for key, one in made.items()})
        return kept and self._memo.put(_NOTES, {key: one.record for key, one in made.items()})

    def looks(self) -> dict[str, _Look]:
        """How the files lay when they were last read."""
        return self._memo.one(LOOKS, self._looks_key, _LOOK_DECODER) or {}

    def remember(self, before: dict[str, _Look], after: dict[str, _Look]) -> None:
        """Keep how they lie now."""
        if before != after:
            self._memo.put(LOOKS, {self._looks_key: msgpack.encode(after)})
            self._memo.tidy(LOOKS, {self._looks_key})


def _look(path: Path) -> _Look | None:
    try:
        found = os.stat(path)  # noqa: PTH116 # for every file of the vault: it is twice as fast
    except OSError:
        return None
    return _Look(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _without_key(look: _Look) -> _Look:
    return _Look(look.size, look.changed, look.moved, look.number)
