"""The palette and the search page with the search that the site has, over the sample vault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import SAMPLE, SiteTest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import Page, expect
from searching import Reader
from sites import SUB_PATH, served

DPR = "Dense Passage Retrieval for Open-Domain Question Answering"
# What is asked, and what comes first.
ASKED = {
    "dpr": DPR,
    "2004.04906": DPR,
    "https://arxiv.org/pdf/2004.04906v2.pdf": DPR,
    "recipocal rnak fusion": "Reciprocal Rank Fusion",
    '"splits a long answer into"': "FActScore",
    "status:queued topic:sparse": "BM25S",
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site of the sample vault below it."""
    folder = tmp_path_factory.mktemp("real") / "host"
    SiteTest(SAMPLE, folder / SUB_PATH).build()
    return folder


@pytest.fixture(params=["disk", "web"])
def reader(request: pytest.FixtureRequest, page: Page, host: Path) -> Iterator[Reader]:
    """A reader of the site from disk, and of one below a path of a host."""
    with served(host) as (address, _):
        from_disk = f"{(host / SUB_PATH).as_uri()}/"
        someone = Reader(page, from_disk if request.param == "disk" else f"{address}{SUB_PATH}/")
        page.route("**/favicon.ico", lambda route: route.fulfill(body=""))
        yield someone
        assert someone.said == []


def test_the_palette_and_the_search_page_find_the_same(reader: Reader) -> None:
    """By nickname, identifier, pasted address, with slips, by a phrase, and by operators."""
    page = reader.page
    for query, title in ASKED.items():
        reader.open("works/arxiv-2004.04906.html")
        reader.press("/")
        page.keyboard.insert_text(query)
        last = page.get_by_role("group", name="More").get_by_role("option")
        expect(last).to_contain_text("result", timeout=10_000)
        results = page.get_by_role("group", name="Results").get_by_role("option")
        expect(results.first).to_contain_text(title)
        said = reader.palette.get_by_role("status").inner_text()
        last.click()
        page.wait_for_url(re.compile(r"/search\.html#"))
        expect(page.locator("main").get_by_role("status")).to_contain_text(said, timeout=10_000)
        expect(page.locator("ol.hits h2").first).to_contain_text(title)
        expect(reader.field).to_have_value(query)


def test_what_is_left_out_is_not_found(reader: Reader) -> None:
    """By a word or a phrase behind a minus."""
    reader.open("search.html#q=token")
    colbert = reader.page.locator("ol.hits h2", has_text="ColBERT: Efficient")
    others = reader.page.locator("ol.hits h2", has_text="SPLADE: Sparse")
    expect(colbert).to_have_count(1, timeout=10_000)
    for without in ('-"late interaction"', "-colbert"):
        reader.field.fill(f"token {without}")
        expect(colbert).to_have_count(0)
        expect(others).to_have_count(1)
        reader.field.fill("token")
        expect(colbert).to_have_count(1)


def test_further_passages_come_when_asked(reader: Reader) -> None:
    """Three are shown at first, also of a work of which much is said."""
    reader.open("search.html#q=dpr")
    first = reader.page.locator("ol.hits > li").first
    expect(first.locator(".passages li")).to_have_count(3, timeout=10_000)
    first.get_by_role("button", name="more passage").click()

    expect(first.locator(".passages li").nth(3)).to_be_visible()


def test_facets_are_chosen_one_beside_the_other(reader: Reader) -> None:
    """Two statuses mean either; a status in other words is the box that it means, and no other."""
    page = reader.page
    reader.open("search.html#q=status:todo")
    status = page.get_by_role("group", name="Status", exact=True)
    boxes = status.get_by_role("checkbox")
    expect(status.get_by_role("checkbox", checked=True)).to_have_count(1, timeout=10_000)
    number = boxes.count()
    assert page.locator("label.none").count() == 0

    status.locator("label", has=page.locator("[value=read]")).click()
    expect(reader.field).to_have_value("status:todo status:read")
    expect(status.get_by_role("checkbox", checked=True)).to_have_count(2)
    assert boxes.count() == number
    marks = page.locator("ol.hits h2 .mark")
    kinds = set(marks.evaluate_all("all => all.map(one => one.className)"))
    assert kinds == {"mark is-queued", "mark is-read"}
    status.locator("label", has=page.locator("[value=queued]")).click()
    expect(reader.field).to_have_value("status:read")


def test_only_values_that_there_are_have_a_box(reader: Reader) -> None:
    """A slip or several years have none; the beginning of one topic ticks that topic."""
    page = reader.page
    said = page.locator("main").get_by_role("status")
    ticked = page.get_by_role("checkbox", checked=True)
    reader.open("search.html#q=status:foo")
    expect(said).to_have_text("No result for “status:foo”", timeout=10_000)
    expect(page.get_by_role("complementary")).to_be_hidden()
    expect(ticked).to_have_count(0)
    reader.field.fill("year:2019..2021")
    expect(said).to_contain_text("results")
    expect(ticked).to_have_count(0)
    reader.field.fill("topic:ontol")
    expect(ticked).to_have_count(1)
    assert ticked.get_attribute("value") == "graphs / ontologies"
    ticked.click()

    expect(reader.field).to_have_value("")


def test_a_word_that_nothing_has_is_told(reader: Reader) -> None:
    """Beside the number of what the other words find, in the palette and on the page."""
    reader.open("search.html#q=status:queued+bm25s+zzqq")
    said = reader.page.locator("main").get_by_role("status")
    expect(said).to_have_text("1 result; nothing has “zzqq”", timeout=10_000)
    reader.open("index.html")
    reader.press("/")
    reader.type("status:queued bm25s zzqq")
    expect(reader.palette.get_by_role("status")).to_have_text(
        "1 result; nothing has “zzqq”", timeout=10_000
    )
