"""The palette of the search: how it is opened, used by keys alone, and left again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, Playwright, expect
from searching import AXE, ENGINE, LATE, NOTE, SPLADE, Reader, build
from sites import SUB_PATH
from waiting import becomes, frames

pytest_plugins = ["readers"]

RESULTS = ["Late interaction", "SPLADE, of late", "Post on being late", "All 3 results"]
_FORBIDDEN = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"


def button(reader: Reader) -> Locator:
    """What opens it in the header."""
    return reader.page.get_by_role("banner").get_by_role("button", name="Search")


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_it_and_escape_leads_back(reader: Reader, key: str) -> None:
    """The focus is in its field, then where it was, and the page has not moved."""
    link = reader.page.locator("main a").first
    link.focus()
    reader.page.evaluate("scrollTo({top: 300, behavior: 'instant'})")
    before = reader.page.locator("h1").bounding_box()
    reader.press(key)

    expect(reader.palette).to_be_visible()
    expect(reader.field).to_be_focused()
    expect(reader.field).to_have_value("")
    becomes(reader.page, reader.page.locator("h1").bounding_box, before)
    reader.type("late")
    reader.press("Escape")
    expect(reader.palette).to_have_count(0)
    expect(link).to_be_focused()
    becomes(reader.page, lambda: reader.page.evaluate("scrollY"), 300)


def test_the_button_opens_it(reader: Reader) -> None:
    """By mouse and by keyboard; the button says what it does and by which keys it is reached."""
    expect(button(reader)).to_have_attribute("aria-haspopup", "dialog")
    expect(button(reader)).to_have_attribute("aria-keyshortcuts", "/ Control+K Meta+K")
    button(reader).click()
    expect(reader.field).to_be_focused()
    reader.palette.get_by_role("button", name="Close").click()
    expect(reader.palette).to_have_count(0)
    for key in ("Enter", " "):
        button(reader).press(key)
        expect(reader.field).to_be_focused()
        reader.press("Control+k")
        expect(button(reader)).to_be_focused()

    reader.expect_here(NOTE)


def test_a_click_beside_it_closes_it(reader: Reader) -> None:
    """A click in it does not."""
    reader.press("/")
    reader.palette.locator(".palette-foot").click(position={"x": 250, "y": 8})
    expect(reader.palette).to_be_visible()
    reader.page.mouse.click(5, 400)

    expect(reader.palette).to_have_count(0)


def test_a_slash_in_a_field_is_a_slash(reader: Reader) -> None:
    """Who types is not interrupted; on a check box, where nothing can be typed, it opens."""
    reader.open("library.html")
    field = reader.page.get_by_role("searchbox", name="Title, other name or topic")
    field.press("a")
    field.press("/")
    expect(field).to_have_value("a/")
    expect(reader.palette).to_have_count(0)
    reader.page.get_by_role("checkbox").first.press("/")

    expect(reader.palette).to_be_visible()
    reader.press("/")
    expect(reader.field).to_have_value("/")


def test_nothing_of_the_search_is_loaded_before_it_begins(anywhere: Reader) -> None:
    """Then its engine is, once, from the root of the site."""
    assert f"{anywhere.base}search.js" not in anywhere.asked
    anywhere.ask("late", "3 results")
    anywhere.press("Escape")
    anywhere.ask("late", "3 results")

    assert anywhere.asked.count(f"{anywhere.base}search.js") == 1


def test_recent_pages_come_before_one_types(anywhere: Reader) -> None:
    """The last eight, the newest first, without the one that is open and those not to be found."""
    paths = ("notes/list.html", "topics.html", "index.html", LATE, "notes.html", SPLADE, "404.html")
    for path in (*paths, "statistics.html", "search.html", "topics.html", "library.html", NOTE):
        anywhere.open(path)
    anywhere.press("/")
    recent = anywhere.page.get_by_role("group", name="Recent pages").get_by_role("option")

    expect(recent).to_have_text(
        ["Library", "Topics", "Statistics", "SPLADE", "Notes", "Late interaction", "Notes", "list"]
    )
    anywhere.press("ArrowDown", "ArrowDown", "Enter")
    anywhere.page.wait_for_url("**/topics.html")


def test_recent_pages_can_be_cleared(reader: Reader) -> None:
    """At once and for good; the field has the focus then."""
    reader.open("library.html")
    reader.open(NOTE)
    reader.press("/")
    recent = reader.page.get_by_role("group", name="Recent pages")
    expect(recent).to_be_visible()
    clear = reader.page.get_by_role("button", name="Clear recent pages")
    clear.click()
    expect(recent).to_have_count(0)
    expect(clear).to_be_hidden()
    expect(reader.field).to_be_focused()
    reader.open(NOTE)
    reader.press("/")

    expect(recent).to_have_count(0)


def test_recent_pages_are_of_this_site_only(reader: Reader, tmp_path: Path) -> None:
    """Two sites on one host, or two folders on one disk, do not tell of each other."""
    other = Reader(reader.page, f"{(build(tmp_path) / SUB_PATH).as_uri()}/")
    reader.open("library.html")
    other.open("index.html")
    reader.press("/")

    expect(reader.page.get_by_role("option", name="status:")).to_be_visible()
    expect(reader.page.get_by_role("group", name="Recent pages")).to_have_count(0)


def test_where_nothing_may_be_stored_all_else_works(reader: Reader) -> None:
    """There are no recent pages then."""
    reader.page.add_init_script(_FORBIDDEN)
    reader.open("library.html")
    reader.open(NOTE)
    reader.ask("late", "3 results")

    reader.expect_shown(*RESULTS)
    reader.field.fill("")
    expect(reader.page.get_by_role("group")).to_have_count(1)


@pytest.mark.parametrize("stored", ["{", "7", '[null, {"title": 1}]', '[{"title": "x"}]'])
def test_what_else_is_stored_does_no_harm(reader: Reader, stored: str) -> None:
    """Storage that something else has written to is as good as none."""
    reader.page.evaluate(
        "stored => { for (const key of Object.keys(localStorage)) localStorage[key] = stored }",
        stored,
    )
    reader.press("/")

    expect(reader.page.get_by_role("option", name="status:")).to_be_visible()
    expect(reader.page.get_by_role("group", name="Recent pages")).to_have_count(0)


def test_a_search_that_cannot_be_loaded_says_so(page: Page, tmp_path: Path) -> None:
    """The reader is told, what is on the page still works, and the next question tries again."""
    folder = build(tmp_path, engine="") / SUB_PATH
    reader = Reader(page, f"{folder.as_uri()}/")
    reader.open(NOTE)
    reader.press("/")
    reader.type("late")

    expect(page.get_by_role("status")).to_have_text("The search could not be loaded.")
    reader.press("Escape")
    expect(reader.palette).to_have_count(0)
    (folder / "search.js").write_text(ENGINE, "utf-8")
    reader.ask("late", "3 results")


def test_every_reader_can_use_it(reader: Reader) -> None:
    """No rule of axe is broken: empty, with results, with completions, with nothing found."""
    reader.page.emulate_media(reduced_motion="reduce")
    reader.open("library.html")
    reader.open(NOTE)
    reader.page.evaluate(AXE_SCRIPT)
    reader.press("/")
    found: set[str] = set()
    for query, offered in (("", "Library"), ("late", "Late"), ("status:q", "queued"), ("zz", "")):
        reader.field.fill(query)
        if offered:
            expect(reader.options().first).to_contain_text(offered)
        else:
            expect(reader.options()).to_have_count(0)
        for scheme, width in (("light", 1440), ("dark", 390)):
            reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            reader.page.set_viewport_size({"width": width, "height": 900})
            found |= {f"{query} ({scheme}, {width}): {it}" for it in reader.page.evaluate(AXE)}

    assert sorted(found) == []


def test_on_a_phone_it_fills_the_screen(reader: Reader) -> None:
    """The button is as small as a sign, with its name, and large enough for a finger."""
    reader.page.set_viewport_size({"width": 390, "height": 800})
    box = button(reader).bounding_box()
    assert box is not None
    assert 24 <= box["width"] <= 40
    assert box["height"] >= 24
    reader.page.emulate_media(reduced_motion="reduce")
    button(reader).click()

    whole = {"x": 0, "y": 0, "width": 390, "height": 800}
    becomes(reader.page, reader.palette.bounding_box, whole)


@pytest.mark.parametrize(("motion", "moving"), [("reduce", "none"), ("no-preference", "palette")])
def test_it_moves_only_for_those_who_like_it(reader: Reader, motion: str, moving: str) -> None:
    """With reduced motion it is there at once."""
    reader.page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    reader.press("/")

    expect(reader.palette).to_have_css("animation-name", moving)


def test_a_scroll_bar_that_goes_leaves_its_room(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], searchable: Path
) -> None:
    """Behind the palette nothing scrolls, and the page keeps its width."""
    bars = playwright.chromium.launch(
        **browser_type_launch_args, ignore_default_args=["--hide-scrollbars"]
    )
    page = bars.new_page()
    reader = Reader(page, f"{(searchable / SUB_PATH).as_uri()}/")
    reader.open(NOTE)
    assert page.evaluate("innerWidth - document.documentElement.clientWidth") > 0
    before = page.evaluate("document.querySelector('main').getBoundingClientRect().toJSON()")
    reader.press("/")
    page.evaluate("addEventListener('wheel', () => { window.turned = true }, {passive: true})")
    page.mouse.move(20, 500)
    page.mouse.wheel(0, 400)
    page.wait_for_function("() => window.turned")
    frames(page)

    after = page.evaluate("document.querySelector('main').getBoundingClientRect().toJSON()")
    bars.close()
    assert after == before


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_the_header_leads_to_the_search_page(page: Page, searchable: Path) -> None:
    """The button is a link, and no key is promised."""
    reader = Reader(page, f"{(searchable / SUB_PATH).as_uri()}/")
    reader.open(NOTE)
    expect(page.locator("header kbd")).to_be_hidden()
    page.get_by_role("banner").get_by_role("link", name="Search").click()

    reader.expect_here("search.html")
