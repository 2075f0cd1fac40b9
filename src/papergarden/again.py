"""The same words in the same place, where all lies as it lay: the same answer."""

from __future__ import annotations

import io
import marshal
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from papergarden.errors import UserError
from papergarden.folders import cache_folder, keep
from papergarden.looks import Parts, Seen, Sights

_SCHEMA = 2
_CHECK = 4  # bytes before the others, by which damage is seen
_SIZE = 16  # bytes of the digest of what is asked
_FORM = 2  # of marshal
_MOST = 32  # answers that are kept


class Again:
    """What a command said the last time, known before anybody understands its words."""

    def __init__(self, words: Sequence[str] | None = None) -> None:
        """Without words nothing is known, and nothing kept."""
        self._began = time.monotonic()
        self._file = None if words is None else _file(words)
        self._sights: Sights | None = None

    def said(self) -> int | None:
        """Say it once more, if the command would come to the same; the exit code, or None."""
        known = _known(self._file) if self._file else None
        if known is None:
            return None
        parts, seen, said, timed, code = known
        self._sights = Sights(*parts)
        if not self._sights.lie_as(seen):
            return None
        sys.stderr.flush()
        sys.stderr.buffer.write(said)  # there may be megabytes
        sys.stderr.buffer.flush()
        if timed:
            sys.stderr.write(f"{self.took()}\n")
        return code

    def looked(self, sights: Sights) -> Sights:
        """The same sights, with what was seen already."""
        known = self._sights
        return known if known and known.parts == sights.parts else sights

    def remember(self, sights: Sights, seen: Seen, said: str, code: int, *, timed: bool) -> None:
        """Keep what was said on standard error; `timed` is what ends with the time it took."""
        if self._file is None:
            return
        data = said.encode(sys.stderr.encoding, sys.stderr.errors or "strict")
        answer = marshal.dumps((sights.parts, seen, data, timed, code), _FORM)
        keep(self._file, _check(answer) + answer)
        with suppress(OSError):
            others = sorted(self._file.parent.iterdir(), key=lambda file: file.stat().st_mtime)
            for old in others[:-_MOST]:
                old.unlink()

    def seconds(self) -> float:
        """How long the command took until now."""
        return time.monotonic() - self._began

    def took(self) -> str:
        """The same in words."""
        return f"{self.seconds():.2f} s"


_Known = tuple[Parts, Seen, bytes, bool, int]


def _known(file: Path) -> _Known | None:
    """What is in a file; None if it is not there, or damaged."""
    try:
        data = memoryview(file.read_bytes())
    except OSError:
        return None
    if data[:_CHECK] != _check(data[_CHECK:]):
        return None
    known: _Known = marshal.loads(data[_CHECK:])  # noqa: S302 # it is ours
    return known


def _file(words: Sequence[str]) -> Path | None:
    """Where the answer is kept; by the terminal, too, as not every one gets the same bytes."""
    if not isinstance(sys.stderr, io.TextIOWrapper):  # closed, perhaps
        return None
    colours = sys.stderr.isatty(), os.environ.get("NO_COLOR"), os.environ.get("TERM")
    terminal = sys.stderr.encoding, colours
    try:
        asked = _SCHEMA, sys.version, tuple(words), str(Path.cwd()), terminal
        folder = cache_folder(os.environ)
    except (OSError, UserError):  # a folder that is gone, a user without a home
        return None
    name = blake2b(repr(asked).encode("utf-8", "backslashreplace"), digest_size=_SIZE)
    return folder / "again" / name.hexdigest()


def _check(data: bytes | memoryview) -> bytes:
    return crc32(data).to_bytes(_CHECK)
