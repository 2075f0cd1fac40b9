"""What `library.json` says is shown of works, and of no other; nothing in it breaks a build."""

from __future__ import annotations

import json
from typing import Any

import pytest
from graphs import only_work, remarks
from harness import SiteTest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.graph import build_graph
from papergarden.core.machines.bibtex import bibliography
from papergarden.core.metadata import read_library
from papergarden.core.model import Graph
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read
from papergarden.core.titles import points

WALKS: dict[str, Any] = {
    "id": "stanley2016heatbath",
    "type": "article",
    "title": "Heat-bath random walks with Markov bases",
    "author": [
        {"family": "Stanley", "given": "Caprice"},
        {"family": "Windisch", "given": "Tobias"},
    ],
    "issued": {"date-parts": [[2016, 5, 26]]},
    "abstract": "Graphs on lattice points are studied.",
    "DOI": "10.48550/arXiv.1605.08386",
    "custom": {"work": "arxiv:1605.08386"},
}
LINE = "- [ ] [walks](https://arxiv.org/abs/1605.08386)\n"

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


def graph_of(text: str, *items: dict[str, Any]) -> Graph:
    """The graph of one note and a library."""
    records = read_library(json.dumps(items).encode()).records
    return build_graph(
        [parse(read("a.md", text.encode()), Settings())], [], Settings(), records=records
    )


def test_a_work_is_shown_as_the_library_has_it() -> None:
    """The title comes first; what the notes call it is another name."""
    work = only_work(graph_of(LINE, WALKS))

    assert work.title == WALKS["title"]
    assert work.aliases == ("walks",)
    assert work.authors == ("Caprice Stanley", "Tobias Windisch")
    assert (work.year, work.abstract) == (2016, WALKS["abstract"])
    assert work.citekey == "stanley2016heatbath"


def test_the_library_makes_no_work() -> None:
    """What no note speaks of has no page."""
    assert graph_of("Nothing here.\n", WALKS).works == {}


@pytest.mark.parametrize(
    "known", [{"DOI": WALKS["DOI"]}, {"URL": "http://arxiv.org/pdf/1605.08386v2"}]
)
def test_an_item_without_our_mark_is_known_by_its_identifier(known: dict[str, str]) -> None:
    """Another program may have written the file anew."""
    item = {name: value for name, value in WALKS.items() if name not in {"custom", "DOI"}}

    assert only_work(graph_of(LINE, {**item, **known})).title == WALKS["title"]


def test_a_preprint_and_the_paper_it_became_are_one_work() -> None:
    """The metadata of the first tells the DOI of the second."""
    text = LINE + "- [x] [published](https://doi.org/10.1103/physrevb.89.140501)\n"

    assert len(graph_of(text, WALKS).works) == 2
    work = only_work(graph_of(text, {**WALKS, "DOI": "10.1103/PhysRevB.89.140501"}))
    assert work.status == "read"


def test_a_title_alone_joins_the_work_that_has_it_in_the_library() -> None:
    """The notes link a nickname in one place and write the title in another."""
    text = f"# Reading\n\n{LINE}- [x] Heat-bath random walks with Markov bases\n"

    assert len(graph_of(text).works) == 2
    assert only_work(graph_of(text, WALKS)).status == "read"


def test_the_title_of_a_web_page_is_the_last_that_counts() -> None:
    """The notes say more than what stands in a window."""
    text = "- [ ] [My name for it](https://example.org/a)\n- [ ] <https://example.org/b>\n"
    items = [
        {
            "title": f"{x} | Blog",
            "URL": f"https://example.org/{x}",
            "custom": {"source": "page title"},
        }
        for x in "ab"
    ]

    titles = [work.title for work in graph_of(text, *items).works.values()]

    assert titles == ["My name for it", "b | Blog"]


def test_bibtex_cites_by_the_id_of_the_library() -> None:
    """What the user's own papers cite stays good, unless it is no key for BibTeX."""
    assert b"@misc{mine:2016," in bibliography(graph_of(LINE, {**WALKS, "id": "mine:2016"}))
    assert b"@misc{stanley2016heatbath," in bibliography(graph_of(LINE, {**WALKS, "id": "{a, b}"}))


def test_names_keep_their_parts() -> None:
    """A family name of two words does not lose its first."""
    people = [
        {"family": "Schouhamer Immink", "given": "Kees A."},
        {"non-dropping-particle": "van der", "family": "Berg", "given": "Ada", "suffix": "Jr."},
        {"literal": "The ATLAS Collaboration"},
    ]
    written = bibliography(graph_of(LINE, {**WALKS, "author": people})).decode()

    assert "author = {Schouhamer Immink, Kees A. and van der Berg, Ada Jr." in written


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'[\n{"id": 1,}\n]', 2),
        (b'[\n"\xff"]', 2),
        (b"{}", 1),
        (b"[1]", 1),
        (b"[" * 100_000, 1),
        (b"[" + b"9" * 5000 + b"]", 1),
    ],
)
def test_a_broken_library_is_a_remark(data: bytes, line: int, site: Any) -> None:  # noqa: ANN401
    """It names the line, and the site is built without metadata."""
    built: SiteTest = site({"a.md": LINE, "library.json": data})
    graph = built.build().graph

    assert remarks(graph) == [("library.json", line, "bad-library")]
    assert only_work(graph).title == "walks"


@given(
    st.dictionaries(
        st.sampled_from("id title author issued abstract DOI URL custom".split()),
        values,
    )
)
def test_no_item_breaks_a_graph(item: dict[str, Any]) -> None:
    """Whatever stands where a text or a list should, the work is still there."""
    graph = graph_of(LINE, {"custom": {"work": "arxiv:1605.08386"}, **item})

    bibliography(graph)
    assert list(graph.works) == ["arxiv:1605.08386"]


def test_what_a_withheld_note_alone_speaks_of_stays_out(site: Any) -> None:  # noqa: ANN401
    """The library of the vault holds it, the site does not."""
    built: SiteTest = site(
        {
            "a.md": "Nothing.\n",
            "b.md": f"---\npublish: false\n---\n{LINE}",
            "library.json": json.dumps([WALKS]),
        }
    )
    built.build()

    for path in built.files():
        assert b"Markov" not in (built.output / path).read_bytes(), path


@pytest.mark.parametrize(
    "anchor", ["arXiv 1605.08386", "arXiv:1605.08386", "https://arxiv.org/abs/1605.08386"]
)
def test_an_identifier_in_the_place_of_a_title_is_none(anchor: str) -> None:
    """What stands there until the title is known is not taken for a name."""
    text = f"- [ ] [{anchor}](https://arxiv.org/abs/1605.08386)\n"

    assert only_work(graph_of(text)).title == "arXiv:1605.08386"
    assert only_work(graph_of(text, WALKS)).aliases == ()
    assert points("doi 10.1103/physrevb.89.140501")
