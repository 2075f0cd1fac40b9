"""What the streams of the terminal can have: which characters, whether colours."""

from __future__ import annotations

import codecs
import io
import os
import sys

_ANYHOW = "papergarden-anyhow"
_BYTE = 0xDC00  # to which Python adds a byte of a file name that stands for no character
_NO_TEXT = range(_BYTE + 0x80, _BYTE + 0x100)


def write_anything() -> None:
    """Let no character end a command that the terminal, or a file in its encoding, cannot have."""
    codecs.register_error(_ANYHOW, _anyhow)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ANYHOW)


def _anyhow(error: UnicodeError) -> tuple[str | bytes, int]:
    """Bytes of a file name as they were, and a question mark for anything else."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    code = ord(error.object[error.start])
    raw = _NO_TEXT.start <= code < _NO_TEXT.stop
    return bytes([code - _BYTE]) if raw else "?", error.start + 1


def wants_no_colour() -> bool:
    """Whether the environment says that no colours are wanted."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def is_watched() -> bool:
    """Whether standard error is a terminal; it may also have been closed."""
    return isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr.isatty()


def has_colours() -> bool:
    """Whether what is said on standard error is seen in colours."""
    return is_watched() and not wants_no_colour()
