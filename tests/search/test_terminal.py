"""What `notes search` finds: the same as the site, by the same words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from addressforms import KEYS
from graphs import graph_of
from harness import SAMPLE, VAULTS, write_files
from questions import MEANT, NARROWED, NOTES, NOTHING, PASTED, WORK

from papergarden.build import read_vault
from papergarden.config import Config
from papergarden.core.addresses import identify
from papergarden.core.search.finding import Finder, Found
from papergarden.core.search.forms import is_slip, stem
from papergarden.core.search.pasted import keys_in
from papergarden.core.search.query import readings
from papergarden.core.search.weighing import cut_out
from papergarden.core.search.words import placed_words, words
from papergarden.library.search import finder_of

LONG = "many more words of which a passage is made " * 2
SURE = 1000  # the score of what is found by its address, not by words


def finder_in(vault: Path, *, everything: bool = False) -> Finder:
    """Who answers queries about a vault."""
    return finder_of(read_vault(vault, Config(), everything=everything).graph)


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    """The notes of which the browser is asked as well."""
    return finder_in(write_files(tmp_path_factory.mktemp("terminal"), NOTES))


def id_of(found: Found) -> str:
    """The id of what is found, `note:` before those of notes."""
    return ("" if found.entry.is_work else "note:") + found.entry.document.shown.id


def ids(finder: Finder, query: str, limit: int = 10) -> list[str]:
    """What a query finds, in order."""
    return [id_of(found) for found in finder.find(query, limit).results]


@pytest.mark.parametrize(("query", "first"), MEANT.items())
def test_a_query_finds_what_it_means(finder: Finder, query: str, first: str) -> None:
    """By name, by words of a passage, by forms, beginnings, slips, identifiers and addresses."""
    assert ids(finder, query)[:1] == [first]


@pytest.mark.parametrize(("query", "work"), PASTED.items())
def test_an_address_is_found_as_one_pastes_it(finder: Finder, query: str, work: str) -> None:
    """As it stands in a sentence or in references; that work alone."""
    (found,) = finder.find(query, 10).results

    assert (id_of(found), found.score) == (work, SURE)


@pytest.mark.parametrize("query", NOTHING)
def test_nothing_is_found_of_what_is_not_there(finder: Finder, query: str) -> None:
    """No text of formulas, comments, unlisted notes; a phrase has an order; signs say nothing."""
    answer = finder.find(query, 10)

    assert (answer.total, answer.results) == (0, ())


@pytest.mark.parametrize(("query", "found"), NARROWED.items())
def test_operators_narrow_what_is_found(finder: Finder, query: str, found: list[str]) -> None:
    """By status, kind, tag, topic, year and note; a minus leaves out."""
    assert sorted(ids(finder, query)) == sorted(found)


def test_what_is_kept_out_of_the_site_is_found_in_the_terminal(tmp_path: Path) -> None:
    """One's own notes are one's own."""
    vault = write_files(tmp_path, NOTES | {"draft.md": "---\ndraft: true\n---\nA walrus.\n"})
    finder = finder_in(vault, everything=True)

    assert ids(finder, "unlistedword") == ["note:quiet"]
    assert ids(finder, "walrus") == ["note:draft"]


def test_a_result_has_its_passages(finder: Finder) -> None:
    """The user's own summary first, with what was found in it."""
    (found,) = finder.find("encoders trained", 10).results
    ((said, snippet),) = found.passages

    assert (said.note, said.own) == ("list", True)
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["encoders", "trained"]


def found_in(texts: dict[str, str], query: str) -> list[str]:
    """What a query finds in notes given as text."""
    return ids(finder_of(graph_of(texts)), query)


def test_a_phrase_ends_where_its_passage_ends() -> None:
    """It does not go on in the next name, nor in the next paragraph."""
    note = {"a.md": "---\naliases: [first name, second name]\n---\nOne end.\n\nBegins two.\n"}

    assert found_in(note, '"one end"') == ["note:a"]
    assert found_in(note, '"second name"') == ["note:a"]
    assert found_in(note, '"end begins"') == []
    assert found_in(note, '"name second"') == []


def test_a_slip_that_begins_a_word_is_understood() -> None:
    """If nothing has all words together as they are written."""
    notes = {"a.md": "A trail of crumbs.\n", "b.md": "A trialist of strength.\n"}

    assert found_in(notes, "trial crumbs") == ["note:a"]
    assert found_in(notes, "trial") == ["note:b"]


def test_the_users_own_words_count_most() -> None:
    """A summary comes before what else speaks of the same."""
    notes = {
        "a.md": f"# List\n\n- [x] [Left](https://x.org/1)\n  - zebra stripes, and then {LONG}\n",
        "b.md": "Here zebra stripes speak of [Right](https://x.org/2).\n",
    }

    assert found_in(notes, "zebra")[:2] == ["url:x.org/1", "url:x.org/2"]
    notes = {
        "a.md": "Here zebra stripes speak of [Left](https://x.org/1).\n",
        "b.md": f"# List\n\n- [x] [Right](https://x.org/2)\n  - zebra stripes, and then {LONG}\n",
    }
    assert found_in(notes, "zebra")[:2] == ["url:x.org/2", "url:x.org/1"]


def test_an_address_with_a_place_in_it_leads_to_its_page(finder: Finder) -> None:
    """Whatever stands behind the `#`."""
    assert ids(finder, "https://example.org/sparse#/part/2") == ["url:example.org/sparse"]


def test_words_that_nothing_has_are_told(finder: Finder) -> None:
    """If others find something: else nothing is found anyhow."""
    assert finder.find("dense zzqq Xylophone", 10).unmet == ("zzqq", "xylophone")
    assert [finder.find(query, 10).unmet for query in ("dense", "zzqq", "ranking encoders")] == [
        ()
    ] * 3


def test_capitals_do_not_come_first(finder: Finder) -> None:
    """Works without a day are ordered by title, “of a corpus” before “Of a publisher”."""
    found = ids(finder, "status:queued")

    assert found.index("s2:CorpusID:12345") < found.index("doi:10.1145/1234.5678")


def test_only_as_many_are_shown_as_are_asked_for(finder: Finder) -> None:
    """But all are counted."""
    answer = finder.find("status:queued", 2)

    assert (len(answer.results), answer.total) == (2, 5)


@pytest.mark.parametrize(("vault", "exact", "vague"), [("sample", 0.95, 0.9), ("seeds", 0.95, 0.8)])
def test_what_is_meant_comes_first(vault: str, exact: float, vague: float) -> None:
    """The questions to the site are answered as well in the terminal."""
    finder = finder_in(VAULTS[vault](), everything=True)
    text = (Path(__file__).parent / f"queries-{vault}.toml").read_text("utf-8")
    ranks: dict[str, list[int]] = {}
    for group, queries in tomllib.loads(text).items():
        for query, wanted in queries.items():
            found = ids(finder, query)
            rank = next((i for i, one in enumerate(found, 1) if one in wanted), 99)
            ranks.setdefault(group, []).append(rank)
    by_name = [
        rank for g in ("titles", "nicknames", "identifiers", "addresses") for rank in ranks[g]
    ]

    def share(ranks: list[int], within: int) -> float:
        return sum(rank <= within for rank in ranks) / len(ranks)

    assert share(by_name, 1) >= exact, ranks
    assert share(by_name, 5) == 1, ranks
    assert share(ranks["phrases"], 5) == 1, ranks
    assert share(ranks["phrases"], 1) >= 0.9, ranks
    assert share(ranks["typos"], 5) >= vague, ranks


@pytest.mark.parametrize("address", KEYS)
def test_every_form_of_an_address_leads_to_the_work(address: str) -> None:
    """As notes are read, so is what one looks for."""
    assert identify(address).key in keys_in(address)


@pytest.mark.parametrize(
    ("arguments", "queries"),
    {
        ("dense", "retrieval"): ["dense retrieval"],
        ("dense retrieval",): ["dense retrieval"],
        ("late interaction", "colbert"): ['"late interaction" colbert'],
        ('"late interaction"',): ['"late interaction"'],
        ("topic:late interaction", "-film"): ['topic:"late interaction" -film'],
        ("topic:late interaction",): ['topic:"late interaction"', "topic:late interaction"],
        ("ranking", "-table tennis"): ['ranking -"table tennis"'],
        ("status:queued",): ["status:queued"],
        ("-vision attention",): ["-vision attention"],
    }.items(),
)
def test_quotes_that_the_shell_took_away_count(
    arguments: tuple[str, ...], queries: list[str]
) -> None:
    """Of several arguments one with a blank in it is a phrase, or the value of an operator."""
    assert list(readings(arguments)) == queries


@pytest.mark.parametrize(
    "forms",
    [
        "model models modelled modelling modeling",
        "encode encodes encoded encoding encoder encoders",
        "apply applies applied applying",
        "embed embeds embedded embedding embeddings embedder",
        "use used uses using",
    ],
)
def test_forms_of_a_word_meet(forms: str) -> None:
    """In whichever of them one remembers it."""
    assert len(set(map(stem, forms.split()))) == 1


def test_words_that_only_look_alike_do_not_meet() -> None:
    """A form is more than a common beginning."""
    alike = "user use nation seed see thing the app apply shed she".split()

    assert len(set(map(stem, alike))) == len(alike)


@pytest.mark.parametrize(
    ("word", "other", "answer"),
    [
        ("passage", "pasage", True),
        ("passage", "passsage", True),
        ("passage", "pastage", True),
        ("passage", "passaeg", True),
        ("passage", "passgea", False),
        ("passage", "pass", False),
        ("passage", "pasgae", False),
    ],
)
def test_a_slip_is_one_letter(word: str, other: str, answer: bool) -> None:
    """Too many, too few, wrong, or two that changed places."""
    assert is_slip(word, other) is answer
    assert is_slip(other, word) is answer


def test_words_in_their_places_are_the_words() -> None:
    """Every line of the sample vault, and a text without spaces."""
    lines = [
        line
        for path in sorted(SAMPLE.rglob("*.md"))
        for line in path.read_text("utf-8").split("\n")
    ]
    for line in [*lines, "深度学习 and Poincaré"]:
        assert [word for word, _, _ in placed_words(line)] == words(line)
    places = placed_words("深度学习 and \x0ex+y\x0f Poincaré")

    assert places[1] == ("度学", 1, 3)
    assert places[-2:] == [("and", 5, 8), ("poincare", 15, 23)]


def test_a_long_passage_is_cut_around_what_was_found() -> None:
    """The marks stay on their words."""
    text = "far " * 200 + "needle " + "away " * 200
    snippet = cut_out(text, ((800, 806),))
    ((start, end),) = snippet.marks

    assert snippet.text[start:end] == "needle"
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("…")
    assert len(snippet.text) <= 282


def test_a_long_query_is_answered(finder: Finder) -> None:
    """Whatever somebody pastes."""
    make: list[Callable[[], str]] = [
        lambda: "1.1" * 40_000 + " x",
        lambda: "dense " * 10_000,
        lambda: '"' * 10_000,
        lambda: "ab" * 50_000,
    ]
    for query in make:
        assert finder.find(query(), 10).total <= 9

    assert ids(finder, "dense " * 10_000)[0] == WORK
