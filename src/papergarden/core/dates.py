"""Dates as people write them: `09/25/2024`, `2024-09-25`, `25 September 2024`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

Order = Literal["month-first", "day-first"]

# What is longer is no date, and some of the patterns take their time to find that out.
LONGEST_DATE = 80

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else "may" for name in _MONTHS)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+)?"
_WEEKDAY_BEFORE = re.compile(rf"^{_WEEKDAY}")
_WEEKDAY_BEHIND = re.compile(r"[\s,(]+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\)?$")
_DIGIT = re.compile(r"\d")
_WEEK = r"(?:\d{4}-?w\d{1,2}|(?:week|kw|cw)\s*\d{1,2}(?:[\s,/-]+\d{4})?)"
_NUMERIC = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_ISO_IN_FRONT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4}(?:\d{2})?Z?)?")
_TIME = re.compile(r"(?:,|\s)\s*(?:at\s+)?\d{1,2}:\d{2}.*$", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BEGINNING = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4})(?:[\s,:;–—|].*)?$"
)
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({_MONTH})\.?,?\s+(\d{{4}})")
_MONTH_DAY = re.compile(rf"({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")


def parse_date(text: str, order: Order = "month-first") -> str | None:
    """The ISO date that the whole text names, or None."""
    if len(text) > LONGEST_DATE or not _DIGIT.search(text):
        return None
    text = _without_weekday(text)
    if match := _ISO.fullmatch(text):
        return iso(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        month, day = (first, second) if order == "month-first" else (second, first)
        return iso(year, month, day)
    if match := _DAY_MONTH.fullmatch(text):
        return iso(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return iso(int(match[3]), _month(match[1]), int(match[2]))
    return None


def _without_weekday(text: str) -> str:
    text = _WEEKDAY_BEFORE.sub("", text.strip().lower().rstrip(":").strip())
    return _WEEKDAY_BEHIND.sub("", text)


def parse_beginning(text: str, order: Order = "month-first") -> str | None:
    """The ISO date with which a heading begins, whatever follows: `2025-04-05 – reading group`."""
    match = _BEGINNING.match(text.strip())
    return parse_date(match[1], order) if match else None


def parse_part(text: str, year: int | None, month: int | None) -> str | None:
    """The ISO date that a part of one names under the heading of a year or of a month."""
    if year is None or len(text) > LONGEST_DATE or not _DIGIT.search(text):
        return None
    text = _without_weekday(text)
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", text):
        return iso(year, month, int(match[1])) if month else None
    if match := re.fullmatch(r"(\d{1,2})-(\d{1,2})", text):
        return iso(year, int(match[1]), int(match[2]))
    if match := re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\.?", text):
        return iso(year, _month(match[2]), int(match[1]))
    if match := re.fullmatch(rf"({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?", text):
        return iso(year, _month(match[1]), int(match[2]))
    return None


@lru_cache(maxsize=4096)  # it is asked again for each work under a heading
def parse_period(text: str) -> tuple[int | None, int | None] | None:
    """The year and month of a heading that names a year, a month or a week; None if it is none."""
    text = text.strip().lower().rstrip(":")
    if match := re.fullmatch(r"(?:19|20)\d{2}", text):
        return int(text), None
    if match := re.fullmatch(rf"({_MONTH})\.?,?\s+(\d{{4}})", text):
        return int(match[2]), _month(match[1])
    if match := re.fullmatch(r"(\d{4})[-/](\d{1,2})", text):
        return int(match[1]), int(match[2])
    if re.fullmatch(_MONTH, text) or re.fullmatch(_WEEK, text):
        return None, _month(text) if re.fullmatch(_MONTH, text) else None
    return None


def date_in_name(name: str) -> str | None:
    """The date with which a file name begins: `2024-09-25`, `20240925`, `2024-09-25-title`."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", name) or re.match(
        _COMPACT.pattern + r"(?!\d)", name
    )
    return iso(*map(int, match.groups())) if match else None


def date_of(value: object, order: Order = "month-first") -> str | None:
    """The ISO date that a front matter value begins with, whatever time follows.

    A word such as `today` is no date: it would be another one at each build.
    """
    if not isinstance(value, str) or len(value) > LONGEST_DATE:
        return None
    text = value.strip().removeprefix("[[").removesuffix("]]")
    match = _ISO_IN_FRONT.match(text) or _COMPACT_TIME.fullmatch(text)
    return iso(*map(int, match.groups())) if match else parse_date(_TIME.sub("", text), order)


def order_of(texts: Iterable[str], default: Order) -> Order:
    """Which of day and month comes first, from all the dates that one file holds.

    A first number over 12 can only be a day, a second one over 12 only a month's day. Without
    evidence, or with as much for one as for the other, the default stands.
    """
    votes = 0
    for text in texts:
        if match := _NUMERIC.fullmatch(text.strip()):
            votes += (int(match[3]) > 12) - (int(match[1]) > 12)  # noqa: PLR2004 # months
    if votes == 0:
        return default
    return "month-first" if votes > 0 else "day-first"


def iso(year: int, month: int, day: int) -> str | None:
    """The date in ISO form, or None if the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))
