"""What is around a note or a work in the graph, shown on its page, and the graph as a list."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from graphs_seen import GraphPage, built_site
from playwright.sync_api import Page, expect
from waiting import frames, until


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a list with three topics, a log of two months, and a post."""
    return built_site(tmp_path_factory.mktemp("around"))


def test_a_page_loads_what_is_around_it_when_that_comes_into_sight(page: Page, built: Path) -> None:
    """Not before: neither data nor a picture. Then its node is in the middle of its neighbours."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1200, "height": 120})
    graph = GraphPage(page, built / "notes/list.html", wait=False)
    frames(page, 8)
    assert not graph.begun()
    assert not [url for url in asked if "/graph/" in url]

    graph.canvas.scroll_into_view_if_needed()
    graph.until("settled")
    state = graph.state()
    assert {node["title"] for node in state["nodes"]} == {
        *("Reading list", "sparse", "dense", "graphs", "Post", "Off"),
    }
    assert state["frames"] <= 2
    assert [url.rpartition("/")[2] for url in asked if "/graph/" in url] == ["0.js"]
    assert graph.errors == []


def test_two_steps_show_more(page: Page, built: Path) -> None:
    """What the neighbours of a page are tied to, with the ties between them."""
    graph = GraphPage(page, built / "works/arxiv-2001.00010.html")
    near = titles(graph)
    assert near == {"Work 10", "sparse", "June 2024", "Reading list", "Log"}
    page.get_by_role("button", name="two steps").click()
    expect(page.get_by_role("button", name="two steps")).to_have_attribute("aria-pressed", "true")
    far = near | {"Work 11", "dense", "Alone", "August 2024"}
    until(page, lambda: titles(graph), lambda found: far <= found)
    graph.until("settled")

    expect(graph.canvas).to_have_count(1)
    graph.canvas.click(position=graph.place("Alone"))  # type: ignore[arg-type]
    expect(page.get_by_role("heading", level=1)).to_have_text("Alone")
    assert graph.errors == []


def test_the_last_button_decides(page: Page, built: Path) -> None:
    """Also if what the one before asks for comes later."""
    graph = GraphPage(page, built / "works/arxiv-2001.00010.html")
    near = titles(graph)
    page.evaluate(
        "() => { for (const depth of [2, 1])"
        " document.querySelector(`[data-depth='${depth}']`).click() }"
    )
    frames(page)  # what both ask for is there already
    graph.until("settled")

    expect(page.get_by_role("button", name="two steps")).to_have_attribute("aria-pressed", "false")
    assert titles(graph) == near


_COUNT = """() => {
    window.counted = 0
    window.plainFrame = requestAnimationFrame.bind(window)
    for (const name of ["getComputedStyle", "requestAnimationFrame"]) {
        const plain = window[name].bind(window)
        window[name] = (...given) => { window.counted += 1; return plain(...given) }
    }
}"""
_WAKE = """() => {
    window.counted = 0
    document.documentElement.classList.toggle("woken")
    document.dispatchEvent(new Event("visibilitychange"))
}"""


def woken(page: Page) -> int:
    """How much is done when the colours are switched and the tab is looked at again."""
    page.evaluate(_WAKE)
    frames(page, 8)
    return int(page.evaluate("counted"))


def titles(graph: GraphPage) -> set[str]:
    """What is in the picture."""
    return {node["title"] for node in graph.state()["nodes"]}


def test_a_picture_that_was_replaced_does_nothing_more(page: Page, built: Path) -> None:
    """A switch of colours, or a tab that is looked at again, is work for the last one alone."""
    graph = GraphPage(page, built / "works/arxiv-2001.00010.html")
    page.evaluate(_COUNT)
    once = woken(page)
    for name in ("two steps", "one step", "two steps", "one step"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        frames(page)
        graph.until("settled")

    assert 0 < woken(page) <= once


_TWO_FRAMES = """() => new Promise(done => requestAnimationFrame(
    () => requestAnimationFrame(() => setTimeout(done))))"""


@pytest.mark.parametrize("missing", ["shards.js", "graph/0.js", "graph-view.js", "graph.js"])
def test_what_could_not_be_loaded_is_tried_again(page: Page, built: Path, missing: str) -> None:
    """When one comes back to it, or asks for more steps."""
    away = (built / missing).rename(built / "away")
    graph = GraphPage(page, built / "notes/list.html", wait=False)
    top = page.get_by_role("heading", level=1)
    page.set_viewport_size({"width": 1200, "height": 120})
    try:
        with page.expect_event("requestfailed", lambda request: request.url.endswith(missing)):
            graph.canvas.scroll_into_view_if_needed()
        if missing != "graph.js":
            expect(page.locator(".graph .said")).to_have_text("The graph could not be loaded.")
        top.scroll_into_view_if_needed()
        page.evaluate(_TWO_FRAMES)
    finally:
        away.rename(built / missing)
    assert not graph.begun()

    graph.canvas.scroll_into_view_if_needed()
    graph.until("settled")
    expect(page.locator(".graph .said")).to_have_text("")


def test_a_note_can_go_without_it(page: Page, built: Path) -> None:
    """By its own word; it is in the graph all the same."""
    page.goto((built / "notes/off.html").as_uri())
    assert page.locator("section.graph").count() == 0
    page.goto((built / "notes/post.html").as_uri())
    assert page.locator("section.graph").count() == 1


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_there_is_the_list(page: Page, built: Path) -> None:
    """Notes with what they hold and how many works, topics with theirs; no empty frame."""
    page.goto((built / "graph.html").as_uri())
    listed = page.locator(".tree > li").first

    assert listed.inner_text().split("\n")[0] == "Reading list 24 works"
    assert listed.locator("ul li").all_inner_texts() == ["dense 8", "graphs 8", "sparse 8"]
    assert page.locator("ul.index li").all_inner_texts() == ["dense 8", "graphs 8", "sparse 8"]
    assert not page.locator("canvas").is_visible()
