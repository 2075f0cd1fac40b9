"""Every form of a link and of an embed: what it names, what it shows, and how large."""

from __future__ import annotations

import pytest

from papergarden.core.model import Link
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

REFERENCE = "\n\n[ref]: dense.md\n"


def link_of(markdown: str) -> Link:
    """The one link of a note."""
    (link,) = parse(read("note.md", f"See {markdown}.{REFERENCE}".encode()), Settings()).links
    return link


@pytest.mark.parametrize(
    ("markdown", "style", "href", "text"),
    [
        ("[[bm25]]", "wiki", "bm25", "bm25"),
        ("[[bm25.md]]", "wiki", "bm25.md", "bm25.md"),
        ("[[study/bm25]]", "wiki", "study/bm25", "study/bm25"),
        ("[[./bm25]]", "wiki", "./bm25", "./bm25"),
        ("[[bm25|Okapi]]", "wiki", "bm25", "Okapi"),
        ("[[ bm25 | Okapi ]]", "wiki", "bm25", "Okapi"),
        ("[[bm25|]]", "wiki", "bm25", "bm25"),
        ("[[bm25|a|b]]", "wiki", "bm25", "a|b"),
        ("[[bm25#History]]", "wiki", "bm25#History", "bm25 > History"),
        ("[[bm25#History#TREC]]", "wiki", "bm25#History#TREC", "bm25 > History > TREC"),
        ("[[bm25#History|past]]", "wiki", "bm25#History", "past"),
        ("[[#History]]", "wiki", "#History", "History"),
        ("[[#History|past]]", "wiki", "#History", "past"),
        ("[[bm25#^claim]]", "wiki", "bm25#^claim", "bm25 > claim"),
        ("[[#^claim]]", "wiki", "#^claim", "claim"),
        ("[[paper.pdf]]", "wiki", "paper.pdf", "paper.pdf"),
        ("[[late interaction (2020) & more]]", "wiki", *["late interaction (2020) & more"] * 2),
        ("[[日本語]]", "wiki", "日本語", "日本語"),
        ("[t](dense.md)", "local", "dense.md", "t"),
        ("[t](dense)", "local", "dense", "t"),
        ("[t](n%20x.md)", "local", "n%20x.md", "t"),
        ("[t](<n x.md>)", "local", "n x.md", "t"),
        ("[t](../a/dense.md#why)", "local", "../a/dense.md#why", "t"),
        ('[t](dense.md "title")', "local", "dense.md", "t"),
        ("[t](#why)", "local", "#why", "t"),
        ("[t][ref]", "local", "dense.md", "t"),
        ("[ref][]", "local", "dense.md", "ref"),
        ("[ref]", "local", "dense.md", "ref"),
        ("[t](https://example.org/a)", "outside", "https://example.org/a", "t"),
        ("<https://example.org/a>", "outside", *["https://example.org/a"] * 2),
        ("https://example.org/a", "outside", *["https://example.org/a"] * 2),
    ],
)
def test_a_link_names_and_shows_what_its_form_says(
    markdown: str, style: str, href: str, text: str
) -> None:
    """Wikilinks hold a name, links of Markdown a path, and either may have a text of its own."""
    link = link_of(markdown)

    assert (link.style, link.href, link.text) == (style, href, text)
    assert (link.embed, link.size) == (False, None)


@pytest.mark.parametrize(
    ("markdown", "href", "text", "size"),
    [
        ("![[plot.png]]", "plot.png", "plot.png", None),
        ("![[plot.png|100]]", "plot.png", "plot.png", (100, 0)),
        ("![[plot.png|640x480]]", "plot.png", "plot.png", (640, 480)),
        ("![[plot.png|a plot]]", "plot.png", "a plot", None),
        ("![[plot.png|a plot|100]]", "plot.png", "a plot", (100, 0)),
        ("![[img/plot.png|a plot|100x50]]", "img/plot.png", "a plot", (100, 50)),
        ("![a plot](plot.png)", "plot.png", "a plot", None),
        ("![a plot|100x145](plot.png)", "plot.png", "a plot", (100, 145)),
        ("![250](plot.png)", "plot.png", "plot.png", (250, 0)),
        ("![](my%20plot.png)", "my%20plot.png", "my plot.png", None),
        ("![](my%00plot.png)", "my%00plot.png", "my\ufffdplot.png", None),
        ("![[paper.pdf#page=3]]", "paper.pdf#page=3", "paper.pdf > page=3", None),
        ("![[paper.pdf#height=400]]", "paper.pdf#height=400", "paper.pdf > height=400", None),
        ("![[plan.canvas]]", "plan.canvas", "plan.canvas", None),
        ("![[table.base]]", "table.base", "table.base", None),
        ("![[table.base#Read]]", "table.base#Read", "table.base > Read", None),
        ("![[talk.mp3]]", "talk.mp3", "talk.mp3", None),
        ("![[bm25]]", "bm25", "bm25", None),
        ("![[bm25#History]]", "bm25#History", "bm25 > History", None),
        ("![[bm25#^list-id]]", "bm25#^list-id", "bm25 > list-id", None),
    ],
)
def test_an_embed_names_a_file_or_a_note_and_perhaps_a_size(
    markdown: str, href: str, text: str, size: tuple[int, int] | None
) -> None:
    """A size stands last, behind a bar or as the whole text."""
    link = link_of(markdown)

    assert link.embed
    assert (link.href, link.text, link.size) == (href, text, size)


@pytest.mark.parametrize(
    "markdown",
    ["\\[[bm25]]", "`[[bm25]]`", "[[]]", "[[ ]]", "[[a\nb]]", "[[bm25]", "[a] (b.md)", "$[[a]]$"],
)
def test_what_is_no_link_stays_text(markdown: str) -> None:
    """Brackets in code, in a formula, behind a backslash, without a name or in pieces."""
    assert parse(read("note.md", f"See {markdown}.".encode()), Settings()).links == ()


def test_in_a_table_the_bar_of_a_link_or_a_size_is_escaped() -> None:
    """The bar of a cell and that of a link do not get into each other's way."""
    table = "| a | b |\n|---|---|\n| [[bm25\\|Okapi]] | ![[plot.png\\|100x50]] |\n"
    text, plot = parse(read("note.md", table.encode()), Settings()).links

    assert (text.href, text.text) == ("bm25", "Okapi")
    assert (plot.href, plot.text, plot.size) == ("plot.png", "plot.png", (100, 50))
