"""A year as a field of days, a column a week with Monday on top, drawn in two halves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from markupsafe import Markup

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
_HALVES, _LONGEST_HALF = ((1, 6), (7, 12)), 184  # days, from July on


def heatmaps(days: Mapping[str, int], links: Mapping[str, str]) -> tuple[Plot, ...]:
    """One for each year with activity, the newest first.

    `days` are numbers of entries by ISO date, `links` the pages of days and of months, such as
    `2024-09`, as far as they have one.
    """
    years = sorted({day[:4] for day, entries in days.items() if entries}, reverse=True)
    return tuple(_year(int(year), days, links) for year in years)


def _year(year: int, days: Mapping[str, int], links: Mapping[str, str]) -> Plot:
    active = {day: n for day, n in days.items() if n and day.startswith(f"{year:04}-")}
    busiest = max(active, key=lambda day: (active[day], day))
    most, total = active[busiest], sum(active.values())
    halves = (_half(year, first, last, active, links) for first, last in _HALVES)
    months: dict[str, list[int]] = {}
    for day, entries in sorted(active.items()):
        months.setdefault(day[:7], []).append(entries)
    return Plot(
        title=str(year),
        caption=(
            f"{entries_text(total)} on {len(active)} day{'s' * (len(active) != 1)}"
            + (f", most on {day_text(busiest)}: {most}." if most > 1 and len(active) > 1 else ".")
        ),
        svg=Markup("").join(halves),
        columns=("Month", "Entries", "Days"),
        rows=tuple(
            Row(month_text(month), (number_text(sum(n)), str(len(n))), links.get(month, ""))
            for month, n in months.items()
        ),
    )


def _half(
    year: int, first: int, last: int, days: Mapping[str, int], links: Mapping[str, str]
) -> Markup:
    start = date(year, first, 1)
    monday = start - timedelta(days=start.weekday())  # the calendar itself begins with one
    names = f"{month_text(f'{year:04}-{first:02}')} to {month_text(f'{year:04}-{last:02}')}"
    total = sum(n for day, n in days.items() if first <= int(day[5:7]) <= last)
    cells = _cells(start, last, monday, days, links)
    label = f"Entries a day, {names}: {number_text(total)}"
    return svg(label, _WIDTH, _HEIGHT, (*_weekdays(), *cells))


def _weekdays() -> Iterator[Markup]:
    for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri")):
        yield Markup('<text class="plot-text" x="0" y="{}">{}</text>').format(
            _TOP + row * _PITCH + 9, name
        )


def _cells(
    start: date, last: int, monday: date, days: Mapping[str, int], links: Mapping[str, str]
) -> Iterator[Markup]:
    for offset in range(_LONGEST_HALF):
        day = start + timedelta(days=offset)
        if day.month > last:
            return
        weeks, row = divmod((day - monday).days, 7)
        x, iso = _LEFT + weeks * _PITCH, day.isoformat()
        if day.day == 1:
            # A month is named above its first whole week, or its name might touch the one before.
            name = short_month(iso[:7]).split()[0]
            x_name = x + (_PITCH if row else 0)
            yield Markup('<text class="plot-text" x="{}" y="10">{}</text>').format(x_name, name)
        entries = days.get(iso, 0)
        drawn = Markup(
            '<rect class="heat-{}" x="{}" y="{}" width="{}" height="{}" rx="2">'
            "<title>{} on {}</title></rect>"
        ).format(
            sum(entries >= step for step in STEPS),
            x,
            _TOP + row * _PITCH,
            _CELL,
            _CELL,
            entries_text(entries),
            day_text(iso),
        )
        yield linked(drawn, links.get(iso, "") if entries else "")


def entries_text(entries: int) -> str:
    """`3 entries`, or another number of them."""
    if not entries:
        return "no entries"
    return f"{number_text(entries)} {'entry' if entries == 1 else 'entries'}"
