"""From a note that is saved to its page at the address that a generator serves."""

from __future__ import annotations

import html
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

from generators import OURS, Project
from measuring import FailedError, busy

_PATIENCE = 600.0  # seconds until a site has to be there, or a page has to have changed
_TRY, _TRIES = 60.0, 3  # seconds for a first save, and how often
_LOOK = 0.005  # seconds between two looks at a page
_IDLE = 0.5  # seconds in which a server that is done works at most
_IDLE_SHARE = 0.3  # this part of the time
# How our pages learn that they changed: the address of the events, and what a page says of itself.
_EVENTS = "/.papergarden/events"
_OWN = re.compile(r'data-page="([^"]*)" data-version="([^"]*)"')
_CHANGED = b"event: change"


def can_serve(project: Project) -> bool:
    """Whether the generator has the command; ours did not always."""
    if project.generator.name != OURS:
        return True
    command = [*project.generator.program, project.generator.serve[0], "--help"]
    told = subprocess.run(command, env=project.environment, capture_output=True, check=False)
    return told.returncode == 0


@dataclass(frozen=True, slots=True)
class Served:
    """A page at its address, the note that it shows, and the process that serves it."""

    project: Project
    address: str
    note: Path
    pid: int

    def save(self, line: str, patience: float = _PATIENCE) -> float | None:
        """Add a line to the note; the seconds until its page, read as a browser does, has it.

        A page of ours is read again when it is told to, as in a browser. Those of the peers are
        read all the time, which is the sooner.
        """
        _settle(self.pid)
        ours = self.project.generator.name == OURS
        told = _listening(self.address, patience) if ours else None
        with self.note.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
        began = time.perf_counter()
        while time.perf_counter() - began < patience:
            if told:
                _wait(told)
            if line in html.unescape(read(self.address)):
                return time.perf_counter() - began
            if told:
                told = _listening(self.address, patience)
            else:
                time.sleep(_LOOK)
        return None


@contextmanager
def served(project: Project, page: Path, note: Path, text: str) -> Iterator[Served]:
    """A page while its site is served: it has this text, and the server follows the note.

    Some servers do not look at the notes yet when their site is there: saving is tried before.

    Raises:
        FailedError: it is not so.
    """
    port = _free_port()
    path = page.relative_to(project.output).as_posix()
    address = f"http://127.0.0.1:{port}/{quote(path.removesuffix('index.html'))}"
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            project.serving(port),
            cwd=project.folder,
            env=project.environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _until(lambda: text in read(address), process)
            found = Served(project, address, note, process.pid)
            if not any(found.save(f"Try {n} at {port}.", _TRY) for n in range(_TRIES)):
                raise FailedError(f"{project.generator.name} does not follow {note.name}")
            yield found
        finally:
            _end(process)


def _listening(address: str, patience: float) -> HTTPResponse:
    """An open page of ours, as what it is told."""
    own = _OWN.search(read(address))
    if own is None:
        raise FailedError(f"the page {address} does not listen")
    page, version = map(html.unescape, own.groups())
    events = urljoin(address, f"{_EVENTS}?{urlencode({'page': page, 'version': version})}")
    stream: HTTPResponse = urllib.request.urlopen(events, timeout=patience)  # noqa: S310 # ours
    stream.readline()  # this comes as soon as it listens
    return stream


def _wait(told: HTTPResponse) -> None:
    """Until the page is told to load again, or nothing comes for long."""
    with told, suppress(TimeoutError):
        while (line := told.readline()) and not line.startswith(_CHANGED):
            pass


def read(address: str) -> str:
    """What is at an address just now; nothing, if nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310 # of this machine
            return str(answer.read().decode("utf-8", "replace"))
    except (OSError, HTTPException):
        return ""


def _until(holds: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    began = time.perf_counter()
    while not holds():
        if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
            raise FailedError(f"{process.args!r} served nothing")
        time.sleep(0.1)


def _settle(pid: int) -> None:
    """Wait until the server has nothing more to do, but for looking around."""
    began = time.perf_counter()
    while time.perf_counter() - began < _PATIENCE:
        before = busy(pid)
        time.sleep(_IDLE)
        if busy(pid) - before < _IDLE * _IDLE_SHARE:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does; who does not hear is ended."""
    for number in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def _free_port() -> int:
    with socket.socket() as any_one:
        any_one.bind(("127.0.0.1", 0))
        return int(any_one.getsockname()[1])
