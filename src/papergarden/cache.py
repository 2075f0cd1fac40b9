"""The memo on disk: what stages made once, by digests of all that went in. It can be deleted."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar
from zlib import crc32

from msgspec import DecodeError

_T = TypeVar("_T")
_Decoded_co = TypeVar("_Decoded_co", covariant=True)

_SCHEMA = 1
_CHECK = 4  # bytes behind each value, by which damage is seen
_SPARE = 2  # times as many entries as the last build used are kept: of another branch, say
_FEW = 256  # entries that are always kept
_ASKED = 256  # keys in one question; of more, all are looked through
SERVED = "served"  # the folder of sites that are served, beside that of memos
_UNASKED = 90 * 24 * 3600  # seconds


class Decoder(Protocol[_Decoded_co]):
    """Makes values of bytes, as those of msgspec do."""

    def decode(self, encoded: bytes, /) -> _Decoded_co:
        """One value.

        Raises:
            DecodeError: the bytes are none.
        """


class Memo:
    """Values by stage and key. Whatever goes wrong with the file, nothing is known."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._open: sqlite3.Connection | None = None
        self._is_lost = file is None
        self._is_tended = False

    def __reduce__(self) -> tuple[type[Memo], tuple[Path | None]]:
        """How it is told to another process, which opens the file for itself."""
        return Memo, (self._file,)

    @property
    def _base(self) -> sqlite3.Connection | None:
        """The file as a database, from the first question on."""
        if self._open is None and not self._is_lost:
            self._open = self._opened()
            self._is_lost = self._open is None
        return self._open

    def each(self, stage: str, keys: Collection[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Those of the keys that are known with their values, as far as these are whole."""
        base = self._base if keys else None
        if base is None:
            return
        query, given = "SELECT key, value FROM memo WHERE stage = ?", [stage]
        if len(keys) <= _ASKED:
            query = f"{query} AND key IN ({','.join('?' * len(keys))})"
            given += keys  # type: ignore[arg-type]
        try:
            for key, value in base.execute(query, given):
                if key in keys and _whole(value):
                    yield key, value[:-_CHECK]
        except (sqlite3.Error, TypeError) as error:
            self._give_up(error)

    def read(self, stage: str, keys: Collection[bytes], decoder: Decoder[_T]) -> dict[bytes, _T]:
        """The known values of these keys, decoded; what is damaged is not known."""
        found: dict[bytes, _T] = {}
        for key, blob in self.each(stage, keys):
            with contextlib.suppress(DecodeError):
                found[key] = decoder.decode(blob)
        return found

    def one(self, stage: str, key: bytes, decoder: Decoder[_T]) -> _T | None:
        """The known value of a key, decoded."""
        return self.read(stage, (key,), decoder).get(key)

    def put(self, stage: str, values: Mapping[bytes, bytes]) -> bool:
        """Keep values, and tell whether that was possible."""
        base = self._base if values else None
        if base is None:
            return not values
        try:
            with base:
                base.executemany(
                    "INSERT OR REPLACE INTO memo VALUES (?, ?, ?)",
                    ((stage, key, value + _check(value)) for key, value in values.items()),
                )
        except sqlite3.Error as error:
            self._give_up(error)
            return False
        return True

    def tidy(self, stage: str, used: Collection[bytes], spare: int = _FEW) -> None:
        """Forget what was not used, if that is more than what was and so many others."""
        base = self._base
        if base is None:
            return
        try:
            with base:
                keys = {
                    row[0] for row in base.execute("SELECT key FROM memo WHERE stage = ?", (stage,))
                }
                if len(keys) > _SPARE * len(used) + spare:
                    base.executemany(
                        "DELETE FROM memo WHERE stage = ? AND key = ?",
                        ((stage, key) for key in keys.difference(used)),
                    )
                    base.execute("PRAGMA incremental_vacuum")
        except sqlite3.Error as error:
            self._give_up(error)

    def limit(self, stage: str, most: int) -> None:
        """Forget what was put in first, if there is more than that."""
        base = self._base
        if base is None:
            return
        try:
            with base:
                base.execute(
                    "DELETE FROM memo WHERE rowid IN (SELECT rowid FROM memo WHERE stage = ?"
                    " ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
                    (stage, most),
                )
        except sqlite3.Error as error:
            self._give_up(error)

    def is_there(self) -> bool:
        """Whether anything can be kept, as far as is known."""
        return self._base is not None

    def rest(self) -> None:
        """Let go of the file until the next question: copies of a process cannot share it."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def close(self) -> None:
        """Let go of the file for good."""
        self.rest()
        self._is_lost = True

    def _tended(self, file: Path) -> None:
        """Forget the vaults for which no command has asked for long."""
        now = time.time()
        for other in (*file.parent.glob("*.sqlite"), *(file.parents[1] / SERVED).glob("*")):
            with contextlib.suppress(OSError):
                if now - other.stat().st_mtime > _UNASKED:
                    shutil.rmtree(other) if other.is_dir() else other.unlink()
        if file.exists():
            os.utime(file)

    def _opened(self) -> sqlite3.Connection | None:
        """The file as a database; one that is damaged or of another time is made anew."""
        try:
            return self._connected()
        except sqlite3.OperationalError:  # another process is at it, or the disk refuses
            return None
        except sqlite3.Error as error:
            self._give_up(error)
            with contextlib.suppress(sqlite3.Error):
                return self._connected()
            return None

    def _connected(self) -> sqlite3.Connection | None:
        file = self._file
        if file is None:
            return None
        try:
            # It holds the text of notes, which others may not be allowed to read.
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_tended:
                self._tended(file)
                self._is_tended = True
        except OSError:
            return None
        base = sqlite3.connect(file, timeout=2)
        try:
            # What is lost in a crash is made again.
            base.execute("PRAGMA auto_vacuum = INCREMENTAL")
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = OFF")
            if base.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA:
                base.execute("DROP TABLE IF EXISTS memo")
                base.execute(f"PRAGMA user_version = {_SCHEMA}")
            base.execute(
                "CREATE TABLE IF NOT EXISTS memo"
                " (stage TEXT, key BLOB, value BLOB, PRIMARY KEY (stage, key))"
            )
        except sqlite3.Error:
            base.close()
            raise
        return base

    def _give_up(self, error: Exception) -> None:
        """Go on without the file. Unless others are at it, the next command begins a new one."""
        Memo.close(self)  # nothing is put into it any more, as `Resident` would
        if self._file and getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            for ending in ("", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    Path(f"{self._file}{ending}").unlink()


class Resident(Memo):
    """What a memo knows, in the memory of this process, for one that builds again and again.

    The stages `apart` are of this process alone; if they are to be `kept`, the file learns of them
    when it is closed.
    """

    def __init__(
        self, file: Path | None, apart: Collection[str] = (), *, kept: bool = False
    ) -> None:
        super().__init__(file)
        self._apart = frozenset(apart)
        self._kept = kept
        self._own: dict[str, dict[bytes, bytes]] = {stage: {} for stage in apart}
        self._decoded: defaultdict[str, dict[bytes, Any]] = defaultdict(dict)

    def each(self, stage: str, keys: Collection[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Those of the keys that are known with their values."""
        own = self._own.get(stage, {})
        yield from ((key, own[key]) for key in keys if key in own)
        yield from super().each(stage, frozenset(key for key in keys if key not in own))

    def read(self, stage: str, keys: Collection[bytes], decoder: Decoder[_T]) -> dict[bytes, _T]:
        """Likewise, decoded; each is decoded once."""
        known = self._decoded[stage]
        known |= super().read(stage, frozenset(key for key in keys if key not in known), decoder)
        return {key: known[key] for key in keys if key in known}

    def put(self, stage: str, values: Mapping[bytes, bytes]) -> bool:
        """Keep values, and tell whether that was possible."""
        for key in values:
            self._decoded[stage].pop(key, None)
        if stage not in self._apart:
            return super().put(stage, values)
        self._own[stage] |= values
        return True

    def close(self) -> None:
        """Let go of the file."""
        if self._kept:
            for stage, values in self._own.items():
                Memo.put(self, stage, values)
        super().close()

    def tidy(self, stage: str, used: Collection[bytes], spare: int = _FEW) -> None:
        """Forget what was not used."""
        known = self._decoded[stage]
        for key in known.keys() - set(used):
            del known[key]
        if stage not in self._apart:
            super().tidy(stage, used, spare)


NO_MEMO = Memo(None)


def _check(value: bytes) -> bytes:
    return crc32(value).to_bytes(_CHECK, "little")


def _whole(value: bytes) -> bool:
    return value[-_CHECK:] == _check(value[:-_CHECK])
