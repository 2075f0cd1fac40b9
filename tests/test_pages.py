"""What a reader finds on the pages, told as stories of small vaults."""

from __future__ import annotations

from conftest import SiteMaker
from harness import SiteTest
from selectolax.lexbor import LexborNode

READING_LIST = """\
---
title: What to read
tags: [ir/lists]
---
## sparse retrieval
- [x] [splade](https://arxiv.org/abs/2107.05720) ➕ 2025-01-06 ✅ 2025-02-04
	- sparse enough for an inverted index
- [/] [BM25S: Orders of magnitude faster lexical search](https://arxiv.org/abs/2407.03618)
- [ ] [deepct](https://arxiv.org/pdf/1910.10687) 🔽
- [ ] [splade v2](https://arxiv.org/abs/2109.10086) ➕ 2025-02-05 ⏫

## talks
- [ ] [Intro & Word Vectors](https://www.youtube.com/watch?v=rmVRLeJRkl4) #ir/dense
- [-] [colbert](https://arxiv.org/abs/2004.12832)
"""
LOG = """\
02/11/2025
- 📜[ColBERT: Passage Search via Late Interaction](https://arxiv.org/pdf/2004.12832v2)
    - Late interaction, as promised in [[reading-list#talks|the list]].

02/04/2025
- 📜[SPLADE: Sparse Lexical and Expansion Model](https://arxiv.org/pdf/2107.05720)
    - A learned model that still runs on an inverted index.

12/30/2024
- 📖[Okapi BM25](https://nlp.stanford.edu/IR-book/html/htmledition/okapi-bm25.html)
"""
POST = """\
---
layout: post
title: Retrieval is a budget
date: 2025-03-14
---
Expansion costs storage, as [SPLADE](https://arxiv.org/abs/2107.05720) shows at length.
"""
GARDEN = {"reading-list.md": READING_LIST, "log.md": LOG, "posts/budget.md": POST}


def _texts(nodes: list[LexborNode]) -> list[str]:
    return [" ".join(node.text(separator=" ").split()) for node in nodes]


def _rows(site: SiteTest, path: str) -> list[list[str]]:
    """The rows of the table of works on a page, cell by cell."""
    return [_texts(row.css("th, td")) for row in site.page(path).css("tbody tr")]


def test_a_paper_in_three_notes_has_one_page_with_all_that_was_said(site: SiteMaker) -> None:
    """Status, dates, both summaries and the passing mention stand together, with their places."""
    garden = site(GARDEN)
    garden.build()
    page = garden.page("works/arxiv-2107.05720.html")
    text = garden.text("works/arxiv-2107.05720.html")
    title = page.css_first("h1")

    assert title is not None
    assert title.text() == "SPLADE: Sparse Lexical and Expansion Model"
    assert "Expansion Model read on 4 Feb 2025 paper queued on 6 Jan 2025 Links arXiv" in text
    assert "Also called SPLADE" in text
    assert _texts(page.css("#summaries ~ .quote > header")) == [
        "log 4 Feb 2025 line 6",
        "What to read sparse retrieval 4 Feb 2025 line 6",
    ]
    assert "A learned model that still runs on an inverted index." in text
    assert "sparse enough for an inverted index" in text
    assert _texts(page.css("#contexts ~ .quote > header")) == [
        "Retrieval is a budget 14 Mar 2025 line 6"
    ]
    assert "Expansion costs storage, as SPLADE shows at length." in text


def test_the_addresses_of_a_paper_are_listed_with_the_best_one_first(site: SiteMaker) -> None:
    """The page of a work leads out to each place where it can be found, however it was written."""
    garden = site(
        {
            "a.md": "- [bm25s](https://arxiv.org/pdf/2407.03618v1), "
            "[code](https://github.com/xhluca/bm25s)\n",
            "b.md": "- [the same](https://www.alphaxiv.org/abs/2407.03618)\n",
        }
    )
    garden.build()
    links = garden.page("works/arxiv-2407.03618.html").css("dl a.out")

    assert [(link.text(), link.attributes["href"]) for link in links] == [
        ("arXiv 2407.03618", "https://arxiv.org/abs/2407.03618"),
        ("github.com/xhluca/bm25s", "https://github.com/xhluca/bm25s"),
    ]


def test_the_front_page_says_what_is_next(site: SiteMaker) -> None:
    """The front page shows what is open by urgency, what is under way and what was read last."""
    garden = site(GARDEN)
    garden.build()
    page = garden.page("index.html")

    assert _texts(page.css("section[aria-labelledby=reading] li > a")) == [
        "BM25S: Orders of magnitude faster lexical search"
    ]
    assert _texts(page.css("section[aria-labelledby=queue] li > a")) == [
        "splade v2",
        "Intro & Word Vectors",
        "deepct",
    ]
    assert _texts(page.css("section[aria-labelledby=read] li > a")) == [
        "ColBERT: Passage Search via Late Interaction",
        "SPLADE: Sparse Lexical and Expansion Model",
        "Okapi BM25",
    ]
    assert "Next up 3 waiting" in garden.text("index.html")
    assert _texts(page.css("section[aria-labelledby=notes] li > a")) == [
        "Retrieval is a budget",
        "log",
        "What to read",
    ]


def test_the_library_lists_every_work_with_what_is_known(site: SiteMaker) -> None:
    """One row a work, by title: status in words that fit its kind, topics, year and date."""
    garden = site(GARDEN)
    garden.build()

    assert _rows(garden, "library.html") == [
        [
            "BM25S: Orders of magnitude faster lexical search",
            *("reading", "paper", "sparse retrieval", "2024", ""),
        ],
        [
            "ColBERT: Passage Search via Late Interaction",
            *("read", "paper", "talks", "2020", "11 Feb 2025"),
        ],
        ["deepct", "to read", "paper", "sparse retrieval", "2019", ""],
        ["Intro & Word Vectors", "to watch", "video", "talks", "", ""],
        ["Okapi BM25", "read", "book", "", "", "30 Dec 2024"],
        ["splade v2", "to read", "paper", "sparse retrieval", "2021", "5 Feb 2025"],
        [
            "SPLADE: Sparse Lexical and Expansion Model",
            *("read", "paper", "sparse retrieval", "2021", "4 Feb 2025"),
        ],
    ]


def test_the_log_has_a_page_for_each_month(site: SiteMaker) -> None:
    """A month shows its days from the newest on, and leads to the months beside it."""
    garden = site(GARDEN)
    garden.build()
    february = garden.page("log/2025-02.html")

    assert _texts(garden.page("log.html").css("main li a")) == ["February 2", "December 1"]
    assert len(garden.page("log.html").css("main li")) == 24  # each year with all of its months
    assert _texts(february.css("h2")) == ["Tuesday, 11 February", "Tuesday, 4 February"]
    assert _texts(february.css(".prose li > a.work")) == [
        "ColBERT: Passage Search via Late Interaction",
        "SPLADE: Sparse Lexical and Expansion Model",
    ]
    assert [a.attributes["href"] for a in february.css("a[rel=prev]")] == ["2024-12.html"] * 2
    assert february.css("a[rel=next]") == []
    assert "Late interaction, as promised in the list ." in garden.text("log/2025-02.html")


def test_topics_are_the_headings_above_works(site: SiteMaker) -> None:
    """The page of a topic lists the works that stand under its heading, in whatever note."""
    garden = site({**GARDEN, "more.md": "# sparse retrieval\n- [x] [ance](https://x.org/a)\n"})
    garden.build()

    assert "sparse retrieval 5 talks 2" in garden.text("topics.html")
    assert [row[0] for row in _rows(garden, "topics/sparse-retrieval.html")] == [
        "ance",
        "BM25S: Orders of magnitude faster lexical search",
        "deepct",
        "splade v2",
        "SPLADE: Sparse Lexical and Expansion Model",
    ]


def test_a_nested_tag_is_found_under_its_parent(site: SiteMaker) -> None:
    """`#ir/dense` has its own page, and what carries it is on the page of `#ir`, too."""
    garden = site(GARDEN)
    garden.build()

    assert "Tags #ir 2 #ir/dense 2 #ir/lists 1" in garden.text("topics.html")
    assert _rows(garden, "tags/ir.html") == _rows(garden, "tags/ir/dense.html") != []
    assert _texts(garden.page("tags/ir.html").css(".notes a")) == ["What to read"]


def test_a_note_shows_who_links_to_it_with_their_words(site: SiteMaker) -> None:
    """A backlink is the passage that holds it, with the way to its line."""
    garden = site(GARDEN)
    garden.build()
    quotes = garden.page("notes/reading-list.html").css(".backlinks .quote")

    assert _texts(quotes) == ["line 3 Late interaction, as promised in the list ."]
    assert _texts(garden.page("notes/reading-list.html").css(".backlinks h3")) == ["log"]
    link = garden.page("notes/log.html").css_first("a.note")
    assert link is not None
    assert link.attributes["href"] == "reading-list.html#talks"


def test_a_link_in_a_property_is_a_backlink(site: SiteMaker) -> None:
    """The property is the passage; a withheld note is not told of by it."""
    garden = site(
        {
            "a.md": '---\nup: "[[b]]"\nother: "[[secret|wombatword]]"\n---\nText.',
            "b.md": "Text.",
            "secret.md": "---\npublish: false\n---\nText.",
        }
    )
    garden.build()
    quotes = garden.page("notes/b.html").css(".backlinks .quote")

    assert _texts(quotes) == ["line 1 up: b"]
    assert [a.attributes["href"] for a in quotes[0].css("a")] == ["a.html", "b.html"]
    assert ("note:a", "note:b", "links") in {
        (edge["source"], edge["target"], edge["type"]) for edge in garden.export()["edges"]
    }
    assert not [path for path in garden.files() if "wombatword" in garden.source(path)]


def test_a_note_that_links_to_itself_is_not_linked_from_anywhere(site: SiteMaker) -> None:
    """Only what other notes say of a note is a backlink."""
    garden = site({"a.md": "See [[a]] and [[#part]].\n\n## part\n"})
    garden.build()

    assert garden.page("notes/a.html").css(".backlinks") == []


def test_a_work_that_one_note_speaks_of_twice_shows_both_passages(site: SiteMaker) -> None:
    """Each passage is quoted once, in the order of the note."""
    garden = site(
        {
            "a.md": "[One](https://x.org/a) comes [first](https://x.org/a).\n\n"
            "Later there is [that](https://x.org/a) again.\n"
        }
    )
    garden.build()
    (page,) = [path for path in garden.files() if path.startswith("works/")]

    assert _texts(garden.page(page).css(".quote .head")) == [
        "One comes first .",
        "Later there is that again.",
    ]


def test_works_in_a_note_are_marked_with_their_status(site: SiteMaker) -> None:
    """A link to a work leads to its page and tells its status; the address is right behind it."""
    garden = site(GARDEN)
    garden.build()
    link, mark, away = (
        garden.page("notes/posts/budget.html").css_first(selector)
        for selector in (".prose a.work", ".prose a.work .mark", ".prose a.away")
    )

    assert link is not None
    assert link.attributes["href"] == "../../works/arxiv-2107.05720.html"
    assert mark is not None
    assert mark.attributes["aria-label"] == "read"
    assert away is not None
    assert away.attributes["href"] == "https://arxiv.org/abs/2107.05720"


def test_a_link_without_a_text_shows_the_name_of_its_work(site: SiteMaker) -> None:
    """The work is known from elsewhere, so its name leads there, in words and not in HTML."""
    garden = site(
        {
            "a.md": "- [ ] [](https://arxiv.org/abs/2107.05720)\n",
            "b.md": "- [x] [SPLADE: Sparse & Lexical](https://arxiv.org/abs/2107.05720)\n",
        }
    )
    garden.build()
    (link,) = garden.page("notes/a.html").css("article a.work")

    assert link.text() == "SPLADE: Sparse & Lexical"
    assert garden.page("notes/a.html").css("article a.away")
    assert "class" not in garden.text("notes/a.html")


def test_the_title_of_a_note_stands_there_once(site: SiteMaker) -> None:
    """A first heading that is the title of the note is not repeated in its text."""
    garden = site(
        {"a.md": "# A title\n\nThe text.\n", "b.md": "---\ntitle: Other\n---\n## A part\n"}
    )
    garden.build()

    assert garden.text("notes/a.html") == "A title note 5 words The text."
    assert garden.text("notes/b.html") == "Other note 7 words A part"


def test_a_long_note_has_a_list_of_its_headings(site: SiteMaker) -> None:
    """From three headings on, the contents lead to each of them."""
    garden = site({"long.md": "## One\n### Two & more\n## Three\n", "short.md": "## One\n## Two\n"})
    garden.build()
    entries = garden.page("notes/long.html").css("nav.contents li")

    assert [(e.attributes["class"], e.text(strip=True)) for e in entries] == [
        ("level-1", "One"),
        ("level-2", "Two & more"),
        ("level-1", "Three"),
    ]
    assert garden.page("notes/short.html").css("nav.contents") == []


def test_a_link_to_no_note_is_shown_as_text(site: SiteMaker) -> None:
    """What leads nowhere is no link, and says why."""
    garden = site({"a.md": "See [[nowhere|that other note]], please.\n"})
    garden.build()
    missing = garden.page("notes/a.html").css_first(".missing")

    assert missing is not None
    assert missing.text() == "that other note"
    assert garden.page("notes/a.html").css(".prose a") == []


def test_a_picture_of_another_host_is_a_link(site: SiteMaker) -> None:
    """A page never fetches a picture from elsewhere: it says where it is."""
    garden = site({"a.md": "![the plot](https://example.org/plot.png)\n"})
    garden.build()
    page = garden.page("notes/a.html")

    assert page.css("img") == []
    assert [a.attributes["href"] for a in page.css("a.image")] == ["https://example.org/plot.png"]


def test_what_looks_like_html_is_shown_as_it_was_typed(site: SiteMaker) -> None:
    """No text of a note becomes a part of the page, wherever the page shows it."""
    script = "<script>alert(1)</script>"
    garden = site(
        {
            "a.md": f"---\ntitle: 'T {script}'\ndescription: '\"{script}'\ntags: ['x<b>']\n---\n"
            f"# H {script}\n## I {script}\n## J\n- [ ] [W {script}](https://x.org/<s>) `{script}`\n"
            f"  - a summary {script}\n",
        }
    )
    garden.build(site={"title": script, "author": script, "description": script})
    for path in garden.files():
        if not path.endswith((".bib", ".json")):
            assert script not in garden.source(path), path
            assert "<s>" not in garden.source(path), path
    assert garden.text("notes/a.html").count(script) >= 5
    assert script in garden.text("library.html")


def test_words_fit_the_kind_of_a_work(site: SiteMaker) -> None:
    """A paper is read, a video is watched, code is done."""
    garden = site(
        {
            "reading.md": "- [x] [A talk](https://youtu.be/rmVRLeJRkl4)\n"
            "- [x] [A program](https://github.com/xhluca/bm25s)\n"
            "- [x] [A study](https://arxiv.org/abs/2407.03618)\n- [x] colbert\n"
        }
    )
    garden.build()

    assert {row[2]: row[1] for row in _rows(garden, "library.html")} == {
        "video": "watched",
        "code": "done",
        "paper": "read",
        "resource": "looked at",
    }


def test_the_navigation_names_the_log_only_where_there_is_one(site: SiteMaker) -> None:
    """No page leads to an empty log."""
    garden = site({"a.md": "x\n"})
    garden.build()
    before = _texts(garden.page("notes/a.html").css("nav[aria-label=Site] a"))
    garden.change("log.md", LOG).build()
    after = _texts(garden.page("notes/a.html").css("nav[aria-label=Site] a"))

    assert before == ["Library", "Notes", "Topics", "Graph", "Statistics"]
    assert after == ["Library", "Notes", "Log", "Topics", "Graph", "Statistics"]
