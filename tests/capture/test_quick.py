"""The title that `notes add` gets at once, or goes without."""

from __future__ import annotations

import os
import threading
import time

from desk import Desk, feed
from werkzeug import Request, Response

from papergarden.capture.quick import THREAD, title_of
from papergarden.capture.services import services

WALKS = "Heat-bath random walks with Markov bases"


def test_a_service_that_answers_gives_the_title(desk: Desk) -> None:
    """What it said is kept: `notes sync` need not ask for that paper again."""
    desk.papers = {"1605.08386": WALKS}

    assert title_of("arxiv:1605.08386", desk.cache, services(os.environ), within=30) == WALKS

    desk.pauses.time = time.time()
    desk.queue("1605.08386")
    assert desk.sync()
    assert desk.items()["arxiv:1605.08386"]["title"] == WALKS
    assert len(desk.requests) == 1


def test_a_slow_service_is_left_behind(desk: Desk) -> None:
    """The time is over before it answers."""
    hanging = threading.Event()

    def slow(_: Request) -> Response:
        hanging.wait(20)
        return Response(feed({"1605.08386": WALKS}))

    desk.answer("/arxiv", slow)

    assert title_of("arxiv:1605.08386", desk.cache, services(os.environ), within=0.2) is None
    hanging.set()
    for thread in threading.enumerate():  # it would ask on while another test looks who asks
        if thread.name == THREAD:
            thread.join(20)


def test_whoever_is_asked_by_others_is_not_waited_for(desk: Desk) -> None:
    """The three seconds of arXiv are not over: it is not asked, and nothing is slept through."""
    desk.papers = {"1605.08386": WALKS}
    stamp = desk.cache / "turns" / "arxiv"
    stamp.parent.mkdir(parents=True)
    stamp.write_text(str(time.time() + 1000), "ascii")

    assert title_of("arxiv:1605.08386", desk.cache, services(os.environ), within=30) is None
    assert desk.asked("/arxiv") == []


def test_a_busy_service_is_asked_once(desk: Desk) -> None:
    """`notes sync` has the patience for more."""
    desk.answer("/crossref", Response("", status=503))

    assert title_of("doi:10.1000/182", desk.cache, services(os.environ), within=30) is None
    assert len(desk.asked("/crossref")) == 1
