"""Addresses in notes are looked at politely, and what is gone is reported where it stands."""

from __future__ import annotations

import os

import pytest
from desk import Desk
from harness import notes
from werkzeug import Request, Response

from papergarden.build import read_vault
from papergarden.capture.http import USER_AGENT, Network
from papergarden.capture.outside import addresses, in_turns, look
from papergarden.capture.services import services
from papergarden.config import Config
from papergarden.core.diagnostics import Diagnostic

NOTE = "- [ ] [One](https://one.org/a#part)\n- [ ] [Gone](https://one.org/gone)\n"


def looked_at(desk: Desk, known: set[str] | None = None) -> list[tuple[str, int, str]]:
    """What is remarked on."""
    graph = read_vault(desk.vault, Config(), everything=True).graph
    with Network(desk.cache, clock=desk.pauses.clock) as network:
        found: list[Diagnostic] = list(
            look(addresses(graph, known or set()), network, services(os.environ))
        )
    return [(remark.path, remark.line, remark.code) for remark in found]


def test_what_is_gone_is_reported_wherever_it_stands(desk: Desk) -> None:
    """Each address is asked for once, in short, and only if that fails in full."""
    desk.write("a.md", NOTE)
    desk.write("b.md", "See [it](https://one.org/gone) and https://one.org/a.\n")
    desk.answer("/pages/one.org/a", Response("here"))

    assert looked_at(desk) == [("a.md", 2, "dead-address"), ("b.md", 1, "dead-address")]
    assert [(r.method, r.path) for r in desk.requests] == [
        ("HEAD", "/pages/one.org/a"),
        ("HEAD", "/pages/one.org/gone"),
        ("GET", "/pages/one.org/gone"),
    ]
    assert {r.headers["User-Agent"] for r in desk.requests} == {USER_AGENT}


def test_a_host_gets_one_request_a_second(desk: Desk) -> None:
    """Others are asked in between; what was said is remembered for a day."""
    urls = [f"https://{host}.org/{n}" for host in ("one", "two") for n in range(2)]
    desk.write("a.md", "".join(f"<{url}>\n\n" for url in urls))
    desk.answer("/pages", Response("here"))

    assert in_turns(urls) == [
        "https://one.org/0",
        "https://two.org/0",
        "https://one.org/1",
        "https://two.org/1",
    ]
    assert looked_at(desk) == []
    assert desk.pauses.slept != []
    assert all(0 < pause <= 1 for pause in desk.pauses.slept)
    asked = len(desk.requests)
    assert looked_at(desk) == []
    assert len(desk.requests) == asked


def test_a_host_that_knows_no_short_question_is_asked_in_full(desk: Desk) -> None:
    """Some refuse it although the page is there."""

    def page(request: Request) -> Response:
        return Response("here", status=405 if request.method == "HEAD" else 200)

    desk.write("a.md", "https://one.org/a\n")
    desk.answer("/pages", page)

    assert looked_at(desk) == []


@pytest.mark.parametrize("status", [403, 500, 429])
def test_a_host_that_does_not_say_is_not_called_dead(status: int, desk: Desk) -> None:
    """It is a remark that nobody has to act on; a host that is busy is then left alone."""
    desk.write("a.md", "https://one.org/a\n\nhttps://one.org/b\n")
    desk.answer("/pages", Response("", status=status))

    assert looked_at(desk) == [("a.md", n, "unchecked-address") for n in (1, 3)]
    if status != 403:
        assert {r.path for r in desk.requests} == {"/pages/one.org/a"}


def test_a_busy_host_is_waited_for_as_long_as_it_wants(desk: Desk) -> None:
    """`Retry-After` counts."""
    desk.write("a.md", "https://one.org/a\n")
    desk.answer("/pages", Response("", 429, {"Retry-After": "7"}), Response("here"))

    assert looked_at(desk) == []
    assert 7 in desk.pauses.slept


def test_what_a_catalogue_knows_and_what_is_not_public_is_left_alone(desk: Desk) -> None:
    """A paper with metadata exists; this machine and those beside it are nobody's business."""
    desk.write(
        "a.md",
        "[p](https://arxiv.org/pdf/1605.08386) http://localhost:8888/x http://127.0.0.1/y "
        "<http://192.168.0.1/z> [m](mailto:a@example.org) [f](other.md)\n",
    )

    assert looked_at(desk, {"arxiv:1605.08386"}) == []
    assert desk.requests == []


def test_the_command_says_what_it_found(desk: Desk) -> None:
    """With all else that deserves a look; a dead address is no error."""
    desk.write("a.md", NOTE)
    desk.answer("/pages/one.org/a", Response("here"))
    env = {name: os.environ[name] for name in ("PAPERGARDEN_CACHE", "PAPERGARDEN_SERVICES")}
    done = notes("check", "--external", cwd=desk.vault, env=env)

    assert done.returncode == 0
    assert done.stdout.decode().startswith("a.md:2: warning dead-address https://one.org/gone: ")
