"""The palette of the search: how it is opened, used by keys alone, and left again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, Playwright, expect
from searching import AXE, LATE, SPLADE, Reader, build
from sites import SUB_PATH, served

NOTE = "notes/deep/post.html"
RESULTS = ["Late interaction", "SPLADE, of late", "Post on being late", "All 3 results"]
_FORBIDDEN = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site below it."""
    return build(tmp_path_factory.mktemp("palette"))


@pytest.fixture
def reader(page: Page, host: Path) -> Iterator[Reader]:
    """A reader of the site from disk, who in the end has been told nothing by the console."""
    someone = Reader(page, f"{(host / SUB_PATH).as_uri()}/")
    someone.open(NOTE)
    yield someone
    assert someone.said == []


@pytest.fixture(params=["disk", "web"])
def anywhere(request: pytest.FixtureRequest, page: Page, host: Path) -> Iterator[Reader]:
    """A reader of the site from disk, and of one below a path of a host."""
    with served(host) as (address, answers):
        from_disk = f"{(host / SUB_PATH).as_uri()}/"
        someone = Reader(page, from_disk if request.param == "disk" else f"{address}{SUB_PATH}/")
        page.route("**/favicon.ico", lambda route: route.fulfill(body=""))
        someone.open(NOTE)
        yield someone
        assert someone.said == []
        assert [(path, code) for path, code in answers if code not in {200, 304}] == []
        assert bool(answers) == (request.param == "web")


def palette(reader: Reader) -> Locator:
    """The palette, where it is open."""
    return reader.page.get_by_role("dialog", name="Search")


def button(reader: Reader) -> Locator:
    """What opens it in the header."""
    return reader.page.get_by_role("banner").get_by_role("button", name="Search")


def shown(reader: Reader) -> list[str]:
    """The first line of all that is offered."""
    return [text.split("\n")[0] for text in reader.options().all_inner_texts()]


def ask(reader: Reader, query: str, *, results: int = 3) -> None:
    """Open the palette and ask for something that has so many results."""
    reader.press("/")
    reader.type(query)
    expect(reader.page.get_by_role("status")).to_have_text(
        f"{results} results" if results else "No result"
    )


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_it_and_escape_leads_back(reader: Reader, key: str) -> None:
    """The focus is in its field, then where it was, and the page has not moved."""
    link = reader.page.locator("main a").first
    link.focus()
    reader.page.evaluate("scrollTo({top: 300, behavior: 'instant'})")
    before = reader.page.locator("h1").bounding_box()
    reader.press(key)

    expect(palette(reader)).to_be_visible()
    expect(reader.field).to_be_focused()
    expect(reader.field).to_have_value("")
    assert reader.page.locator("h1").bounding_box() == before
    reader.type("late")
    reader.press("Escape")
    expect(palette(reader)).to_have_count(0)
    expect(link).to_be_focused()
    assert reader.page.evaluate("scrollY") == 300


def test_the_button_opens_it(reader: Reader) -> None:
    """By mouse and by keyboard; the button says what it does and by which keys it is reached."""
    expect(button(reader)).to_have_attribute("aria-haspopup", "dialog")
    expect(button(reader)).to_have_attribute("aria-keyshortcuts", "/ Control+K Meta+K")
    button(reader).click()
    expect(reader.field).to_be_focused()
    palette(reader).get_by_role("button", name="Close").click()
    expect(palette(reader)).to_have_count(0)
    for key in ("Enter", " "):
        button(reader).press(key)
        expect(reader.field).to_be_focused()
        reader.press("Control+k")
        expect(button(reader)).to_be_focused()

    assert reader.here() == NOTE


def test_a_click_beside_it_closes_it(reader: Reader) -> None:
    """A click in it does not."""
    reader.press("/")
    palette(reader).locator(".palette-foot").click(position={"x": 250, "y": 8})
    expect(palette(reader)).to_be_visible()
    reader.page.mouse.click(5, 400)

    expect(palette(reader)).to_have_count(0)


def test_a_slash_in_a_field_is_a_slash(reader: Reader) -> None:
    """Who types is not interrupted; on a check box, where nothing can be typed, it opens."""
    reader.open("library.html")
    field = reader.page.get_by_role("searchbox", name="Title, other name or topic")
    field.press("a")
    field.press("/")
    expect(field).to_have_value("a/")
    expect(palette(reader)).to_have_count(0)
    reader.page.get_by_role("checkbox").first.press("/")

    expect(palette(reader)).to_be_visible()
    reader.press("/")
    expect(reader.field).to_have_value("/")


def test_nothing_of_the_search_is_loaded_before_it_begins(anywhere: Reader) -> None:
    """Then its engine is, once, from the root of the site."""
    assert f"{anywhere.base}search.js" not in anywhere.asked
    ask(anywhere, "late")
    anywhere.press("Escape")
    ask(anywhere, "late")

    assert anywhere.asked.count(f"{anywhere.base}search.js") == 1


def test_a_result_tells_status_facts_and_the_users_own_words_first(reader: Reader) -> None:
    """What matched is marked, and what is written is text, whatever it looks like."""
    ask(reader, "late")
    late, splade, post = (reader.options().nth(number) for number in range(3))

    assert shown(reader) == RESULTS
    expect(late.locator(".mark.is-read")).to_be_visible()
    expect(splade.locator(".mark.is-queued")).to_be_visible()
    expect(late.locator(".facts")).to_have_text("read on 4 Feb 2025 · paper · dense / late · 2020")
    expect(post.locator(".facts")).to_have_text("note · 12 words")
    expect(late.locator(".passage")).to_have_text("It scores every token late, <b>cheaply</b>.")
    assert late.locator("mark").all_inner_texts() == ["late"]
    expect(splade.locator(".passage")).to_have_count(0)


def test_a_long_passage_begins_where_it_matters(reader: Reader) -> None:
    """The hit is seen, however far it stands behind the beginning."""
    reader.press("/")
    reader.page.wait_for_function("() => window.papergarden")
    reader.page.evaluate(
        """() => { papergarden.search = async () => ({total: 1, facets: {}, completions: [],
            results: [{type: "work", href: "x.html", title: "X", status: "read", word: "", kind: "",
                facts: [], passages: [{text: "far ".repeat(100) + "needle, nail", note: "N",
                    marks: [[400, 406], [408, 412]], href: "x.html#L1", own: false}]}]}) }"""
    )
    reader.type("n")
    passage = reader.options().first.locator(".passage")

    expect(passage).to_have_text("… far far far far far far far far far needle, nail")
    assert passage.locator("mark").all_inner_texts() == ["needle", "nail"]


def test_the_keyboard_goes_through_the_results(reader: Reader) -> None:
    """A screen reader is told which one is active while the focus stays in the field."""
    reader.press("/")
    expect(reader.field).to_have_attribute("aria-expanded", "true")  # recent pages and hints
    reader.type("late")
    expect(reader.options().first).to_contain_text(RESULTS[0])
    seen = [reader.active()]
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowDown", "ArrowUp", "Home"):
        reader.press(key)
        seen.append(reader.active())
        expect(reader.field).to_be_focused()

    assert seen == [RESULTS[n] for n in (0, 1, 2, 1, 3, 0, 3, 0)]
    listbox = reader.page.get_by_role("listbox", name="Results")
    expect(reader.field).to_have_attribute("aria-controls", listbox.get_attribute("id") or "")
    expect(reader.field).to_have_attribute("aria-autocomplete", "list")
    reader.type("zzz")
    expect(reader.page.get_by_role("status")).to_have_text("No result")
    expect(reader.field).to_have_attribute("aria-expanded", "false")
    assert reader.active() == ""


def test_home_belongs_to_the_text_until_one_has_gone_into_the_list(reader: Reader) -> None:
    """What is typed can be mended at its beginning."""
    ask(reader, "late")
    reader.press("Home")
    reader.type("x")

    expect(reader.field).to_have_value("xlate")


def test_enter_opens_what_is_active(anywhere: Reader) -> None:
    """A work, from any depth of the site; back on the page the palette is closed."""
    ask(anywhere, "late")
    anywhere.press("ArrowDown", "Enter")
    anywhere.page.wait_for_url("**/works/**")

    assert anywhere.here() == SPLADE
    anywhere.page.go_back()
    expect(palette(anywhere)).to_have_count(0)


def test_enter_waits_for_the_answer(reader: Reader) -> None:
    """Who types fast and presses Enter at once gets the first result of what was typed."""
    reader.press("/")
    reader.type("splade")
    reader.press("Enter")
    reader.page.wait_for_url("**/works/**", timeout=5000)

    assert reader.here() == SPLADE


def test_control_enter_opens_a_result_in_a_new_tab(reader: Reader) -> None:
    """The palette stays as it is."""
    ask(reader, "late")
    with reader.page.context.expect_page() as opened:
        reader.press("Control+Enter")

    assert opened.value.url.endswith(LATE)
    assert reader.here() == NOTE
    expect(palette(reader)).to_be_visible()


def test_a_click_opens_a_result_and_one_with_control_a_tab(reader: Reader) -> None:
    """Results are links, so a browser does with them what it does with links."""
    ask(reader, "late")
    with reader.page.context.expect_page() as opened:
        reader.options().nth(1).click(modifiers=["ControlOrMeta"])
    assert opened.value.url.endswith(SPLADE)
    expect(palette(reader)).to_be_visible()
    reader.options().nth(0).click()

    assert reader.here() == LATE


@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_an_operator_is_completed(reader: Reader, key: str) -> None:
    """With the value that is active, in quotes where it needs them, ready for what comes next."""
    reader.press("/")
    reader.type("late status:re")
    expect(reader.options().first).to_have_text("status:read")
    reader.press("ArrowDown", key)
    expect(reader.field).to_have_value("late status:reading ")
    reader.field.fill("-status:q")
    expect(reader.options().first).to_have_text("status:queued")
    reader.press(key)
    expect(reader.field).to_have_value("-status:queued ")
    reader.field.fill("topic:de")
    expect(reader.options().first).to_have_text('topic:"dense / late"')
    reader.press(key)

    expect(reader.field).to_have_value('topic:"dense / late" ')
    expect(reader.page.get_by_role("status")).to_have_text("1 result")
    assert shown(reader) == ["Late interaction", "This result on a page"]
    expect(reader.field).to_be_focused()


def test_the_operators_are_offered_before_one_types(reader: Reader) -> None:
    """One is put into the field, where its values follow."""
    reader.press("/")
    hint = reader.page.get_by_role("option", name="status:")
    expect(hint).to_contain_text("queued, reading, read")
    hint.click()

    expect(reader.field).to_have_value("status:")
    expect(reader.field).to_be_focused()
    assert shown(reader)[:2] == ["status:queued", "status:read"]


def test_an_answer_that_was_overtaken_is_dropped(reader: Reader) -> None:
    """What is shown belongs to what is typed, in whatever order the answers come."""
    ask(reader, "late")
    reader.page.evaluate("() => { window.free = papergarden.hold() }")
    reader.page.keyboard.insert_text(" spl")
    reader.page.wait_for_function("() => papergarden.asked.at(-1) === 'late spl'")
    expect(reader.page.get_by_role("status")).to_have_text("Searching…")
    reader.field.fill("many")
    expect(reader.page.get_by_role("status")).to_have_text("60 results")
    reader.page.evaluate("window.free()")
    reader.page.wait_for_timeout(50)

    expect(reader.page.get_by_role("status")).to_have_text("60 results")


def test_all_results_are_on_the_search_page(anywhere: Reader) -> None:
    """The last of the list leads there, with the query in the address."""
    ask(anywhere, 'late "of late" a/b', results=0)
    anywhere.field.fill("kind:article many")
    expect(anywhere.page.get_by_role("status")).to_have_text("60 results")
    assert len(shown(anywhere)) == 11
    anywhere.press("ArrowUp", "Enter")
    expect(anywhere.page.get_by_role("heading", name="Search", exact=True)).to_be_visible()

    assert anywhere.here() == "search.html#q=kind:article+many"
    expect(anywhere.page.get_by_role("status")).to_have_text("60 results")


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
    ask(reader, "late")

    assert shown(reader) == RESULTS
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


def test_a_search_that_cannot_be_loaded_says_so(page: Page, tmp_path: Path) -> None:
    """The reader is told, and what is on the page still works."""
    reader = Reader(page, f"{(build(tmp_path, engine='') / SUB_PATH).as_uri()}/")
    reader.open(NOTE)
    reader.press("/")
    reader.type("late")

    expect(page.get_by_role("status")).to_have_text("The search could not be loaded.")
    reader.press("Escape")
    expect(palette(reader)).to_have_count(0)


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
        for scheme, width in (("light", 1440), ("dark", 1440), ("dark", 390), ("light", 390)):
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

    assert palette(reader).bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 800}


@pytest.mark.parametrize(("motion", "moving"), [("reduce", "none"), ("no-preference", "palette")])
def test_it_moves_only_for_those_who_like_it(reader: Reader, motion: str, moving: str) -> None:
    """With reduced motion it is there at once."""
    reader.page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    reader.press("/")

    assert palette(reader).evaluate("it => getComputedStyle(it).animationName") == moving


def test_a_scroll_bar_that_goes_leaves_its_room(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], host: Path
) -> None:
    """Behind the palette nothing scrolls, and the page keeps its width."""
    bars = playwright.chromium.launch(
        **browser_type_launch_args, ignore_default_args=["--hide-scrollbars"]
    )
    page = bars.new_page()
    reader = Reader(page, f"{(host / SUB_PATH).as_uri()}/")
    reader.open(NOTE)
    assert page.evaluate("innerWidth - document.documentElement.clientWidth") > 0
    before = page.evaluate("document.querySelector('main').getBoundingClientRect().toJSON()")
    reader.press("/")
    page.mouse.move(20, 500)
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(100)

    after = page.evaluate("document.querySelector('main').getBoundingClientRect().toJSON()")
    bars.close()
    assert after == before


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_the_header_leads_to_the_search_page(page: Page, host: Path) -> None:
    """The button is a link, and no key is promised."""
    reader = Reader(page, f"{(host / SUB_PATH).as_uri()}/")
    reader.open(NOTE)
    expect(page.locator("header kbd")).to_be_hidden()
    page.get_by_role("banner").get_by_role("link", name="Search").click()

    assert page.url == f"{reader.base}search.html"
