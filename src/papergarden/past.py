"""What is known of a site from the last time: which files were written, and by which jobs."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import msgspec

from papergarden.cache import Memo
from papergarden.core.artifact import Job, Left
from papergarden.core.digests import digest
from papergarden.disk import lies
from papergarden.program import code_digest

TRACES = "site"  # a stage of the memo
_SITES = 8  # of which it knows, at least: of other folders, and as other releases made them


class Trace(msgspec.Struct, frozen=True, array_like=True):
    """By which a file is known again that was written once: its job, and how it lies there."""

    key: bytes
    size: int
    time: int  # nanoseconds

    @classmethod
    def of(cls, found: os.stat_result, key: bytes) -> Trace:
        """That of a file that comes from a job with this key."""
        return cls(key, found.st_size, found.st_mtime_ns)


Traces = dict[str, Trace]  # by path
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Traces)
_FOLDERS = msgspec.msgpack.Decoder(dict[str, msgspec.Raw])


class SiteMemo:
    """What is known of the files of one site from the last time, folder by folder."""

    def __init__(self, memo: Memo, output: Path) -> None:
        self._memo = memo
        self._key = digest(code_digest(), os.fsencode(output.resolve()))
        self._folders = memo.one(TRACES, self._key, _FOLDERS) or {}

    def traces(self, folders: Iterable[str] | None = None) -> Traces:
        """Those of all files, or of the files in some folders."""
        found: Traces = {}
        for folder in self._folders if folders is None else folders:
            with contextlib.suppress(KeyError, msgspec.DecodeError):
                found |= _DECODER.decode(self._folders[folder])
        return found

    def remember(self, traces: Traces, folders: Iterable[str] | None = None) -> None:
        """Keep what is known now of all files, or of those in some folders."""
        by_folder: dict[str, Traces] = {folder: {} for folder in folders or ()}
        for path, trace in traces.items():
            by_folder.setdefault(path.rpartition("/")[0], {})[path] = trace
        kept = {} if folders is None else self._folders
        now = {**kept, **{f: msgspec.Raw(_ENCODER.encode(t)) for f, t in by_folder.items()}}
        if now != self._folders:
            self._memo.put(TRACES, {self._key: _ENCODER.encode(now)})
            self._memo.tidy(TRACES, {self._key}, spare=_SITES)


@dataclass(frozen=True)
class Past:
    """The files of a site as they were left: those in the manifest, if they still lie so."""

    output: Path
    digests: Mapping[str, str] = field(default_factory=dict)  # by path, as the manifest has them
    traces: Mapping[str, Trace] = field(default_factory=dict)

    @cached_property
    def _place(self) -> str:
        return f"{self.output}/"

    def kept(self, job: Job) -> list[str]:
        """The files of a job if they are what it would make; none if one of them is not."""
        there = [path for path in job.paths if path in self.digests]
        for path in there:
            known, key = self.traces.get(path), job.key_of(path)
            if not key or known is None or known.key != key or not self._is_as_left(path, known):
                return []
        return there

    def left(self, job: Job) -> Left | None:
        """What another job left in the places of this one, if nobody was at it."""
        keys = {}
        for path in job.paths:
            if path in self.digests:
                known = self.traces.get(path)
                if known is None or not self._is_as_left(path, known):
                    return None
                keys[path] = known.key
        return Left(keys, partial(_read, self)) if keys else None

    def _is_as_left(self, path: str, known: Trace) -> bool:
        try:
            found = lies(self._place + path)
        except OSError:
            return False
        return found is not None and found.st_size == known.size and found.st_mtime_ns == known.time


def _read(past: Past, path: str) -> bytes:
    data = (past.output / path).read_bytes()
    if hashlib.sha256(data).hexdigest() != past.digests[path]:
        raise ValueError(f"{path} is not what was written")
    return data
