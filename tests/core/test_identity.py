"""Which mentions are one work beyond equal addresses: what the entry, the user or a title says."""

from __future__ import annotations

import pytest
from graphs import graph_of, remarks
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.nearness import near_pairs

DPR = "https://arxiv.org/abs/2004.04906"
BERT = "https://arxiv.org/abs/1810.04805"
DPR_ACL = "https://aclanthology.org/2020.emnlp-main.550/"
TITLE = "Dense Passage Retrieval for Open-Domain Question Answering"


def keys(notes: dict[str, str], not_same: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    """The works of a vault by their keys."""
    return list(graph_of(notes, not_same=not_same).works)


def test_two_identifiers_of_one_entry_are_one_paper() -> None:
    """Who lists the proceedings page and the preprint of a paper says that they are one."""
    notes = {"a.md": f"- [{TITLE}]({DPR_ACL}) [arXiv]({DPR})", "b.md": f"- [x] [DPR]({DPR})"}

    work = graph_of(notes).works["arxiv:2004.04906"]
    assert keys(notes) == [work.id]
    assert work.identifiers == {"acl": "2020.emnlp-main.550", "arxiv": "2004.04906"}


@pytest.mark.parametrize(
    "extra",
    [
        "[code](https://github.com/facebookresearch/DPR)",  # may hold the code of many papers
        "[paper](https://arxiv.org/abs/1908.10084)",  # of two arXiv papers one is a slip
    ],
)
def test_other_addresses_of_an_entry_join_nothing(extra: str) -> None:
    """A second address of the same kind, or one that is no identifier, stays what it is."""
    address = extra.partition("(")[2].rstrip(")")
    notes = {"a.md": f"- [{TITLE}]({DPR}) {extra}", "b.md": f"- [another thing]({address})"}

    assert len(keys(notes)) == 2


def test_a_title_alone_does_not_join_what_the_user_keeps_apart() -> None:
    """`not_same` stands against the join by title, and against the remark about two addresses."""
    notes = {"a.md": "## papers\n- [ ] Dense retrieval", "b.md": f"- [Dense retrieval]({DPR})"}

    assert keys(notes) == ["arxiv:2004.04906"]
    assert keys(notes, not_same=(("title:dense-retrieval", DPR),)) == [
        "arxiv:2004.04906",
        "title:dense-retrieval",
    ]


def test_what_is_told_to_be_one_and_not_another_is_both() -> None:
    """A work keeps what was said of each of its keys."""
    notes = {
        "a.md": f"## papers\n- [ ] Dense retrieval\n- [x] [page](https://example.org/dpr)\n"
        f"- [Dense retrieval]({DPR})"
    }
    told = graph_of(
        notes,
        same_as=((DPR, "https://example.org/dpr"),),
        not_same=(("title:dense-retrieval", "https://example.org/dpr"),),
    )

    assert list(told.works) == ["arxiv:2004.04906", "title:dense-retrieval"]


def test_one_title_at_two_addresses_can_be_said_to_be_two_works() -> None:
    """The remark about it goes away."""
    notes = {"a.md": f"- [{TITLE}]({DPR})", "b.md": f"- [{TITLE}](https://example.org/dpr)"}

    assert remarks(graph_of(notes)) == [("b.md", 1, "title-conflict")]
    assert remarks(graph_of(notes, not_same=((DPR, "https://example.org/dpr"),))) == []


NEAR = {
    "a.md": f"- [{TITLE}]({DPR})",
    "b.md": "Text.\n\n- [Dense Passage Retreival for Open-Domain Question Answering](https://x.org/dpr)",
}


def test_a_near_title_is_suggested_and_joins_nothing() -> None:
    """The remark tells both keys, so that the line for the configuration can be copied."""
    graph = graph_of(NEAR)

    assert list(graph.works) == ["arxiv:2004.04906", "url:x.org/dpr"]
    assert remarks(graph) == [("b.md", 3, "near-title")]
    assert "a.md:1" in graph.diagnostics[0].message
    assert '["arxiv:2004.04906", "url:x.org/dpr"]' in graph.diagnostics[0].hint


ANSWER = (("arxiv:2004.04906", "https://x.org/dpr"),)


@pytest.mark.parametrize(("same_as", "not_same"), [(ANSWER, ()), ((), ANSWER)])
def test_a_suggestion_is_answered_once(
    same_as: tuple[tuple[str, str], ...], not_same: tuple[tuple[str, str], ...]
) -> None:
    """Either answer silences it."""
    assert remarks(graph_of(NEAR, same_as=same_as, not_same=not_same)) == []


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        (TITLE, "Dense Pasage Retrieval for Open-Domain Question Answering", True),
        (TITLE, "Open-Domain Question Answering for Dense Passage Retrieval", True),
        (TITLE, TITLE.upper(), False),  # equal, which says more than near
        ("Deep Learning for Physics, Part I", "Deep Learning for Physics, Part II", False),
        ("The Llama 2 Herd of Models", "The Llama 3 Herd of Models", False),
        ("Attention Is All You Need", "Attention Is Not All You Need", False),
        (TITLE, "Retrieval", False),  # all of its words stand in the other
    ],
)
def test_what_counts_as_near(first: str, second: str, near: bool) -> None:
    """A slip or another order of words is near; another number or a part of a title is not."""
    assert bool(list(near_pairs({"a": first, "b": second}))) is near


@given(st.lists(st.text("abc iv12", max_size=30), max_size=8))
def test_no_title_is_near_itself(titles: list[str]) -> None:
    """Every pair is of two names, and each comes once."""
    pairs = list(near_pairs({str(n): title for n, title in enumerate(titles)}))

    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    assert all(one != two for one, two in pairs)


def test_a_record_of_data_or_code_joins_no_papers() -> None:
    """Several papers may share one."""
    code = "[code](https://doi.org/10.5281/zenodo.5)"
    notes = {"a.md": f"- [{TITLE}]({DPR}), {code}\n- [x] [BERT]({BERT}), {code}"}

    assert keys(notes) == ["arxiv:1810.04805", "arxiv:2004.04906"]


def test_two_papers_of_arxiv_are_never_joined_by_a_third_address() -> None:
    """One of the two entries has a slip in it."""
    doi = "[paper](https://doi.org/10.1145/3397271.3401075)"
    notes = {"a.md": f"- [{TITLE}]({DPR}), {doi}\n- [x] [BERT]({BERT}), {doi}"}

    assert len(keys(notes)) == 2
