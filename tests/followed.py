"""A site that is served while a test changes its vault, and a reader with an open page."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import Queue
from threading import Thread
from urllib.parse import urlencode, urlsplit

from harness import tree

from papergarden.build import build
from papergarden.config import Config
from papergarden.host import EVENTS, SCRIPT
from papergarden.retouch import Updated
from papergarden.serve import Listener, Session, Wishes
from papergarden.workplace import Workplace

_PATIENCE = 20.0  # seconds, which nobody waits for while all goes well
_VERSION = re.compile(rb'data-page="([^"]*)" data-version="([^"]*)"')

NOTES = {
    "index.md": "# Home\n\nSee [[a]].\n",
    "a.md": "# A\n\nFirst words.\n",
    "b.md": "# B\n\nOther words.\n",
    "deep/c.md": "# C\n\n- [ ] [Late interaction](https://arxiv.org/abs/2004.12832)\n",
}


class Heard(Listener):
    """Keeps what is said, for a test to wait for."""

    def __init__(self) -> None:
        self.addresses: Queue[tuple[str, bool]] = Queue()
        self.said: Queue[Updated | str] = Queue()

    def ready(self, url: str, *, taken: bool) -> None:
        self.addresses.put((url, taken))

    def built(self, place: Workplace, done: Updated, seconds: float) -> None:
        del place, seconds
        self.said.put(done)

    def failed(self, problem: str) -> None:
        self.said.put(problem)


@dataclass
class Answer:
    """What came back."""

    status: int
    kind: str
    headers: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()


@dataclass
class Served:
    """A session, seen from outside."""

    session: Session
    heard: Heard
    url: str
    taken: bool
    _open: list[HTTPConnection] = field(default_factory=list)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path, just as it is written."""
        connection = self._connection()
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        data = response.read()
        connection.close()
        found = dict(response.getheaders())
        return Answer(response.status, found.get("Content-Type", ""), found, data)

    def look_at(self, path: str) -> Reader:
        """Open a page, as a browser with scripts does."""
        found = _VERSION.search(self.ask(f"/{path}").data)
        assert found
        connection = self._connection()
        query = urlencode({"page": found[1].decode(), "version": found[2].decode()})
        connection.request("GET", f"{EVENTS}?{query}")
        return Reader(connection.getresponse())

    def built(self) -> Updated:
        """Wait for the next build, and give what it made."""
        said = self.heard.said.get(timeout=_PATIENCE)
        assert isinstance(said, Updated), said
        return said

    def problem(self) -> str:
        """Wait for the next build, and give why it came to nothing."""
        said = self.heard.said.get(timeout=_PATIENCE)
        assert isinstance(said, str), said
        return said

    @property
    def calm(self) -> bool:
        """Whether nothing more was said than what was waited for."""
        return self.heard.said.empty()

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        assert self.session.stage
        return self.session.stage.folder

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        self._open.append(HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE))
        return self._open[-1]

    def hang_up(self) -> None:
        for connection in self._open:
            connection.close()


@dataclass
class Reader:
    """An open page, to which the server speaks."""

    response: HTTPResponse

    def hears(self) -> tuple[str, str]:
        """Wait for the next event: its name, and what it says."""
        name = ""
        for line in self.response:
            word, _, text = line.decode().rstrip("\n").partition(": ")
            if word == "event":
                name = text
            if word == "data":
                return name, json.loads(text)
        raise AssertionError("the server hung up")


@contextmanager
def served(
    vault: Path, config: Path | None = None, *, port: int = 0, drafts: bool = False
) -> Iterator[Served]:
    """Serve a vault until the test is over; the first build is waited for."""
    heard = Heard()
    session = Session(Wishes(vault, config, port, drafts), heard)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            session.run()
        except BaseException as error:
            failed.append(error)
            heard.addresses.put(("", False))
            raise

    thread = Thread(target=run)
    thread.start()
    there: list[Served] = []
    try:
        url, taken = heard.addresses.get(timeout=_PATIENCE)
        assert not failed, failed
        there.append(Served(session, heard, url, taken))
        yield there[0]
    finally:
        for one in there:
            one.hang_up()
        session.burst.end()
        thread.join(_PATIENCE)
        assert not thread.is_alive()


def cold(vault: Path, folder: Path, config: Config | None = None) -> dict[str, bytes]:
    """What a build from nothing gives."""
    shutil.rmtree(folder, ignore_errors=True)
    build(vault, folder, config or Config())
    return tree(folder)


def shown(site: Served, done: Updated) -> dict[str, bytes]:
    """All files of the site as they are served, without the script that is put in."""
    found = {}
    for path in done.published.files:
        data = site.ask(f"/{path}").data
        before, script, after = data.partition(f'<script src="{SCRIPT}"'.encode())
        found[path] = before + after.partition(b"</script>\n")[2] if script else data
    return found
