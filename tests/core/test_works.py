"""Which mentions are one work, and what is known of it: its identity over several notes."""

from __future__ import annotations

import random

import pytest
from graphs import graph_of, only_work, remarks

from papergarden.core.edges import edges_of

DPR = "https://arxiv.org/abs/2004.04906"
ANCE = "https://arxiv.org/abs/2007.00808"
SBERT = "https://arxiv.org/abs/1908.10084"


def test_one_work_under_many_addresses() -> None:
    """However its address is written, a paper is one work with one page of its own."""
    work = only_work(
        graph_of(
            {
                "a.md": f"- [ ] [DPR]({DPR})\n- [DPR](https://arxiv.org/pdf/2004.04906v3)",
                "b.md": "See [it](https://www.alphaxiv.org/abs/2004.04906).",
                "c.md": "- [x] https://doi.org/10.48550/arXiv.2004.04906",
                "d.md": "And http://www.arxiv.org/pdf/2004.04906v2.pdf too.",
            }
        )
    )

    assert work.id == "arxiv:2004.04906"
    assert work.url == "https://arxiv.org/abs/2004.04906"
    assert work.identifiers == {"arxiv": "2004.04906"}
    assert [(p.note, p.mention) for p in work.places] == [
        ("a", 0),
        ("a", 1),
        ("b", 0),
        ("c", 0),
        ("d", 0),
    ]
    assert work.year == 2020


def test_the_version_stays_on_the_mention() -> None:
    """Two versions are one work, and each mention keeps the one it meant."""
    graph = graph_of({"a.md": f"- [DPR]({DPR}v1)\n- [DPR]({DPR}v3)\n- [DPR]({DPR})"})

    assert [*graph.works] == ["arxiv:2004.04906"]
    assert [m.version for m in graph.notes["a"].mentions] == ["1", "3", None]


def test_the_address_of_a_page_is_as_it_was_written() -> None:
    """A work without an identifier is looked at where its first mention leads."""
    work = only_work(graph_of({"a.md": "- [IR book](http://www.example.org/ir/?utm_source=x)"}))

    assert work.id == "url:example.org/ir"
    assert work.url == "http://www.example.org/ir/?utm_source=x"
    assert work.identifiers == {}
    assert work.year is None


@pytest.mark.parametrize(
    ("address", "year"),
    [
        ("https://arxiv.org/abs/hep-th/9711200", 1997),
        ("https://arxiv.org/abs/math/0611800", 2006),
        ("https://arxiv.org/abs/0905.3587", 2009),
        ("https://arxiv.org/abs/2408.06292", 2024),
    ],
)
def test_the_year_of_an_arxiv_paper_is_in_its_identifier(address: str, year: int) -> None:
    """Old identifiers tell their year as well as new ones."""
    assert only_work(graph_of({"a.md": f"- [a]({address})"})).year == year


@pytest.mark.parametrize(
    "title",
    [
        "Sentence-BERT",
        "sentence-bert",
        "Sentence BERT!",
        "“SentenceBERT”",
        "Ｓｅｎｔｅｎｃｅ-BERT",
    ],
)
def test_a_title_alone_joins_the_one_work_that_carries_it(title: str) -> None:
    """Capitals, spaces and punctuation do not part a title from its work."""
    work = only_work(
        graph_of({"a.md": f"## papers\n- [x] {title}\n", "b.md": f"- [Sentence-BERT]({SBERT})"})
    )

    assert work.id == "arxiv:1908.10084"
    assert work.status == "read"


def test_a_title_that_two_works_carry_joins_neither() -> None:
    """Where it is not clear which work is meant, nothing is guessed."""
    graph = graph_of(
        {
            "a.md": "## papers\n- [x] dense retrieval\n",
            "b.md": f"- [dense retrieval]({DPR})\n- [Dense Retrieval]({ANCE})",
        }
    )

    assert [*graph.works] == ["arxiv:2004.04906", "arxiv:2007.00808", "title:dense-retrieval"]


@pytest.mark.parametrize("title", ["BM2", "C++", "数学書", "b.m.2"])
def test_a_short_title_joins_nothing(title: str) -> None:
    """Titles of fewer than four letters and digits are too common."""
    graph = graph_of({"a.md": f"## papers\n- [x] {title}\n", "b.md": f"- [{title}]({DPR})"})

    assert len(graph.works) == 2


def test_four_letters_are_enough_to_join() -> None:
    """A title of four letters joins its work."""
    assert graph_of(
        {"a.md": "## papers\n- [x] ANCE\n", "b.md": f"- [ance]({ANCE})"}
    ).works.keys() == {"arxiv:2007.00808"}


def test_titles_that_differ_in_a_sign_or_a_number_are_two() -> None:
    """`C++` is not `C`, part two is not part one, and a longer title is another one."""
    graph = graph_of(
        {
            "a.md": "## books\n- [ ] C++\n- [ ] C\n- [ ] C#\n- [ ] Reading notes 1\n"
            "- [ ] Reading notes 2\n- [ ] Reading notes\n"
        }
    )

    assert len(graph.works) == 6


def test_one_title_in_two_notes_is_one_work() -> None:
    """Works known by their title alone are one if the title is the same."""
    work = only_work(
        graph_of({"a.md": "## papers\n- [ ] Claude 4\n", "b.md": "## papers\n- [x] claude-4!\n"})
    )

    assert work.id == "title:claude-4"
    assert work.status == "read"


def test_the_text_of_a_reference_joins_nothing() -> None:
    """Only entries carry a title by which a title alone is recognised."""
    graph = graph_of(
        {"a.md": "## papers\n- [x] Sentence-BERT\n", "b.md": f"[Sentence-BERT]({SBERT})"}
    )
    joined = graph_of(
        {"a.md": "## papers\n- [x] Sentence-BERT\n", "b.md": f"See [Sentence-BERT]({SBERT})."}
    )

    assert len(graph.works) == 1
    assert len(joined.works) == 2


def test_the_same_title_at_two_addresses_is_two_works() -> None:
    """Addresses are not joined by a title, only reported."""
    graph = graph_of(
        {
            "a.md": f"- [Dense Passage Retrieval for Questions]({DPR})",
            "b.md": "- [Dense Passage Retrieval for Questions](https://example.org/dpr)",
        }
    )

    assert len(graph.works) == 2
    assert remarks(graph) == [("b.md", 1, "title-conflict")]


@pytest.mark.parametrize(
    "same_as",
    [
        ((DPR, "https://example.org/dpr", "title:karpukhin"),),
        (("title:karpukhin", "url:example.org/dpr"), ("url:example.org/dpr", "arxiv:2004.04906")),
        (("https://www.example.org/dpr/", "title:karpukhin"), (f"{DPR}v2", "url:example.org/dpr")),
    ],
)
def test_same_as_joins_what_is_named(same_as: tuple[tuple[str, ...], ...]) -> None:
    """The configuration joins works by key or by address, also over a third one."""
    notes = {
        "a.md": f"- [DPR]({DPR})",
        "b.md": "- [x] [the DPR page](https://example.org/dpr)",
        "c.md": "## papers\n- [ ] Karpukhin\n",
    }

    assert len(graph_of(notes).works) == 3
    work = only_work(graph_of(notes, same_as=same_as))
    assert work.id == "arxiv:2004.04906"
    assert work.url == "https://arxiv.org/abs/2004.04906"


def test_the_best_known_identifier_of_a_work_stands_for_it() -> None:
    """Proceedings come behind arXiv and DOI, an index behind proceedings, a page behind all."""
    addresses = [
        "https://example.org/efficientnet",
        "https://api.semanticscholar.org/CorpusID:167217261",
        "https://proceedings.mlr.press/v97/tan19a.html",
        "https://arxiv.org/abs/1905.11946",
    ]
    found = []
    for number in range(1, len(addresses) + 1):
        known = tuple(addresses[:number])
        notes = {"a.md": "".join(f"- [EfficientNet]({address})\n" for address in known)}
        found.append(only_work(graph_of(notes, same_as=(known,))))

    assert [work.id for work in found] == [
        "url:example.org/efficientnet",
        "s2:CorpusID:167217261",
        "pmlr:v97/tan19a",
        "arxiv:1905.11946",
    ]
    assert found[2].identifiers == {"pmlr": "v97/tan19a", "s2": "CorpusID:167217261"}
    assert found[3].url == "https://arxiv.org/abs/1905.11946"


def test_a_work_whose_identifier_tells_no_address_is_found_where_it_was_mentioned() -> None:
    """The hash of a paper in proceedings does not tell on which of their pages it stands."""
    address = (
        "https://papers.nips.cc/paper_files/paper/2017/file/"
        "3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf"
    )
    work = only_work(graph_of({"a.md": f"- [x] [this]({address})\n"}))

    assert work.url == address
    assert work.title == "NeurIPS 2017/3f5ee243547dee91fbd053c1c4a845aa"


def test_a_work_has_the_identifiers_of_all_its_addresses() -> None:
    """A paper joined from arXiv and the ACL has both names."""
    acl = "https://aclanthology.org/2020.emnlp-main.550/"
    graph = graph_of({"a.md": f"- [DPR]({acl})\n- [DPR]({DPR})"}, same_as=((DPR, acl),))

    assert only_work(graph).identifiers == {"acl": "2020.emnlp-main.550", "arxiv": "2004.04906"}


@pytest.mark.parametrize("other", ["1706.0376", "1706.037622", "1713.03762"])
def test_a_malformed_identifier_joins_nothing(other: str) -> None:
    """A slip in a number makes a work of its own, and a remark."""
    graph = graph_of(
        {
            "a.md": "- [attention](https://arxiv.org/abs/1706.03762)",
            "b.md": f"Text.\n\n- [Attention Is All You Need](https://arxiv.org/pdf/{other})",
        }
    )

    assert [*graph.works] == ["arxiv:1706.03762", f"url:arxiv.org/pdf/{other}"]
    assert remarks(graph) == [("b.md", 3, "malformed-identifier")]


def test_the_paper_identifier_of_a_further_address_counts_if_the_first_has_none() -> None:
    """An entry that leads to a project page first and then to the paper is about the paper."""
    work = only_work(
        graph_of(
            {
                "a.md": f"- [x] [DPR](https://example.org/dpr) [paper]({DPR})",
                "b.md": f"- [ ] [Dense Passage Retrieval]({DPR})",
            }
        )
    )

    assert work.id == "arxiv:2004.04906"


def test_further_addresses_join_nothing() -> None:
    """One repository may serve many papers, and a paper keeps its own identifier."""
    code = "https://github.com/facebookresearch/DPR"
    graph = graph_of(
        {
            "a.md": f"- [DPR]({DPR}) [code]({code})\n- [ANCE]({ANCE}) [code]({code})",
            "b.md": f"- [the code of DPR]({code}) [paper](https://example.org/dpr.pdf)",
            "c.md": f"- [DPR again]({DPR}) [paper]({SBERT})",
        }
    )

    assert [*graph.works] == [
        "arxiv:2004.04906",
        "arxiv:2007.00808",
        "url:github.com/facebookresearch/DPR",
    ]


def test_a_file_is_one_work_from_wherever_it_is_linked() -> None:
    """A log entry about a file is about its path in the vault."""
    graph = graph_of(
        {
            "a.md": "09/25/2024\n- 🧪 [okapi](code/bm25.py)",
            "logs/b.md": "09/26/2024\n- 🧪 [okapi again](../code/bm25.py)",
        },
        files=["code/bm25.py"],
    )

    assert [*graph.works] == ["file:code/bm25.py"]
    assert graph.works["file:code/bm25.py"].read_on == "2024-09-26"


def test_each_kind_of_edge_is_drawn() -> None:
    """Notes link to notes and mention works, both are tagged, and works refer to works."""
    graph = graph_of(
        {
            "log.md": f"""\
#ir

07/25/2024
- [ANCE]({ANCE}) #Dense/hard
  - like the DPR paper from 07/22, see [[bm25]]

07/22/2024
- [DPR]({DPR})
""",
            "bm25.md": "Back to [[log]] and to [[#bm25]].",
        }
    )

    assert [(e.source, e.target, e.type) for e in edges_of(graph)] == [
        ("note:bm25", "note:log", "links"),
        ("note:log", "note:bm25", "links"),
        ("note:log", "tag:dense/hard", "tagged"),
        ("note:log", "tag:ir", "tagged"),
        ("note:log", "work:arxiv:2004.04906", "mentions"),
        ("note:log", "work:arxiv:2007.00808", "mentions"),
        ("work:arxiv:2007.00808", "tag:dense/hard", "tagged"),
        ("work:arxiv:2007.00808", "work:arxiv:2004.04906", "refers-to"),
    ]


def test_a_work_that_refers_to_itself_has_no_edge_for_it() -> None:
    """Two entries of one work on two days are no two works."""
    graph = graph_of(
        {
            "log.md": f"07/25/2024\n- [DPR]({DPR}v2)\n  - as in DPR from 07/22\n\n"
            f"07/22/2024\n- [DPR]({DPR})\n"
        }
    )

    assert {edge.type for edge in edges_of(graph)} == {"mentions"}


def test_the_order_in_which_notes_are_given_changes_nothing() -> None:
    """The same notes give the same graph, whatever order a folder lists them in."""
    notes = {
        "a.md": f"- [ ] [DPR]({DPR})\n- [ ] dense retrieval\n- [x] [ANCE]({ANCE})",
        "b.md": f"09/25/2024\n- [dense retrieval]({DPR})\n  - like [[a]] and [SBERT]({SBERT})",
        "dir/a.md": f"# Dense\n- 📺 [Dense Retrieval]({DPR}v1) #ir\n- [ ] [[c]]\n- see [[a]]",
        "c.md": "---\naliases: dense\n---\nSee [[Dense]] and [it](https://arxiv.org/abs/1706.0376).",
    }
    files = ["x/plot.png", "plot.png"]
    expected = graph_of(notes, files)
    shuffler = random.Random(7)  # an order, no secret
    for _ in range(10):
        shuffled = list(notes.items())
        shuffler.shuffle(shuffled)
        shuffler.shuffle(files)

        assert graph_of(dict(shuffled), files) == expected
    assert [*expected.notes] == sorted(expected.notes)
    assert [*expected.works] == sorted(expected.works)
