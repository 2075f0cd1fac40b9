"""The title and the kind that are shown of a work, and what is said where titles disagree."""

from __future__ import annotations

import pytest
from graphs import graph_of, only_work, remarks

from papergarden.core.model import Work
from papergarden.core.titles import best_title, is_real_title, names_form, names_in, points

DPR = "https://arxiv.org/abs/2004.04906"
VIT = "https://arxiv.org/abs/2010.11929"
REAL = "Dense Passage Retrieval for Open-Domain Question Answering"


def work_of(*titles: str, address: str = DPR) -> Work:
    """The work of entries with these titles at one address, a note each."""
    notes = {f"{n}.md": f"- [{title}]({address})" for n, title in enumerate(titles)}
    return only_work(graph_of(notes))


@pytest.mark.parametrize(
    ("titles", "shown"),
    [
        (["dpr", REAL], REAL),
        ([REAL, "dpr"], REAL),
        (["dpr", "the dense retrieval paper by karpukhin et al"], None),
        (["dpr", "Karpukhin"], "Karpukhin"),
        ([f"{REAL} (EMNLP 2020, Oral Presentation)", "An Even Shorter Real Title"], None),
    ],
)
def test_a_real_title_is_shown_else_the_longest_name(titles: list[str], shown: str | None) -> None:
    """A title as on a paper, the shortest of them, comes before nicknames."""
    work = work_of(*titles)
    expected = shown or titles[1]

    assert work.title == expected
    assert set(work.aliases) == set(titles) - {expected}


def test_the_text_of_a_reference_is_a_title_only_where_entries_say_little() -> None:
    """A real title in running text is shown if the entries only have a nickname."""
    notes = {"a.md": f"- [dpr]({DPR})", "b.md": f"See [{REAL}]({DPR}) and [this]({DPR})."}
    work = only_work(graph_of(notes))

    assert work.title == REAL
    assert work.aliases == ("dpr",)


def test_a_work_without_a_title_shows_its_identifier() -> None:
    """Where only addresses stand, the name is the identifier, or the address."""
    assert work_of("this").title == "arXiv:2004.04906"
    assert work_of("paper", address="https://www.example.org/a/").title == "example.org/a"
    assert work_of("this").aliases == ()


def test_chapters_of_one_book_show_what_they_have_in_common() -> None:
    """Parts of one thing at one address are shown under the name of the whole."""
    titles = [
        "Speech and Language Processing, Chapter 5.1",
        "Speech and Language Processing, Chapters 6.1-6.10",
        "Speech and Language Processing, Chapter 14",
    ]
    work = work_of(*titles, address="https://web.stanford.edu/~jurafsky/slp3/")

    assert work.title == "Speech and Language Processing"
    assert sorted(work.aliases) == sorted(titles)


def test_a_common_word_is_no_common_beginning() -> None:
    """Titles that only begin alike are not parts of one thing."""
    titles = ["Dense Passage Retrieval in Practice", "Dense Passage Ranking in Practice"]

    assert best_title(titles) == titles[1]
    assert best_title(["LoRA (2021)", "LoRA (again)"]) == "LoRA (again)"


@pytest.mark.parametrize(
    "anchor", ["this", "here", "Paper", "vid1", "new paper", "the code", DPR, "…"]
)
def test_an_anchor_that_only_points_is_no_title(anchor: str) -> None:
    """Words that point, words of form and addresses say nothing of the work."""
    assert points(anchor)


@pytest.mark.parametrize("anchor", ["DPR", "paper on DPR", "Attention", "vit", "4", "claude 4"])
def test_an_anchor_that_names_is_a_title(anchor: str) -> None:
    """One word that names is enough."""
    assert not points(anchor)


@pytest.mark.parametrize("anchor", ["code", "Project page", "technical report", "PDF", "vid2"])
def test_forms_are_known(anchor: str) -> None:
    """Anchors that name nothing but a form make a further address."""
    assert names_form(anchor)


@pytest.mark.parametrize("anchor", ["this", "another paper", "DPR code", "", "…"])
def test_other_words_are_no_form(anchor: str) -> None:
    """One word more and the link is one of its own."""
    assert not names_form(anchor)


@pytest.mark.parametrize(
    ("title", "is_real"),
    [
        (REAL, True),
        ("Attention Is All You Need", True),
        ("The Era of 1-bit LLMs", True),
        ("Ｄense Retrieval über Alles", True),
        ("Dense Passage Retrieval", False),
        ("the dense retrieval paper again", False),
        ("what i learned from William", False),
    ],
)
def test_a_real_title_has_four_words_half_of_them_with_capitals(
    title: str,
    is_real: bool,  # a column of the table
) -> None:
    """Small words do not count against a title."""
    assert is_real_title(title) == is_real


def test_names_are_words_with_a_capital_or_a_digit() -> None:
    """What is said of a paper in passing is known by its names, not by its small words."""
    assert names_in("The Lean-STaR paper on GPT2 In A World of c++ and o1") == {
        "lean-star",
        "gpt2",
        "world",
        "o1",
    }


def test_two_real_titles_at_one_address_are_reported() -> None:
    """If titles have little in common, one of the links may be a slip."""
    graph = graph_of(
        {
            "a.md": f"- [{REAL}]({DPR})",
            "b.md": f"Text.\n\n- [Visualizing the Loss Landscape of Neural Nets]({DPR})",
        }
    )
    (remark,) = graph.diagnostics

    assert (remark.code, remark.severity) == ("title-conflict", "warning")
    assert REAL in remark.message
    assert "Visualizing the Loss Landscape of Neural Nets" in remark.message


def test_one_real_title_at_two_addresses_is_reported_once() -> None:
    """The second place is named, and the first in its message."""
    graph = graph_of(
        {
            "a.md": f"Text.\n\n- [{REAL}]({DPR})\n- [{REAL}]({DPR}v2)",
            "b.md": f"- [{REAL.upper()}]({VIT})\n- [{REAL}]({VIT})",
        }
    )

    assert remarks(graph) == [("b.md", 1, "title-conflict")]
    assert "a.md:3" in graph.diagnostics[0].message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (REAL, "sakana"),
        (REAL, "vit"),
        (REAL, "Dense Passage Retrieval For Open Domain QA"),
        (REAL, f"{REAL} (with Appendix)"),
        ("vit", "dpr"),
        (REAL, "an image is worth sixteen by sixteen words"),
    ],
)
def test_nicknames_and_variants_are_no_conflict(first: str, second: str) -> None:
    """What is no real title, or is nearly the same one, needs no remark."""
    notes = {"a.md": f"- [{first}]({DPR})", "b.md": f"- [{second}]({DPR})"}

    assert remarks(graph_of(notes)) == []


def test_the_same_nickname_at_two_addresses_is_no_conflict() -> None:
    """Two works may well have one short name."""
    notes = {"a.md": f"- [attention]({DPR})", "b.md": f"- [attention]({VIT})"}

    assert remarks(graph_of(notes)) == []


def test_a_title_without_an_address_takes_no_side() -> None:
    """Only addresses are in conflict; a title alone that two of them carry is not."""
    notes = {
        "a.md": f"## papers\n- [x] {REAL}",
        "b.md": f"- [{REAL}]({DPR})",
        "c.md": f"- [{REAL}]({VIT})",
    }

    assert remarks(graph_of(notes)) == [("c.md", 1, "title-conflict")]
    assert len(graph_of(notes).works) == 3


def test_same_as_settles_a_conflict() -> None:
    """A title at two addresses that are told to be one work is no conflict any more."""
    notes = {"a.md": f"- [{REAL}]({DPR})", "b.md": f"- [{REAL}](https://example.org/dpr)"}

    assert remarks(graph_of(notes)) == [("b.md", 1, "title-conflict")]
    assert remarks(graph_of(notes, same_as=((DPR, "https://example.org/dpr"),))) == []


LOG = "09/25/2024\n"


@pytest.mark.parametrize(
    ("entries", "kind"),
    [
        ([f"- [a]({DPR})"], "paper"),
        ([f"{LOG}- 📰 [a]({DPR})", f"- [b]({DPR})", f"- [c]({DPR})"], "article"),
        ([f"{LOG}- 📰 [a]({DPR})", f"{LOG}- 📖 [b]({DPR})", f"{LOG}- 📖 [c]({DPR})"], "book"),
        ([f"{LOG}- 📖 [Dense retrieval]({DPR})", "## papers\n- [x] Dense retrieval"], "book"),
        (["## papers\n- [x] Dense retrieval", f"- [Dense retrieval]({DPR})"], "paper"),
        (["## papers\n- [x] Dense retrieval", "## papers\n- [ ] Dense retrieval"], "resource"),
    ],
)
def test_the_emoji_tells_the_kind_else_most_mentions_do(entries: list[str], kind: str) -> None:
    """An emoji wins over the address, more of one kind over fewer, a title alone tells least."""
    work = only_work(graph_of({f"{n}.md": text for n, text in enumerate(entries)}))

    assert work.kind == kind
