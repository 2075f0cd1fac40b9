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
    assert article.attributes == {"lang": "de", "class": "prose wide two-columns"}
    parts = ".contents", "a.tag", ".backlinks"
    assert [bool(shown.css(part)) for part in parts] == [True, True, True]
    assert [bool(bare.css(part)) for part in parts] == [False, False, False]
