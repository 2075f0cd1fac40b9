"""How often the search gives first what was meant, over real documents and the sample vault.

What is asked stands in queries-*.toml. The browser opens the sites from disk. `pytest -rP` prints
the table.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from harness import VAULTS, SiteTest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from finding import Finder
from playwright.sync_api import Browser, Page

from papergarden.build import read_vault
from papergarden.config import Config
from papergarden.library.search import finder_of

EXACT = ("titles", "nicknames", "identifiers", "addresses")  # what is asked by its name
SEEN = 10  # results
# Queries that find much, for the order of all that they find.
EVERYTHING = (
    "model",
    "-vision transformer",
    "status:queued",
    "year:2023..2024",
    "using",
    "status:read kind:book kind:video",
)


class Rank(NamedTuple):
    """Where in the results one query has what was wanted, or 0."""

    group: str
    query: str
    rank: int


def share(ranks: list[Rank], within: int) -> float:
    """The share of queries that find what was wanted among the first results."""
    return sum(0 < rank.rank <= within for rank in ranks) / len(ranks)


def table(ranks: list[Rank]) -> str:
    """Hits and mean reciprocal rank of each group, and the queries that miss."""
    lines = []
    for group in dict.fromkeys(rank.group for rank in ranks):
        own = [rank for rank in ranks if rank.group == group]
        mean = sum(1 / r.rank for r in own if r.rank) / len(own)
        lines.append(
            f"{group:12} {len(own):3} @1 {share(own, 1):.2f} @5 {share(own, 5):.2f} mrr {mean:.2f}"
        )
        lines += [f"    {r.rank or '-'} {r.query}" for r in own if r.rank != 1]
    return "\n".join(lines)


@pytest.fixture(scope="module", params=["seeds", "sample"])
def finder(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Finder]]:
    """The site of a vault, with its name, in a page that stays open."""
    site = SiteTest(VAULTS[request.param](), tmp_path_factory.mktemp("relevance") / "site")
    site.build()
    page = browser.new_page()
    yield request.param, Finder(page, site.output).open()
    page.close()


def ranks_of(name: str, finder: Finder) -> list[Rank]:
    """Ask everything that is asked of a vault."""
    asked = tomllib.loads((Path(__file__).parent / f"queries-{name}.toml").read_text("utf-8"))
    ranks = []
    for group, queries in asked.items():
        for query, wanted in queries.items():
            found = finder.found(query, SEEN)
            rank = next((i for i, one in enumerate(found, 1) if one in wanted), 0)
            ranks.append(Rank(group, query, rank))
    return ranks


def test_what_is_meant_comes_first(finder: tuple[str, Finder]) -> None:
    """Names, identifiers and addresses nearly always; half-remembered words and slips mostly."""
    ranks = ranks_of(*finder)
    sys.stdout.write(f"{table(ranks)}\n")
    named = [rank for rank in ranks if rank.group in EXACT]

    assert share(named, 1) >= 0.9, table(named)
    assert share(named, 5) >= 0.98, table(named)
    for group in ("phrases", "typos"):
        vague = [rank for rank in ranks if rank.group == group]
        assert share(vague, 5) >= 0.8, table(vague)
    assert finder[1].errors == []


def test_a_work_is_found_by_nickname_identifier_and_address(finder: tuple[str, Finder]) -> None:
    """Whatever of it one has at hand, it comes first; two slips still lead to the passage."""
    name, find = finder
    if name != "seeds":
        pytest.skip("these are questions to the real documents")
    asked = ["sakana", "2408.06292", "https://arxiv.org/pdf/2408.06292"]
    passage = find.ask("lagevin dynamcs")["results"][0]["passages"][0]

    assert {find.found(query)[0] for query in asked} == {"arxiv:2408.06292"}
    assert [passage["text"][start:end] for start, end in passage["marks"]] == [
        "langevin",
        "dynamics",
    ]
    open_there = find.ask("status:queued topic:interp", 20)
    assert {result["status"] for result in open_there["results"]} == {"queued"}
    assert all("interp" in result["facts"] for result in open_there["results"])
    assert open_there["total"] == len(open_there["results"]) == 10


def test_an_answer_is_light(finder: tuple[str, Finder], page: Page) -> None:
    """A first question loads little."""
    find = Finder(page, finder[1].site).open()
    find.ask("language models")

    assert find.compressed() < 150_000


def test_the_terminal_finds_the_same(finder: tuple[str, Finder]) -> None:
    """The first results of `notes search` are those of the site, in the same order."""
    name, find = finder
    terminal = finder_of(read_vault(VAULTS[name](), Config()).graph)
    asked = tomllib.loads((Path(__file__).parent / f"queries-{name}.toml").read_text("utf-8"))
    queries = [*(query for group in asked.values() for query in group), *EVERYTHING]
    others = []
    for query in queries:
        first = [
            ("" if found.entry.is_work else "note:") + found.entry.document.shown.id
            for found in terminal.find(query, 5).results
        ]
        others += [] if find.found(query, 5) == first else [query]

    assert len(others) <= 0.02 * len(queries), others
