"""Where local links lead, seen over the whole vault."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

import pytest
from graphs import graph_of, remarks

from papergarden.core.edges import ties_of
from papergarden.core.model import Attachment, Found, Graph, Missing, Target

NOTES = (
    "bm25.md",
    "study/bm25.md",
    "study/deep/er/splade.md",
    "study/deep/dense.md",
    "study/dense.md",
    "posts/dense.md",
    "posts/2024/april/tabs.md",
    "posts/v1.2 notes.md",
    "Über Suche.md",
)
FILES = (
    "img/plot.png",
    "plot.png",
    "posts/2024/april/plot.png",
    "code/bm25.py",
    "my code/a b.py",
    "notes.pdf",
)


def target_of(
    link: str,
    source: str = "index.md",
    notes: Iterable[str] = NOTES,
    files: Iterable[str] = FILES,
) -> Target:
    """Where a link leads that stands in one note of a vault of otherwise empty ones."""
    graph = graph_of({**dict.fromkeys(notes, "Text."), source: f"See {link}."}, files)
    return first_target(graph, source.removesuffix(".md"))


def first_target(graph: Graph, note: str) -> Target:
    """Where the first link of a note leads."""
    return graph.targets[note][0]


def found(path: str) -> Target:
    """A note as a target."""
    return Found(path.removesuffix(".md"))


@pytest.mark.parametrize(
    ("source", "link", "path"),
    [
        ("index.md", "[[bm25]]", "bm25.md"),
        ("study/index.md", "[[bm25]]", "bm25.md"),  # the exact path in the vault comes first
        ("index.md", "[[study/bm25]]", "study/bm25.md"),
        ("index.md", "[[splade]]", "study/deep/er/splade.md"),
        ("index.md", "[[er/splade]]", "study/deep/er/splade.md"),
        ("index.md", "[[splade.md]]", "study/deep/er/splade.md"),
        ("posts/index.md", "[[dense]]", "posts/dense.md"),  # then what lies under the own folder
        ("study/index.md", "[[dense]]", "study/dense.md"),  # of which the shortest path
        ("study/deep/index.md", "[[dense]]", "study/deep/dense.md"),
        ("index.md", "[[dense]]", "posts/dense.md"),
        ("other/index.md", "[[dense]]", "posts/dense.md"),  # else the shortest of all
        ("other/index.md", "[[deep/dense]]", "study/deep/dense.md"),
        ("index.md", "[[v1.2 notes]]", "posts/v1.2 notes.md"),
        ("index.md", "[the long one](study/deep/er/splade.md)", "study/deep/er/splade.md"),
        ("index.md", "[by its name](splade.md)", "study/deep/er/splade.md"),
        ("index.md", "[no ending](splade)", "study/deep/er/splade.md"),
        ("posts/index.md", "![[dense]]", "posts/dense.md"),
        ("index.md", "[[ bm25 | Okapi ]]", "bm25.md"),
    ],
)
def test_a_name_leads_to_the_nearest_note(source: str, link: str, path: str) -> None:
    """Exact path first, then the folder of the note, then the rest; each time the shortest."""
    assert target_of(link, source) == found(path)


@pytest.mark.parametrize(
    ("source", "link", "path"),
    [
        ("study/index.md", "[[./bm25]]", "study/bm25.md"),
        ("study/deep/index.md", "[[../bm25]]", "study/bm25.md"),
        ("study/deep/index.md", "[up](../../bm25.md)", "bm25.md"),
        ("study/deep/er/index.md", "[across](../../../posts/dense.md)", "posts/dense.md"),
        ("study/index.md", "[[/bm25]]", "bm25.md"),
        ("study/index.md", "[from the root](/posts/dense.md)", "posts/dense.md"),
    ],
)
def test_a_path_is_followed(source: str, link: str, path: str) -> None:
    """Dots are relative to the note, a leading slash is the root of the vault."""
    assert target_of(link, source) == found(path)


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("index.md", "[[./dense]]"),
        ("study/index.md", "[[../splade]]"),
        ("study/index.md", "[[/dense]]"),
        ("index.md", "[[bm2]]"),
        ("index.md", "[[m25]]"),
        ("index.md", "[[tudy/bm25]]"),
        ("index.md", "[[posts]]"),
        ("index.md", "[[plot]]"),
    ],
)
def test_what_is_not_there_is_missing(source: str, link: str) -> None:
    """A path is not searched for, a name is no part of a name, and a folder is no note."""
    assert target_of(link, source) == Missing()


@pytest.mark.parametrize(("name", "path"), [("SPLADE", "SPLADE.md"), ("splade", "splade.md")])
def test_of_two_names_that_differ_in_capitals_the_one_as_written_is_meant(
    name: str, path: str
) -> None:
    """On a disk that tells them apart both can lie in one folder, and neither link is in doubt."""
    graph = graph_of({"a.md": f"[[{name}]]", "SPLADE.md": "Text.", "splade.md": "Text."})

    assert first_target(graph, "a") == found(path)
    assert remarks(graph) == []


@pytest.mark.parametrize("name", ["BM25", "Bm25", "bM25.MD"])
def test_capitals_do_not_matter(name: str) -> None:
    """A link is found however it is written."""
    assert target_of(f"[[{name}]]") == found("bm25.md")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_the_same(form: str) -> None:
    """A Mac writes names of files in pieces; the note is found all the same."""
    name = unicodedata.normalize(form, "über suche")  # type: ignore[arg-type] # one of its names

    assert target_of(f"[[{name}]]") == found("Über Suche.md")
    on_a_mac = unicodedata.normalize("NFD", "Über Suche.md")
    assert target_of(f"[[{name}]]", notes=[on_a_mac]) == found(on_a_mac)


@pytest.mark.parametrize(
    ("source", "link", "path"),
    [
        ("index.md", "![[plot.png]]", "plot.png"),
        ("posts/2024/april/tabs.md", "![[april/plot.png]]", "posts/2024/april/plot.png"),
        ("posts/2024/april/tabs.md", "[plot](./plot.png)", "posts/2024/april/plot.png"),
        ("index.md", "[[notes.pdf#page=3]]", "notes.pdf"),
        ("index.md", "[code](code/bm25.py)", "code/bm25.py"),
        ("index.md", "[code](my%20code/a%20b.py)", "my code/a b.py"),
        ("index.md", "[code](<my code/a b.py>)", "my code/a b.py"),
        ("study/index.md", "[code](../code/bm25.py)", "code/bm25.py"),
        ("index.md", "[all code](code)", "code"),
        ("index.md", "[all code](code/)", "code/"),
        ("study/index.md", "[all code](../code/)", "code/"),
        ("index.md", "[posts of a year](posts/2024/)", "posts/2024/"),
    ],
)
def test_files_and_folders_are_attachments(source: str, link: str, path: str) -> None:
    """What is no note is found by its full name, a folder by its path."""
    assert target_of(link, source) == Attachment(path)


@pytest.mark.parametrize("link", ["[a](my%20notes.md)", "[a](<my notes.md>)", "[[my notes]]"])
def test_percent_signs_are_decoded_in_links_of_markdown(link: str) -> None:
    """A space may be written as it is or as a code."""
    assert target_of(link, notes=["my notes.md"]) == found("my notes.md")


@pytest.mark.parametrize("path", ["posts/bm25.qmd", "posts/bm25.markdown"])
@pytest.mark.parametrize("link", ["[[bm25]]", "[[posts/bm25]]", "[[/posts/bm25]]", "[a](bm25)"])
def test_a_note_with_another_ending_is_found_without_it(path: str, link: str) -> None:
    """Notes of Quarto and long endings are notes."""
    assert target_of(link, notes=[path]) == Found(path)
    assert target_of(f"[a](posts/{path[6:]})", notes=[path]) == Found(path)


def test_percent_signs_are_text_in_wikilinks() -> None:
    """A wikilink holds the name itself."""
    assert target_of("[[100%25]]", notes=["100%25.md", "100%.md"]) == found("100%25.md")


def test_an_alias_is_found_last() -> None:
    """The other name of a note counts where no note has that name."""
    notes = {
        "a.md": "---\naliases: [Okapi, bm25]\n---\nText.",
        "bm25.md": "Text.",
        "index.md": "[[okapi]] and [[bm25]]",
    }
    graph = graph_of(notes)

    assert graph.targets == {"index": {0: Found("a"), 1: Found("bm25")}}
    (remark,) = graph.diagnostics
    assert (remark.path, remark.line, remark.code) == ("index.md", 1, "alias-link")
    assert remark.hint == "write `[[a|okapi]]`"


def test_a_name_in_other_letters_is_no_alias() -> None:
    """Capitals do not make another name, not even those of the ending."""
    graph = graph_of({"bm25.md": "Text.", "index.md": "[[Bm25]] and [[BM25.MD]]"})

    assert graph.targets == {"index": {0: Found("bm25"), 1: Found("bm25")}}
    assert graph.diagnostics == ()


@pytest.mark.parametrize(
    ("place", "anchor"),
    [
        ("Why two?", "why-two"),
        ("why two", "why-two-2"),  # just these words
        ("WHY: TWO!", "why-two"),
        ("Dense retrieval#Why two?", "why-two"),
        ("Über 日本語 & BM25", "über-日本語-bm25"),
        ("no such heading", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("link", ["[[note#{}]]", "[a](<note.md#{}>)", "![[note#{}|text]]"])
def test_a_heading_is_found_by_its_words(link: str, place: str, anchor: str | None) -> None:
    """Capitals and punctuation of a heading do not matter; without one the note is meant."""
    note = "# Dense\n## Dense retrieval\n### *Why* two?\n## Über 日本語 & `BM25`\n### Why two"
    graph = graph_of({"note.md": note, "index.md": f"See {link.replace('{}', place)}."})

    target = first_target(graph, "index")

    assert isinstance(target, Found)
    assert (target.note, target.anchor) == ("note", anchor)


@pytest.mark.parametrize(
    ("place", "anchor"),
    [("^claim", "b-claim"), ("^Claim", "b-claim"), ("^list-2", "b-list-2"), ("^none", None)],
)
@pytest.mark.parametrize("link", ["[[note#{}]]", "[[note#{}|text]]", "[a](note.md#{})", "[[#{}]]"])
def test_a_block_is_found_by_its_name(link: str, place: str, anchor: str | None) -> None:
    """Capitals do not matter; a name that no block has means the note."""
    note = f"See {link.replace('{}', place)}.\n\nText. ^claim\n\n- a\n- b\n\n^list-2\n"

    target = first_target(graph_of({"note.md": note}), "note")

    assert isinstance(target, Found)
    assert (target.note, target.anchor) == ("note", anchor)


@pytest.mark.parametrize("place", ["sec-why", "Why two?", "why-two"])
def test_a_heading_with_a_name_of_its_own_is_found_by_it(place: str) -> None:
    """Quarto and kramdown let a writer name the anchor; the words still count."""
    graph = graph_of({"a.md": f"[[b#{place}]]", "b.md": "## One\n\n## Why two? {#sec-why .x}"})

    assert isinstance(target := first_target(graph, "a"), Found)
    assert target.anchor == "sec-why"


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("[a]({{ site.baseurl }}/posts/dense)", "posts/dense.md"),
        ("[a]({{site.url}}{{site.baseurl}}/posts/dense.md)", "posts/dense.md"),
        ('[a]({{ "/posts/dense" | relative_url }})', "posts/dense.md"),
        ("[a]({% link posts/dense.md %})", "posts/dense.md"),
        ("[a]({{ site.baseurl }}{% link posts/dense.md %})", "posts/dense.md"),
        ("[a]({% post_url 2024-07-03-dense %})", "_posts/2024-07-03-dense.md"),
    ],
)
def test_an_address_in_liquid_leads_into_the_vault(link: str, path: str) -> None:
    """The root of a site of Jekyll is that of its folder."""
    assert target_of(link, "a/b.md", notes=["posts/dense.md", "_posts/2024-07-03-dense.md"]) == (
        found(path)
    )


def test_a_link_to_a_heading_or_block_that_is_not_there_is_reported() -> None:
    """The note is shown from its beginning, and its writer is told."""
    graph = graph_of({"a.md": "[[b#Nowhere]] [[b#^nothing]] [[b#There]]", "b.md": "## There"})

    assert remarks(graph) == [("a.md", 1, "missing-place")] * 2


def test_a_heading_of_the_same_note() -> None:
    """A link that names no note stays in its own."""
    graph = graph_of({"a/note.md": "See [[#History]] and [it](#history).\n\n## History\n"})

    assert {t.anchor for t in graph.targets["a/note"].values() if isinstance(t, Found)} == {
        "history"
    }


def test_a_link_that_could_mean_two_notes_is_reported_with_both() -> None:
    """The choice is named, and so is what it could have been."""
    graph = graph_of(
        {
            "index.md": "Text.\n\n[[dense]]",
            "study/a/dense.md": "Text.",
            "posts/dense.md": "Text.",
        }
    )
    (remark,) = graph.diagnostics

    assert (remark.path, remark.line, remark.code) == ("index.md", 3, "ambiguous-link")
    assert remark.severity == "warning"
    assert "posts/dense.md, but could be study/a/dense.md" in remark.message


def test_a_choice_is_named_with_its_own_ending() -> None:
    """The path in a remark is one that is there."""
    graph = graph_of({"index.md": "[[dense]]", "a/dense.qmd": "Text.", "ab/dense.qmd": "Text."})
    (remark,) = graph.diagnostics

    assert "a/dense.qmd, but could be ab/dense.qmd" in remark.message


def test_an_exact_path_is_still_ambiguous_for_a_reader() -> None:
    """Another program may follow a name elsewhere, and so it is reported."""
    notes = {"index.md": "[[bm25]]", "bm25.md": "Text.", "study/bm25.md": "Text."}

    assert remarks(graph_of(notes)) == [("index.md", 1, "ambiguous-link")]
    assert remarks(graph_of({**notes, "index.md": "[[/bm25]] and [[study/bm25]]"})) == []


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("[[splad]]", "did you mean study/splade?"),
        ("[[SPLADE 2]]", "did you mean study/splade?"),
        ("[a](spalde.md)", "did you mean study/splade?"),
        ("[[something else entirely]]", ""),
    ],
)
def test_a_missing_note_is_reported_with_what_may_be_meant(link: str, hint: str) -> None:
    """A link that leads nowhere names the notes with a name like it."""
    graph = graph_of({"index.md": f"Text.\n\n{link}", "study/splade.md": "Text."})
    (remark,) = graph.diagnostics

    assert (remark.path, remark.line, remark.code) == ("index.md", 3, "missing-link")
    assert remark.severity == "warning"
    assert remark.hint == hint


def test_a_missing_file_is_only_mentioned() -> None:
    """A file that is not in the vault may lie elsewhere; that is no mistake."""
    graph = graph_of({"logs/a.md": "09/25/2024\n- 🧪 [okapi](../code/bm25.py)"})
    (remark,) = graph.diagnostics

    assert (remark.path, remark.line, remark.code) == ("logs/a.md", 2, "missing-file")
    assert remark.severity == "info"
    assert "`code/bm25.py`" in remark.message
    assert first_target(graph, "logs/a") == Missing()


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("![[plot.png]]", "missing-embed"),
        ("![](plot.png)", "missing-embed"),
        ("![[map.canvas]]", "missing-embed"),
        ("[[talk.pdf]]", "missing-file"),
        ("[[table.base]]", "missing-file"),
    ],
)
def test_a_missing_picture_or_board_is_a_missing_file(link: str, code: str) -> None:
    """It is not looked for among the notes."""
    graph = graph_of({"a.md": link, "plot.md": "Text.", "map.md": "Text."})

    assert remarks(graph) == [("a.md", 1, code)]


def test_links_to_the_outside_are_not_looked_up() -> None:
    """Web addresses and mail lead out of the vault, and no remark is made of them."""
    graph = graph_of(
        {"a.md": "[a](https://example.org/b.md), <https://x.example>, [m](mailto:a@b)"}
    )

    assert graph.targets == {}
    assert graph.diagnostics == ()


def edges_of(notes: Mapping[str, str]) -> set[tuple[str, str]]:
    """Which note links to which."""
    graph = graph_of(notes)
    edges = ties_of(graph, graph.works_in())
    return {(edge.source, edge.target) for edge in edges if edge.type == "links"}


def test_an_entry_about_a_note_links_to_it() -> None:
    """A box with a wikilink is a work by its title, and a link all the same."""
    notes = {"a.md": "## papers\n- [ ] [[dense]]\n- [x] [BM25](bm25.md)\n"}
    others = {"dense.md": "Text.", "bm25.md": "Text."}

    assert edges_of(notes | others) == {("note:a", "note:dense"), ("note:a", "note:bm25")}
