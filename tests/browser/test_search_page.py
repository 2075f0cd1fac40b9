"""The search page: results with their passages, facets as operators, the query in the address."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect
from searching import AXE, LATE, SPLADE, Reader, build
from sites import SUB_PATH
from waiting import becomes

pytest_plugins = ["readers"]

SEARCH = "search.html"
FACTS = "read on 4 Feb 2025 · paper · dense / late · 2020"


def hits(reader: Reader) -> Locator:
    """The results that are shown."""
    return reader.page.locator("ol.hits > li")


def expect_count(reader: Reader, text: str) -> None:
    """Wait for what a screen reader is told of the number of results."""
    expect(reader.page.locator("main").get_by_role("status")).to_have_text(text)


def facet(reader: Reader, title: str) -> Locator:
    """A side by which results can be narrowed down."""
    return reader.page.get_by_role("group", name=title, exact=True)


def expect_counts(reader: Reader, title: str, *values: str) -> None:
    """Wait for the values of a facet with their numbers."""
    labels = facet(reader, title).locator("label")
    expect(labels).to_have_text(list(values), use_inner_text=True)


def expect_state(reader: Reader, text: str) -> None:
    """Wait for what stands behind the page in the address."""
    reader.expect_here(SEARCH + text)


def expect_steps(reader: Reader, number: int) -> None:
    """Wait for so many steps in the history."""
    becomes(reader.page, lambda: reader.page.evaluate("history.length"), number)


def test_results_are_works_with_their_passages(anywhere: Reader) -> None:
    """The user's own words first, three of them until one asks, each leading to its place."""
    anywhere.open(f"{SEARCH}#q=late")
    expect_count(anywhere, "3 results: 2 works, 1 note")
    late = hits(anywhere).first
    passages = late.locator(".passages li")

    expect(hits(anywhere).locator("h2")).to_have_text(
        ["Late interaction", "SPLADE, of late", "Post on being late"]
    )
    expect(late.locator("h2 .mark.is-read")).to_be_visible()
    expect(late.locator("> .facts")).to_have_text(
        "read on 4 Feb 2025 · paper · dense / late · 2020"
    )
    expect(passages.locator("p")).to_have_text(
        [
            "It scores every token late, <b>cheaply</b>.",
            "Much was said of late interaction.",
            "The late one again.",
        ]
    )
    expect(passages.locator("mark")).to_have_text(["late"] * 3)
    expect(passages.locator(".facts > *")).to_have_text(["List", "summary", "Post", "Post"])
    late.get_by_role("button", name="1 more passage of Late interaction").click()
    expect(passages.nth(3)).to_contain_text("A fourth late word.")
    expect(passages.nth(3).get_by_role("link")).to_be_focused()
    expect(late.get_by_role("button")).to_have_count(0)
    passages.nth(0).get_by_role("link", name="List").click()
    anywhere.expect_here("notes/list.html#L2")
    anywhere.page.go_back()
    late.get_by_role("link", name="Late interaction").click()

    anywhere.expect_here(LATE)


def test_the_address_follows_what_is_typed(reader: Reader) -> None:
    """Typing leaves no steps behind; Enter ends one search, and Back leads to it again."""
    reader.open(SEARCH)
    steps = reader.page.evaluate("history.length")
    reader.field.press_sequentially("late")
    expect_state(reader, "#q=late")
    expect(reader.page).to_have_title("late · Search · Notes")
    reader.press("Enter")
    expect_steps(reader, steps)
    reader.field.fill("splade +x")
    expect_state(reader, "#q=splade+%2Bx")
    reader.field.fill("many")
    expect_state(reader, "#q=many")
    expect_steps(reader, steps + 1)

    reader.page.go_back()
    expect(reader.field).to_have_value("late")
    expect_count(reader, "3 results: 2 works, 1 note")
    expect(reader.page).to_have_title("late · Search · Notes")
    reader.page.go_forward()
    expect(reader.field).to_have_value("many")
    expect_count(reader, "60 results")
    reader.field.fill("")
    expect_state(reader, "")
    expect(reader.page).to_have_title("Search · Notes")


@pytest.mark.parametrize(
    "query", ['"a b" -c status:read', "100% #1 a&b=c", "https://arxiv.org/abs/2004.12832", "中文 ü"]
)
def test_a_query_survives_its_address(reader: Reader, query: str) -> None:
    """Whoever is sent the address sees the same query."""
    reader.open(SEARCH)
    reader.field.fill(query)
    reader.page.wait_for_function("() => location.hash !== ''")
    address = reader.page.evaluate("location.href")
    reader.page.goto("about:blank")
    reader.page.goto(address)

    expect(reader.field).to_have_value(query)
    reader.page.wait_for_function("query => window.papergarden?.asked?.at(-1) === query", arg=query)


def test_facets_are_operators_of_the_query(anywhere: Reader) -> None:
    """Pressed they stand in the query, pressed again they are gone, and Back undoes that."""
    anywhere.open(f"{SEARCH}#q=late")
    expect_count(anywhere, "3 results: 2 works, 1 note")
    expect_counts(anywhere, "Status", "to read 1", "read 1")
    expect_counts(anywhere, "Kind", "papers 2", "note 1")
    expect_counts(anywhere, "Topic", "dense / late 1", "sparse 1")
    expect_counts(anywhere, "Year", "2025 1", "2021 1", "2020 1")

    box = facet(anywhere, "Topic").get_by_role("checkbox", name="dense / late")
    box.press(" ")
    expect(anywhere.field).to_have_value('late topic:"dense / late"')
    expect_count(anywhere, "1 result")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    expect_counts(anywhere, "Status", "read 1")
    expect_state(anywhere, "#q=late+topic:%22dense+/+late%22")
    facet(anywhere, "Status").get_by_role("checkbox", name="read").click()
    expect(anywhere.field).to_have_value('late topic:"dense / late" status:read')
    box.press(" ")
    expect(anywhere.field).to_have_value("late status:read")
    expect(box).not_to_be_checked()
    for query in ('late topic:"dense / late" status:read', 'late topic:"dense / late"', "late"):
        anywhere.page.go_back()
        expect(anywhere.field).to_have_value(query)
    expect_count(anywhere, "3 results: 2 works, 1 note")


def test_a_facet_that_leaves_nothing_can_be_taken_back(reader: Reader) -> None:
    """What stands in the query stays to be pressed, with the number it has."""
    reader.open(f"{SEARCH}#q=zzz+status:Reading")
    expect_count(reader, "No result for “zzz status:Reading”")
    expect_counts(reader, "Status", "reading 0")
    facet(reader, "Status").get_by_role("checkbox").click()

    expect(reader.field).to_have_value("zzz")


def test_a_long_facet_shows_more_when_asked(reader: Reader) -> None:
    """The eight first, then all; the newest years come first among those as frequent."""
    reader.open(f"{SEARCH}#q=many")
    expect_count(reader, "60 results")
    years = facet(reader, "Year").locator("label")
    expect(years).to_have_count(8)
    more = facet(reader, "Year").get_by_role("button", name="4 more")
    more.press("Enter")

    expect(years).to_have_count(12)
    expect(years.first).to_have_text("2001 5")
    fewer = facet(reader, "Year").get_by_role("button", name="Fewer")
    expect(fewer).to_be_focused()
    expect(fewer).to_have_attribute("aria-expanded", "true")


def test_the_operators_are_explained_where_there_is_nothing_to_show(reader: Reader) -> None:
    """One that is pressed comes into the field, and goes on with its values."""
    reader.open(SEARCH)
    operators = reader.page.locator("dl.operators")
    expect(operators).to_be_visible()
    expect(reader.page.get_by_role("complementary")).to_be_hidden()
    operators.get_by_role("button", name="status:").click()
    expect(reader.field).to_have_value("status:")
    expect(reader.field).to_be_focused()
    expect(reader.options().first).to_have_text("status:queued")
    reader.field.fill("late")
    expect_count(reader, "3 results: 2 works, 1 note")
    expect(operators).to_be_hidden()
    reader.field.fill("zzz")
    expect_count(reader, "No result for “zzz”")

    expect(operators).to_be_visible()
    expect(hits(reader)).to_have_count(0)


@pytest.mark.parametrize("key", ["Tab", "Enter", "click"])
def test_an_operator_is_completed(reader: Reader, key: str) -> None:
    """From a list below the field that keys and mouse reach."""
    reader.open(SEARCH)
    reader.field.press_sequentially("late status:re")
    reader.answered()
    expect(reader.options()).to_have_text(["status:read", "status:reading"])
    expect(reader.field).to_have_attribute("aria-expanded", "true")
    reader.expect_active("")
    if key == "click":
        reader.options().first.click()
    else:
        reader.press("ArrowDown", "ArrowDown", "ArrowDown")
        reader.expect_active("status:read")
        reader.press(key)

    expect(reader.field).to_have_value("late status:read ")
    expect(reader.field).to_be_focused()
    expect_count(reader, "1 result")
    expect(reader.field).to_have_attribute("aria-expanded", "false")


def test_completions_can_be_left(reader: Reader) -> None:
    """By Escape, by Enter, which searches for what is there, and by going elsewhere."""
    reader.open(SEARCH)
    for key in ("Escape", "Enter", "Shift+Tab"):
        reader.field.fill("")
        reader.page.evaluate("window.papergarden?.answered?.splice(0)")
        reader.field.press_sequentially("status:re")
        reader.answered()
        expect(reader.options().first).to_be_visible()
        reader.press(key)
        expect(reader.options()).to_have_count(0)
        expect(reader.field).to_have_value("status:re")


def test_more_than_fifty_results_come_when_asked(reader: Reader) -> None:
    """The focus goes on to the first of the new ones."""
    reader.open(f"{SEARCH}#q=many")
    expect(hits(reader)).to_have_count(50)
    expect_count(reader, "60 results")
    more = reader.page.get_by_role("button", name="More results")
    more.press("Enter")
    expect(hits(reader)).to_have_count(60)

    expect(hits(reader).nth(50).get_by_role("link").first).to_be_focused()
    expect(more).to_be_hidden()


def test_the_slash_leads_to_the_field_of_the_page(reader: Reader) -> None:
    """As does the link of the header; the palette is still there by Ctrl-K."""
    reader.open(f"{SEARCH}#q=late")
    expect_count(reader, "3 results: 2 works, 1 note")
    reader.press("/")
    expect(reader.field).to_be_focused()
    reader.type("many")
    expect(reader.field).to_have_value("many")
    reader.field.blur()
    reader.page.get_by_role("banner").get_by_role("link", name="Search").click()
    expect(reader.field).to_be_focused()
    reader.press("Control+k")
    dialog = reader.page.get_by_role("dialog", name="Search")
    expect(dialog).to_be_visible()
    reader.type("splade")
    reader.press("Enter")

    reader.expect_here(SPLADE)


def test_from_the_palette_the_search_page_takes_another_query(reader: Reader) -> None:
    """Though it is open already."""
    reader.open(f"{SEARCH}#q=late")
    expect_count(reader, "3 results: 2 works, 1 note")
    reader.press("Control+k")
    reader.type("many")
    reader.answered()
    expect(reader.options().last).to_have_text("All 60 results")
    reader.press("ArrowUp", "Enter")

    expect_count(reader, "60 results")
    expect_state(reader, "#q=many")


def test_on_a_phone_the_facets_are_folded(reader: Reader) -> None:
    """The results are seen at once; the fold says how many filters are on."""
    reader.page.set_viewport_size({"width": 390, "height": 800})
    reader.open(f"{SEARCH}#q=late+status:read")
    expect_count(reader, "1 result")
    expect(hits(reader).first).to_be_in_viewport()
    expect(facet(reader, "Status")).to_be_hidden()
    fold = reader.page.locator("aside summary")
    expect(fold).to_have_text("Filter 1")
    fold.click()

    expect(facet(reader, "Status").get_by_role("checkbox", name="read")).to_be_checked()


def test_every_reader_can_use_it(reader: Reader) -> None:
    """No rule of axe is broken: empty, with results and facets, with completions, with nothing."""
    reader.open(SEARCH)
    reader.page.evaluate(AXE_SCRIPT)
    found: set[str] = set()
    for query, count in (
        ("", ""),
        ("late", "3 results: 2 works, 1 note"),
        ("status:re", "63 results: 62 works, 1 note"),
        ("zzz", "No result for “zzz”"),
    ):
        reader.field.fill(query)
        expect_count(reader, count)
        for scheme, width in (("light", 1440), ("dark", 390)):
            reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            reader.page.set_viewport_size({"width": width, "height": 900})
            reader.page.evaluate("document.querySelector('aside details').open = true")
            found |= {f"{query} ({scheme}, {width}): {it}" for it in reader.page.evaluate(AXE)}

    # The completions cover a part of what is below them, until one goes on.
    covered = {it for it in found if it.startswith("status:re") and "target-size" in it}
    assert sorted(found - covered) == []


def test_a_search_that_cannot_be_loaded_says_so(page: Page, tmp_path: Path) -> None:
    """The reader is told where the results would be."""
    reader = Reader(page, f"{(build(tmp_path, engine='') / SUB_PATH).as_uri()}/")
    reader.open(f"{SEARCH}#q=late")

    expect_count(reader, "The search could not be loaded.")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_it_says_so_and_leads_on(page: Page, searchable: Path) -> None:
    """No field that does nothing, but the three ways through the site."""
    page.goto((searchable / SUB_PATH / SEARCH).as_uri())
    main = page.locator("main")
    expect(main).to_contain_text("Searching needs JavaScript")
    expect(main.locator("input, button, summary").locator("visible=true")).to_have_count(0)
    links = [link.get_attribute("href") for link in main.get_by_role("link").all()]

    assert links == ["library.html", "topics.html", "notes.html"]
