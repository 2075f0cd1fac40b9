"""Dates that stand where they cannot be right: a day out of its row, an end before a beginning."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from papergarden.core.dates import date_of
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.model import Mention, ParsedNote

_FEWEST_DAYS = 5  # from which a log can be said to have an order
_IN_ORDER = 0.8  # the part of its days that has to follow it
# What cannot come before what: the names of fields, and how one says them.
_AFTER = (("done", "start"), ("done", "created"), ("cancelled", "created"))
_SAID = {"done": "done", "cancelled": "cancelled", "start": "begun", "created": "written down"}


def dates_out_of_order(notes: Iterable[ParsedNote]) -> Iterator[Diagnostic]:
    """Days that break the order of their log, and fields of entries that contradict each other."""
    for note in notes:
        yield from _days(note)
        for mention in note.mentions:
            if len(mention.fields) > 1:
                yield from _fields(note, mention)


def _days(note: ParsedNote) -> Iterator[Diagnostic]:
    days = [date.fromisoformat(day.date).toordinal() for day in note.days]
    if len(days) < _FEWEST_DAYS:
        return
    upwards, downwards = _longest_row(days), _longest_row([-day for day in days])
    kept = max(upwards, downwards, key=len)
    if len(upwards) == len(downwards) or len(kept) < _IN_ORDER * len(days):
        return  # a log in no order has none to break
    order = "oldest" if kept is upwards else "newest"
    for number in sorted(set(range(len(days))) - set(kept)):
        before = next((note.days[n].date for n in reversed(kept) if n < number), None)
        behind = next((note.days[n].date for n in kept if n > number), None)
        around = [day for day in (before, behind) if day]
        where = f"between {' and '.join(around)}" if before and behind else f"beside {around[0]}"
        yield Diagnostic(
            note.path,
            note.days[number].line,
            "date-order",
            f"{note.days[number].date} stands {where}, in a log with its {order} day first",
            "the date may have a slip, or its day stand in the wrong place",
        )


def _longest_row(values: Sequence[int]) -> list[int]:
    """The places of the longest row of values of which none is less than the one before it."""
    ends: list[int] = []  # the least value with which a row of each length ends, and where it is
    places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_right(ends, value)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        places[length : length + 1] = [place]
    row: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        row.append(place)
        place = before[place]
    return row[::-1]


def _fields(note: ParsedNote, mention: Mention) -> Iterator[Diagnostic]:
    for later, earlier in _AFTER:
        end, begin = (date_of(mention.fields.get(name)) for name in (later, earlier))
        if end and begin and end < begin:
            yield Diagnostic(
                note.path,
                mention.line,
                "date-order",
                f"“{mention.title or mention.href}” was {_SAID[later]} on {end}, before it was "
                f"{_SAID[earlier]} on {begin}",
                "one of the two dates may have a slip",
            )
            return
