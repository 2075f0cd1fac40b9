"""Lengths are told as one would say them."""

from __future__ import annotations

import pytest

from papergarden.core.lengths import length_of_all, length_of_note


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (0, "empty"),
        (1, "about 10 words"),
        (44, "about 40 words"),
        (99, "about 100 words"),
        (100, "about 100 words"),
        (149, "about 100 words"),
        (151, "about 200 words"),
        (4328, "about 4\u202f300 words"),
    ],
)
def test_the_length_of_a_note_is_told_in_tens_or_hundreds(words: int, told: str) -> None:
    """The page of the note has the exact number."""
    assert length_of_note(words) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (0, "0 words"),
        (1, "1 word"),
        (99, "99 words"),
        (120, "120 words"),
        (123, "about 120 words"),
        (9_960, "about 10\u202f000 words"),
        (5_123_456, "about 5\u202f100\u202f000 words"),
    ],
)
def test_the_length_of_all_notes_has_two_digits(words: int, told: str) -> None:
    """So that a few words more in one of them hardly ever change it."""
    assert length_of_all(words) == told
