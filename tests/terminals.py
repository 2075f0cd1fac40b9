"""A terminal of a given width in which a command runs, and what is seen there."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

import papergarden


def seen(
    *arguments: str | Path,
    cwd: Path,
    columns: int = 80,
    typed: str = "",
    env: Mapping[str, str] | None = None,
    program: Sequence[str] = ("-m", "papergarden"),
) -> str:
    """All that the command `notes` writes to a terminal, at which somebody types."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, *program, *map(str, arguments)],
        cwd=cwd,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(Path(papergarden.__file__).parents[1]),
            "TERM": "xterm-256color",
            "PAPERGARDEN_CACHE": str(cwd / "cache"),
            **(env or {}),
        },
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        os.write(ours, typed.encode())
        read = b""
        try:
            while piece := os.read(ours, 1 << 16):
                read += piece
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return read.decode().replace("\r\n", "\n")
