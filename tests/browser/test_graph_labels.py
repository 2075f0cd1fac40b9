"""The graph in a browser: which nodes are named, and where the names stand."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import pytest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from graphs_seen import GraphPage, built_site
from playwright.sync_api import Page

from papergarden.core.net import Net, Node, Tie
from papergarden.core.netdata import all_nodes

SIZES = [33, 27, 23, 20, 17, 15, 12, 9, 7, 5, 4, 3, 3, 2, 2, 2, *[1] * 18]  # works of each topic
NOTES = 4
PHONE, TABLET, DESK = 390, 1024, 1440


def _topic(number: int) -> str:
    """A title that is too long for one line of a phone."""
    return f"topic {number}, about inference and other large things"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a few large topics among many small ones; some works are of two."""
    folder = built_site(tmp_path_factory.mktemp("crowd"))
    topics = range(NOTES, NOTES + len(SIZES))
    first = NOTES + len(SIZES)
    of_work = [topic for topic, size in zip(topics, SIZES, strict=True) for _ in range(size)]
    net = Net(
        nodes=(
            *(Node("note", f"notes/{n}.html", f"note {n}") for n in range(NOTES)),
            *(Node("topic", f"topics/{n}.html", _topic(n)) for n in range(len(SIZES))),
            *(
                Node("work", f"works/{n}.html", f"work {n}", "paper", "read")
                for n in range(sum(SIZES))
            ),
        ),
        ties=(
            *(Tie(topic * topic % NOTES, topic, "holds") for topic in topics),
            *(Tie(first + n, topic, "topic") for n, topic in enumerate(of_work)),
            *(Tie(first + n, NOTES + n % len(SIZES), "topic") for n in range(0, sum(SIZES), 23)),
        ),
    )
    (folder / "graph/all.js").write_bytes(all_nodes(net))
    return folder / "graph.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the graph of a list with three topics, a log, and notes beside them."""
    return built_site(tmp_path_factory.mktemp("graph")) / "graph.html"


def _seen(page: Page, address: Path, width: int) -> dict[str, Any]:
    """The state of the graph at rest, on a screen of this width."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(reduced_motion="reduce")
    graph = GraphPage(page, address)
    assert graph.errors == []
    box = graph.canvas.bounding_box()
    assert box
    return {**graph.state(), "wide": box["width"], "high": box["height"]}


def _members(state: dict[str, Any]) -> dict[int, set[int]]:
    """The works of each topic."""
    found: dict[int, set[int]] = {}
    for work, topic, _ in state["ties"]:
        if state["nodes"][work]["type"] == "work" and state["nodes"][topic]["type"] == "topic":
            found.setdefault(topic, set()).add(work)
    return found


def _gap(label: dict[str, float], node: dict[str, float]) -> float:
    """How far a node is from a label; below 0 if it is covered."""
    dx = max(label["x"] - node["x"], 0, node["x"] - label["x"] - label["w"])
    dy = max(label["y"] - node["y"], 0, node["y"] - label["y"] - label["h"])
    return float((dx * dx + dy * dy) ** 0.5 - node["r"])


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_large_topics_are_named_and_small_ones_give_way(
    page: Page, crowd: Path, width: int
) -> None:
    """On any screen: what has no room are topics of few works."""
    state = _seen(page, crowd, width)
    named = {label["node"] for label in state["labels"]}
    without = {
        node["title"]: len(_members(state)[i])
        for i, node in enumerate(state["nodes"])
        if node["type"] == "topic" and i not in named
    }

    assert max(without.values(), default=0) < 9, without
    for label in state["labels"]:
        start = label["text"].removesuffix("…")
        assert state["nodes"][label["node"]]["title"].startswith(start)
        assert len(start) >= len("note 0")


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_no_label_lies_on_another_or_leaves_the_picture(
    page: Page, crowd: Path, width: int
) -> None:
    """Nor does one hide a note or a topic."""
    state = _seen(page, crowd, width)
    for a, b in combinations(state["labels"], 2):
        apart = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
        assert apart or a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"], (a, b)
    for label in state["labels"]:
        assert 0 <= label["x"] <= state["wide"] - label["w"], label
        assert 0 <= label["y"] <= state["high"] - label["h"], label
        for node in state["nodes"]:
            assert node["type"] == "work" or _gap(label, node) > -0.1, (label, node)


@pytest.mark.parametrize("width", [TABLET, DESK])
def test_a_label_is_seen_to_belong_to_its_node(page: Page, crowd: Path, width: int) -> None:
    """It covers no work of another topic, and stands beside its own node or the works of that."""
    state = _seen(page, crowd, width)
    members = _members(state)
    for label in state["labels"]:
        own = members.get(label["node"], set()) | {label["node"]}
        near = min(_gap(label, state["nodes"][i]) for i in own)
        covered = [
            node["title"]
            for i, node in enumerate(state["nodes"])
            if i not in own and _gap(label, node) < 0
        ]
        assert near < 20, label
        assert not covered, (label, covered)


def _choose(graph: GraphPage, title: str) -> dict[str, Any]:
    """The state when a topic has been chosen, or all of them, and the picture is at rest."""
    graph.page.get_by_role("combobox", name="Topic").select_option(title)
    graph.until("settled")
    return graph.state()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_topic_that_is_chosen_fills_the_picture_and_its_works_are_named(
    page: Page, built: Path, width: int
) -> None:
    """All that is left is in the middle; without the topic the picture is as it was before."""
    page.set_viewport_size({"width": width, "height": 1000})
    graph = GraphPage(page, built)
    before = graph.state()
    state = _choose(graph, "sparse (8)")
    box = graph.canvas.bounding_box()
    assert box
    left = [(i, node) for i, node in enumerate(state["nodes"]) if node["shown"]]
    named = {label["node"] for label in state["labels"]}
    works = {i for i, node in left if node["type"] == "work"}

    for side, size in (("x", box["width"]), ("y", box["height"])):
        places = [node[side] for _, node in left]
        assert (min(places) + max(places)) / 2 == pytest.approx(size / 2, abs=1)
        assert 0 < min(places) < max(places) < size
    assert state["zoom"] > before["zoom"]
    assert len(works) == 8
    assert len(works & named) >= 7
    for a, b in combinations(state["labels"], 2):
        apart = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
        assert apart or a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"], (a, b)

    after = _choose(graph, "All topics")
    assert after["zoom"] == before["zoom"]
    assert after["nodes"] == before["nodes"]
    assert after["labels"] == before["labels"]


def test_a_picture_that_was_moved_by_hand_comes_back_where_it_was(page: Page, built: Path) -> None:
    """From one topic to another it goes on, and in the end to what one had looked at."""
    graph = GraphPage(page, built)
    page.get_by_role("button", name="Zoom in").click()
    graph.until("settled")
    before = graph.state()
    one, other = _choose(graph, "sparse (8)"), _choose(graph, "dense (8)")
    assert one["zoom"] != before["zoom"]
    assert other["nodes"] != one["nodes"]

    assert _choose(graph, "All topics")["nodes"] == before["nodes"]


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_way_to_a_topic_is_shown_if_one_likes_motion(
    page: Page, built: Path, motion: Literal["reduce", "no-preference"]
) -> None:
    """With reduced motion it is one picture, and else some on the way; no node is moved by it."""
    page.emulate_media(reduced_motion="reduce")
    graph = GraphPage(page, built)
    page.emulate_media(reduced_motion=motion)
    before = graph.state()
    after = _choose(graph, "sparse (8)")

    drawn = after["frames"] - before["frames"]
    assert drawn <= 2 if motion == "reduce" else drawn > 3
    assert after["ticks"] == before["ticks"]
