"""The view of the library: its rows, and the facets with their values and counts."""

from __future__ import annotations

from conftest import SiteMaker
from harness import SiteTest

LIST = """\
---
title: What to read
---
## Sparse / lexical
- [x] [SPLADE](https://arxiv.org/abs/2107.05720)
- [-] [DeepCT](https://arxiv.org/abs/1910.10687)
- [/] [uniCOIL](https://arxiv.org/abs/2106.14807)

## talks
- [ ] [Word vectors](https://www.youtube.com/watch?v=rmVRLeJRkl4)
"""
MORE = "## sparse / lexical\n- [x] [splade v1](https://arxiv.org/abs/2107.05720)\n"


def _facets(site: SiteTest) -> dict[str, list[tuple[str, str, str]]]:
    """Address, word and count of each value by its facet, as the template shows them."""
    return {
        group.attributes["name"] or "": [
            (
                label.css_first("input").attributes["value"] or "",  # type: ignore[union-attr]
                label.css_first(".text").text(strip=True),  # type: ignore[union-attr]
                label.css_first(".count").text(strip=True),  # type: ignore[union-attr]
            )
            for label in group.css("label")
        ]
        for group in site.page("library.html").css("fieldset")
    }


def test_facets_have_their_values_in_a_useful_order(site: SiteMaker) -> None:
    """Statuses in the order of a reading life, kinds in theirs, the rest by how often it is."""
    garden = site({"list.md": LIST, "deep/more.md": MORE})
    garden.build()

    assert _facets(garden) == {
        "status": [
            ("reading", "reading", "1"),
            ("queued", "to read", "1"),
            ("read", "read", "1"),
            ("dropped", "dropped", "1"),
        ],
        "kind": [("paper", "papers", "3"), ("video", "videos", "1")],
        "topic": [("sparse-lexical", "Sparse / lexical", "3"), ("talks", "talks", "1")],
        "year": [("2021", "2021", "2"), ("2019", "2019", "1")],
        "note": [("list", "What to read", "4"), ("deep/more", "more", "1")],
    }


def test_a_row_says_its_notes_and_other_names(site: SiteMaker) -> None:
    """What the table does not show is found all the same."""
    garden = site({"list.md": LIST, "deep/more.md": MORE})
    garden.build()
    rows = garden.page("library.html").css("tbody tr")

    assert [row.attributes["data-notes"] for row in rows] == ["0", "0 1", "0", "0"]
    also = [row.attributes.get("data-also") for row in rows]
    assert also[1] == "SPLADE · 2107.05720"
    assert also[0] == "1910.10687"


def test_what_cannot_tell_works_apart_is_no_facet(site: SiteMaker) -> None:
    """With one work, nothing is to be chosen; with none, there is no table and no script."""
    garden = site({"a.md": "- [ ] [DeepCT](https://arxiv.org/abs/1910.10687)\n"})
    garden.build()
    assert _facets(garden) == {}
    assert "1 work " in garden.text("library.html")

    garden.change("a.md", "Nothing.\n").build()
    scripts = [script.attributes["src"] for script in garden.page("library.html").css("script")]
    assert "theme.js" in scripts
    assert "library.js" not in scripts
