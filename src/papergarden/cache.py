"""The memo on disk: what stages made once, by digests of all that went in. It can be deleted."""

from __future__ import annotations

import contextlib
import os
import platform
import sqlite3
import sys
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

_SCHEMA = 1
_SIZE = 16  # bytes of a digest
_CHECK = 4  # bytes behind each value, by which damage is seen
_SPARE = 2  # times as many entries as the last build used are kept: of another branch, say
_FEW = 256

# What pages are made with, besides our own code. A new release may write something else.
_LIBRARIES = frozenset(
    "fonttools brotli jinja2 linkify_it_py markdown_it_py markupsafe math_core mdit_py_plugins "
    "mdurl msgspec nh3 pygments pyyaml rapidfuzz uc_micro_py ziamath".split()
)


@cache
def code_digest() -> bytes:
    """A digest of this program and of the libraries that it makes pages with."""
    package = Path(__file__).parent
    own = blake2b(platform.python_version().encode(), digest_size=_SIZE)
    for name in sorted(_installed()):
        own.update(name.encode() + b"\0")
    for path in sorted(package.rglob("*.py")):
        own.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return own.digest()


def _installed() -> Iterable[str]:
    """The folders that tell name and version of the installed libraries: no import is as fast."""
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder or "."):  # noqa: PTH208 # only names are wanted
                library = name.partition("-")[0].lower()
                if name.endswith(".dist-info") and library in _LIBRARIES:
                    yield name


class Memo:
    """Values by stage and key. Whatever goes wrong with the file, nothing is known."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._base: sqlite3.Connection | None = None
        self._base = self._opened() if file else None

    def get(self, stage: str, keys: Collection[bytes]) -> dict[bytes, bytes]:
        """The values that are known of these keys, and whole."""
        if self._base is None or not keys:
            return {}
        wanted = frozenset(keys)
        query, given = "SELECT key, value FROM memo WHERE stage = ?", (stage,)
        if len(wanted) == 1:
            query, given = f"{query} AND key = ?", (stage, *wanted)  # type: ignore[assignment]
        try:
            rows = self._base.execute(query, given)
            return {key: value[:-_CHECK] for key, value in rows if key in wanted and _whole(value)}
        except (sqlite3.Error, TypeError):
            self._give_up()
            return {}

    def put(self, stage: str, values: Mapping[bytes, bytes]) -> None:
        """Keep values."""
        if self._base is None or not values:
            return
        try:
            with self._base:
                self._base.executemany(
                    "INSERT OR REPLACE INTO memo VALUES (?, ?, ?)",
                    ((stage, key, value + _check(value)) for key, value in values.items()),
                )
        except sqlite3.Error:
            self._give_up()

    def tidy(self, stage: str, used: Collection[bytes]) -> None:
        """Forget what was not used, if that is more than what was."""
        if self._base is None:
            return
        try:
            with self._base:
                keys = {
                    row[0]
                    for row in self._base.execute("SELECT key FROM memo WHERE stage = ?", (stage,))
                }
                if len(keys) > _SPARE * len(used) + _FEW:
                    self._base.executemany(
                        "DELETE FROM memo WHERE stage = ? AND key = ?",
                        ((stage, key) for key in keys.difference(used)),
                    )
                    self._base.execute("PRAGMA incremental_vacuum")
        except sqlite3.Error:
            self._give_up()

    def close(self) -> None:
        """Let go of the file."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def _opened(self) -> sqlite3.Connection | None:
        """The file as a database; one that is damaged or of another time is made anew."""
        try:
            return self._connected()
        except sqlite3.OperationalError:  # another process is at it, or the disk refuses
            return None
        except sqlite3.Error:
            self._give_up()
            with contextlib.suppress(sqlite3.Error):
                return self._connected()
            return None

    def _connected(self) -> sqlite3.Connection | None:
        file = self._file
        if file is None:
            return None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
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

    def _give_up(self) -> None:
        """Throw the file away and go on without; the next command begins a new one."""
        self.close()
        if self._file:
            for ending in ("", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    Path(f"{self._file}{ending}").unlink()


NO_MEMO = Memo(None)


def _check(value: bytes) -> bytes:
    return crc32(value).to_bytes(_CHECK, "little")


def _whole(value: bytes) -> bool:
    return value[-_CHECK:] == _check(value[:-_CHECK])
