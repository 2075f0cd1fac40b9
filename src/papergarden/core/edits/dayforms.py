"""The form in which a log writes its days, so that a new one can be written likewise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import product

from papergarden.core.dates import Order

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MOST = 30  # examples that are looked at

_ISO = tuple(f"{{year}}{sign}{{mm}}{sign}{{dd}}" for sign in "-/.")
_NAMED = tuple(
    form.replace("{month}", month)
    for month in ("{month}", "{mon}", "{mon}.")
    for form in (
        "{d} {month} {year}",
        "{dd} {month} {year}",
        "{month} {d}, {year}",
        "{month} {dd}, {year}",
        "{month} {d} {year}",
        "{month} {nth}, {year}",
        "{month} {nth} {year}",
        "{nth} {month} {year}",
        "{nth} of {month} {year}",
    )
)
_BEFORE = ("{wd} ", "{wd}, ", "{wd}. ", "{weekday} ", "{weekday}, ")
_BEHIND = (" {wd}", ", {wd}", " ({wd})", " {weekday}", ", {weekday}", " ({weekday})")


def form_of(examples: Iterable[tuple[str, str]], order: Order) -> str | None:
    """The form of most of the examples, each a text and the day it stands for in ISO form.

    Of forms that fit as many of them the first one counts. None if none fits.
    """
    counts: Counter[str] = Counter()
    for text, day in list(examples)[:_MOST]:
        values = _values(day)
        counts.update(form for form in _forms(order) if form.format_map(values) == text)
    return max(counts, key=lambda form: counts[form]) if counts else None


def written(form: str, day: str) -> str:
    """A day, given in ISO form, as a form writes it."""
    return form.format_map(_values(day))


@cache
def _forms(order: Order) -> tuple[str, ...]:
    pairs = (("{mm}", "{dd}"), ("{m}", "{d}"))
    numeric = tuple(
        sign.join((*((month, day) if order == "month-first" else (day, month)), "{year}"))
        for sign in "/."
        for month, day in pairs
    )
    cores = (*_ISO, *numeric, *_NAMED)
    around = [
        ("", ""),
        *((before, "") for before in _BEFORE),
        *(("", behind) for behind in _BEHIND),
    ]
    return tuple(
        f"{before}{core}{behind}{end}"
        for (before, behind), core, end in product(around, cores, ("", ":"))
    )


def _values(day: str) -> dict[str, str]:
    meant = date.fromisoformat(day)
    month, weekday = _MONTHS[meant.month - 1], _WEEKDAYS[meant.weekday()]
    return {
        "year": f"{meant.year:04}",
        "m": f"{meant.month}",
        "mm": f"{meant.month:02}",
        "d": f"{meant.day}",
        "dd": f"{meant.day:02}",
        "nth": _nth(meant.day),
        "month": month,
        "mon": month[:3],
        "weekday": weekday,
        "wd": weekday[:3],
    }


def _nth(number: int) -> str:
    if 10 <= number % 100 <= 20:  # noqa: PLR2004 # eleventh, not eleventy-first
        return f"{number}th"
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
