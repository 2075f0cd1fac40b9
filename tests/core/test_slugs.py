"""Names for anchors and pages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.slugs import anchor_slug, page_names, page_slug, unique


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Dense retrieval", "dense-retrieval"),
        ("  What? Why & how!  ", "what-why-how"),
        ("Über 日本語", "über-日本語"),
        ("📜 papers", "papers"),
        ("ﬁne ＡＢＣ", "fine-abc"),
        ("!?", "section"),
        ("", "section"),
    ],
)
def test_an_anchor_is_made_of_the_words_of_its_heading(text: str, anchor: str) -> None:
    """Letters and digits of any script in lower case, with hyphens between."""
    assert anchor_slug(text) == anchor


def test_a_name_that_is_taken_gets_a_number() -> None:
    """Each name is given once, also where somebody wrote the number."""
    taken: dict[str, int] = {}

    assert [unique(name, taken) for name in ("a", "a", "a-2", "a", "b")] == [
        "a",
        "a-2",
        "a-2-2",
        "a-3",
        "b",
    ]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("posts/Tabs of April/index", "posts/tabs-of-april/index"),
        ("arxiv:2408.06292", "arxiv-2408.06292"),
        ("url:example.org/a?b=c#d", "url-example.org/a-b-c-d"),
        ("../x", "x/x"),
        ("a//b/", "a/x/b/x"),
        (".hidden", "hidden"),
        ("日本", "日本"),
    ],
)
def test_a_page_has_a_name_that_is_safe_everywhere(name: str, page: str) -> None:
    """Parts stay folders, odd characters become hyphens, no part is empty or hidden."""
    assert page_slug(name) == page


def test_pages_that_would_share_a_name_carry_a_digest() -> None:
    """Names that differ in capitals only are two files on every disk; the others stay short."""
    names = page_names(["Notes", "notes", "other", "a/b"])

    assert (names["other"], names["a/b"]) == ("other", "a/b")
    assert re.fullmatch(r"notes-[0-9a-f]{8}", names["Notes"])
    assert re.fullmatch(r"notes-[0-9a-f]{8}", names["notes"])
    assert names["Notes"] != names["notes"]
    assert page_names(["a/b"], flat=True) == {"a/b": "a-b"}


def test_a_long_name_is_cut_and_carries_a_digest() -> None:
    """A hundred characters are the most, one more and the name is cut to that."""
    fits, long = "a" * 100, "a" * 101
    names = page_names([fits, long])

    assert names[fits] == fits
    assert re.fullmatch(r"a{91}-[0-9a-f]{8}", names[long])


@given(st.sets(st.text("aA日é/.:# -", max_size=120) | st.text(max_size=20), max_size=6))
def test_page_names_are_short_and_their_own(ids: set[str]) -> None:
    """Whatever notes are called, each page has a name and no two have the same."""
    names = page_names(ids)

    assert names.keys() == ids
    assert len(set(names.values())) == len(ids)
    for name in names.values():
        assert 0 < len(name) <= 100
        assert name == name.casefold()
        assert not any(part in {"", ".", ".."} for part in name.split("/"))
