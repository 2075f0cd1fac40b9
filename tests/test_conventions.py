"""Properties of other tools, seen in the finished site: what is published, listed, found where."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

import pytest
from harness import SiteTest

SiteMaker = Callable[[Mapping[str, str | bytes]], SiteTest]


def note(block: str, text: str = "Text.") -> str:
    """A note with this block of YAML."""
    return f"---\n{block}\n---\n{text}\n"


@pytest.mark.parametrize(
    ("block", "published"),
    [
        ("dg-publish: true", True),
        ('dg-publish: "true"', True),
        ('dg-publish: "false"', False),
        ("dg-publish: false", False),
        ("publish: true", True),
        ("publish: false", False),
        ("published: true", True),
        ("published: false", False),
        ("publish: [true]", True),
        ("draft: true", False),
        ("draft: false", False),
        ("x: y", False),
    ],
)
def test_a_note_may_have_to_say_that_it_is_published(
    site: SiteMaker, block: str, published: bool
) -> None:
    """Where only flagged notes are, one that says nothing is not, even if another links to it."""
    garden = site({"a.md": note(block), "b.md": note("dg-publish: true", "[[a]]")})
    garden.build(vault={"publish": "flagged"})

    assert ("notes/a.html" in garden.files()) is published
    assert "notes/b.html" in garden.files()


def test_a_note_of_an_excluded_folder_is_published_if_it_says_so(site: SiteMaker) -> None:
    """As in Obsidian Publish; the others in the folder stay."""
    garden = site(
        {"away/a.md": note("publish: true"), "away/b.md": "Text.", "away/c.md": note("tags: x")}
    )
    garden.build(vault={"exclude": ["away"]})

    assert [path for path in garden.files() if path.startswith("notes/")] == ["notes/away/a.html"]


@pytest.mark.parametrize(
    ("block", "page"),
    [
        ("permalink: /late/", "late/index.html"),
        ("permalink: posts/late", "posts/late.html"),
        ("permalink: /posts/late.html", "posts/late.html"),
        ("dg-permalink: late/interaction", "late/interaction.html"),
        ("permalink: /a/\ndg-permalink: b", "a/index.html"),
        ("aliases: [old/late-interaction]", "old/late-interaction.html"),
        ("aliases: [/2024/07/03/late.html]", "2024/07/03/late.html"),
        ("aliases:\n  - /old/late/\n  - Late", "old/late/index.html"),
        ("alias: old/late", "old/late.html"),
        ("aliases: Late", "notes/late.html"),
    ],
)
def test_a_note_is_found_where_it_once_was(site: SiteMaker, block: str, page: str) -> None:
    """Permalinks and aliases lead on to the page of the note."""
    garden = site({"posts/2024/colbert.md": note(block)})
    garden.build()
    link = garden.page(page).css_first('link[rel="canonical"]')

    assert link is not None
    leads = posixpath.join(posixpath.dirname(page), link.attributes["href"] or "")
    assert posixpath.normpath(leads) == "notes/posts/2024/colbert.html"
    assert garden.page(page).css_first('meta[http-equiv="refresh"]') is not None


@pytest.mark.parametrize(
    "block", ["permalink: ../../x", "permalink: /", "permalink: /notes/b", "aliases: [index]"]
)
def test_a_permalink_takes_no_page_from_another(site: SiteMaker, block: str) -> None:
    """The home page, another note and what lies outside of the site are not to be had."""
    garden = site({"a.md": note(block), "b.md": "Text of b."})
    garden.build()

    assert "Text of b." in garden.text("notes/b.html")
    assert garden.page("index.html").css_first('meta[http-equiv="refresh"]') is None
    assert not [path for path in garden.files() if path.startswith(("..", "x"))]


def test_an_unlisted_note_has_a_page_and_nothing_else(site: SiteMaker) -> None:
    """Neither home, tags, backlinks nor the graph tell of it."""
    garden = site(
        {"a.md": note("unlisted: true\ntags: [axolotl]", "See [[b]]."), "b.md": "Text of b."}
    )
    garden.build()

    assert "See b ." in garden.text("notes/a.html")
    assert garden.page("notes/b.html").css(".backlinks") == []
    assert not [path for path in garden.files() if "axolotl" in path]
    assert [n["id"] for n in garden.export()["notes"]] == ["b"]
    assert 'href="notes/a.html"' not in garden.source("index.html")


def test_a_description_and_a_title_are_those_of_the_page(site: SiteMaker) -> None:
    """Both stand in the head of the page, whatever characters they hold."""
    garden = site({"a.md": note('title: "A & <b>"\ndescription: "One \\"sentence\\"."')})
    garden.build()
    page = garden.page("notes/a.html")
    title, description = page.css_first("title"), page.css_first('meta[name="description"]')

    assert title is not None
    assert title.text().startswith("A & <b>")
    assert description is not None
    assert description.attributes["content"] == 'One "sentence".'


def test_the_text_of_a_link_to_a_draft_stays(site: SiteMaker) -> None:
    """The link itself goes, as in Quarto."""
    garden = site({"a.md": "See [the late one](late.qmd).", "late.qmd": note("draft: true")})
    garden.build()

    assert "See the late one" in garden.text("notes/a.html")
    assert garden.page("notes/a.html").css(".prose a") == []


def test_a_post_and_a_draft_of_jekyll(site: SiteMaker) -> None:
    """The post has its date, the draft none; it stays where it is unless it says otherwise."""
    garden = site(
        {
            "_posts/2024-07-03-late-interaction.md": note("layout: post", "A post."),
            "_drafts/dense.md": note("layout: post", "A draft."),
            "_drafts/sparse.md": note("publish: true", "A draft that may leave."),
        }
    )
    garden.build()

    assert [path for path in garden.files() if path.startswith("notes/")] == [
        "notes/_drafts/sparse.html",
        "notes/_posts/2024-07-03-late-interaction.html",
    ]
    assert "3 Jul 2024" in garden.text("notes/_posts/2024-07-03-late-interaction.html")


NAMES = ["a # b", "x^y", "q|r", "p:q", "%%c%%", "[[n]]", "{{ s }}", "a%20b", "<i>", 'q"r', "e & f"]


@pytest.mark.parametrize("name", NAMES)
def test_signs_in_the_name_of_a_note_break_nothing(site: SiteMaker, name: str) -> None:
    """Names that no wikilink can hold have a page, and a link in Markdown where one can be."""
    garden = site({f"{name}.md": "Text.", "b.md": "[[" + name + "]] and [x](<" + name + ".md>)"})
    built = garden.build()
    titles = {page.text() for page in garden.page("index.html").css('a[href^="notes/"]')}

    assert len(built.graph.notes) == 2
    assert name in titles
