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

from papergarden.core.addresses import identify
from papergarden.core.search.words import words

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
DPR = "https://arxiv.org/abs/2004.04906"
NOTES = {
    "list.md": f"""---
tags: [lists]
---
# Reading list

## Retrieval papers

- [x] [DPR: Dense Passages]({DPR}) #dense/dual ✅ 2025-02-01
    - Two encoders are trained in pairs, and negatives come from the batch.
- [ ] [Pre-training for ranking](https://arxiv.org/abs/2101.00001)
- [ ] [深度学习简介](https://example.org/chinese)
- [ ] [Of a publisher](https://doi.org/10.1145/1234.5678)
- [ ] [Of a corpus](https://www.semanticscholar.org/paper/CorpusID:12345)

## Other topics

- [ ] [Sparse words](https://example.org/sparse) by hand
- [/] [A film on ranking](https://youtu.be/kCc8FmEb1nY)
""",
    "post.md": f"""---
date: 2023-05-06
---
# On encoders

A paragraph about the Schrödinger bridge and its encoders, not of any work.

Others quote [DPR]({DPR}) when the zebra crosses.

```python
def weigh_passages(tokens): pass
```

The formula $\\zeta = \\mathrm{{hiddenmath}}$ is shown, <!-- secretcomment --> %% othersecret %%
not searched.
""",
    "quiet.md": "---\nunlisted: true\n---\n# Quiet\n\nunlistedword stays away.\n",
}
WORK = "arxiv:2004.04906"
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


@pytest.mark.parametrize(
    ("query", "first"),
    {
        "dpr": WORK,
        "dense passages": WORK,
        "passag": WORK,  # its beginning
        "passage": WORK,  # another form
        "dense pasages": WORK,  # a letter too few,
        "dense passsages": WORK,  # too many,
        "dense pastages": WORK,  # wrong,
        "dense passaegs": WORK,  # changed places
        "egatives": WORK,  # the first letter too
        "encoders in pairs": WORK,
        "negatives batch": WORK,
        "zebra": WORK,
        "pretraining": "arxiv:2101.00001",
        "pre-training": "arxiv:2101.00001",
        "学习": "url:example.org/chinese",
        "深度学习": "url:example.org/chinese",
        "schrodinger": "note:post",
        "weigh passages": "note:post",
        "on encoders": "note:post",
        "2004.04906": WORK,
        "arxiv:2004.04906v2": WORK,
        "https://www.alphaxiv.org/abs/2004.04906": WORK,
        "10.48550/arXiv.2004.04906": WORK,
        "example.org/sparse": "url:example.org/sparse",
        "https://www.example.org/sparse/?utm_source=x": "url:example.org/sparse",
        '"trained in pairs"': WORK,
        "dense xylophone": WORK,  # nothing has all words
    }.items(),
)
def test_a_query_finds_what_it_means(finder: Finder, query: str, first: str) -> None:
    """By name, by words of a passage, by forms, beginnings, slips, identifiers and addresses."""
    assert finder.found(query)[:1] == [first]


@pytest.mark.parametrize(
    ("query", "work"),
    {
        "arXiv: 2004.04906": WORK,
        "ARXIV:2004.04906": WORK,
        "arXiv:2004.04906v2 [cs.CL]": WORK,
        "arXiv:2004.04906v2 [cs.CL].": WORK,
        f"({DPR})": WORK,
        f"({DPR}).": WORK,
        f"{DPR}.": WORK,
        f"{DPR},": WORK,
        f"“{DPR}”,": WORK,
        f"<{DPR}>;": WORK,
        "[2004.04906]": WORK,
        "HTTPS://ARXIV.ORG/abs/2004.04906": WORK,
        "DOI: 10.1145/1234.5678": "doi:10.1145/1234.5678",
        "doi:10.1145/1234.5678.": "doi:10.1145/1234.5678",
        "CorpusID:12345": "s2:CorpusID:12345",
        "CorpusID: 12345": "s2:CorpusID:12345",
    }.items(),
)
def test_an_address_is_found_as_one_pastes_it(finder: Finder, query: str, work: str) -> None:
    """As it stands in a sentence or in references; that work alone."""
    (result,) = finder.ask(query)["results"]

    assert result["id"] == work
    assert result["score"] == SURE


def test_a_long_text_is_no_address(finder: Finder) -> None:
    """It is answered soon, whatever its signs."""
    assert finder.milliseconds("1.1" * 40_000 + " x") < 10_000


@pytest.mark.parametrize(
    "query",
    [
        "hiddenmath",
        "zeta",
        "secretcomment",
        "othersecret",
        "unlistedword",
        "quiet",
        '"pairs in trained"',
        "status:dropped",
        "https://arxiv.org/abs/1706.03762",
        *("", "   ", "-", '"', '""', '-""', "***", "(", "\\", "😀", "- -", "topic: "),
        "https://!!!",
    ],
)
def test_nothing_is_found_of_what_is_not_there(finder: Finder, query: str) -> None:
    """No text of formulas, comments, unlisted notes; a phrase has an order; signs say nothing."""
    answer = finder.ask(query)

    assert (answer["total"], answer["results"], answer["completions"]) == (0, [], [])
    assert answer["facets"].keys() == {"type", "status", "kind", "topic", "year"}


@pytest.mark.parametrize(
    ("query", "found"),
    {
        "status:queued topic:other": ["url:example.org/sparse"],
        "status:read": [WORK],
        "kind:video": ["youtube:kCc8FmEb1nY"],
        "tag:dense": [WORK, "note:list"],  # the task is a line of the list
        "tag:dual": [],
        "status:done": [WORK],
        "status:que topic:other": ["url:example.org/sparse"],
        "tag:lists": ["note:list"],
        "year:2020": [WORK],
        "year:2020..2021 kind:paper": [WORK, "arxiv:2101.00001"],
        "year:..2020": [WORK],
        "in:encoders": ["note:post", WORK],
        "ranking -film": ["arxiv:2101.00001"],
        "ranking -status:queued": ["youtube:kCc8FmEb1nY"],
        'topic:"retrieval papers" status:queued ranking': ["arxiv:2101.00001"],
        'ranking -"film on ranking"': ["arxiv:2101.00001"],
    }.items(),
)
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
    """Without words the day decides, then the status."""
    assert finder.found("status:read status:read -in:nothing", 1) == [WORK]
    assert finder.found("topic:retrieval")[0] == WORK


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
        "use used uses",
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
