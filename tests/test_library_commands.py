"""The library in the terminal: what is listed, shown, counted and opened, and that it fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from graphs import graph_of
from harness import SAMPLE, VAULTS, notes, tree, write_files
from terminals import seen

from papergarden import cli_library
from papergarden.build import read_vault
from papergarden.cli import cli
from papergarden.config import Config
from papergarden.core.columns import width
from papergarden.core.model import KINDS, LIFE, Graph, Work
from papergarden.core.pages import Pages
from papergarden.core.search.filters import SAME
from papergarden.core.search.words import words
from papergarden.core.settings import SiteSettings
from papergarden.core.views.common import Site
from papergarden.core.views.library import LibraryView, pages
from papergarden.errors import UserError
from papergarden.library import index
from papergarden.library.entry import note_entry, work_entry
from papergarden.library.hits import hit_of, line_saying, plain_results, result_lines
from papergarden.library.listing import SORTS, Wanted, date_of, in_order, wanted_works
from papergarden.library.named import meant, place_of
from papergarden.library.numbers import stats_lines
from papergarden.library.pages import note_page, work_page
from papergarden.library.search import finder_of
from papergarden.library.table import plain_lines, table
from papergarden.library.tally import tally

ODD = {
    "list.md": """# 阅读清单

## 深度学习与自然语言处理的许多许多许多主题
- [ ] [深度学习简介：从感知机到大型语言模型的漫长道路，以及更多更多更多的文字](https://x.org/1)
- [x] [👩‍🔬 The scientist 🧪🧪 and a very long title that goes on and on and on](https://x.org/2)
  - 深度学习简介从感知机到大型语言模型的漫长道路以及更多更多更多的文字和更多更多更多的文字
- [/] [Averyveryverylongwordwithoutanyblankinitthatnobodywouldwritebutsomebodydoesanyway](https://example.org/3)
- [-] [Evil \x1b[31mred\x07 title](https://example.org/4)
- [ ] x
"""
}


def shown(path: str, line: int) -> str:
    """A place, as seen from the vault."""
    return f"{path}:{line}"


def whole(vault: Path) -> Graph:
    """The graph of all of a vault."""
    return read_vault(vault, Config(), everything=True).graph


@pytest.fixture(scope="module", params=["sample", "seeds", "odd"])
def graph(request: pytest.FixtureRequest) -> Graph:
    """Works of the sample vault, of real notes, and with odd titles."""
    return graph_of(ODD) if request.param == "odd" else whole(VAULTS[request.param]())


def titles(works: Iterable[Work]) -> list[str]:
    """What works are called."""
    return [work.title for work in works]


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_all_that_is_shown_fits_the_terminal(graph: Graph, columns: int) -> None:
    """No line is wider, and no title tells the terminal anything."""
    finder = finder_of(graph)
    hits = [
        hit_of(graph, found, lambda _: ())
        for query in ("model", "深度学习", "title", "status:read")
        for found in finder.find(query, 10).results
    ]
    lines = [
        line
        for sort in SORTS
        for line in table(in_order(graph.works.values(), sort), columns, sort)
    ]
    lines += stats_lines(tally(graph), "2025-06-01", columns)
    lines += result_lines(hits, lambda *_: "list.md:1", columns)
    for work in [*graph.works.values()][:40]:
        lines += [
            line
            for line in work_page(work_entry(graph, work), work, lambda *_: "list.md:1", columns)
            if "://" not in line  # addresses stay whole
        ]
    for note in graph.notes.values():
        lines += note_page(note_entry(graph, note), lambda *_: "list.md:1", columns)
    plain = [click.unstyle(line) for line in lines]

    assert len(plain) > 20
    assert [line for line in plain if width(line) > columns] == []
    assert [line for line in plain if re.search(r"[\x00-\x1f\x7f-\x9f]", line)] == []


def test_columns_of_a_table_stand_below_each_other() -> None:
    """Whatever signs stand before them."""
    works = list(graph_of(ODD).works.values())
    head, *lines = (click.unstyle(line) for line in table(works, 100))
    at = width(head[: head.index("Topics")])
    begins = {width(line[: line.index("深度学习与")]) for line in lines if "  深度学习与" in line}

    assert begins == {at}


def test_what_a_table_is_sorted_by_is_always_shown() -> None:
    """Even where there is little room."""
    works = in_order(whole(SAMPLE).works.values(), "date")
    first = next(iter(works))

    assert first.read_on
    assert first.read_on in "".join(table(works, 50, "date"))
    assert first.read_on not in "".join(table(works, 50, "title"))


def test_a_table_of_nothing_is_nothing() -> None:
    """Not even a head."""
    assert list(table([], 80)) == []
    assert list(stats_lines(tally(graph_of({})), "2025-06-01", 80)) == [
        click.style("0 works in 0 notes with 0 words", bold=True)
    ]


def test_lines_for_programs_have_everything() -> None:
    """Nothing cut, eight fields a line, and the first is the id."""
    works = list(graph_of(ODD).works.values())
    lines = [line.split("\t") for line in plain_lines(works)]

    assert {len(line) for line in lines} == {8}
    assert [line[0] for line in lines] == [work.id for work in works]
    assert any(
        "深度学习简介：从感知机到大型语言模型的漫长道路，以及更多更多更多的文字" in line
        for line in lines
    )


def test_the_filters_are_those_of_the_library() -> None:
    """Each choice of the page leaves as many works as the option leaves."""
    graph = whole(SAMPLE)
    (page,) = pages(Site(graph, Pages.of(graph), SiteSettings()))
    view = page.view()
    assert isinstance(view, LibraryView)
    counted = {facet.name: facet.choices for facet in view.facets}

    assert counted.keys() >= {"status", "kind", "topic", "year"}
    for name, choices in counted.items():
        for choice in choices:
            value = choice.text if name in {"topic", "note"} else choice.value
            wanted = Wanted(**{name: (value,)})
            assert len(wanted_works(graph, wanted)) == choice.count, (name, value)


def test_filters_of_one_name_add_up_and_others_narrow_down() -> None:
    """As boxes of one facet do, and facets together."""
    graph = whole(SAMPLE)
    read = wanted_works(graph, Wanted(status=("read",)))
    reading = wanted_works(graph, Wanted(status=("reading",)))
    books = wanted_works(graph, Wanted(status=("read", "reading"), kind=("book",)))

    assert len(wanted_works(graph, Wanted(status=("read", "reading")))) == len(read) + len(reading)
    assert {(work.kind, work.status) for work in books} == {("book", "read")}
    assert titles(wanted_works(graph, Wanted(words=("POINCARE hierarchical",)))) == [
        "Poincaré Embeddings for Learning Hierarchical Representations"
    ]


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_not_known_comes_last_either_way(sort: str) -> None:
    """And titles decide between equals."""
    works = list(whole(SAMPLE).works.values())
    up, down = in_order(works, sort), in_order(works, sort, turned=True)

    assert sorted(titles(up)) == sorted(titles(down)) == sorted(titles(works))
    assert titles(up) != titles(down)
    known: dict[str, Callable[[Work], object]] = {
        "year": lambda work: work.year,
        "date": date_of,
        "topic": lambda work: work.topics,
    }
    if sort in known:
        assert known[sort](up[0])
        assert known[sort](down[0])
        assert up[-1] == down[-1]
        assert not known[sort](up[-1])


def test_the_library_begins_with_the_newest_year() -> None:
    """Years and days are looked at from the newest on."""
    years = [work.year for work in in_order(whole(SAMPLE).works.values(), "year") if work.year]

    assert years == sorted(years, reverse=True)
    assert len(set(years)) > 3


@pytest.mark.parametrize(
    ("query", "ids"),
    {
        "arxiv:2004.04906": ["arxiv:2004.04906"],
        "2004.04906v3": ["arxiv:2004.04906"],
        "https://www.alphaxiv.org/abs/2004.04906": ["arxiv:2004.04906"],
        "doi:10.1145/1571941.1572114": ["doi:10.1145/1571941.1572114"],
        "dpr": ["arxiv:2004.04906"],
        "dense passage retrieval for open domain": ["arxiv:2004.04906"],
        "dens passage retreival for open-domain question answering": ["arxiv:2004.04906"],
        "reading-list.md": ["reading-list"],
        "study/bm25-and-friends": ["study/bm25-and-friends"],
        "embeddings from scratch": ["study/embeddings-from-scratch"],
        "walrus": [],
    }.items(),
)
def test_one_says_what_one_means_in_any_way(query: str, ids: list[str]) -> None:
    """By id, address, path, alias or about its title."""
    assert [thing.id for thing in meant(whole(SAMPLE), query)] == ids


def test_one_begins_to_edit_a_work_at_its_box() -> None:
    """Rather than where it is only spoken of."""
    graph = graph_of(
        {
            "a.md": "Of [X](https://example.org/x) some say much.\n",
            "b.md": "# B\n\n- [ ] [X](https://example.org/x)\n",
        }
    )

    assert place_of(graph, graph.works["url:example.org/x"]) == ("b.md", 3)


def test_the_line_of_a_passage_is_where_the_words_stand() -> None:
    """For whatever one looks in the sample vault."""
    graph = whole(SAMPLE)
    finder = finder_of(graph)
    files = {
        note.path: (SAMPLE / note.path).read_text("utf-8").splitlines()
        for note in graph.notes.values()
    }
    looked = wrong = 0
    for query in ("retrieval", "negatives", "inner product", "late interaction", "index", "words"):
        for found in finder.find(query, 20).results:
            for passage in hit_of(graph, found, files.__getitem__).passages:
                marked = {w for a, b in passage.marks for w in words(passage.text[a:b])}
                line = set(words(files[passage.path][passage.line - 1]))
                looked += 1
                wrong += bool(marked) and not marked & line

    assert looked > 50
    assert wrong == 0


def test_the_line_with_most_of_the_words_is_named() -> None:
    """A passage of several lines, below an anchor some lines above it."""
    source = [
        "# Head",
        "",
        "One line of it",
        "says where the needle",
        "and the hay are.",
        "needle hay",
    ]
    passage = "One line of it says where the needle and the hay are."

    assert line_saying(source, 1, passage, {"needle"}) == 4
    assert line_saying(source, 1, passage, {"hay"}) == 5
    assert line_saying([], 7, passage, {"hay"}) == 7


def test_a_result_without_a_passage_names_its_file() -> None:
    """Such as a note that is found by its title alone."""
    graph = graph_of({"empty.md": "# Walrus\n"})
    hits = [hit_of(graph, one, lambda _: ()) for one in finder_of(graph).find("walrus", 5).results]

    assert list(plain_results(hits, shown)) == ["empty\t\tWalrus\tnote\tempty.md:1\t"]
    assert [click.unstyle(line) for line in result_lines(hits, shown, 80)] == [
        "¶ Walrus",
        "  note · note",
        "  empty.md:1",
    ]


def test_each_passage_of_a_work_is_shown_once() -> None:
    """A line that names it twice, or by two addresses, is one."""
    text = "See [X](https://example.org/x), again [X](https://example.org/x), and [Y](https://y.org).\n"
    graph = graph_of({"a.md": text, "b.md": "# B\n\n- [x] [X](https://example.org/x)\n  - fine\n"})
    entry = work_entry(graph, graph.works["url:example.org/x"])

    assert [(one.path, one.text) for one in entry.summaries] == [("b.md", "fine")]
    assert [(one.path, one.line) for one in entry.contexts] == [("a.md", 1)]


def test_a_result_names_a_few_topics() -> None:
    """A work under many headings has room for its passages."""
    text = "".join(f"## T{n}\n- [ ] [X](https://x.org)\n\n" for n in range(9))
    graph = graph_of({"a.md": f"# A\n\n{text}"})
    hits = [
        hit_of(graph, one, lambda _: ()) for one in finder_of(graph).find("topic:t1", 1).results
    ]

    assert "  to read · article · T0 · T1 · T2 · and 6 more" in [
        click.unstyle(line) for line in result_lines(hits, shown, 80)
    ]
    assert len(hits[0].topics) == 9


def test_the_options_offer_what_there_is() -> None:
    """The lists that help shows are those of the library."""
    assert cli_library._STATUSES == LIFE
    assert set(cli_library._SAME) == set(SAME)
    assert cli_library._KINDS == KINDS
    assert cli_library._SORTS == SORTS


def test_colours_are_for_who_looks_and_wants_them(tmp_path: Path) -> None:
    """A terminal gets signs, words and colours; with NO_COLOR signs and words."""
    write_files(tmp_path / "notes", ODD)
    coloured = seen("list", cwd=tmp_path, columns=60)
    plain = seen("list", cwd=tmp_path, columns=60, env={"NO_COLOR": "1"})

    assert "\x1b[36m○ to read" in coloured
    assert "\x1b[" not in plain
    assert "○ to read" in plain
    assert plain == click.unstyle(coloured)
    assert plain.splitlines()[-1] == "5 works"


def test_who_sits_at_a_terminal_is_asked_which_one(tmp_path: Path) -> None:
    """And sees the one that they choose."""
    text = "- [ ] [Lost in the Middle](https://x.org/1)\n- [ ] [Found in the Middle](https://x.org/2)\n"
    write_files(tmp_path / "notes", {"a.md": text})
    said = seen("show", "middle", cwd=tmp_path, typed="2\n", env={"NO_COLOR": "1"})

    assert "1: Lost in the Middle [url:x.org/1] notes/a.md:1" in said
    assert "https://x.org/2" in said.split("Which one")[1]


def test_a_python_that_cannot_search_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line: some are built without it."""
    monkeypatch.setattr(index, "_TABLES", "CREATE VIRTUAL TABLE a USING nonesuch(b)")
    with pytest.raises(UserError, match="FTS5"):
        index.TextIndex(())


def test_a_search_needs_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is in memory, and nothing is written into the vault."""
    write_files(tmp_path / "notes", ODD)
    before = tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    cache = tmp_path.with_name("cache")
    said = CliRunner().invoke(cli, ["search", "scientist"], env={"PAPERGARDEN_CACHE": str(cache)})

    assert said.exit_code == 0
    assert tree(tmp_path) == before


def test_what_changed_is_seen_at_once(tmp_path: Path) -> None:
    """Notes that were read before are known, and read again once they are others."""
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "cache")}
    said = []
    for text in ("- [ ] [First](https://x.org/1)", "- [x] [First](https://x.org/1)", "Gone."):
        write_files(tmp_path / "notes", {"a.md": text})
        said.append(notes("list", cwd=tmp_path, env=env).stdout.decode().split("\t")[1:2])

    assert said == [["queued"], ["read"], []]
