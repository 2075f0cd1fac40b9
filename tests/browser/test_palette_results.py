"""What the palette finds: results, the keys that go through them, operators, late answers."""

from __future__ import annotations

import pytest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import expect
from searching import LATE, NOTE, SPLADE, Reader

pytest_plugins = ["readers"]

# An answer comes that was held back, and with it all that follows.
_FREE = "() => { window.free(); return new Promise(done => setTimeout(done)) }"
RESULTS = ["Late interaction", "SPLADE, of late", "Post on being late", "All 3 results"]


def test_a_result_tells_status_facts_and_the_users_own_words_first(reader: Reader) -> None:
    """What matched is marked, and what is written is text, whatever it looks like."""
    reader.ask("late", "3 results")
    late, splade, post = (reader.options().nth(number) for number in range(3))

    reader.expect_shown(*RESULTS)
    expect(late.locator(".mark.is-read")).to_be_visible()
    expect(splade.locator(".mark.is-queued")).to_be_visible()
    expect(late.locator(".facts")).to_have_text("read on 4 Feb 2025 · paper · dense / late · 2020")
    expect(post.locator(".facts")).to_have_text("note · 12 words")
    expect(late.locator(".passage")).to_have_text("It scores every token late, <b>cheaply</b>.")
    expect(late.locator("mark")).to_have_text(["late"])
    expect(splade.locator(".passage")).to_have_count(0)


def test_a_long_passage_begins_where_it_matters(reader: Reader) -> None:
    """The hit is seen, however far it stands behind the beginning."""
    reader.press("/")
    reader.page.wait_for_function("() => window.papergarden?.search")
    reader.page.evaluate(
        """() => { papergarden.search = async () => ({total: 1, facets: {}, completions: [],
            results: [{type: "work", href: "x.html", title: "X", status: "read", word: "", kind: "",
                facts: [], passages: [{text: "far ".repeat(100) + "needle, nail", note: "N",
                    marks: [[400, 406], [408, 412]], href: "x.html#L1", own: false}]}]}) }"""
    )
    reader.type("n")
    passage = reader.options().first.locator(".passage")

    expect(passage).to_have_text("… far far far far far far far far far needle, nail")
    expect(passage.locator("mark")).to_have_text(["needle", "nail"])


def test_the_keyboard_goes_through_the_results(reader: Reader) -> None:
    """A screen reader is told which one is active while the focus stays in the field."""
    reader.press("/")
    expect(reader.field).to_have_attribute("aria-expanded", "true")  # recent pages and hints
    reader.type("late")
    reader.answered()
    reader.expect_active(RESULTS[0])
    for key, place in (
        *(("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("End", 3)),
        *(("ArrowDown", 0), ("ArrowUp", 3), ("Home", 0)),
    ):
        reader.press(key)
        reader.expect_active(RESULTS[place])
        expect(reader.field).to_be_focused()

    listbox = reader.page.get_by_role("listbox", name="Results")
    expect(reader.field).to_have_attribute("aria-controls", listbox.get_attribute("id") or "")
    expect(reader.field).to_have_attribute("aria-autocomplete", "list")
    reader.type("zzz")
    expect(reader.page.get_by_role("status")).to_have_text("No result")
    expect(reader.field).to_have_attribute("aria-expanded", "false")
    reader.expect_active("")


def test_home_belongs_to_the_text_until_one_has_gone_into_the_list(reader: Reader) -> None:
    """What is typed can be mended at its beginning."""
    reader.ask("late", "3 results")
    reader.press("Home")
    reader.type("x")

    expect(reader.field).to_have_value("xlate")


def test_enter_opens_what_is_active(anywhere: Reader) -> None:
    """A work, from any depth of the site; back on the page the palette is closed."""
    anywhere.ask("late", "3 results")
    anywhere.press("ArrowDown", "Enter")

    anywhere.expect_here(SPLADE)
    anywhere.page.go_back()
    expect(anywhere.palette).to_have_count(0)


def test_enter_waits_for_the_answer(reader: Reader) -> None:
    """Who types fast and presses Enter at once gets the first result of what was typed."""
    reader.press("/")
    reader.type("splade")
    reader.press("Enter")

    reader.expect_here(SPLADE)


def test_an_answer_after_it_was_closed_opens_nothing(reader: Reader) -> None:
    """Enter counts for as long as the palette is open."""
    reader.ask("late", "3 results")
    reader.page.evaluate("() => { window.free = papergarden.hold() }")
    reader.page.keyboard.insert_text(" spl")
    reader.page.wait_for_function("() => papergarden.asked.at(-1) === 'late spl'")
    reader.press("Enter", "Escape")
    reader.page.evaluate(
        "() => { window.left = []; navigation.addEventListener('navigate',"
        " ({destination}) => window.left.push(destination.url)) }"
    )
    reader.page.evaluate(_FREE)

    assert reader.page.evaluate("window.left") == []
    reader.expect_here(NOTE)


def test_control_enter_opens_a_result_in_a_new_tab(reader: Reader) -> None:
    """The palette stays as it is."""
    reader.ask("late", "3 results")
    with reader.page.context.expect_page() as opened:
        reader.press("Control+Enter")

    expect(opened.value).to_have_url(reader.base + LATE)
    reader.expect_here(NOTE)
    expect(reader.palette).to_be_visible()


def test_control_enter_waits_for_the_answer(reader: Reader) -> None:
    """As Enter does; the new tab has the first result of what was typed."""
    reader.press("/")
    reader.type("splade")
    with reader.page.context.expect_page() as opened:
        reader.press("Control+Enter")

    assert opened.value.url.endswith(SPLADE)
    assert reader.here() == NOTE


def test_a_click_opens_a_result_and_one_with_control_a_tab(reader: Reader) -> None:
    """Results are links, so a browser does with them what it does with links."""
    reader.ask("late", "3 results")
    with reader.page.context.expect_page() as opened:
        reader.options().nth(1).click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(reader.base + SPLADE)
    expect(reader.palette).to_be_visible()
    reader.options().nth(0).click()

    reader.expect_here(LATE)


@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_an_operator_is_completed(reader: Reader, key: str) -> None:
    """With the value that is active, in quotes where it needs them, ready for what comes next."""
    reader.press("/")
    reader.type("late status:re")
    reader.answered()
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
    reader.expect_shown("Late interaction", "This result on a page")
    expect(reader.field).to_be_focused()


@pytest.mark.parametrize("before", ['"of late" ', 'topic:"dense / late" ', "a  ", '-"x y" '])
def test_what_stands_before_an_operator_stays_when_it_is_completed(
    reader: Reader, before: str
) -> None:
    """A quoted part too; only what is typed last gives way."""
    reader.press("/")
    reader.field.fill(f"{before}status:re")
    expect(reader.options().first).to_have_text("status:read")
    reader.press("Tab")

    expect(reader.field).to_have_value(f"{before}status:read ")


def test_a_value_with_quotes_is_inserted_without_them(reader: Reader) -> None:
    """Whatever completes it; they would end it too soon."""
    reader.press("/")
    reader.page.wait_for_function("() => window.papergarden?.search")
    reader.page.evaluate(
        """() => { papergarden.search = async () => ({total: 0, facets: {}, results: [],
            completions: [{text: 'A "b" c', value: 'in:A "b" c'}]}) }"""
    )
    reader.page.keyboard.insert_text("in:a")
    expect(reader.options().first).to_have_text('A "b" c')
    reader.press("Tab")

    expect(reader.field).to_have_value('in:"A b c" ')


def test_the_operators_are_offered_before_one_types(reader: Reader) -> None:
    """One is put into the field, where its values follow."""
    reader.press("/")
    hint = reader.page.get_by_role("option", name="status:")
    expect(hint).to_contain_text("queued, reading, read")
    hint.click()

    expect(reader.field).to_have_value("status:")
    expect(reader.field).to_be_focused()
    reader.answered()
    expect(reader.options().nth(0)).to_have_text("status:queued")
    expect(reader.options().nth(1)).to_have_text("status:read")


def test_an_answer_that_was_overtaken_is_dropped(reader: Reader) -> None:
    """What is shown belongs to what is typed, in whatever order the answers come."""
    reader.ask("late", "3 results")
    reader.page.evaluate("() => { window.free = papergarden.hold() }")
    reader.page.keyboard.insert_text(" spl")
    reader.page.wait_for_function("() => papergarden.asked.at(-1) === 'late spl'")
    expect(reader.page.get_by_role("status")).to_have_text("Searching…")
    reader.field.fill("many")
    expect(reader.page.get_by_role("status")).to_have_text("60 results")
    reader.page.evaluate(_FREE)

    expect(reader.page.get_by_role("status")).to_have_text("60 results")


def test_all_results_are_on_the_search_page(anywhere: Reader) -> None:
    """The last of the list leads there, with the query in the address."""
    anywhere.ask('late "of late" a/b', "No result")
    anywhere.field.fill("kind:article many")
    expect(anywhere.page.get_by_role("status")).to_have_text("60 results")
    expect(anywhere.options()).to_have_count(11)
    anywhere.press("ArrowUp", "Enter")
    expect(anywhere.page.get_by_role("heading", name="Search", exact=True)).to_be_visible()

    anywhere.expect_here("search.html#q=kind:article+many")
    expect(anywhere.page.get_by_role("status")).to_have_text("60 results")
