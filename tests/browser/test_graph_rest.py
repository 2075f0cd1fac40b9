"""The graph in a browser: when it computes and draws, and when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from graphs_seen import GraphPage, built_site
from playwright.sync_api import Page, expect
from waiting import frames

from papergarden.core.net import Net, Node, Tie
from papergarden.core.netdata import all_nodes


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a list with three topics, a log of two months, and a post."""
    return built_site(tmp_path_factory.mktemp("graph"))


@pytest.fixture
def graph(page: Page, built: Path) -> Iterator[GraphPage]:
    """The page of the graph, opened from disk and at rest. Nothing may go wrong in its script."""
    page.emulate_media(color_scheme="light")
    found = GraphPage(page, built / "graph.html")
    yield found
    assert found.errors == []


def test_at_rest_nothing_runs(graph: GraphPage) -> None:
    """No frame is asked for; a turn of the pointer draws one, and computes nothing."""
    frames(graph.page)  # in which the browser tells a page what it has seen of it
    graph.until("settled")
    before = graph.state()
    frames(graph.page, 8)
    assert graph.state()["frames"] == before["frames"]
    assert not before["running"]

    graph.canvas.hover(position=graph.place("Work 10"))  # type: ignore[arg-type]
    graph.expect_pointed("Work 10")
    graph.until("settled")
    after = graph.state()
    assert after["frames"] > before["frames"]
    assert after["ticks"] == before["ticks"] < 200


def test_the_same_picture_comes_again(graph: GraphPage) -> None:
    """However fast the machine is."""
    places = [(node["x"], node["y"]) for node in graph.state()["nodes"]]
    graph.page.reload()
    graph.until("settled")

    assert [(node["x"], node["y"]) for node in graph.state()["nodes"]] == places


def test_a_page_in_the_background_waits(page: Page, built: Path) -> None:
    """Nothing is computed in a tab that is not looked at."""
    page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => !window.lookedAt})")
    graph = GraphPage(page, built / "graph.html", wait=False)
    graph.until("begun")
    frames(page, 8)
    assert graph.state()["ticks"] == 0

    page.evaluate(
        "() => { lookedAt = true; document.dispatchEvent(new Event('visibilitychange')) }"
    )
    graph.until("settled")
    assert graph.state()["ticks"] > 100


def test_with_reduced_motion_it_is_drawn_at_rest(page: Page, built: Path) -> None:
    """Nothing is seen to move, and nothing plays; the slider is there."""
    page.emulate_media(reduced_motion="reduce")
    graph = GraphPage(page, built / "graph.html")

    assert graph.state()["frames"] <= 2
    assert graph.state()["ticks"] > 100
    expect(page.get_by_role("button", name="Play the years")).to_be_hidden()
    expect(page.get_by_role("slider")).to_be_visible()


def test_of_two_thousand_nodes_each_can_be_seen(page: Page, tmp_path: Path) -> None:
    """In the end none lies on another."""
    folder = built_site(tmp_path)
    works, topics = 1900, 95
    net = Net(
        nodes=(
            *(Node("note", f"notes/{n}.html", f"note {n}") for n in range(5)),
            *(Node("topic", f"topics/{n}.html", f"topic {n}") for n in range(topics)),
            *(Node("work", f"works/{n}.html", f"work {n}", "paper", "read") for n in range(works)),
        ),
        ties=(
            *(Tie(n % 5, 5 + n, "holds") for n in range(topics)),
            *(Tie(5 + topics + n, 5 + n % topics, "topic") for n in range(works)),
            *(Tie(5 + topics + n, 5 + n * 7 % topics, "topic") for n in range(0, works, 9)),
        ),
    )
    (folder / "graph/all.js").write_bytes(all_nodes(net))
    state = GraphPage(page, folder / "graph.html").state()

    assert len(state["nodes"]) == 2000
    for a, b in combinations(state["nodes"], 2):
        near = abs(a["x"] - b["x"]) < 20 and abs(a["y"] - b["y"]) < 20
        assert not near or dist((a["x"], a["y"]), (b["x"], b["y"])) > 0.5 * (a["r"] + b["r"])


def test_what_has_no_room_is_not_measured(page: Page, tmp_path: Path) -> None:
    """Of fifteen hundred notes in a crowd few can be named, and a text is slow to measure."""
    page.add_init_script(
        "{ const pen = CanvasRenderingContext2D.prototype, plain = pen.measureText;"
        " window.measured = 0;"
        " pen.measureText = function (text) { measured += 1; return plain.call(this, text) } }"
    )
    folder = built_site(tmp_path)
    notes = 1500
    net = Net(
        nodes=tuple(Node("note", f"notes/{n}.html", f"A note by number {n}") for n in range(notes)),
        ties=tuple(Tie(n, n * m // 7, "links") for n in range(1, notes) for m in (2, 4, 5)),
    )
    (folder / "graph/all.js").write_bytes(all_nodes(net))
    graph = GraphPage(page, folder / "graph.html")

    assert len(graph.state()["labels"]) > 5
    assert page.evaluate("measured") < notes / 2
