"""The library in a browser: what one types and chooses, the address that keeps it, the keyboard."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from harness import SiteTest, write_files

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import Browser, Page, expect
from waiting import becomes, until

LIST = """\
## sparse
- [x] [SPLADE](https://arxiv.org/abs/2107.05720) ✅ 2025-02-04
- [ ] [DeepCT](https://arxiv.org/abs/1910.10687) ➕ 2025-02-05
- [ ] [uniCOIL](https://arxiv.org/abs/2106.14807)

## dense / late
- [/] [Passage Search via Late Interaction](https://arxiv.org/abs/2004.12832)
- [ ] [Modèles d’Œdipe](https://arxiv.org/abs/2101.00001)

## talks
- [x] [Word vectors](https://www.youtube.com/watch?v=rmVRLeJRkl4)
"""
LOG = """\
12/30/2024
- 📖[Okapi BM25](https://nlp.stanford.edu/IR-book/html/htmledition/okapi-bm25.html)
"""
POST = "Much was said of [ColBERT](https://arxiv.org/abs/2004.12832) and its kin.\n"
LATE = "Passage Search via Late Interaction"
ALL = ["DeepCT", "Modèles d’Œdipe", "Okapi BM25", LATE, "SPLADE", "uniCOIL", "Word vectors"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a list and a log; it lies deeper than what is served."""
    folder = tmp_path_factory.mktemp("library")
    many = "".join(
        f"## topic {number}\n- [ ] [Work {number}](https://arxiv.org/abs/2201.{number:05})\n"
        for number in range(1, 16)
    )
    for name, files in {
        "small": {"list.md": LIST, "log.md": LOG, "post.md": POST},
        "many": {"many.md": many},
    }.items():
        site = SiteTest(write_files(folder / f"{name}-vault", files), folder / "www" / name)
        site.build()
    return folder / "www"


@pytest.fixture(scope="module")
def host(built: Path) -> Iterator[str]:
    """Serve the sites under a path of their own."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=built))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Library:
    """The library page as a reader works with it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text))
        page.route("**/favicon.ico", lambda route: route.fulfill(body=""))
        page.goto(address)

    def open(self, state: str) -> None:
        """Open the page anew with a state in its address."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}#{state}")

    def expect_titles(self, titles: list[str]) -> None:
        """Wait until these works are shown, and no others."""
        expect(self.page.locator("table.library tbody tr:visible th")).to_have_text(titles)

    def expect_first(self, *titles: str) -> None:
        """Wait until these works are shown first."""
        rows = self.page.locator("table.library tbody tr:visible th")
        for place, title in enumerate(titles):
            expect(rows.nth(place)).to_have_text(title)

    def expect_state(self, state: str) -> None:
        """Wait until this stands in the address."""
        expect(self.page).to_have_url(f"{self.address}#{state}" if state else self.address)

    def counts(self, facet: str) -> dict[str, int]:
        """The values of a facet that are shown, with their counts."""
        labels = self.page.get_by_role("group", name=facet, exact=True).locator("label:visible")
        return {
            text: int(count)
            for text, count in (label.split("\n") for label in labels.all_inner_texts())
        }

    def choose(self, value: str) -> None:
        """Press the check box of a value, named as in the address."""
        self.page.locator(f'.filters [value="{value}"]').click()

    def expect_counts(self, facet: str, counts: dict[str, int]) -> None:
        """Wait for the values of a facet that are shown, with their counts."""
        becomes(self.page, lambda: self.counts(facet), counts)

    def expect_number(self, facet: str, number: int) -> None:
        """Wait for so many values of a facet."""
        becomes(self.page, lambda: len(self.counts(facet)), number)


@pytest.fixture
def library(page: Page, built: Path) -> Iterator[Library]:
    """The library, opened from disk. Nothing may go wrong in its script."""
    found = Library(page, (built / "small" / "library.html").as_uri())
    yield found
    assert found.errors == []


def test_the_address_says_what_is_shown(library: Library) -> None:
    """Values of one facet add up, facets narrow each other, and the boxes agree with it."""
    library.open("status=queued&topic=sparse")
    library.expect_titles(["DeepCT", "uniCOIL"])
    expect(library.page.get_by_role("status")).to_have_text("2 of 7 works")
    expect(library.page.get_by_role("checkbox", name="to read 2")).to_be_checked()

    library.open("status=queued&status=reading&topic=dense-late&topic=talks")
    library.expect_titles(["Modèles d’Œdipe", LATE])
    library.open("note=log&note=post")
    library.expect_titles(["Okapi BM25", LATE])
    library.open("year=2021&kind=paper&sort=-title")
    library.expect_titles(["uniCOIL", "SPLADE", "Modèles d’Œdipe"])


def test_an_address_with_what_is_not_there_shows_everything(library: Library) -> None:
    """A topic that is gone, a column that never was, and a place on the page do no harm."""
    library.open("topic=gone&sort=price&colour=red")
    library.expect_titles(ALL)

    library.open("status=queued")
    library.page.locator("a.skip").press("Enter")
    library.expect_state("status=queued")  # so that it can still be shared
    expect(library.page.locator("table.library tbody tr:visible")).to_have_count(3)


def test_typing_finds_words_in_any_order_and_spelling(library: Library) -> None:
    """Titles, other names and topics, without regard to accents and capitals, all words."""
    search = library.page.get_by_role("searchbox")
    for text, titles in {
        "LATE search": [LATE],
        "colbert": [LATE],
        "modeles": ["Modèles d’Œdipe"],
        "sparse": ["DeepCT", "SPLADE", "uniCOIL"],
        "sparse late": [],
        "  ": ALL,
    }.items():
        search.fill(text)
        library.expect_titles(titles)

    search.fill("late search")
    expect(library.page).to_have_url(re.compile(r"#q=late\+search$"))


def test_counts_say_what_a_choice_would_leave(library: Library) -> None:
    """A value counts with regard to all other facets and the text, not to its own facet."""
    library.expect_counts("Status", {"reading": 1, "to read": 3, "read": 3})
    library.choose("sparse")
    library.expect_counts("Status", {"reading": 0, "to read": 2, "read": 1})
    library.expect_counts("Topic", {"sparse": 3, "dense / late": 2, "talks": 1})
    library.choose("read")
    library.expect_counts("Status", {"reading": 0, "to read": 2, "read": 1})
    library.expect_counts("Topic", {"sparse": 1, "dense / late": 0, "talks": 1})
    library.page.get_by_role("searchbox").fill("word")
    library.expect_counts("Topic", {"sparse": 0, "dense / late": 0, "talks": 1})


def test_a_long_facet_shows_its_start_and_what_is_chosen(page: Page, built: Path) -> None:
    """The rest comes when one asks for it."""
    library = Library(page, (built / "many" / "library.html").as_uri())
    library.expect_number("Topic", 8)
    library.open("topic=topic-9")
    until(page, lambda: set(library.counts("Topic")), lambda found: {"topic 9"} < found)
    page.get_by_role("button", name="6 more").click()
    library.expect_number("Topic", 15)
    page.get_by_role("button", name="Fewer").click()
    library.expect_number("Topic", 9)
    assert library.errors == []


def test_columns_sort_and_say_so(library: Library) -> None:
    """The newest first at the first press, the other way at the second, unknown days last."""
    date = library.page.get_by_role("columnheader", name="Date")
    date.get_by_role("button").click()
    library.expect_first("DeepCT", "SPLADE", "Okapi BM25")
    expect(date).to_have_attribute("aria-sort", "descending")
    library.expect_state("sort=-date")
    date.get_by_role("button").click()
    library.expect_first("Okapi BM25", "SPLADE", "DeepCT", "Modèles d’Œdipe")
    expect(date).to_have_attribute("aria-sort", "ascending")

    library.page.get_by_role("button", name="Status").click()
    library.expect_first(LATE, "DeepCT", "Modèles d’Œdipe", "uniCOIL")
    expect(date).not_to_have_attribute("aria-sort", re.compile(""))
    library.page.get_by_role("button", name="Work").click()
    library.expect_titles(ALL)
    library.expect_state("")


def test_back_takes_one_choice_back(library: Library) -> None:
    """Each choice is a step in the history, typing is none, and forward goes there again."""
    library.choose("queued")
    library.page.get_by_role("searchbox").fill("c")
    expect(library.page).to_have_url(re.compile("#q=c&status=queued$"))
    library.choose("sparse")
    library.expect_state("q=c&status=queued&topic=sparse")

    library.page.go_back()
    expect(library.page.get_by_role("checkbox", name="sparse")).not_to_be_checked()
    library.expect_state("q=c&status=queued")
    library.page.go_back()
    expect(library.page.get_by_role("status")).to_have_text("7 works")
    expect(library.page.get_by_role("searchbox")).to_have_value("")
    library.page.go_forward()
    expect(library.page.get_by_role("checkbox", name="to read")).to_be_checked()


def test_an_address_can_be_shared(library: Library, page: Page, built: Path, host: str) -> None:
    """What one reader sees another sees, from disk as from any path of a host."""
    library.choose("dense-late")
    library.page.get_by_role("searchbox").fill("œdipe")
    state = "q=%C5%93dipe&topic=dense-late"
    library.expect_state(state)

    for address in (
        (built / "small" / "library.html").as_uri(),
        f"{host}/small/library.html",
    ):
        fresh = page.context.new_page()
        other = Library(fresh, address)
        other.open(state)
        other.expect_titles(["Modèles d’Œdipe"])
        other.page.get_by_role("button", name="Topic dense / late, remove").click()
        other.expect_state("q=%C5%93dipe")
        assert other.errors == []


def test_nothing_found_is_said_with_a_way_out(library: Library) -> None:
    """Then the table is gone, and one press brings everything back."""
    library.open("q=nowhere&status=read")
    library.expect_titles([])
    expect(library.page.locator("table.library")).to_be_hidden()
    library.page.get_by_role("button", name="Clear all filters").click()

    library.expect_titles(ALL)
    library.expect_state("")
    expect(library.page.get_by_role("searchbox")).to_be_focused()
    expect(library.page.get_by_text("No work matches")).to_be_hidden()


def test_without_javascript_the_table_is_whole_and_nothing_is_dead(
    browser: Browser, built: Path
) -> None:
    """All works by title, links that lead somewhere, and no control that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "small" / "library.html").as_uri() + "#status=read")

    assert page.locator("tbody tr:visible th a").all_inner_texts() == ALL
    controls = page.locator("main").locator("button, input, details, [tabindex]")
    assert [one for one in controls.all() if one.is_visible()] == []
    table, heading = page.locator("table").bounding_box(), page.locator("h1").bounding_box()
    assert table
    assert heading
    assert table["x"] == heading["x"]
    context.close()


def test_the_keyboard_is_enough(library: Library) -> None:
    """From the field to a value, to its chip and away again; the focus is seen and never lost."""
    page = library.page
    page.get_by_role("searchbox").focus()
    for key in ("Tab", "Tab", "Space"):
        page.keyboard.press(key)
    library.expect_state("status=queued")
    focused = page.locator(":focus")
    expect(focused).to_have_value("queued")
    expect(focused).not_to_have_css("outline-style", "none")

    page.get_by_role("button", name="Status to read, remove").press("Enter")
    library.expect_titles(ALL)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("button", name="Year").press("Enter")
    library.expect_state("sort=-year")
    expect(page.get_by_role("button", name="Year")).to_be_focused()


def test_on_a_phone_the_facets_open_when_asked_for(library: Library) -> None:
    """The table comes first, and nothing is wider than the screen."""
    library.page.set_viewport_size({"width": 390, "height": 844})
    library.open("status=read")
    box = library.page.get_by_role("checkbox", name="sparse")
    expect(box).to_be_hidden()
    library.page.get_by_text("Filter 1", exact=True).click()
    box.check()

    library.expect_titles(["SPLADE"])
    width = "document.documentElement.scrollWidth"
    until(library.page, lambda: library.page.evaluate(width), lambda wide: wide <= 390)
