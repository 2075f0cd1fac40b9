"""What a copy of the process finds out, and what becomes of it."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest
from harness import updated, write_files

from papergarden.aside import meanwhile
from papergarden.config import Config

MUCH = 1 << 20  # bytes: more than fits into a pipe


class _Cut:
    """The end of a pipe to which a process writes that is ended halfway."""

    def __init__(self, given: int) -> None:
        self._given = given

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def write(self, data: bytes) -> None:
        os.write(self._given, data[:9])
        os._exit(1)


def test_a_copy_that_is_ended_halfway_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it told until then is a part."""
    real = os.fdopen
    monkeypatch.setattr(os, "fdopen", lambda fd, mode: _Cut(fd) if mode == "wb" else real(fd, mode))
    with meanwhile(lambda: bytes(MUCH)) as found:
        assert found() == bytes(MUCH)


def test_what_goes_wrong_in_a_copy_does_so_where_it_is_heard() -> None:
    """So somebody can say it."""

    def find() -> bytes:
        raise ZeroDivisionError

    with meanwhile(find) as found, pytest.raises(ZeroDivisionError):
        found()


def test_nobody_has_to_ask() -> None:
    """A copy that nobody asks is ended, and is not left behind."""
    with meanwhile(lambda: bytes(MUCH)):
        pass
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_copy_ends_whose_first_process_was_killed() -> None:
    """Nobody is left who waits for somebody to listen."""
    program = (
        "import os, signal\n"
        "from papergarden.aside import meanwhile\n"
        f"with meanwhile(lambda: bytes({MUCH})):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # Whoever is left has the other end of the output.
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, check=False, stdout=subprocess.PIPE, timeout=60)
    assert ended.returncode == -signal.SIGKILL


def test_too_many_open_files_are_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found out here."""

    def refuse() -> tuple[int, int]:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(os, "pipe", refuse)
    with meanwhile(lambda: b"found") as found:
        assert found() == b"found"


def test_no_copy_shares_an_open_memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes with one connection would damage the file."""
    opened: list[sqlite3.Connection] = []
    connect, fork, copies = sqlite3.connect, os.fork, []

    def watched(*given: str, **named: float) -> sqlite3.Connection:
        opened.append(connect(*given, **named))  # type: ignore[call-overload] # as it was given
        return opened[-1]

    def checked() -> int:
        for base in opened:
            with pytest.raises(sqlite3.ProgrammingError, match="closed"):
                base.execute("SELECT 1")
        copies.append(1)
        return fork()

    monkeypatch.setattr("papergarden.looks.DOUBT", -(10**18))
    vault = write_files(tmp_path / "vault", {"a.md": f"# A\n\n{'word ' * 99}\n\nEnd.\n"})
    given = vault, tmp_path / "site", Config(), tmp_path / "memo.sqlite"
    updated(*given)
    write_files(vault, {"a.md": f"# A\n\n{'word ' * 99}\n\nAnd.\n"})
    monkeypatch.setattr(sqlite3, "connect", watched)
    monkeypatch.setattr(os, "fork", checked)
    assert updated(*given)[1]
    assert copies
    assert opened
