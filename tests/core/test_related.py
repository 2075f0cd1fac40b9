"""Related works: what brings two of them together, and what does not."""

from __future__ import annotations

from random import Random

import pytest
from graphs import graph_of
from hypothesis import given, settings
from hypothesis import strategies as st

from papergarden.core.digests import digest
from papergarden.core.related import (
    MOST_RELATED,
    MOST_SHARING,
    WINDOW,
    Related,
    follows_from,
    rare_words,
    related,
    window,
)

LATE = (
    "- [ColBERT](https://arxiv.org/abs/2004.12832)\n- [PLAID](https://arxiv.org/abs/2205.09707)\n"
)
COLBERT, PLAID = "arxiv:2004.12832", "arxiv:2205.09707"


def _numbered(first: int, count: int) -> str:
    """Entries of works that have nothing in common but where they stand."""
    return "".join(f"- [n{n}](https://x.org/{n})\n" for n in range(first, first + count))


def _work(n: int) -> str:
    return f"url:x.org/{n}"


def test_works_under_one_small_heading_are_related() -> None:
    """A heading with two works says that they belong together."""
    found = related(
        graph_of({"list.md": f"## Late interaction\n{LATE}\n## Else\n{_numbered(0, 40)}"})
    )

    assert found[COLBERT] == (PLAID,)
    assert found[PLAID] == (COLBERT,)


def test_a_crowded_heading_relates_nothing() -> None:
    """What forty works share tells nothing of any two of them."""
    found = related(graph_of({"list.md": f"## To read\n{_numbered(0, 40)}"}))

    assert set(found.values()) == {()}


def test_a_heading_of_one_list_weighs_more_than_a_topic_of_many() -> None:
    """The neighbour under the same heading comes before works of the same topic elsewhere."""
    found = related(
        graph_of(
            {
                "a.md": f"## Ranking\n{_numbered(0, 2)}",
                "b.md": f"## Ranking\n{_numbered(10, 2)}",
            }
        )
    )

    assert found[_work(0)][0] == _work(1)
    assert found[_work(10)][0] == _work(11)


def test_a_work_spoken_of_in_the_summary_of_another_is_related_to_it() -> None:
    """An entry that mentions another work ties the two more closely than a heading does."""
    text = f"## Many\n{_numbered(0, 40)}- [a](https://x.org/a)\n  - as in [b](https://x.org/b)\n"
    found = related(graph_of({"list.md": text}))

    assert found["url:x.org/a"] == ("url:x.org/b",)


def test_rare_words_of_titles_bring_together_works_of_different_notes() -> None:
    """Two papers on one thing find each other though they stand in lists apart."""
    found = related(
        graph_of(
            {
                "a.md": f"- [Grokking on small data](https://x.org/g)\n{_numbered(0, 20)}",
                "b.md": f"- [An analysis of grokking](https://x.org/h)\n{_numbered(20, 20)}",
            }
        )
    )

    assert found["url:x.org/g"] == ("url:x.org/h",)
    assert found[_work(3)] == ()


def test_words_that_say_little_relate_nothing() -> None:
    """That two titles both say “towards” and “using” is no tie."""
    found = related(
        graph_of(
            {
                "a.md": f"- [Towards gains using trees](https://x.org/g)\n{_numbered(0, 20)}",
                "b.md": f"- [Towards losses using graphs](https://x.org/h)\n{_numbered(20, 20)}",
            }
        )
    )

    assert found["url:x.org/g"] == ()


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Scalable agent alignment", "Scalable addition"),
        ("Improved code generation", "Improved regularization"),
        ("Entity-aware encoders", "Topic-aware sampling"),
        ("Grammatik und Sinn", "Suche und Index"),
        ("Chercher dans les textes", "Lire dans les images"),
    ],
)
def test_words_of_every_subject_relate_nothing(one: str, another: str) -> None:
    """Praise, and the small words of a language that few notes are in, say nothing of a subject."""
    found = related(
        graph_of(
            {
                "a.md": f"- [{one}](https://x.org/g)\n{_numbered(0, 20)}",
                "b.md": f"- [{another}](https://x.org/h)\n{_numbered(20, 20)}",
            }
        )
    )

    assert found["url:x.org/g"] == ()


def test_a_day_alone_relates_nothing_but_a_day_and_a_word_do() -> None:
    """What was read on one day is related if something else says so as well."""
    days = "".join(f"01/{day:02}/2024\n{_numbered(day * 10, 2)}\n" for day in range(1, 20))
    log = (
        f"{days}02/01/2024\n- [Natural robustness](https://x.org/g)\n"
        "- [Corruption robustness](https://x.org/h)\n- [Something](https://x.org/i)\n\n"
        "03/01/2024\n- [Robustness again](https://x.org/j)\n- [Robustness anew](https://x.org/k)\n"
    )
    found = related(graph_of({"log.md": log}))

    assert found["url:x.org/g"][0] == "url:x.org/h"
    assert found["url:x.org/i"] == ()
    assert found[_work(10)] == ()


def test_at_most_a_few_are_named_the_nearest_first() -> None:
    """Of equals those that stand next to a work in the notes come first."""
    found = related(graph_of({"list.md": f"## Ranking\n{_numbered(0, 9)}"}))

    assert len(found[_work(4)]) == MOST_RELATED
    assert set(found[_work(4)][:2]) == {_work(3), _work(5)}


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["", "x", "y", "z"]), st.integers(0, 12)),
        max_size=30,
    )
)
@settings(max_examples=60)
def test_a_work_is_never_related_to_itself_and_never_to_too_many(
    entries: list[tuple[str, str, int]],
) -> None:
    """Each work has an answer: other works that are there, each once, and few."""
    notes: dict[str, str] = {}
    for note, heading, number in entries:
        head = f"\n## {heading}\n" if heading else ""
        notes[f"{note}.md"] = notes.get(f"{note}.md", "") + head + _numbered(number, 1)
    graph = graph_of(notes)
    found = related(graph)

    assert list(found) == list(graph.works)
    for work_id, others in found.items():
        assert work_id not in others
        assert len(others) == len(set(others)) <= MOST_RELATED
        assert set(others) <= set(graph.works)


def test_a_work_looks_at_few_of_those_that_share_something() -> None:
    """However many works share a thing, each looks at those around it only."""
    everyone = list(range(0, 3000, 3))

    assert window(everyone, 1500) == list(range(1500 - 3 * WINDOW, 1500 + 3 * WINDOW + 1, 3))
    assert window(everyone, 0) == list(range(0, 3 * WINDOW + 1, 3))
    assert all(len(window(everyone, number)) <= 2 * WINDOW + 1 for number in everyone)


def test_a_word_of_many_titles_is_not_looked_at() -> None:
    """A word that many works have is followed by none of them, in however large a vault."""
    several = [f"- [w{n} robustness](https://x.org/r{n})\n" for n in range(MOST_SHARING + 1)]
    rest = _numbered(0, 8 * MOST_SHARING)
    for count, expected in ((MOST_SHARING, {MOST_SHARING}), (MOST_SHARING + 1, set())):
        graph = graph_of({"list.md": "".join(several[:count]) + rest})
        shares = rare_words(list(graph.works.values()), graph)

        assert {len(numbers) for own in shares for numbers, _ in own} == expected


def test_a_word_of_few_titles_tells_nothing_in_a_small_vault() -> None:
    """Where there are a dozen works, two that share a word may do so by chance."""
    text = "- [Grokking on data](https://x.org/g)\n- [A look at grokking](https://x.org/h)\n"
    found = related(graph_of({"list.md": f"# All\n{text}{_numbered(0, 12)}"}))

    assert found["url:x.org/g"] == ()


WORDS = "late interaction tokens gardens rivers mountains clouds".split()


def test_what_is_looked_at_is_all_that_counts() -> None:
    """While it is the same, so are the works near each other, whatever else was changed."""
    known: dict[bytes, Related] = {}
    chance = Random(1)
    heads = [f"## {n}" for n in range(4)]
    lines = [["Title", "", ""] for _ in range(32)]
    for _ in range(250):
        line, part = chance.choice(lines), chance.randrange(3)
        line[part] = chance.choice(WORDS)
        heads[chance.randrange(4)] = f"## {chance.choice(WORDS)}"
        entries = [
            f"- [{title}](https://x.org/{n}) #{tag}t\n    - {said}\n"
            for n, (title, said, tag) in enumerate(lines)
        ]
        text = "\n".join(f"{head}\n{''.join(entries[n::4])}" for n, head in enumerate(heads))
        graph = graph_of({"a.md": text})
        found = related(graph)
        assert known.setdefault(digest(follows_from(graph)), found) == found

    assert any(known.values())
