"""Texts fit the terminal, whatever signs they are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.columns import cut, filled, one_line, width, wrapped

TEXTS = st.text(
    alphabet=st.sampled_from("ab é深한ｆ👩🏽\u200d🔬\ufe0f\u0301🇫🇷 -\u0e33"), max_size=40
)


@pytest.mark.parametrize(
    ("text", "columns"),
    {
        "": 0,
        "plain": 5,
        "深度学习": 8,
        "한국어": 6,
        "ｆｕｌｌ": 8,
        "Poincare\u0301": 8,
        "naïve": 5,
        "📜": 2,
        "👩‍🔬": 2,
        "👍🏽": 2,
        "⏸️": 2,
        "🇫🇷": 2,
        "a\u200bb": 2,
    }.items(),
)
def test_the_width_of_a_text_is_what_a_terminal_gives_it(text: str, columns: int) -> None:
    """Wide signs take two columns, accents none, pictures of several parts two."""
    assert width(text) == columns


@given(TEXTS, st.integers(0, 30))
def test_what_is_cut_fits(text: str, columns: int) -> None:
    """A text that fits stays; of another the beginning stays, with an ellipsis."""
    shown = cut(text, columns)

    assert width(shown) <= columns
    assert shown == text or not columns or shown.endswith("…")
    assert text.startswith(shown.removesuffix("…"))


@given(TEXTS, st.integers(0, 30), st.booleans())
def test_what_is_filled_takes_just_that_room(text: str, columns: int, right: bool) -> None:
    """So that the next column begins where it should."""
    assert width(filled(text, columns, right=right)) == columns


@given(TEXTS, st.integers(2, 30))
def test_what_is_wrapped_fits_and_loses_nothing(text: str, columns: int) -> None:
    """Lines fit, and have all signs but blanks."""
    lines = wrapped(text, columns)

    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_lines_end_between_words_where_they_can() -> None:
    """A word is broken only if no line has room for it; scripts without blanks break anywhere."""
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("深度学习简介", 5) == ["深度", "学习", "简介"]
    assert wrapped("a considerable word", 6) == ["a", "consid", "erable", "word"]


def test_a_terminal_is_told_nothing_by_a_text() -> None:
    """Signs that it would obey, or that turn the direction of a line, are gone."""
    assert one_line("a\x1b[31mred\x07 \u202ebackwards\u202c\r\n\tx\x9b") == "a [31mred backwards x"
