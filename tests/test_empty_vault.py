"""What a vault without notes becomes."""

from __future__ import annotations

from conftest import SiteMaker


def test_an_empty_vault_gives_pages_that_say_how_to_begin(site: SiteMaker) -> None:
    """Nothing to publish is no mistake: the pages are there, and friendly."""
    garden = site({})
    garden.build(site={"title": "My garden"})

    assert garden.files() == [
        "404.html",
        "copy.js",
        "graph/0.js",
        "graph/all.js",
        "graph-draw.js",
        "graph-forces.js",
        "graph-hands.js",
        "graph-labels.js",
        "graph-near.js",
        "graph-page.js",
        "graph-view.js",
        "graph.css",
        "graph.html",
        "graph.js",
        "graph.json",
        "icon.svg",
        "index.html",
        "library.bib",
        "library.css",
        "library.html",
        "library.js",
        "library.json",
        "load.js",
        "log.css",
        "notes.html",
        "palette.js",
        "plots.css",
        "previews/0.js",
        "previews.js",
        "search/addresses-0.js",
        "search/inside-0.js",
        "search/names-0.js",
        "search/vocabulary-0.js",
        "search/words-0.js",
        "search-addresses.js",
        "search-match.js",
        "search-names.js",
        "search-query.js",
        "search-rank.js",
        "search-words.js",
        "search.html",
        "search.js",
        "searchpage.js",
        "shards.js",
        "statistics.html",
        "style.css",
        "theme.js",
        "topics.html",
    ]
    assert garden.text("index.html").startswith("My garden Notes No note is published yet.")
    assert garden.text("library.html").startswith("Library No work yet: link to a paper")
    assert garden.text("topics.html").startswith("Topics No topic yet: a heading above")
    assert garden.text("graph.html").startswith("Graph Nothing to draw yet: a note")
