"""The same words in the same place, where all lies as it lay: the same answer."""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from papergarden.errors import UserError
from papergarden.folders import cache_folder, keep
from papergarden.looks import Parts, Seen, Sights

TOOK = "\0"  # stands for the time in an answer; nothing that is said has this character
_SCHEMA = 1
_SIZE = 16  # bytes of a digest
_FORM = 2  # of marshal
_MOST = 32  # answers that are kept


class Again:
    """What a command said the last time, known before anybody understands its words."""

    def __init__(self, words: Sequence[str] | None = None) -> None:
        """Without words nothing is known, and nothing kept."""
        self._began = time.monotonic()
        self._file = None if words is None else _file(words)

    def said(self) -> int | None:
        """Say it once more, if the command would come to the same; the exit code, or None."""
        known = _known(self._file) if self._file else None
        if known is None:
            return None
        parts, seen, text, code = known
        if not Sights(*parts).lie(seen):
            return None
        sys.stderr.write(self.timed(text))
        return code

    def remember(self, sights: Sights, seen: Seen, text: str, code: int) -> None:
        """Keep what was said."""
        if self._file is None:
            return
        data = marshal.dumps((sights.parts, seen, text, code), _FORM)
        keep(self._file, _digest(data) + data)
        with suppress(OSError):
            others = sorted(self._file.parent.iterdir(), key=lambda file: file.stat().st_mtime)
            for old in others[:-_MOST]:
                old.unlink()

    def timed(self, text: str) -> str:
        """An answer with the time that the command took until now."""
        return text.replace(TOOK, f"{time.monotonic() - self._began:.2f} s")


def _known(file: Path) -> tuple[Parts, Seen, str, int] | None:
    """What is in a file; None if it is not there, or damaged."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    if data[:_SIZE] != _digest(data[_SIZE:]):
        return None
    known: tuple[Parts, Seen, str, int] = marshal.loads(data[_SIZE:])  # noqa: S302 # it is ours
    return known


def _file(words: Sequence[str]) -> Path | None:
    """Where the answer is kept; by the terminal, too, as not every one gets colours."""
    terminal = sys.stderr.isatty(), os.environ.get("NO_COLOR"), os.environ.get("TERM")
    try:
        asked = _SCHEMA, sys.version, tuple(words), str(Path.cwd()), terminal
        folder = cache_folder(os.environ)
    except (OSError, UserError):  # a folder that is gone, a user without a home
        return None
    return folder / "again" / _digest(repr(asked).encode("utf-8", "backslashreplace")).hex()


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SIZE).digest()
