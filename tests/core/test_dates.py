"""Dates as text, where a case in `cases/dates.md` would not show it."""

from __future__ import annotations

import pytest

from papergarden.core.dates import date_of, parse_date, parse_part


@pytest.mark.parametrize("text", ["(" * 100_000 + "x", " " * 100_000 + "x", "1" * 100_000])
def test_what_is_too_long_for_a_date_is_none(text: str) -> None:
    """A line of brackets is not looked through again from each of them."""
    assert parse_date(text) is None
    assert parse_part(text, 2024, 7) is None
    assert date_of(text) is None
