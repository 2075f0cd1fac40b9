"""Previews of links and the button that copies, as a mouse, a keyboard and a finger meet them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from harness import SiteTest, write_files

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import Browser, Locator, Page, expect
from waiting import becomes

DPR = "https://arxiv.org/abs/2004.04906"
NOTES = {
    "deep/ä note.md": f"""# Start

The paper [DPR]({DPR}) and [[other]], [[quiet]] and [[#Below|below]], with a remark[^1].

## Below

[^1]: A *remark* on [BM25](https://example.org/bm25).
""",
    "log.md": f"02/11/2025\n- 📜[DPR]({DPR})\n    - Two encoders, <b>trained</b> in pairs.\n",
    "other.md": "---\ndate: 2025-03-14\n---\n# Other\n\nWhat the other note says.\n",
    "plain.md": "---\ndg-link-preview: false\n---\nSee [[other]].\n",
    "quiet.md": "---\nunlisted: true\n---\n# Quiet\n",
}
START = "notes/deep/ä-note.html"
WORK = "works/arxiv-2004.04906.html"
LONG = 2000  # milliseconds, after which everything that was to come has come


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in a folder of its own."""
    folder = tmp_path_factory.mktemp("previews")
    site = SiteTest(write_files(folder / "vault", NOTES), folder / "www" / "garden" / "site")
    site.build()
    return site.output


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of a request."""


@pytest.fixture
def served(built: Path) -> Iterator[str]:
    """The address of the site where a server has it, below its root."""
    handler = partial(_Silent, directory=str(built.parents[1]))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/garden/site"
        server.shutdown()
        thread.join()


@pytest.fixture
def start(page: Page, built: Path) -> Page:
    """A note with links, opened from disk."""
    page.goto((built / START).as_uri())
    return page


def card(page: Page) -> Locator:
    """The preview that is shown."""
    return page.get_by_role("tooltip")


def link(page: Page, name: str) -> Locator:
    """A link of the text, by how it is called."""
    return page.locator("main").get_by_role("link", name=name, exact=True)


def stop_clock(page: Page) -> None:
    """From now on the time of a page goes on by `clock.run_for` only."""
    page.clock.install(time=0)
    page.clock.pause_at(3600)  # which it cannot have reached, however long that took


def tab_to(page: Page, target: Locator) -> None:
    """Go to a link by the keyboard, from what can be reached before it."""
    before = "link => { const all = [...document.querySelectorAll('a[href]')];"
    target.evaluate(f"{before} all[all.indexOf(link) - 1].focus(); }}")
    page.keyboard.press("Tab")
    expect(target).to_be_focused()


def test_a_mouse_that_rests_on_a_link_is_shown_what_it_leads_to(start: Page) -> None:
    """Of a work its title, status and summary, as text, near the link, and nothing else moves."""
    said: list[str] = []
    start.on("console", lambda message: said.append(message.text))
    heading = start.get_by_role("heading", name="Below").bounding_box()
    start.locator("a.work.is-read").hover()

    expect(card(start).locator("p").nth(0)).to_have_text("DPR")
    expect(card(start).locator("p").nth(1)).to_have_text("read on 11 Feb 2025 · paper · 2020")
    expect(card(start).locator("p").nth(2)).to_have_text("Two encoders, <b>trained</b> in pairs.")
    expect(card(start).locator(".mark.is-read")).to_be_visible()
    expect(start.locator("a.work.is-read")).to_have_accessible_description(
        "DPR read on 11 Feb 2025 · paper · 2020 Two encoders, <b>trained</b> in pairs."
    )
    becomes(start, start.get_by_role("heading", name="Below").bounding_box, heading)
    box, anchor = card(start).bounding_box(), start.locator("a.work.is-read").bounding_box()
    assert box is not None
    assert anchor is not None
    assert 0 < box["y"] - (anchor["y"] + anchor["height"]) < 12
    assert said == []


def test_a_preview_stays_while_the_mouse_is_on_it_and_goes_when_it_leaves(start: Page) -> None:
    """One can go into it, and out of it again."""
    stop_clock(start)
    link(start, "other").hover()
    start.clock.run_for(LONG)
    expect(card(start)).to_be_visible()
    card(start).hover()
    start.clock.run_for(LONG)

    expect(card(start)).to_be_visible()
    start.locator("h1").hover()
    start.clock.run_for(LONG)
    expect(card(start)).to_have_count(0)
    expect(link(start, "other")).not_to_have_attribute("aria-describedby", "site:preview")


def test_a_mouse_that_passes_over_a_link_is_shown_nothing(start: Page) -> None:
    """Nothing is loaded for it either."""
    loaded: list[str] = []
    start.on("request", lambda request: loaded.append(request.url))
    stop_clock(start)
    link(start, "other").hover()
    start.clock.run_for(50)
    start.locator("h1").hover()
    start.clock.run_for(LONG)

    expect(card(start)).to_have_count(0)
    assert [url for url in loaded if "/previews/" in url] == []


def test_the_keyboard_shows_previews_and_escape_closes_them(start: Page) -> None:
    """The focus stays where it is, and the preview stays until the focus goes or Escape comes."""
    stop_clock(start)
    tab_to(start, link(start, "other"))
    start.clock.run_for(1)
    expect(card(start)).to_have_text("Otherpost · 14 Mar 2025What the other note says.")
    start.mouse.move(5, 5)
    start.mouse.move(300, 5)
    start.clock.run_for(LONG)
    expect(card(start)).to_be_visible()

    start.keyboard.press("Escape")
    expect(card(start)).to_have_count(0)
    expect(link(start, "other")).to_be_focused()

    tab_to(start, link(start, "other"))
    start.clock.run_for(1)
    expect(card(start)).to_be_visible()
    start.keyboard.press("Shift+Tab")
    expect(card(start)).to_have_count(0)


def test_escape_closes_a_preview_under_a_mouse_that_stays(start: Page) -> None:
    """It is not shown again before the mouse was elsewhere."""
    mark = start.locator("a.work.is-read .mark")
    stop_clock(start)
    start.locator("a.work.is-read").hover()
    start.clock.run_for(LONG)
    expect(card(start)).to_be_visible()
    start.keyboard.press("Escape")
    expect(card(start)).to_have_count(0)
    mark.dispatch_event("pointerover", {"pointerType": "mouse"})
    start.clock.run_for(LONG)
    expect(card(start)).to_have_count(0)

    start.locator("h1").hover()
    mark.hover()
    start.clock.run_for(LONG)
    expect(card(start)).to_be_visible()


def test_a_click_closes_a_preview(start: Page) -> None:
    """Wherever it goes but into the preview itself."""
    link(start, "other").hover()
    expect(card(start)).to_be_visible()
    stop_clock(start)
    card(start).click()
    expect(card(start)).to_be_visible()
    start.locator("h1").click()

    expect(card(start)).to_have_count(0)


def test_what_has_no_preview_shows_none(start: Page) -> None:
    """A place on the page itself, an address outside, a note that is not listed, the navigation."""
    link(start, "other").hover()
    expect(card(start)).to_be_visible()  # what there is to load is there now
    start.keyboard.press("Escape")
    stop_clock(start)
    link(start, "other").evaluate("a => document.querySelector('footer').append(a.cloneNode(true))")
    nowhere = [link(start, "below"), start.locator("a.away").first, link(start, "quiet")]
    for target in (*nowhere, start.locator("footer a").first):
        target.hover()
        start.clock.run_for(LONG)
        expect(card(start)).to_have_count(0)


def test_a_note_can_go_without_previews(page: Page, built: Path) -> None:
    """Its property says so, and its page has no script for them."""
    page.goto((built / "notes" / "plain.html").as_uri())

    expect(page.locator("script[src$='previews.js']")).to_have_count(0)
    expect(link(page, "other")).to_have_count(1)


def test_a_preview_of_a_finger_is_none(browser: Browser, built: Path) -> None:
    """A touch follows the link; what a preview covers is not covered for it."""
    with browser.new_context(has_touch=True) as context:
        page = context.new_page()
        page.goto((built / START).as_uri())
        link(page, "other").hover()
        expect(card(page)).to_be_visible()  # what there is to load is there now
        page.keyboard.press("Escape")
        page.locator("h1").hover()
        page.evaluate("addEventListener('click', event => event.preventDefault())")
        stop_clock(page)
        link(page, "other").tap()
        page.clock.run_for(LONG)
        expect(card(page)).to_have_count(0)
        link(page, "other").dispatch_event("pointerover", {"pointerType": "touch"})
        page.clock.run_for(LONG)

        expect(card(page)).to_have_count(0)


def test_a_footnote_is_shown_where_it_is_called(start: Page) -> None:
    """With its links, without the way back, and with no name that is on the page already."""
    start.locator("sup.footnote a").hover()

    expect(card(start)).to_have_text("A remark on BM25↗.")
    expect(start.locator("[id^=fn]")).to_have_count(2)
    expect(card(start).locator("[id], a.back")).to_have_count(0)
    assert card(start).locator("a").evaluate_all("links => links.map(a => a.tabIndex)") == [-1, -1]


def test_previews_are_found_on_a_server_below_its_root(page: Page, served: str) -> None:
    """From any folder, and only from the site's own host; one file is all that is loaded."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{served}/{START}")
    page.locator("a.work.is-read").hover()
    expect(card(page)).to_contain_text("Two encoders")
    link(page, "other").hover()
    expect(card(page)).to_contain_text("What the other note says.")

    assert [url for url in loaded if "/previews/" in url] == [f"{served}/previews/0.js"]
    assert [url for url in loaded if not url.startswith(served)] == []


def test_a_page_with_letters_of_any_kind_is_found(page: Page, built: Path) -> None:
    """The path in an address is written in bytes, that in a shard in letters."""
    page.goto((built / WORK).as_uri())
    page.locator(".quote header a", has_text="Start").hover()

    expect(card(page)).to_contain_text("The paper DPR and other")


def test_each_page_is_found_in_its_shard(page: Page, tmp_path: Path) -> None:
    """Of many shards the script asks for the one into which the build has put a page."""
    notes = {f"n{i}.md": f"# Note {i}\n\nText {i}.\n" for i in range(300)}
    notes["all.md"] = " ".join(f"[[n{i}]]" for i in range(0, 300, 50))
    site = SiteTest(write_files(tmp_path / "vault", notes), tmp_path / "site")
    site.build()
    page.goto((site.output / "notes" / "all.html").as_uri())
    for i in range(0, 300, 50):
        link(page, f"n{i}").hover()
        expect(card(page)).to_contain_text(f"Text {i}.")

    assert page.locator("script[src*='/previews/']").count() > 2


def test_a_shard_that_is_not_there_shows_nothing(page: Page, built: Path) -> None:
    """The page goes on without it."""
    mistakes: list[str] = []
    page.on("pageerror", lambda mistake: mistakes.append(mistake.message))
    page.route("**/previews/*.js", lambda route: route.abort())
    page.goto((built / START).as_uri())
    page.locator("sup.footnote a").hover()
    expect(card(page)).to_contain_text("remark")  # which comes from the page
    with page.expect_event("requestfailed"):
        link(page, "other").hover()

    expect(card(page)).to_have_count(0)
    assert mistakes == []


@pytest.mark.parametrize("size", [(320, 256), (390, 844)])
def test_a_preview_lies_within_the_window(page: Page, built: Path, size: tuple[int, int]) -> None:
    """Above the link or below it, on a small screen, and at a zoom of 400 percent."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto((built / START).as_uri())
    for target in (link(page, "other"), page.locator("sup.footnote a")):
        target.hover()
        expect(target).to_have_attribute("aria-describedby", "site:preview")
        box = card(page).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert box["y"] + box["height"] <= size[1]
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.keyboard.press("Escape")
        expect(card(page)).to_be_hidden()


@pytest.mark.parametrize("is_secure", [True, False])
def test_a_button_copies_the_reference_of_a_work(
    page: Page, built: Path, *, is_secure: bool
) -> None:
    """It says so, also where the browser keeps its clipboard for secure pages."""
    if not is_secure:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto((built / WORK).as_uri())
    page.get_by_text("BibTeX", exact=True).click()
    page.get_by_role("button", name="Copy BibTeX").press("Enter")
    expect(page.locator("details.bibtex").get_by_role("status")).to_have_text("Copied")

    page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    page.get_by_role("textbox").press("ControlOrMeta+V")
    expect(page.get_by_role("textbox")).not_to_have_value("")
    copied = page.get_by_role("textbox").input_value()
    assert copied.startswith("@misc{arxiv-2004.04906,\n")
    assert copied.strip() == page.locator("pre code").inner_text().strip()


def test_without_scripts_there_is_no_button(browser: Browser, built: Path) -> None:
    """Nothing stands there that does nothing."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((built / WORK).as_uri())

        page.get_by_text("BibTeX", exact=True).click()
        expect(page.locator("details.bibtex pre")).to_be_visible()
        expect(page.locator("button.copy")).to_be_hidden()
