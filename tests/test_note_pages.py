"""What the properties of a note make of its page."""

from __future__ import annotations

from conftest import SiteMaker


def test_a_note_says_how_its_page_is_to_be(site: SiteMaker) -> None:
    """Language, classes for styles of the user's own, and what the page goes without."""
    text = "# One\n\n## Two\n\n## Three\n\n## Four\n\nText."
    front = "lang: de\ncssclasses: [wide, two-columns]\ntags: [ir]\n"
    off = "toc: false\ndg-show-tags: false\nbacklinks: false\n"
    garden = site(
        {
            "a.md": f"---\n{front}---\n{text}",
            "b.md": f"---\n{front}{off}---\n{text}",
            "c.md": "[[a]], [[b]]",
        }
    )
    garden.build()

    shown, bare = garden.page("notes/a.html"), garden.page("notes/b.html")
    article = shown.css_first("article")
    assert article is not None
    assert article.attributes == {"lang": "de", "dir": "auto", "class": "prose wide two-columns"}
    parts = ".contents", "a.tag", ".backlinks"
    assert [bool(shown.css(part)) for part in parts] == [True, True, True]
    assert [bool(bare.css(part)) for part in parts] == [False, False, False]


def test_the_log_shows_all_that_was_written_on_a_day(site: SiteMaker) -> None:
    """Lines without a paper are there as well, up to the next day or the end of its heading."""
    garden = site(
        {
            "log.md": "01/30/2025\n\n- talked to a friend\n\nProse of the day.\n\n"
            "## A heading below it\n\n01/31/2025\n\n- [T](https://example.org/t): read\n",
            "2025-01-30.md": "A whole daily note.\n\n## 30 January 2025\n\nIts part.\n",
            "more.md": "### 2025-01-31\n\nOf the last day.\n\n## Else\n\nNothing dated.\n",
        }
    )
    garden.build(site={"base_url": "https://example.org"})
    days = [
        " ".join(day.text(separator=" ").split())
        for day in garden.page("log/2025-01.html").css(".day")
    ]

    assert days[0] == "Friday, 31 January log T ↗ : read more Of the last day."
    assert days[1] == (
        "Thursday, 30 January 2025-01-30 A whole daily note. 30 January 2025 Its part. "
        "log talked to a friend Prose of the day. A heading below it"
    )
    assert "Prose of the day." in garden.source("feed.xml")
    assert "Nothing dated." not in garden.source("feed.xml")


def test_a_paragraph_with_very_many_links_is_not_quoted_whole(site: SiteMaker) -> None:
    """Each page that it links to shows the words around its own link."""
    links = " ".join(f"[[n{number}]] [W{number}](https://x.org/{number})" for number in range(120))
    garden = site({"hub.md": links, **{f"n{number}.md": "Text." for number in range(120)}})
    garden.build()
    quoted = garden.page("notes/n60.html").css_first(".backlinks .quote .head")

    assert quoted is not None
    assert "n60 W60" in quoted.text()
    assert len(quoted.text()) < 200
