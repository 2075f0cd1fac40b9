"""Links as other tools write them: addresses of a site, and anchors of headings."""

from __future__ import annotations

import pytest
from graphs import graph_of, remarks

from papergarden.core.model import Attachment, Found, Graph, Target


def first_target(graph: Graph, note: str) -> Target:
    """Where the first link of a note leads."""
    return graph.targets[note][0]


HERE = {"index.md": "Text.", "a/index.md": "Text.", "a/b.md": "## Über uns\nText. ^blk"}


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("[i](index.md)", Found("a/index")),  # beside the note, though the root has one as well
        ("[b](b.md?plain=1)", Found("a/b")),
        ("[b](/a/b/)", Found("a/b")),
        ("[b](../a/b/)", Found("a/b")),
        ("[b](b.html)", Found("a/b")),
        ("[a](../a/)", Found("a/index")),
        ("[a](./)", Found("a/index")),
        ("[root](/)", Found("index")),
        ("![](p.png)", Attachment("a/p.png")),
        ("[s](/img/s.png)", Attachment("static/img/s.png")),  # the root of a site is in the vault
    ],
)
def test_an_address_is_read_as_one(link: str, target: Target) -> None:
    """As seen from the note, with what generators leave out or add; there is no doubt about it."""
    graph = graph_of({**HERE, "a/x.md": link}, ["p.png", "a/p.png", "static/img/s.png"])

    assert first_target(graph, "a/x") == target
    assert remarks(graph) == []


@pytest.mark.parametrize(
    "link", ["[c](/docs/q/)", "[c](/old/q.html)", "[c](../old/q)", "[c](/ir/2024/07/03/late.html)"]
)
def test_a_note_is_found_under_the_address_that_it_has_elsewhere(link: str) -> None:
    """Its permalink, its aliases, and where Jekyll puts a post."""
    note = "---\npermalink: /docs/q/\naliases: [/old/q]\n---\nText."
    graph = graph_of({"_posts/2024-07-03-late.md": note, "a/x.md": link})

    assert first_target(graph, "a/x") == Found("_posts/2024-07-03-late")
    assert remarks(graph) == []


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Über uns", "#%C3%9Cber%20uns"),
        ("`fs.open(path[, flags])`", "#fsopenpath-flags"),
        ("What's new?", "#whats-new"),
        ("FAQ & more", "#faq--more"),
        ("Row {#type-row}", "#type-row"),
        ("Tagged #tag", "#Tagged tag"),
        ("Tagged #tag", "#Tagged"),
        ("C# notes", "#C# notes"),
        ("ﬁne tuning", "#fine-tuning"),
    ],
)
def test_a_heading_is_found_by_the_anchor_of_any_tool(heading: str, place: str) -> None:
    """Obsidian, GitHub, Hugo and Pandoc keep other signs of it."""
    graph = graph_of({"h.md": f"# One\n\n## {heading}\n\nText.", "x.md": f"[a](<h.md{place}>)"})

    target = first_target(graph, "x")
    assert isinstance(target, Found)
    assert target.anchor
    assert remarks(graph) == []


@pytest.mark.parametrize(("place", "line"), [("#setup", 1), ("#setup-1", 3), ("#setup-2", 5)])
def test_repeated_headings_are_counted_as_on_github(place: str, line: int) -> None:
    """The second one has the number 1."""
    graph = graph_of({"h.md": "## Setup\n\n## Setup\n\n## Setup", "x.md": f"[a](h.md{place})"})
    target = first_target(graph, "x")

    assert isinstance(target, Found)
    assert [h.line for h in graph.notes["h"].headings if h.anchor == target.anchor] == [line]


@pytest.mark.parametrize("link", ["[t](#)", "[t](#top)", "[t](b.md#top)"])
def test_the_top_of_a_page_is_no_heading(link: str) -> None:
    """It needs none of that name."""
    assert remarks(graph_of({"a.md": link, "b.md": "Text."})) == []


def test_a_remark_on_many_candidates_stays_short() -> None:
    """Three of them are named, the others counted."""
    notes = {f"{letter}/n.md": "Text." for letter in "abcdefg"}
    (remark,) = graph_of({**notes, "x.md": "[[n]]"}).diagnostics

    assert remark.message.endswith("could be b/n.md, c/n.md, d/n.md or 3 more")


@pytest.mark.parametrize(
    ("place", "line"), [("C++", 3), ("Layer 12", 7), ("layer-12", 7), ("C", 1)]
)
def test_a_heading_of_just_these_words_comes_first(place: str, line: int) -> None:
    """Others that differ only in signs are tried behind it."""
    graph = graph_of(
        {"n.md": "## C\n\n## C++\n\n## Layer 1.2\n\n## Layer 12", "x.md": f"[a](<n.md#{place}>)"}
    )
    target = first_target(graph, "x")

    assert isinstance(target, Found)
    assert [h.line for h in graph.notes["n"].headings if h.anchor == target.anchor] == [line]
