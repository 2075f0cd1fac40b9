"""What the palette finds: results, the keys that go through them, operators, late answers."""

from __future__ import annotations

import pytest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import expect
from searching import LATE, NOTE, SPLADE, Reader

pytest_plugins = ["readers"]

RESULTS = ["Late interaction", "SPLADE, of late", "Post on being late", "All 3 results"]


def test_a_result_tells_status_facts_and_the_users_own_words_first(reader: Reader) -> None:
    """What matched is marked, and what is written is text, whatever it looks like."""
    reader.ask("late", "3 results")
    late, splade, post = (reader.options().nth(number) for number in range(3))

    assert reader.shown() == RESULTS
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
    reader.ask("late", "3 results")
    reader.press("Home")
    reader.type("x")

    expect(reader.field).to_have_value("xlate")


def test_enter_opens_what_is_active(anywhere: Reader) -> None:
    """A work, from any depth of the site; back on the page the palette is closed."""
    anywhere.ask("late", "3 results")
    anywhere.press("ArrowDown", "Enter")
    anywhere.page.wait_for_url("**/works/**")

    assert anywhere.here() == SPLADE
    anywhere.page.go_back()
    expect(anywhere.palette).to_have_count(0)


def test_enter_waits_for_the_answer(reader: Reader) -> None:
    """Who types fast and presses Enter at once gets the first result of what was typed."""
    reader.press("/")
    reader.type("splade")
    reader.press("Enter")
    reader.page.wait_for_url("**/works/**", timeout=5000)

    assert reader.here() == SPLADE


def test_an_answer_after_it_was_closed_opens_nothing(reader: Reader) -> None:
    """Enter counts for as long as the palette is open."""
    reader.ask("late", "3 results")
    reader.page.evaluate("() => { window.free = papergarden.hold() }")
    reader.page.keyboard.insert_text(" spl")
    reader.page.wait_for_function("() => papergarden.asked.at(-1) === 'late spl'")
    reader.press("Enter", "Escape")
    reader.page.evaluate("window.free()")
    reader.page.wait_for_timeout(200)

    assert reader.here() == NOTE


def test_control_enter_opens_a_result_in_a_new_tab(reader: Reader) -> None:
    """The palette stays as it is."""
    reader.ask("late", "3 results")
    with reader.page.context.expect_page() as opened:
        reader.press("Control+Enter")

    assert opened.value.url.endswith(LATE)
    assert reader.here() == NOTE
    expect(reader.palette).to_be_visible()


def test_a_click_opens_a_result_and_one_with_control_a_tab(reader: Reader) -> None:
    """Results are links, so a browser does with them what it does with links."""
    reader.ask("late", "3 results")
    with reader.page.context.expect_page() as opened:
        reader.options().nth(1).click(modifiers=["ControlOrMeta"])
    assert opened.value.url.endswith(SPLADE)
    expect(reader.palette).to_be_visible()
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
    assert reader.shown() == ["Late interaction", "This result on a page"]
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
    reader.page.wait_for_function("() => window.papergarden")
    reader.page.evaluate(
        """() => { papergarden.search = async () => ({total: 0, facets: {}, results: [],
            completions: [{text: 'A "b" c', value: 'in:A "b" c'}]}) }"""
    )
    reader.type("in:a")
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
    assert reader.shown()[:2] == ["status:queued", "status:read"]


def test_an_answer_that_was_overtaken_is_dropped(reader: Reader) -> None:
    """What is shown belongs to what is typed, in whatever order the answers come."""
    reader.ask("late", "3 results")
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
    anywhere.ask('late "of late" a/b', "No result")
    anywhere.field.fill("kind:article many")
    expect(anywhere.page.get_by_role("status")).to_have_text("60 results")
    assert len(anywhere.shown()) == 11
    anywhere.press("ArrowUp", "Enter")
    expect(anywhere.page.get_by_role("heading", name="Search", exact=True)).to_be_visible()

    assert anywhere.here() == "search.html#q=kind:article+many"
    expect(anywhere.page.get_by_role("status")).to_have_text("60 results")
