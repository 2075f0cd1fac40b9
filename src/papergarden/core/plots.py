"""Plots as SVG, drawn from plain numbers when the site is built; colours come from the theme."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, count
from unicodedata import east_asian_width

from markupsafe import Markup
from msgspec import Struct

from papergarden.core.words import short_month

# All plots are drawn for the width of a phone, so that their text is never shrunk, and in units of
# about a pixel there. How much wider they get is up to the theme.
WIDTH = 360
_LEFT, _RIGHT, _TOP, _HIGH, _BOTTOM = 30, 26, 10, 110, 24
_MOST_TICKS = 5
_WIDEST_BAR = 26
_CHARACTER = 6.2  # the usual width of one
_NAMES, _ROW, _BAR = 138, 24, 13  # of lying bars
_MONTHS_A_YEAR = 12


class Row(Struct, frozen=True):
    """A row of the table that says in words what a plot shows."""

    name: str
    values: tuple[str, ...]
    href: str = ""


class Plot(Struct, frozen=True):
    """A plot with its numbers as a table. What is drawn has a name for those who do not see it."""

    title: str
    caption: str
    svg: Markup
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Bar(Struct, frozen=True):
    """One lying bar: a name, how long it is, and how much of it is filled."""

    name: str
    total: int
    part: int
    text: str  # the number as it stands behind the bar
    href: str = ""
    mark: str = ""  # a class for its colour


def svg(label: str, width: float, height: float, parts: Iterable[Markup]) -> Markup:
    """A drawing of its own size that grows and shrinks with the page.

    A picture holds no links, by the rules of ARIA: one with links is a group, its parts unspoken.
    """
    drawn = Markup("").join(parts)
    role = "img"
    if "<a " in drawn:
        role, drawn = "group", Markup('<g aria-hidden="true">{}</g>').format(drawn)
    return Markup(
        '<svg class="plot" viewBox="0 0 {} {}" width="{}" height="{}" role="{}" '
        'aria-label="{}">{}</svg>'
    ).format(_n(width), _n(height), _n(width), _n(height), role, label, drawn)


def ticks(most: int) -> list[int]:
    """Round numbers from 0 to at least `most`, which is positive: steps of 1, 2 or 5 and zeros."""
    steps = (factor * 10**power for power in count() for factor in (1, 2, 5))
    step = next(step for step in steps if most <= step * (_MOST_TICKS - 1))
    return list(range(0, most + step, step))


def month_numbers(months: Iterable[str]) -> dict[int, str]:
    """All months from the first to the last of some such as `2024-09`, by a running number."""
    numbers = [int(month[:4]) * _MONTHS_A_YEAR + int(month[5:]) - 1 for month in months]
    return {number: _month(number) for number in range(min(numbers), max(numbers) + 1)}


def _month(number: int) -> str:
    return f"{number // _MONTHS_A_YEAR:04}-{number % _MONTHS_A_YEAR + 1:02}"


def month_bars(label: str, counts: Mapping[str, int], titles: Mapping[str, str]) -> Markup:
    """A standing bar for each month with a number above 0, on an axis of all months between."""
    axis = _Months(counts, max(counts.values()))
    wide = min(_WIDEST_BAR, max(1.5, axis.slot * 0.7))
    bars = (
        Markup(
            '<rect class="plot-bar" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
        ).format(
            _n(axis.middle(number) - wide / 2),
            _n(axis.height(counts[month])),
            _n(wide),
            _n(axis.height(0) - axis.height(counts[month])),
            titles[month],
        )
        for number, month in axis.months.items()
        if counts.get(month)
    )
    return svg(label, WIDTH, _TOP + _HIGH + _BOTTOM, (*axis.drawn(), *bars))


def month_steps(label: str, values: Mapping[str, int]) -> Markup:
    """A stepped area for a number that changes in the given months and stays so until the next."""
    axis = _Months(values, max(1, *values.values()))
    places = {month: number for number, month in axis.months.items()}
    points = "".join(
        f"H{_n(axis.left(places[month]))}V{_n(axis.height(values[month]))}"
        for month in sorted(values)
    )
    line = f"M{_LEFT} {_n(axis.height(0))}{points}H{_n(axis.left(max(axis.months) + 1))}"
    area = (
        Markup('<path class="plot-area" d="{}V{}Z"/>').format(line, _n(axis.height(0))),
        Markup('<path class="plot-line" fill="none" d="{}"/>').format(line),
    )
    return svg(label, WIDTH, _TOP + _HIGH + _BOTTOM, (*axis.drawn(), *area))


class _Months:
    """A frame with months along it and round numbers up its side."""

    def __init__(self, months: Iterable[str], most: int) -> None:
        self.months = month_numbers(months)
        self.ticks = ticks(most)
        self.slot = (WIDTH - _LEFT - _RIGHT) / len(self.months)

    def left(self, number: int) -> float:
        return _LEFT + (number - min(self.months)) * self.slot

    def middle(self, number: int) -> float:
        return self.left(number) + self.slot / 2

    def height(self, value: int) -> float:
        return _TOP + _HIGH * (1 - value / self.ticks[-1])

    def drawn(self) -> Iterator[Markup]:
        for tick in self.ticks:
            y = _n(self.height(tick))
            yield Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
                "plot-grid" if tick else "plot-axis", _LEFT, y, WIDTH - _RIGHT, y
            )
            yield _text(_LEFT - 6, self.height(tick) + 3.5, number_text(tick), "end")
        for number, text in month_labels(list(self.months), self.slot):
            yield _text(self.middle(number), _TOP + _HIGH + 18, text, "middle")


def month_labels(numbers: Sequence[int], slot: float) -> list[tuple[int, str]]:
    """The months that get a label below, and what it says: as many as there is room for."""
    for step in (1, 2, 3, 6):
        if step * slot >= len("Sep 2024") * _CHARACTER + 6:
            found = [(n, short_month(_month(n))) for n in numbers if n % step == 0]
            if found:
                return found
    for years in (factor * 10**power for power in range(4) for factor in (1, 2, 5)):
        step = years * _MONTHS_A_YEAR
        if step * slot >= len("2024") * _CHARACTER + 10:
            found = [(n, str(n // _MONTHS_A_YEAR)) for n in numbers if n % step == 0]
            if found:
                return found
    return [(numbers[0], short_month(_month(numbers[0])))]


def lying_bars(label: str, bars: Sequence[Bar]) -> Markup:
    """Bars from left to right, one below the other, with names before and numbers behind."""
    longest = max(1, *(bar.total for bar in bars))
    behind = max(len(bar.text) for bar in bars) * _CHARACTER + 8
    room = WIDTH - _NAMES - behind
    return svg(
        label,
        WIDTH,
        len(bars) * _ROW,
        (
            part
            for place, bar in enumerate(bars)
            for part in _lying(bar, place * _ROW, room / longest)
        ),
    )


def _lying(bar: Bar, y: float, scale: float) -> Iterator[Markup]:
    middle = y + _ROW / 2 + 4
    name = _text(0, middle, shortened(bar.name, _NAMES - 10), "start", "plot-name")
    yield linked(Markup("{}").format(name), bar.href)
    top, whole = _n(y + (_ROW - _BAR) / 2), max(bar.total * scale, 1.5)
    yield Markup('<g class="{}"><title>{}: {}</title>').format(
        f"plot-row {bar.mark}".strip(), bar.name, bar.text
    )
    for kind, long in (("plot-rest", whole), ("plot-bar", bar.part * scale)):
        if long and (kind == "plot-bar" or bar.part < bar.total):
            yield Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
                kind, _NAMES, top, _n(long), _BAR
            )
    yield _text(_NAMES + whole + 6, middle, bar.text, "start")
    yield Markup("</g>")


def linked(drawn: Markup, href: str) -> Markup:
    """What leads to a page. The table has the same links for the keyboard, so tabs pass these."""
    if not href:
        return drawn
    return Markup('<a href="%s" tabindex="-1">%s</a>') % (href, drawn)


def shortened(text: str, room: float) -> str:
    """A text that fits in some room, with dots for what had to go."""
    ends = list(accumulate(_CHARACTER * (1 + (east_asian_width(sign) in "WF")) for sign in text))
    if not text or ends[-1] <= room:
        return text
    return text[: bisect_right(ends, room - _CHARACTER)].rstrip() + "…"


def number_text(number: int) -> str:
    """A number with narrow spaces between its thousands."""
    return f"{number:,}".replace(",", "\u202f")


def _text(x: float, y: float, text: str, anchor: str, kind: str = "plot-text") -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        kind, _n(x), _n(y), anchor, text
    )


def _n(value: float) -> str:
    """A coordinate with two places at most."""
    return f"{round(value, 2):g}"
