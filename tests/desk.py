"""A researcher's desk: notes, services that answer as told, and `notes sync`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from harness import write_files
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from papergarden.capture.command import Wishes, run
from papergarden.capture.http import Clock
from papergarden.capture.sync import Retitle
from papergarden.config import Config
from papergarden.core.metadata import LIBRARY

Answer = Response | Callable[[Request], Response]


class Pauses:
    """A clock that stands still but for the pauses, and may be interrupted in one of them."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0
        self.slept: list[float] = []
        self.interrupted_in: int | None = None  # number of the pause in which Ctrl-C is pressed

    def sleep(self, seconds: float) -> None:
        if self.interrupted_in == len(self.slept):
            self.interrupted_in = None
            raise KeyboardInterrupt
        self.slept.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        """What the network is given."""
        return Clock(now=lambda: self.time, sleep=self.sleep)


def feed(papers: Mapping[str, str], authors: str = "First Author") -> bytes:
    """An answer of arXiv about papers by id and title."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{name}v3</id><title>{escape(title)}</title>"
        f"<summary>About {escape(title)}.</summary><published>2024-08-12T16:58:11Z</published>"
        f"<author><name>{authors}</name></author></entry>"
        for name, title in papers.items()
    )
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>'
    return f"<?xml version='1.0' encoding='UTF-8'?>{head}{entries}</feed>".encode()


class Desk:
    """What a test changes and looks at."""

    def __init__(
        self, vault: Path, cache: Path, server: HTTPServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.vault = write_files(vault, {})
        self.cache = cache
        self.library = vault / LIBRARY
        self.pauses = Pauses()
        self.requests: list[Request] = []
        self.papers: dict[str, str] = {}  # what arXiv knows
        self.answers: dict[str, list[Answer]] = {}  # what else, by the beginning of the path
        self.said = ""
        self.retitled: list[Retitle] = []
        self._capsys = capsys
        server.expect_request(re.compile("")).respond_with_handler(self._answer)

    def write(self, path: str, text: str) -> None:
        """Write a note."""
        write_files(self.vault, {path: text})

    def queue(self, *names: str) -> None:
        """Write a reading list of papers of arXiv, as `notes add` does without a network."""
        lines = (f"- [ ] [arXiv {name}](https://arxiv.org/abs/{name})\n" for name in names)
        self.write("reading-list.md", "# Reading list\n\n" + "".join(lines))

    def answer(self, path: str, *answers: Answer) -> None:
        """Let the service under a path give these answers, the last one ever after."""
        self.answers[path] = list(answers)

    def sync(self, **wishes: bool) -> bool:
        """Run `notes sync`; whether it ends well."""
        self._capsys.readouterr()
        ended = run(self.vault, Config(), Wishes(**wishes), self.pauses.clock, self._retitle)
        captured = self._capsys.readouterr()
        self.said = captured.err + captured.out
        return ended

    def items(self) -> dict[str, dict[str, Any]]:
        """The library by the key of the work."""
        items = json.loads(self.library.read_text("utf-8"))
        return {item["custom"]["work"]: item for item in items}

    def asked(self, path: str) -> list[str]:
        """The full paths of the requests to a service, in their order."""
        return [r.full_path for r in self.requests if r.path.startswith(path)]

    def _retitle(self, found: Sequence[Retitle]) -> int:
        self.retitled = list(found)
        return len(self.retitled)

    def _answer(self, request: Request) -> Response:
        self.requests.append(request)
        for path, answers in self.answers.items():
            if request.path.startswith(path):
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                return answer if isinstance(answer, Response) else answer(request)
        if request.path == "/arxiv/api/query":
            ids = request.args["id_list"].split(",")[: int(request.args.get("max_results", "10"))]
            return Response(feed({name: self.papers[name] for name in ids if name in self.papers}))
        return Response("Resource not found.", status=404)


def as_json(value: object, status: int = 200) -> Response:
    """An answer of a service that speaks JSON."""
    return Response(json.dumps(value), status=status, content_type="application/json")


def datacite_record(name: str, title: str) -> Response:
    """DataCite's answer about a paper of arXiv."""
    record = {
        "doi": f"10.48550/arxiv.{name}",
        "titles": [{"title": title}],
        "creators": [{"name": "Author, Other", "familyName": "Author", "givenName": "Other"}],
        "publicationYear": 2023,
        "descriptions": [{"descriptionType": "Abstract", "description": "What it is about."}],
        "types": {"resourceTypeGeneral": "Preprint"},
        "publisher": "arXiv",
    }
    return as_json({"data": {"attributes": record}})
