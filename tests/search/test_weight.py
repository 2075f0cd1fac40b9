"""How much of the index a question loads in a vault of long notes; no time is measured."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import SiteTest, write_files

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from finding import Finder
from playwright.sync_api import Browser

NUMBER = 240  # notes, each with a work
PHRASES = ("unusual lantern", "lantern of the harbour", "copper kettle")


def vault(chance: random.Random) -> dict[str, str]:
    """Notes that have nearly all words, in another order each, as one topic has its own words."""
    known = [a + b + c for a in ("bel", "cor", "dan", "fil") for b in "aeiou" for c in ("m", "nt")]
    known += ["unusual", "lantern", "harbour"]
    notes = {}
    for number in range(NUMBER):
        texts = [" ".join(chance.choices(known, k=60)) + "." for _ in range(6)]
        entry = f"- [x] [Work {number}](https://example.org/{number})\n    - A copper kettle.\n"
        notes[f"n{number:03}.md"] = f"# Note {number}\n\n" + "\n\n".join([*texts, entry])
    notes["n100.md"] += "\nHere is an unusual lantern of the harbour.\n"
    return notes


NOTES = vault(random.Random(5))  # the same every time


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of these notes."""
    folder = tmp_path_factory.mktemp("weight")
    site = SiteTest(write_files(folder / "vault", NOTES), folder / "site")
    site.build()
    return site.output


@pytest.fixture
def finder(browser: Browser, site: Path) -> Iterator[Finder]:
    """A page of the site in which nothing was asked yet."""
    page = browser.new_page()
    finder = Finder(page, site).open()
    yield finder
    assert finder.errors == []
    page.close()


QUERIES = [*(f'"{phrase}"' for phrase in PHRASES), "belam corent", "lantren"]


@pytest.mark.parametrize("query", QUERIES)
def test_a_question_loads_a_few_texts(finder: Finder, query: str) -> None:
    """However many documents have its words: those that are shown, and hardly another."""
    assert finder.found(query)
    texts = [path for path in set(finder.loaded) if path.name.startswith("text-")]

    assert len(texts) <= 16
    assert finder.compressed() < 100_000


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_found_wherever_it_is_said(finder: Finder, phrase: str) -> None:
    """Nearly all documents have its words; those that say it are known before they are read."""
    answer = finder.ask(f'"{phrase}"')

    assert answer["total"] == sum(phrase in text.lower() for text in NOTES.values()) > 0
    for result in answer["results"]:
        assert phrase in result["passages"][0]["text"].lower()
