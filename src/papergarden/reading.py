"""From the files of a vault to its notes: each content is read and parsed once."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from msgspec import DecodeError, Struct, msgpack

from papergarden.cache import Memo
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.digests import digest
from papergarden.core.model import ParsedNote
from papergarden.core.parse import parse
from papergarden.core.publishing import Publication, publication
from papergarden.core.settings import Settings
from papergarden.core.source import read
from papergarden.crew import Crew, batches
from papergarden.program import code_digest
from papergarden.vault import DOUBT, Listing, read_bytes

_NOTES, LOOKS = "notes", "looks"  # stages of the memo


class Record(Struct, frozen=True, array_like=True):
    """What one file gives: whether it may be published, and the note if it is wanted."""

    answer: Publication
    note: ParsedNote | None


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


_RECORD_DECODER = msgpack.Decoder(Record)
_LOOK_DECODER = msgpack.Decoder(dict[str, _Look])


def read_notes(
    vault: Path, files: Listing, settings: Settings, crew: Crew, *, everything: bool
) -> tuple[dict[str, Record], list[Diagnostic]]:
    """What each note of a vault says, by path; and which of them cannot be read.

    What is not published is parsed only if `everything` is wanted.
    """
    reader = _Reader(files, settings, crew.memo, everything=everything)
    began = time.time_ns()
    before = reader.looks()
    looks = {path: look for path in files.notes if (look := _look(vault / path))}
    keys: dict[str, bytes] = {}
    sheets: list[_Sheet] = []
    unread: list[Diagnostic] = []

    def open_sheet(path: str) -> None:
        data = read_bytes(vault, path)
        if isinstance(data, Diagnostic):
            keys.pop(path, None)
            unread.append(data)
        else:
            sheets.append(_Sheet(path, data, reader.key(path, data)))
            keys[path] = sheets[-1].key

    for path in files.notes:
        known = before.get(path)
        if known and _without_key(known) == looks.get(path):
            keys[path] = known.key
        else:
            open_sheet(path)
    records = reader.known(keys)
    opened = {sheet.path for sheet in sheets}
    for path in keys.keys() - records.keys() - opened:  # it was parsed once, and is forgotten
        open_sheet(path)
    for rest in batches(sheet for sheet in sheets if sheet.path not in records):
        made = dict(
            zip((s.key for s in rest), crew.spread(reader.maker, rest, can_tell=True), strict=True)
        )
        crew.memo.put(_NOTES, made)
        records |= {sheet.path: _RECORD_DECODER.decode(made[sheet.key]) for sheet in rest}
    after = {
        path: _Look(look.size, look.changed, look.moved, look.number, keys[path])
        for path, look in looks.items()
        if path in keys and max(look.changed, look.moved) < began - DOUBT
    }
    reader.remember(before, after)
    crew.memo.tidy(_NOTES, set(keys.values()))
    return {path: records[path] for path in files.notes if path in records}, unread


def read_note(vault: Path, path: str, settings: Settings, crew: Crew) -> Record | None:
    """What one note says that the configuration does not exclude; nothing if it is not there."""
    files = Listing((path,), (), frozenset(), ())
    reader = _Reader(files, settings, crew.memo, everything=False)
    data = read_bytes(vault, path)
    if isinstance(data, Diagnostic):
        return None
    key = reader.key(path, data)
    made = reader.maker(_Sheet(path, data, key))
    crew.memo.put(_NOTES, {key: made})  # the build that follows finds it there
    return _RECORD_DECODER.decode(made)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes records of files, in whatever process."""

    excluded: frozenset[str]
    settings: Settings
    everything: bool

    def __call__(self, sheet: _Sheet) -> bytes:
        """The record of a file, encoded."""
        source = read(sheet.path, sheet.data)
        answer = publication(
            source.properties,
            sheet.path,
            excluded=sheet.path in self.excluded,
            default=self.settings.publish,
            drafts=self.settings.drafts,
        )
        wanted = answer.published or self.everything
        return msgpack.encode(Record(answer, parse(source, self.settings) if wanted else None))


class _Reader:
    """Looks up the records of files, and says how others are made."""

    def __init__(self, files: Listing, settings: Settings, memo: Memo, *, everything: bool) -> None:
        self._files = files
        self._memo = memo
        self._everything = everything
        self.maker = _Maker(files.excluded, settings, everything)
        self._scope = digest(code_digest(), settings)
        self._looks_key = digest(self._scope, sorted(files.excluded))

    def key(self, path: str, data: bytes) -> bytes:
        """The key of what comes of a file."""
        return digest(self._scope, path in self._files.excluded, path, data)

    def known(self, keys: dict[str, bytes]) -> dict[str, Record]:
        """The records that were made before, by path."""
        records = self._memo.read(_NOTES, set(keys.values()), _record)
        found = ((path, records[key]) for path, key in keys.items() if key in records)
        return {path: record for path, record in found if record.note or not self._everything}

    def looks(self) -> dict[str, _Look]:
        """How the files lay when they were last read."""
        return self._memo.read(LOOKS, [self._looks_key], _looks).get(self._looks_key, {})

    def remember(self, before: dict[str, _Look], after: dict[str, _Look]) -> None:
        """Keep how they lie now."""
        if before != after:
            self._memo.put(LOOKS, {self._looks_key: msgpack.encode(after)})
            self._memo.tidy(LOOKS, {self._looks_key})


def _record(blob: bytes) -> Record | None:
    with suppress(DecodeError):
        return _RECORD_DECODER.decode(blob)
    return None


def _looks(blob: bytes) -> dict[str, _Look] | None:
    with suppress(DecodeError):
        return _LOOK_DECODER.decode(blob)
    return None


def _look(path: Path) -> _Look | None:
    try:
        found = os.stat(path)  # noqa: PTH116 # for every file of the vault: it is twice as fast
    except OSError:
        return None
    return _Look(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _without_key(look: _Look) -> _Look:
    return _Look(look.size, look.changed, look.moved, look.number)
