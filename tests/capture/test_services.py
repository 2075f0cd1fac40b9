"""How services are asked, and what happens when they are busy, broken, or out of reach."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest
from desk import Desk, datacite_record, feed
from pytest_httpserver import HTTPServer
from werkzeug import Response

from papergarden.capture.http import USER_AGENT
from papergarden.capture.quick import title_of
from papergarden.capture.services import services

RECORDED = Path(__file__).parent / "recorded"
WALKS = "Heat-bath random walks with Markov bases"
MANY = [f"2401.{number:05}" for number in range(1, 251)]


def test_services_are_told_who_asks(desk: Desk) -> None:
    """Name and version of the program stand in every request."""
    desk.queue("1605.08386")

    assert not desk.sync()

    assert len(desk.requests) == 2
    assert {r.headers["User-Agent"] for r in desk.requests} == {USER_AGENT}
    assert USER_AGENT.startswith("papergarden/0.")


def test_a_paper_that_arxiv_does_not_know_is_asked_of_datacite(desk: Desk) -> None:
    """The others of the same request are not asked for twice."""
    desk.queue("1605.08386", "2401.00002")
    desk.papers = {"1605.08386": WALKS}
    desk.answer("/datacite", datacite_record("2401.00002", "Known elsewhere"))

    assert desk.sync()

    assert desk.asked("/datacite") == ["/datacite/dois/10.48550/arXiv.2401.00002?"]
    item = desk.items()["arxiv:2401.00002"]
    assert (item["title"], item["URL"]) == ("Known elsewhere", "https://arxiv.org/abs/2401.00002")
    assert item["custom"]["source"] == "DataCite"


def test_an_id_that_arxiv_objects_to_does_not_cost_the_others(desk: Desk) -> None:
    """The objection names it; the others are asked for without it."""
    desk.queue("1605.08386", "2401.00002")
    desk.papers = {"1605.08386": WALKS}
    error = (RECORDED / "arxiv_error.xml").read_bytes().replace(b"NAME", b"2401.00002")
    desk.answer("/arxiv", Response(error, status=400), Response(feed(desk.papers)))

    assert not desk.sync()

    assert [r.args["id_list"] for r in desk.requests if r.path.startswith("/arxiv")] == [
        "1605.08386,2401.00002",
        "1605.08386",
    ]
    assert list(desk.items()) == ["arxiv:1605.08386"]
    assert "arxiv:2401.00002: arXiv says: incorrect id format for 2401.00002" in desk.said


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response(feed({"1605.08386": WALKS})[:-40]), "the answer is broken off or no XML"),
        (Response("<!DOCTYPE html><title>Wifi</title>"), "a web page came instead of a feed"),
        (Response("<rss/>"), "the answer is no feed"),
    ],
)
def test_an_answer_that_cannot_be_read_is_not_remembered(
    answer: Response, reason: str, desk: Desk
) -> None:
    """It is said what was wrong with it, and the next run asks again and succeeds."""
    desk.queue("1605.08386")
    desk.answer("/arxiv", answer, Response(feed({"1605.08386": WALKS})))

    assert not desk.sync()
    assert f"arxiv:1605.08386: {reason}; " in desk.said
    assert not desk.library.exists()

    assert desk.sync()
    assert desk.items()["arxiv:1605.08386"]["title"] == WALKS


def test_who_asks_to_wait_is_waited_for(desk: Desk) -> None:
    """Seconds of `Retry-After` are kept; without them the pauses double."""
    desk.queue("1605.08386")
    desk.papers = {"1605.08386": WALKS}
    later = Response("Rate exceeded.", status=429, headers={"Retry-After": "17"})
    busy = Response("Rate exceeded.", status=429)
    found = Response(feed(desk.papers))
    desk.answer("/arxiv", later, busy, found)

    assert desk.sync()

    assert desk.pauses.slept == [17.0, 6.0]
    assert len(desk.asked("/arxiv")) == 3


def test_who_asks_to_wait_too_long_is_left_alone(desk: Desk) -> None:
    """Nobody waits an hour; DataCite is asked, and arXiv not again for the next hundred."""
    desk.queue(*MANY[:101])
    desk.answer("/arxiv", Response("", status=503, headers={"Retry-After": "3600"}))

    assert not desk.sync()

    assert len(desk.asked("/arxiv")) == 1
    assert len(desk.asked("/datacite")) == 101
    assert desk.pauses.slept == []
    assert "wants us to wait 3600 s" in desk.said
    assert "arxiv:2401.00001 and 100 more: " in desk.said


def test_a_service_that_stays_busy_is_given_up(desk: Desk) -> None:
    """After four tries the work has failed, and the next run may try again."""
    desk.write("a.md", "- [ ] [A](https://doi.org/10.1103/physrevb.89.140501)\n")
    desk.answer("/crossref", Response("", status=500))

    assert not desk.sync()
    assert len(desk.asked("/crossref")) == 4
    assert desk.pauses.slept == [3.0, 6.0, 12.0]
    assert "is busy (500)" in desk.said

    desk.answer("/crossref", Response((RECORDED / "crossref.json").read_bytes()))
    assert desk.sync()


def test_a_doi_that_nobody_has_is_asked_for_once_a_day(desk: Desk) -> None:
    """Crossref and DataCite say no; what they said counts until tomorrow."""
    desk.write("a.md", "- [ ] [A](https://doi.org/10.1103/physrevb.89.140501)\n")

    assert not desk.sync()
    assert len(desk.requests) == 2
    assert "has nothing of it (404)" in desk.said
    assert not desk.sync()
    assert len(desk.requests) == 2

    desk.pauses.time += 100_000
    desk.answer("/crossref", Response((RECORDED / "crossref.json").read_bytes()))
    assert desk.sync()


def test_without_a_network_it_ends_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hosts that no name leads to are enough to say so; nothing is waited for."""
    monkeypatch.delenv("PAPERGARDEN_SERVICES")
    desk.queue(*MANY)
    desk.write("a.md", "- [ ] [A](https://doi.org/10.1103/physrevb.89.140501)\n")

    assert not desk.sync()

    assert desk.pauses.slept == []
    assert "arXiv cannot be reached" in desk.said
    assert "there is no network" in desk.said
    assert not desk.library.exists()


def test_a_name_that_nobody_answers_for_is_not_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resolver may take half a minute; two seconds are enough, here a tenth of one."""
    hanging = threading.Event()

    def hang(*_: object) -> None:
        hanging.wait(30)
        raise OSError

    monkeypatch.setattr("socket.create_connection", hang)
    monkeypatch.setattr("papergarden.capture.http._CONNECT", 0.1)
    desk.queue("1605.08386")

    began = time.monotonic()
    assert not desk.sync()
    waited = time.monotonic() - began
    hanging.set()

    assert waited < 10.0

    assert "cannot be reached" in desk.said
    assert desk.requests == []


def test_an_address_that_is_none_is_told_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in a port or a host costs that work only."""
    monkeypatch.setenv("PAPERGARDEN_SERVICES", "")
    for slip in ("http://localhost:99999999/a", "http://[1/a", "http://loc\u200balhost.\u2488/a"):
        desk.write("a.md", f"- [ ] <{slip}>\n- [ ] [pdf]({slip})\n")

        desk.sync()

        assert "0 of 1 found" in desk.said or desk.said == "0 works without metadata\n", slip


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("http_proxy=socks5://127.0.0.1:{port}", "SOCKS proxy"),
        ("ALL_PROXY=socks5://127.0.0.1:{port}", "SOCKS proxy"),
        ("http_proxy=http://[::1", "cannot be used"),
        ("http_proxy=http://127.0.0.1:port", "cannot be reached"),
        ("NO_PROXY=:::,[", "cannot be used"),
        ("SSL_CERT_FILE=/nowhere", "cannot be used"),
    ],
)
def test_an_environment_that_nothing_can_be_asked_in_is_told_of(
    setting: str,
    told: str,
    desk: Desk,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the words of a failure, by `notes sync`; `notes add` goes without a title."""
    desk.queue("2408.06292")
    name, _, value = setting.partition("=")
    monkeypatch.setenv(name, value.format(port=httpserver.port))
    monkeypatch.setitem(sys.modules, "socksio", None)  # as long as nobody installs it
    failed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)

    assert not desk.sync()
    assert told in desk.said
    assert title_of("arxiv:2408.06292", desk.cache, services(os.environ)) is None
    assert not failed


def test_offline_asks_nobody(desk: Desk) -> None:
    """What was fetched today comes from disk, the rest is said to be missing."""
    desk.queue("1605.08386")
    desk.papers = {"1605.08386": WALKS}
    desk.sync()
    desk.library.unlink()
    asked = len(desk.requests)

    assert desk.sync(offline=True)
    assert desk.items()["arxiv:1605.08386"]["title"] == WALKS

    desk.queue("1605.08386", "2401.00002")
    assert not desk.sync(offline=True)
    assert len(desk.requests) == asked
    assert "arxiv:2401.00002: nobody was asked, as --offline says" in desk.said


def test_the_pause_of_arxiv_counts_for_all_processes(desk: Desk) -> None:
    """Another process asked a second ago: this one waits two more."""
    desk.queue("1605.08386")
    desk.papers = {"1605.08386": WALKS}
    desk.sync()
    desk.library.unlink()
    desk.pauses.time += 1.0

    assert desk.sync(refresh=True)

    assert desk.pauses.slept == [2.0]
