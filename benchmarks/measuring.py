"""How long a command takes, and how much memory it and all it starts need at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from generators import Project

_PROC = Path("/proc")
_PAUSE = 0.03  # seconds between two looks at the memory
_TOLD = 2000  # characters of what a command said that failed


class FailedError(Exception):
    """A command failed, or did not do what it is measured for."""


def seconds(project: Project, command: list[str]) -> float:
    """How long it takes until it ends; all that is to be written by others is written before."""
    os.sync()
    with tempfile.TemporaryFile("w+") as said:
        began = time.perf_counter()
        process = _start(project, command, said.fileno())
        status = process.wait()
        took = time.perf_counter() - began
        _check(command, status, said)
    return took


def megabytes(project: Project, command: list[str]) -> float:
    """The most memory that its processes have at one time, in millions of bytes, looking often.

    What several processes have in common counts once: it is the sum of their proportional shares.
    """
    most = 0
    with tempfile.TemporaryFile("w+") as said:
        process = _start(project, command, said.fileno())
        while process.poll() is None:
            most = max(most, sum(map(_share, tree(process.pid))))
            time.sleep(_PAUSE)
        _check(command, process.returncode, said)
    return most * 1024 / 1e6  # the system tells kilobytes of 1,024 bytes


def can_see_memory() -> bool:
    """Whether the system tells what the processes of others share."""
    return sys.platform == "linux" and _share(os.getpid()) > 0


def busy(pid: int) -> float:
    """The seconds of work that a process and all it started have done."""
    ticks = 0
    for each in tree(pid):
        fields = _text(_PROC / str(each) / "stat").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> Iterator[int]:
    """A process, and all that it and its children started."""
    yield pid
    for thread in (_PROC / str(pid) / "task").glob("*/children"):
        for child in _text(thread).split():
            yield from tree(int(child))


def _start(project: Project, command: list[str], said: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=project.folder,
        env=project.environment,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=subprocess.STDOUT,
    )


def _check(command: list[str], status: int, said: IO[str]) -> None:
    if status:
        said.seek(0)
        raise FailedError(f"{' '.join(command)} ended with {status}: {said.read()[-_TOLD:]}")


def _share(pid: int) -> int:
    """The proportional share of a process, in kilobytes; nothing if it is gone."""
    for line in _text(_PROC / str(pid) / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _text(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:  # it has ended
        return ""
