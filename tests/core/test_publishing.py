"""What may leave the vault: every rule, and which of two that disagree has the word."""

from __future__ import annotations

import pytest

from papergarden.core.publishing import Default, is_listed, publication

NOTHING: dict[str, object] = {}


@pytest.mark.parametrize(
    ("properties", "published"),
    [
        ({}, True),
        ({"draft": "true"}, False),
        ({"draft": "false"}, True),
        ({"private": "Yes"}, False),
        ({"publish": "false"}, False),
        ({"dg-publish": "False"}, False),
        ({"published": "off"}, False),
        ({"published": "2025-01-06"}, True),
        ({"dg-publish": "true"}, True),
        ({"publish": "true", "draft": "true"}, False),
        ({"publish": "true", "published": "false"}, False),
        ({"dg-publish": "true", "private": "on"}, False),
        ({"publish": None, "draft": None}, True),
        ({"draft": ["true"]}, False),
        ({"draft": "1"}, False),
        ({"draft": "maybe"}, False),
    ],
)
def test_one_word_against_is_enough(properties: dict[str, object], published: bool) -> None:
    """A note that says no stays, whatever else it says; what is no yes or no says nothing."""
    answer = publication(properties, "note.md", excluded=False, default="all")

    assert answer.published is published


@pytest.mark.parametrize(
    ("properties", "excluded", "default", "published"),
    [
        (NOTHING, True, "all", False),
        ({"publish": "true"}, True, "all", True),
        ({"dg-publish": "true"}, True, "flagged", True),
        ({"publish": "true", "draft": "true"}, True, "all", False),
        (NOTHING, False, "flagged", False),
        ({"publish": "true"}, False, "flagged", True),
        ({"published": "2025-01-06"}, False, "flagged", False),
    ],
)
def test_the_note_comes_before_the_folder_and_that_before_the_default(
    properties: dict[str, object], excluded: bool, default: Default, published: bool
) -> None:
    """Front matter wins over folders, folders over the default."""
    answer = publication(properties, "away/note.md", excluded=excluded, default=default)

    assert answer.published is published


def test_drafts_of_jekyll_stay() -> None:
    """A note in `_drafts` is none yet, unless it says so itself; one named so is."""
    assert not publication(NOTHING, "_drafts/a.md", excluded=False, default="all").published
    assert publication({"publish": "true"}, "_drafts/a.md", excluded=False, default="all").published
    assert publication(NOTHING, "a/_drafts.md", excluded=False, default="all").published


def test_the_rule_is_named() -> None:
    """Whoever asks is told which rule decided."""
    draft = publication({"draft": "true"}, "a.md", excluded=True, default="flagged")

    assert draft.reason == "`draft: true`"


@pytest.mark.parametrize(("value", "listed"), [("true", False), ("false", True), (None, True)])
def test_an_unlisted_note_says_so(value: str | None, listed: bool) -> None:
    """Only a yes takes a note out of the lists."""
    assert is_listed({"unlisted": value}) is listed


@pytest.mark.parametrize(
    "path", ["Templates/daily.md", "a/_templates/x.md", "a/templates/b/x.md", "private/x.md"]
)
def test_some_folders_are_kept_in_by_their_name(path: str) -> None:
    """Their notes stay in the vault unless one of them says that it is published."""
    assert not publication({}, path, excluded=False, default="all").published
    assert publication({"publish": "true"}, path, excluded=False, default="all").published
    assert publication({}, "templates.md", excluded=False, default="all").published


@pytest.mark.parametrize("value", ["ja", "t", "✅", {"a": "b"}, ["false", "true"]])
@pytest.mark.parametrize("name", ["private", "draft"])
def test_a_flag_that_is_no_plain_no_keeps_the_note_in(name: str, value: object) -> None:
    """Whoever wrote it meant something, and a private note on the web cannot be taken back."""
    assert not publication({name: value}, "a.md", excluded=False, default="all").published


@pytest.mark.parametrize("value", ["", None, [], "no", "false", ["false"]])
def test_a_flag_that_says_no_or_nothing_lets_the_note_out(value: object) -> None:
    """An empty property says nothing."""
    assert publication({"private": value}, "a.md", excluded=False, default="all").published
