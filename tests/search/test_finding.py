"""What the search finds by which words, asked in a browser that opened the site from disk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from addressforms import KEYS
from harness import SAMPLE, SiteTest, write_files

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from finding import Finder
from playwright.sync_api import Browser
from questions import MEANT, NARROWED, NOTES, NOTHING, PASTED, WORK

from papergarden.core.addresses import identify
from papergarden.core.search.words import words

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
SURE = 1000  # the score of what is found by its address, not by words


@pytest.fixture(scope="module")
def finder(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    """The site of the notes above, open in a page."""
    folder = tmp_path_factory.mktemp("finding")
    site = SiteTest(write_files(folder / "vault", NOTES), folder / "site")
    site.build()
    page = browser.new_page()
    finder = Finder(page, site.output).open()
    yield finder
    assert finder.errors == []
    page.close()


@pytest.mark.parametrize(("query", "first"), MEANT.items())
def test_a_query_finds_what_it_means(finder: Finder, query: str, first: str) -> None:
    """By name, by words of a passage, by forms, beginnings, slips, identifiers and addresses."""
    assert finder.found(query)[:1] == [first]


@pytest.mark.parametrize(("query", "work"), PASTED.items())
def test_an_address_is_found_as_one_pastes_it(finder: Finder, query: str, work: str) -> None:
    """As it stands in a sentence or in references; that work alone."""
    (result,) = finder.ask(query)["results"]

    assert result["id"] == work
    assert result["score"] == SURE


def test_a_long_text_is_no_address(finder: Finder) -> None:
    """It is answered soon, whatever its signs."""
    assert finder.milliseconds("1.1" * 40_000 + " x") < 10_000


@pytest.mark.parametrize("query", NOTHING)
def test_nothing_is_found_of_what_is_not_there(finder: Finder, query: str) -> None:
    """No text of formulas, comments, unlisted notes; a phrase has an order; signs say nothing."""
    answer = finder.ask(query)

    assert (answer["total"], answer["results"], answer["completions"]) == (0, [], [])
    assert answer["facets"].keys() == {"type", "status", "kind", "topic", "year"}


@pytest.mark.parametrize(("query", "found"), NARROWED.items())
def test_operators_narrow_what_is_found(finder: Finder, query: str, found: list[str]) -> None:
    """By status, kind, tag, topic, year and note; a minus leaves out."""
    assert sorted(finder.found(query)) == sorted(found)


def test_an_operator_is_completed(finder: Finder) -> None:
    """While it is being typed, what it can be is offered, with quotes where they are needed."""
    statuses = finder.ask("ranking status:")["completions"]
    assert [value["value"] for value in statuses] == [
        "status:queued",
        "status:read",
        "status:reading",
    ]
    assert finder.ask("topic:retr")["completions"] == [
        {"text": "Retrieval papers", "value": 'topic:"Retrieval papers"'}
    ]
    assert finder.ask("author:w")["completions"] == [
        {"text": "Wen-tau Yih", "value": 'author:"Wen-tau Yih"'}
    ]
    assert finder.ask("topic:retr ranking")["completions"] == []


def test_a_result_shows_its_passages(finder: Finder) -> None:
    """The user's own summary first, its words marked, with the way to its line."""
    (result,) = finder.ask("encoders trained")["results"]

    assert {
        key: result[key] for key in ("type", "id", "href", "title", "status", "word", "kind")
    } == {
        "type": "work",
        "id": WORK,
        "href": "works/arxiv-2004.04906.html",
        "title": "DPR: Dense Passages",
        "status": "read",
        "word": "read",
        "kind": "paper",
    }
    assert result["facts"] == ["Retrieval papers", "1 Feb 2025"]
    (passage,) = result["passages"]
    text = passage["text"]
    assert [text[start:end] for start, end in passage["marks"]] == ["encoders", "trained"]
    assert (passage["own"], passage["note"]) == (True, "Reading list")
    file, _, anchor = passage["href"].partition("#")
    assert f'id="{anchor}"' in (finder.site / file).read_text("utf-8")


def test_capitals_do_not_come_first(finder: Finder) -> None:
    """Works without a day are ordered by title, “of a corpus” before “Of a publisher”."""
    found = finder.found("status:queued")

    assert found.index("s2:CorpusID:12345") < found.index("doi:10.1145/1234.5678")


def test_a_formula_is_shown_in_a_passage(finder: Finder) -> None:
    """It cannot be found, but without it the sentence would not read."""
    (result,) = finder.ask("formula shown searched")["results"]

    assert "The formula $\\zeta = \\mathrm{hiddenmath}$ is shown" in result["passages"][0]["text"]


def test_facets_count_all_that_is_found(finder: Finder) -> None:
    """Also what is not among the results that are given."""
    answer = finder.ask("ranking", limit=1)

    assert (answer["total"], len(answer["results"])) == (2, 1)
    assert answer["facets"]["status"] == {"queued": 1, "reading": 1}
    assert answer["facets"]["kind"] == {"paper": 1, "video": 1}
    assert answer["facets"]["type"] == {"work": 2}
    assert answer["facets"]["year"] == {"2021": 1}


def test_the_newest_comes_first_where_words_do_not_decide(finder: Finder) -> None:
    """Without words the day decides, then the status, then the title."""
    assert finder.found("in:list -kind:list") == [
        WORK,
        "url:example.org/sparse",
        "arxiv:2101.00001",
        "youtube:kCc8FmEb1nY",  # from here on without a day; it is being read
        "s2:CorpusID:12345",
        "doi:10.1145/1234.5678",
        "url:example.org/chinese",
    ]


def test_facets_count_what_else_one_could_choose(finder: Finder) -> None:
    """Beside the status that is chosen, in the same words as its box."""
    answer = finder.ask("ranking status:todo")

    assert answer["total"] == 1
    assert answer["facets"]["status"] == {"queued": 1, "reading": 1}
    assert answer["facets"]["kind"] == {"paper": 1}
    assert answer["means"] == {"status:todo": "queued"}
    assert finder.ask("kind:papers status:re")["means"] == {"kind:papers": "paper"}


def test_words_that_nothing_has_are_told(finder: Finder) -> None:
    """If others find something: else nothing is found anyhow."""
    assert finder.ask("dense zzqq Xylophone")["unmet"] == ["zzqq", "xylophone"]
    assert [finder.ask(query)["unmet"] for query in ("dense", "zzqq", "ranking encoders")] == [
        []
    ] * 3


def browser_words(finder: Finder, texts: list[str]) -> list[list[str]]:
    """The words of texts as the script knows them."""
    script = """async (texts) => {
        await papergarden.searchReady();
        return texts.map(papergarden.searching.wordsOf);
    }"""
    found: list[list[str]] = finder.page.evaluate(script, texts)
    return found


@pytest.mark.parametrize(
    "forms",
    [
        "model models modelled modelling modeling",
        "cluster clusters clustered clustering clusterings",
        "answer answers answered answering",
        "render renders rendered rendering",
        "user users",
        "use used uses using",
        "nation nations",
        "encode encodes encoded encoding encoder encoders",
        "process processes processed processing",
        "apply applies applied applying",
        "family families",
        "embed embeds embedded embedding embeddings embedder",
        "optimize optimizer optimizers optimization optimizations",
        "tree trees",
        "agree agreed agreeing",
    ],
)
def test_forms_of_a_word_meet(finder: Finder, forms: str) -> None:
    """In whichever of them one remembers it."""
    script = """async (forms) => {
        await papergarden.searchReady();
        return forms.map(papergarden.searching.stem);
    }"""

    assert len(set(finder.page.evaluate(script, forms.split()))) == 1


def test_words_that_only_look_alike_do_not_meet(finder: Finder) -> None:
    """A form is more than a common beginning."""
    script = "(words) => words.map(papergarden.searching.stem)"
    words_ = "user use nation seed see thing the app apply shed she".split()

    assert len(set(finder.page.evaluate(script, words_))) == len(words_)


@pytest.mark.parametrize("text", WORDS)
def test_browser_and_build_see_the_same_words(finder: Finder, text: str) -> None:
    """Otherwise one would look for words that the index does not have."""
    assert words(text) == WORDS[text]
    assert browser_words(finder, [text]) == [WORDS[text]]


def test_browser_and_build_take_the_texts_of_a_vault_apart_alike(finder: Finder) -> None:
    """Every line of the sample vault."""
    lines = [
        line
        for path in sorted(SAMPLE.rglob("*.md"))
        for line in path.read_text("utf-8").split("\n")
    ]

    assert browser_words(finder, lines) == [words(line) for line in lines]


# Browsers do not write hosts in the letters of their language.
ADDRESSES = {address: key for address, key in KEYS.items() if "xn--" not in address}


@pytest.mark.parametrize("address", ADDRESSES)
def test_browser_and_build_give_an_address_the_same_key(finder: Finder, address: str) -> None:
    """Whatever form of an address is pasted, it leads to the work."""
    script = """async (address) => {
        await papergarden.searchReady();
        await papergarden.searching.loadPart("addresses");
        return papergarden.addressKeys(address);
    }"""

    assert identify(address).key in finder.page.evaluate(script, address)
