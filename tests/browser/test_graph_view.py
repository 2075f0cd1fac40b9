"""The graph in a browser: what is drawn where, what one can ask of it, and when it is at rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from math import dist
from pathlib import Path

import pytest
from sites import served

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from graphs_seen import GraphPage, built_site, rgb
from playwright.sync_api import Page, expect
from waiting import becomes, until


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a list with three topics, a log of two months, and a post."""
    return built_site(tmp_path_factory.mktemp("graph"))


@pytest.fixture
def graph(page: Page, built: Path) -> Iterator[GraphPage]:
    """The page of the graph, opened from disk and at rest. Nothing may go wrong in its script."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")  # until it is at rest
    found = GraphPage(page, built / "graph.html")
    page.emulate_media(reduced_motion="no-preference")
    yield found
    assert found.errors == []


def _topics(graph: GraphPage) -> list[list[tuple[float, float]]]:
    """The places of the works of each topic."""
    state = graph.state()
    nodes = state["nodes"]
    found: dict[int, list[tuple[float, float]]] = {}
    for source, target, _ in state["ties"]:
        if nodes[source]["type"] == "work" and nodes[target]["type"] == "topic":
            found.setdefault(target, []).append((nodes[source]["x"], nodes[source]["y"]))
    return list(found.values())


@pytest.mark.parametrize("way", ["disk", "web"])
def test_topics_lie_apart(page: Page, built: Path, way: str) -> None:
    """Works of one topic are far nearer to each other than to others, wherever the site is."""
    with served(built.parent) as (address, _):
        where = f"{address}site/graph.html" if way == "web" else built / "graph.html"
        graph = GraphPage(page, where)
        topics = _topics(graph)

    within = [dist(a, b) for topic in topics for a, b in combinations(topic, 2)]
    between = [dist(a, b) for one, other in combinations(topics, 2) for a in one for b in other]
    assert len(topics) == 3
    assert sum(within) / len(within) < 0.4 * sum(between) / len(between)
    assert graph.errors == []


def test_no_two_nodes_lie_on_each_other_and_all_are_in_the_picture(graph: GraphPage) -> None:
    """Each can be seen and pointed at."""
    box = graph.canvas.bounding_box()
    assert box
    nodes = graph.state()["nodes"]
    for a, b in combinations(nodes, 2):
        assert dist((a["x"], a["y"]), (b["x"], b["y"])) > 0.9 * (a["r"] + b["r"]), (a, b)
    for node in nodes:
        assert 0 < node["x"] < box["width"], node
        assert 0 < node["y"] < box["height"], node


def test_a_node_has_the_colour_of_its_status(graph: GraphPage) -> None:
    """As the stylesheet has it: filled what was read, a ring what is to be read."""
    colours = graph.state()["colours"]

    assert graph.colour_of("Work 10") == rgb(colours["read"])
    assert graph.colour_of("Reading list") == rgb(colours["link"])
    assert graph.colour_of("dense") == rgb(colours["ink"])
    ring = graph.node("Work 52")
    assert ring["status"] == "queued"
    assert graph.pixel(ring["x"], ring["y"]) == rgb(colours["paper"])
    around = [(x / 2, y / 2) for x in range(-10, 11) for y in range(-10, 11) if x * x + y * y > 9]
    near = graph.pixels([(ring["x"] + x, ring["y"] + y) for x, y in around])
    assert min(dist(colour, rgb(colours["queued"])) for colour in near) < 60
    half = graph.node("Work 51")
    assert graph.pixel(half["x"] - 1.5, half["y"]) == rgb(colours["reading"])


def test_the_switch_of_colours_draws_anew(graph: GraphPage) -> None:
    """A node has the other colour at once, where it was."""
    before = graph.state()
    light = graph.colour_of("Work 10")
    graph.page.get_by_role("button", name="Dark colours").click()
    graph.until("settled")
    after = graph.state()

    assert after["colours"]["read"] != before["colours"]["read"]
    assert graph.colour_of("Work 10") == rgb(after["colours"]["read"]) != light
    assert graph.node("Work 10")["x"] == before["nodes"][_index(before, "Work 10")]["x"]
    graph.page.emulate_media(color_scheme="dark")
    graph.page.evaluate("localStorage.clear()")


def _index(state: dict[str, list[dict[str, str]]], title: str) -> int:
    return [node["title"] for node in state["nodes"]].index(title)


@pytest.mark.parametrize("zoom", [0, 3])
def test_labels_do_not_overlap(graph: GraphPage, zoom: int) -> None:
    """Nor does one leave the picture; nearer the works are named as well."""
    for _ in range(zoom):
        graph.page.get_by_role("button", name="Zoom in").click()
    graph.until("settled")
    state = graph.state()
    box = graph.canvas.bounding_box()
    assert box
    for a, b in combinations(state["labels"], 2):
        apart = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
        assert apart or a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"], (a, b)
    for label in state["labels"]:
        assert label["x"] >= 0, label
        assert label["x"] + label["w"] <= box["width"], label
    types = {state["nodes"][label["node"]]["type"] for label in state["labels"]}
    assert len(state["labels"]) > 4
    if zoom:
        assert "work" in types


def test_filters_hide_what_does_not_fit(graph: GraphPage) -> None:
    """By status, kind, topic and type; the others stay where they are."""
    page = graph.page
    read = graph.place("Work 10")
    page.get_by_role("checkbox", name="read 14", exact=True).uncheck()
    graph.until("settled")
    shown = until(page, graph.shown, lambda found: "Work 10" not in found)
    assert {"Work 11", "Work 12"} <= shown
    assert graph.pixel(**read) == rgb(graph.state()["colours"]["paper"])
    assert graph.place("Work 10") == read
    expect(page.locator("summary .count")).to_have_text("1")

    page.get_by_role("checkbox", name="read 14", exact=True).check()
    page.get_by_role("checkbox", name="papers").uncheck()
    graph.expect_shown({"Work 30", "Word vectors"})
    graph.expect_shown({"dense"}, "topic")
    graph.expect_shown({"Reading list", "Log"}, "note")
    page.get_by_role("checkbox", name="papers").check()

    page.get_by_role("combobox", name="Topic").select_option("sparse (8)")
    graph.expect_shown({f"Work {n}" for n in range(10, 18)})
    graph.expect_shown({"sparse"}, "topic")
    graph.expect_shown({"June 2024"}, "month")
    page.get_by_role("checkbox", name="months").uncheck()
    graph.expect_shown(set(), "month")
    graph.expect_shown({f"Work {n}" for n in range(10, 18)})


def test_the_slider_shows_what_there_was(graph: GraphPage) -> None:
    """A node comes up in its first month, and what has no date at the end."""
    slider = graph.page.get_by_role("slider", name="Until")
    slider.focus()
    graph.page.keyboard.press("Home")
    graph.expect_shown({"Work 10", "Alone"})
    graph.expect_shown({"June 2024"}, "month")
    expect(slider).to_have_attribute("aria-valuetext", "Jun 2024")
    for text, number in (("Jul 2024", 2), ("Aug 2024", 4), ("all time", 26)):
        graph.page.keyboard.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuetext", text)
        becomes(graph.page, lambda: len(graph.shown()), number)


# What stands beside the slider at each step, whether it plays, and how many works are shown. The
# page keeps it, as the months may be over before one has asked.
_PLAYED = """() => {
    window.played = []
    const text = document.querySelector(".until"), play = document.querySelector(".play")
    const shown = () => document.querySelector("section.graph canvas").papergarden.state().nodes
        .filter(node => node.type === "work" && node.shown).length
    new MutationObserver(() => {
        if (window.played.at(-1)?.[0] !== text.textContent)
            window.played.push([text.textContent, play.getAttribute("aria-pressed"), shown()])
    }).observe(text, {childList: true})
}"""


def test_the_months_play_to_the_end(graph: GraphPage) -> None:
    """From the first on, once; the slider shows where it is, and the button that it plays."""
    graph.page.evaluate(_PLAYED)
    graph.page.get_by_role("button", name="Play the years").click()
    seen = [["Jun 2024", "true", 2], ["Jul 2024", "true", 2], ["Aug 2024", "true", 4]]

    becomes(graph.page, lambda: graph.page.evaluate("played"), [*seen, ["all time", "false", 26]])


def test_pointing_shows_the_neighbourhood(graph: GraphPage) -> None:
    """The node, what it is tied to, and what it is; all else is dim."""
    away = graph.place("Word vectors")
    bright = graph.pixel(**away)
    graph.canvas.hover(position=graph.place("Work 10"))  # type: ignore[arg-type]
    graph.expect_pointed("Work 10")
    graph.until("settled")
    state = graph.state()

    names = {state["nodes"][node]["title"] for node in state["bright"]}
    assert names == {"Work 10", "sparse", "June 2024", "Log", "Reading list"}
    expect(graph.said).to_have_text(re.compile("^Work 10 paper, read; tied to "))
    assert graph.pixel(**away) != bright
    labels = {label["text"] for label in state["labels"]}
    assert "Work 10" in labels
    assert labels <= names

    graph.page.mouse.move(2, 2)
    graph.expect_pointed(None)
    graph.until("settled")
    assert graph.pixel(**away) == bright


def test_a_click_opens_the_page(graph: GraphPage) -> None:
    """Of a work as of a topic."""
    address = graph.page.url
    for title in ("Alone", "dense"):
        graph.canvas.click(position=graph.place(title))  # type: ignore[arg-type]
        expect(graph.page.get_by_role("heading", level=1)).to_have_text(title)
        graph.page.goto(address)
        graph.until("settled")


def test_the_keyboard_walks_along_the_ties(graph: GraphPage) -> None:
    """It begins at the most connected note, each step is told, and Enter opens the page."""
    page = graph.page
    page.get_by_role("searchbox").focus()
    while not page.evaluate("document.activeElement.matches('canvas')"):
        page.keyboard.press("Tab")
    state = graph.state()
    first = "Reading list"
    graph.expect_pointed(first)
    ties = {frozenset(tie[:2]) for tie in state["ties"]}
    moved = 0
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight", "ArrowLeft"):
        before = graph.state()["pointed"]
        page.keyboard.press(key)
        after = graph.state()["pointed"]
        if after != before:
            moved += 1
            assert frozenset((before, after)) in ties
            expect(graph.said).to_contain_text(state["nodes"][after]["title"])
    assert moved >= 3

    page.keyboard.press("Home")
    graph.expect_pointed(first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading list")


def test_a_title_is_found(graph: GraphPage) -> None:
    """What matches is bright and named, and Enter goes there."""
    search = graph.page.get_by_role("searchbox")
    search.fill("ALÓNE")
    graph.until("settled")
    becomes(graph.page, lambda: [label["text"] for label in graph.state()["labels"]], ["Alone"])
    state = graph.state()
    assert [state["nodes"][node]["title"] for node in state["bright"]] == ["Alone"]

    search.press("Enter")
    graph.expect_pointed("Alone")
    expect(graph.canvas).to_be_focused()
    graph.page.keyboard.press("Escape")
    search.fill("")
    becomes(graph.page, lambda: graph.state()["bright"], [])


def test_only_what_is_shown_is_found(graph: GraphPage) -> None:
    """How many there are is told, and Enter goes to none that a filter hides."""
    search = graph.page.get_by_role("searchbox")
    search.fill("a")
    every = [node["title"] for node in graph.state()["nodes"] if "a" in node["title"].lower()]
    expect(graph.said).to_have_text(f"{len(every)} found")
    assert "Reading list" in every

    graph.page.get_by_role("checkbox", name="notes").uncheck()
    expect(graph.said).to_have_text(f"{len(every) - 1} found")
    search.fill("reading list")
    expect(graph.said).to_have_text("Nothing found")
    search.press("Enter")
    graph.expect_pointed(None)
    search.fill("")
    expect(graph.said).to_have_text("")


def test_the_keys_are_told_while_they_work(graph: GraphPage) -> None:
    """Below what is told of a node, and not over it."""
    hint = graph.page.get_by_text("arrow keys go from node to node")
    expect(hint).to_be_visible()
    graph.page.get_by_role("searchbox").focus()
    while not graph.page.evaluate("document.activeElement.matches('canvas')"):
        graph.page.keyboard.press("Tab")
    graph.page.keyboard.press("ArrowRight")
    told = graph.page.get_by_role("status")

    expect(told).not_to_have_text("")
    expect(hint).to_be_visible()
    above, below = told.bounding_box(), hint.bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"]


def test_all_is_all_that_is_shown(graph: GraphPage) -> None:
    """What a filter hides takes no room in the picture."""
    page = graph.page
    page.get_by_role("combobox", name="Topic").select_option("sparse (8)")
    page.get_by_role("button", name="Show all").click()
    graph.until("settled")
    box = graph.canvas.bounding_box()
    assert box
    places = [(node["x"], node["y"]) for node in graph.state()["nodes"] if node["shown"]]
    middle = [(min(side) + max(side)) / 2 for side in zip(*places, strict=True)]

    assert middle == pytest.approx([box["width"] / 2, box["height"] / 2], abs=1)
    assert all(0 < x < box["width"] and 0 < y < box["height"] for x, y in places)


def test_wheel_keys_and_buttons_zoom(graph: GraphPage) -> None:
    """The wheel at the pointer, the keys and buttons in the middle, and back to all of it."""
    start = graph.zoom()
    place = graph.place("Work 52")
    graph.canvas.hover(position=place)  # type: ignore[arg-type]
    graph.page.mouse.wheel(0, -300)
    graph.expect_zoom(above=1.3 * start)
    graph.until("settled")
    assert dist(list(graph.place("Work 52").values()), list(place.values())) < 1

    graph.canvas.focus()
    for keys, grows in (("+", True), ("-", False)):
        before = graph.zoom()
        graph.page.keyboard.press(keys)
        graph.expect_zoom(**{"above" if grows else "below": before})
    graph.page.keyboard.press("0")
    becomes(graph.page, graph.zoom, pytest.approx(start))
    graph.page.get_by_role("button", name="Zoom out").click()
    graph.expect_zoom(below=start)
    graph.page.get_by_role("button", name="Show all").click()
    becomes(graph.page, graph.zoom, pytest.approx(start))


def test_the_ground_pans_and_a_node_is_dragged(graph: GraphPage) -> None:
    """The ground takes all along; a node its neighbours, and then all comes to rest again."""
    box = graph.canvas.bounding_box()
    assert box
    mouse = graph.page.mouse
    before = graph.place("Work 10")
    mouse.move(box["x"] + 5, box["y"] + 5)
    mouse.down()
    mouse.move(box["x"] + 45, box["y"] + 25, steps=4)
    mouse.up()
    moved = pytest.approx({"x": before["x"] + 40, "y": before["y"] + 20})
    becomes(graph.page, lambda: graph.place("Work 10"), moved)
    graph.until("settled")
    after = graph.place("Work 10")
    rest = graph.state()["ticks"]

    mouse.move(box["x"] + after["x"], box["y"] + after["y"])
    mouse.down()
    mouse.move(box["x"] + after["x"] + 60, box["y"] + after["y"], steps=6)
    until(graph.page, lambda: graph.state()["ticks"], lambda ticks: ticks > rest + 10)
    mouse.up()
    graph.until("settled")
    assert graph.place("Work 10") != pytest.approx(after)
    assert graph.page.url.endswith("graph.html")


def test_two_fingers_zoom(graph: GraphPage) -> None:
    """As far as they move apart."""
    box = graph.canvas.bounding_box()
    assert box
    x, y = box["x"] + 300, box["y"] + 200
    touch = graph.page.context.new_cdp_session(graph.page)
    before = graph.zoom()
    for kind, apart in (("touchStart", 50), ("touchMove", 75), ("touchMove", 100)):
        points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    becomes(graph.page, graph.zoom, pytest.approx(2 * before, rel=0.1))


@pytest.mark.browser_context_args(has_touch=True)
def test_a_tap_tells_and_the_second_opens(page: Page, built: Path) -> None:
    """A finger cannot point before it presses."""
    graph = GraphPage(page, built / "graph.html")
    graph.canvas.tap(position=graph.place("Alone"))  # type: ignore[arg-type]
    graph.expect_pointed("Alone")
    assert page.url.endswith("graph.html")
    expect(graph.said.get_by_role("link")).to_have_attribute("href", re.compile("."))

    graph.canvas.tap(position=graph.place("Alone"))  # type: ignore[arg-type]
    expect(page.get_by_role("heading", level=1)).to_have_text("Alone")
