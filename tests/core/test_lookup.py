"""Works are found by what people call them, in as few files as need to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from addressforms import (
    ACL,
    ARXIV,
    CVF,
    DOI,
    MIRRORS,
    MLR,
    NEURIPS,
    OPENREVIEW,
    OTHER_ARXIV,
    PREPRINTS,
    SEMANTIC_SCHOLAR,
    YOUTUBE,
)
from harness import VAULTS

from papergarden.core.addresses import identify
from papergarden.core.lookup import Shelf, alike, called, shelf_of, traces
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

ADDRESSES = [
    *(*ARXIV, *MIRRORS, *OTHER_ARXIV, *OPENREVIEW, *ACL, *NEURIPS, *CVF, *MLR, *DOI, *PREPRINTS),
    *(*SEMANTIC_SCHOLAR, *YOUTUBE),
]


def shelf(text: str) -> Shelf:
    """The works of one note."""
    return shelf_of([parse(read("a.md", text.encode()), Settings())], (), ())


def found(query: str, *titles: str) -> list[str]:
    """The titles that a query may mean, of works with the given titles."""
    lines = [f"- [ ] [{title}](https://x.org/{n})" for n, title in enumerate(titles)]
    works = list(shelf("\n".join(lines)).works.values())
    return [work.title for work in called(works, query) or alike(works, query)]


@pytest.mark.parametrize("name", VAULTS)
def test_no_file_that_speaks_of_a_work_is_passed_over(name: str) -> None:
    """Each file of a vault holds the traces of every key that is read in it."""
    folder = VAULTS[name]()
    tried = 0
    for path in sorted(Path(folder).rglob("*.md")):
        data = path.read_bytes()
        for mention in parse(read(path.name, data), Settings()).mentions:
            if mention.key.startswith("title:") and mention.title:
                told = traces((), [mention.title])
                assert told.may_be_in(data), (path, mention.title)
            elif not mention.key.startswith("file:"):
                tried += 1
                assert traces([mention.key]).may_be_in(data), (path, mention.key)
    assert tried > 3


@pytest.mark.parametrize("url", ADDRESSES)
def test_every_address_of_a_paper_has_its_traces(url: str) -> None:
    """However it is written, nobody needs to parse a file to see that it may hold it."""
    assert traces([identify(url).key]).may_be_in(url.encode())


def test_other_files_are_passed_over() -> None:
    """A file with other identifiers need not be read, and one with the words of a title need."""
    keys = ["arxiv:2408.06292"]

    assert not traces(keys).may_be_in(b"https://arxiv.org/abs/2408.06293")
    assert traces(keys, ["The AI-Scientist"]).may_be_in(b"*the* ai SCIENTIST")
    assert not traces(keys, ["The AI Scientist"]).may_be_in(b"the scientist")
    assert traces(["url:\u6df1.\u5c64"]).may_be_in(b"anything")


TITLES = (
    "ColBERT: Efficient and Effective Passage Search",
    "ColBERTv2",
    "Mamba",
    "Lost in the Middle: How Language Models Use Long Contexts",
    "Large Language Models Are Zero-Shot Reasoners",
)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("mamba", ["Mamba"]),
        ("colbert v2", ["ColBERTv2"]),
        ("lost in the middle", [TITLES[3]]),
        ("lost in the midle", [TITLES[3]]),
        ("zero shot reasoners", [TITLES[4]]),
        ("quantum gravity", []),
    ],
)
def test_a_title_is_found_by_a_part_of_it_or_with_a_slip(query: str, titles: list[str]) -> None:
    """What is clear needs no question."""
    assert found(query, *TITLES) == titles


def test_what_may_be_several_works_is_told_as_such() -> None:
    """Nothing is picked where titles are as near to each other as to the query."""
    assert len(found("language models", *TITLES)) > 1
    assert found("mamba", "Mamba", "Mamba 2") == ["Mamba"]


def test_a_work_is_found_by_each_of_its_keys() -> None:
    """Two addresses in one entry are one work, whichever is asked for."""
    one = shelf(
        "- [ ] [A title](https://openreview.net/forum?id=B1ckMDqlg) "
        "([pdf](https://arxiv.org/abs/1701.06538))\n"
    )

    assert one.by_key("openreview:B1ckMDqlg") == one.by_key("arxiv:1701.06538")
    assert one.by_key("arxiv:1701.06539") is None
