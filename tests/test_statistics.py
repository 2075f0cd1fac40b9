"""The page of statistics, the field of days on the front page, and related works."""

from __future__ import annotations

from conftest import SiteMaker
from harness import SiteTest

LIST = """\
## sparse
- [x] [SPLADE](https://arxiv.org/abs/2107.05720) ➕ 2025-01-06 ✅ 2025-02-04
- [ ] [DeepCT](https://arxiv.org/abs/1910.10687) ➕ 2025-02-05
- [ ] [uniCOIL](https://arxiv.org/abs/2106.14807)

## talks
- [x] [Word vectors](https://www.youtube.com/watch?v=rmVRLeJRkl4)
"""
LOG = """\
12/30/2024
- 📖[Okapi BM25](https://nlp.stanford.edu/IR-book/html/htmledition/okapi-bm25.html)
"""


def _table(site: SiteTest, section: str) -> list[list[str]]:
    """The numbers of the plot under a heading of the page of statistics."""
    for part in site.page("statistics.html").css("main section"):
        heading = part.css_first("h2, h3")
        if heading and heading.text(strip=True) == section:
            return [
                [cell.text(strip=True) for cell in row.css("th, td")]
                for row in part.css("details tr")
            ]
    return []


def test_the_numbers_are_told_in_words_and_as_tables(site: SiteMaker) -> None:
    """What is drawn can be read, and what could not be counted is said."""
    garden = site({"list.md": LIST, "log.md": LOG})
    garden.build()
    text = garden.text("statistics.html")

    assert "Works 5: 3 papers, 1 book, 1 video" in text
    assert "Status 3 read, 2 queued" in text
    assert "From queue to read" not in text  # of one work nothing is usual
    assert "Busiest month February 2025, 2 entries" in text
    assert _table(garden, "Queue") == [
        ["Month", "Waiting"],
        ["February 2025", "1"],
        ["January 2025", "1"],
    ]
    assert "1 more wait since a day that is not written down" in text
    assert _table(garden, "Read") == [
        ["Month", "Works", "Kinds"],
        ["February 2025", "1", "1 paper"],
        ["December 2024", "1", "1 book"],
    ]
    assert "2 works, by the last day of reading; 1 more without a day" in text
    assert _table(garden, "Kinds")[1:] == [
        ["papers", "3", "1"],
        ["books", "1", "1"],
        ["videos", "1", "1"],
    ]
    assert _table(garden, "Statuses")[1:] == [["read", "3"], ["queued", "2"]]
    assert _table(garden, "Topics")[1:] == [["sparse", "3", "1"], ["talks", "1", "1"]]


def test_the_front_page_shows_the_last_weeks_and_leads_to_the_rest(site: SiteMaker) -> None:
    """The last 53 weeks there, all years on the page of statistics."""
    garden = site({"list.md": LIST, "log.md": LOG})
    garden.build()
    front = garden.page("index.html").css_first("section.activity")

    assert front is not None
    assert front.text().split()[0] == "Activity"
    assert "4 entries on 4 days, 30 Dec 2024 to 5 Feb 2025." in front.text()
    assert len(front.css("svg")) == 2
    assert [a.attributes["href"] for a in front.css("h2 a")] == ["statistics.html"]
    years = garden.page("statistics.html").css("main h3")
    assert [year.text() for year in years] == ["2025", "2024"]


def test_a_day_leads_to_its_place_in_the_log(site: SiteMaker) -> None:
    """Days of the log are links; days that only a date in a list tells have no page to lead to."""
    garden = site({"list.md": LIST, "log.md": LOG})
    garden.build()
    links = garden.page("statistics.html").css("svg .heat-1 a")
    hrefs = [link.attributes["href"] for link in links]

    assert hrefs == ["log/2024-12.html#d-2024-12-30"]
    assert garden.page("log/2024-12.html").css("#d-2024-12-30")


def test_without_any_date_there_is_no_field_of_days(site: SiteMaker) -> None:
    """A vault without dates has a page of statistics all the same."""
    garden = site({"list.md": "- [ ] [a](https://x.org/a)\n"})
    garden.build()

    assert not garden.page("index.html").css("section.activity")
    assert not garden.page("statistics.html").css("#activity")
    assert [h.text() for h in garden.page("statistics.html").css("h2")] == ["Kinds", "Statuses"]


def test_the_page_of_a_work_names_its_neighbours(site: SiteMaker) -> None:
    """Related works stand at the end of the page, with their status."""
    garden = site({"list.md": LIST, "log.md": LOG})
    garden.build()
    page = garden.page("works/arxiv-1910.10687.html")
    links = page.css("section[aria-labelledby=related] li > a")

    assert {link.text() for link in links} == {"SPLADE", "uniCOIL"}
    assert {link.attributes["href"] for link in links} == {
        "arxiv-2107.05720.html",
        "arxiv-2106.14807.html",
    }
    (alone,) = [path for path in garden.files() if path.startswith("works/youtube")]
    assert not garden.page(alone).css("#related")


def test_an_unlisted_or_unpublished_note_is_in_no_number(site: SiteMaker) -> None:
    """Works and days that only such a note knows are not counted, drawn or related."""
    garden = site({"list.md": LIST})
    garden.build()
    before = garden.text("statistics.html")
    garden.change("hidden.md", "---\npublish: false\n---\n" + LOG + LIST).build()

    assert garden.text("statistics.html") == before
