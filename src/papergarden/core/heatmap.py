"""Days as a field, a column a week with Monday on top: a year or the last one, in two halves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from papergarden.core.plots import Plot, Row, linked, number_text, svg
from papergarden.core.words import day_text, month_text, short_month

# From how many entries on a day its cell gets the next colour. The steps are the same for every
# vault and year, so that a colour always means the same.
STEPS = (1, 2, 4, 8)
LEGEND = (("heat-0", "0"), ("heat-1", "1"), ("heat-2", "2–3"), ("heat-3", "4–7"), ("heat-4", "8+"))

# Half a year has at most 28 columns, which is as wide as a phone.
_CELL, _PITCH, _LEFT, _TOP = 10, 12, 30, 16
_WIDTH = _LEFT + 28 * _PITCH - 2
_HEIGHT = _TOP + 7 * _PITCH - 2
_HALVES = ((1, 6), (7, 12))
# The last weeks, in two drawings of one width, with room for the name of a month at the end. The
# columns of the second go on where those of the first end.
_FIRST_WEEKS, _SECOND_WEEKS = 27, 26
_STRIP = _LEFT + _FIRST_WEEKS * _PITCH + 6


class _Field(Struct, frozen=True):
    """The days of one drawing, both included, as their numbers in the calendar."""

    start: int
    end: int
    width: int
    again: bool = False  # it goes on where another ends, so that a theme may hide its weekdays


def heatmaps(days: Mapping[str, int], links: Mapping[str, str]) -> tuple[Plot, ...]:
    """One for each year with activity, the newest first.

    `days` are numbers of entries by ISO date, `links` the pages of days and of months, such as
    `2024-09`, as far as they have one.
    """
    years: dict[str, dict[str, int]] = {}
    for day, entries in sorted(days.items(), reverse=True):
        if entries:
            years.setdefault(day[:4], {})[day] = entries
    return tuple(_year(int(year), active, links) for year, active in years.items())


def last_weeks(days: Mapping[str, int], links: Mapping[str, str]) -> Plot | None:
    """The 53 weeks that end with the one of the last entry."""
    active = {day: n for day, n in days.items() if n}
    if not active:
        return None
    last = date.fromisoformat(max(active)).toordinal()
    end = last + 6 - _row(last)  # a Sunday
    middle = end + 1 - 7 * _SECOND_WEEKS
    start = max(1, middle - 7 * _FIRST_WEEKS)  # the calendar itself begins with a Monday
    active = {day: n for day, n in active.items() if start <= date.fromisoformat(day).toordinal()}
    first, *_, newest = sorted([*active] * 2)
    halves = [_Field(start, middle - 1, _STRIP)] if start < middle else []
    halves += [_Field(max(middle, 1), min(end, date.max.toordinal()), _STRIP, again=bool(halves))]
    return Plot(
        title="Activity",
        caption=f"{_total(active)}, {day_text(first)}"
        + (f" to {day_text(newest)}." if newest != first else "."),
        svg=Markup("").join(_drawn(field, active, links) for field in halves),
        columns=("Month", "Entries", "Days"),
        rows=_by_month(active, links),
    )


def _year(year: int, active: Mapping[str, int], links: Mapping[str, str]) -> Plot:
    busiest = max(active, key=lambda day: (active[day], day))
    most = active[busiest]
    halves = (_half(year, first, last, active, links) for first, last in _HALVES)
    return Plot(
        title=str(year),
        caption=(
            _total(active)
            + (f", most on {day_text(busiest)}: {most}." if most > 1 and len(active) > 1 else ".")
        ),
        svg=Markup("").join(halves),
        columns=("Month", "Entries", "Days"),
        rows=_by_month(active, links),
    )


def _half(
    year: int, first: int, last: int, days: Mapping[str, int], links: Mapping[str, str]
) -> Markup:
    start, end = date(year, first, 1), date(year, last, 30 if last == _HALVES[0][1] else 31)
    return _drawn(_Field(start.toordinal(), end.toordinal(), _WIDTH), days, links)


def _drawn(field: _Field, days: Mapping[str, int], links: Mapping[str, str]) -> Markup:
    start, end = field.start, field.end
    begin, stop = date.fromordinal(start).isoformat(), date.fromordinal(end).isoformat()
    active = {day: n for day, n in sorted(days.items()) if begin <= day <= stop}
    months = f"{month_text(begin[:7])} to {month_text(stop[:7])}"
    label = f"Entries a day, {months}: {number_text(sum(active.values()))}"
    weekdays = _weekdays()
    if field.again:
        weekdays = Markup('<g class="plot-again">{}</g>').format(weekdays)
    parts = (weekdays, *_months(start, end), _ground(start, end), *_cells(start, active, links))
    return svg(label, field.width, _HEIGHT, parts)


def _row(day: int) -> int:
    """Which day of the week it is, from 0 for Monday."""
    return (day - 1) % 7


def _column(day: int, start: int) -> int:
    """Where its week stands, from the left edge."""
    return _LEFT + (day - start + _row(start)) // 7 * _PITCH


def _weekdays() -> Markup:
    return Markup("").join(
        Markup('<text class="plot-text" x="0" y="{}">{}</text>').format(
            _TOP + row * _PITCH + 9, name
        )
        for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri"))
    )


def _months(start: int, end: int) -> Iterator[Markup]:
    """Each month is named above its first whole week, or its name might touch the one before."""
    for monday in range(start + -_row(start) % 7, end + 1, 7):
        day = date.fromordinal(monday)
        if day.day <= 7:  # noqa: PLR2004 # of the first week
            name = short_month(day.isoformat()[:7]).split()[0]
            yield Markup('<text class="plot-text" x="{}" y="10">{}</text>').format(
                _column(monday, start), name
            )


def _ground(start: int, end: int) -> Markup:
    """All days without a word: a dash for each, a line for each day of the week."""
    lines = []
    for row in range(7):
        first = start + (row - _row(start)) % 7
        count = (end - first) // 7 + 1
        y = _TOP + row * _PITCH + _CELL // 2
        lines += [f"M{_column(first, start)} {y}h{count * _PITCH - 2}"] if count > 0 else []
    return Markup(
        '<path class="heat-ground" stroke-width="{}" stroke-dasharray="{} 2" d="{}"/>'
    ).format(_CELL, _CELL, "".join(lines))


def _cells(start: int, days: Mapping[str, int], links: Mapping[str, str]) -> Iterator[Markup]:
    """A square for each day with entries, those of one colour together."""
    squares: dict[int, list[Markup]] = {}
    for iso, entries in days.items():
        day = date.fromisoformat(iso).toordinal()
        # There are thousands: `%` escapes as `format` does, in less than half the time.
        drawn = Markup('<path d="M%d %dh%dv%dh-%dz"><title>%s: %s</title></path>') % (
            _column(day, start),
            _TOP + _row(day) * _PITCH,
            _CELL,
            _CELL,
            _CELL,
            day_text(iso),
            number_text(entries),
        )
        level = sum(entries >= step for step in STEPS)
        squares.setdefault(level, []).append(linked(drawn, links.get(iso, "")))
    for level, found in sorted(squares.items()):
        yield Markup('<g class="heat-{}">{}</g>').format(level, Markup("").join(found))


def _total(active: Mapping[str, int]) -> str:
    days = f"{len(active)} day{'s' * (len(active) != 1)}"
    return f"{entries_text(sum(active.values()))} on {days}"


def _by_month(active: Mapping[str, int], links: Mapping[str, str]) -> tuple[Row, ...]:
    months: dict[str, list[int]] = {}
    for day, entries in sorted(active.items()):
        months.setdefault(day[:7], []).append(entries)
    return tuple(
        Row(month_text(month), (number_text(sum(n)), str(len(n))), links.get(month, ""))
        for month, n in months.items()
    )


def entries_text(entries: int) -> str:
    """`3 entries`, or another number of them."""
    if not entries:
        return "no entries"
    return f"{number_text(entries)} {'entry' if entries == 1 else 'entries'}"
