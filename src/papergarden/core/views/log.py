"""The log: a page for each month, its days from the newest on, and an index of all months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from papergarden.core.days import day_anchor, entries_by_month, sections_by_day
from papergarden.core.faces import Passage as Words
from papergarden.core.heatmap import entries_text
from papergarden.core.model import Day, ParsedNote
from papergarden.core.pages import LOG
from papergarden.core.paths import relative
from papergarden.core.views.common import Site
from papergarden.core.views.lines import counted
from papergarden.core.views.shapes import Anchor, Page, View
from papergarden.core.words import day_of_month, month_text, weekday


class Passage(Struct, frozen=True):
    """What one note says of a day, in its own order."""

    source: Anchor
    text: Words | Markup


class LogDay(Struct, frozen=True):
    """One day with what was written on it."""

    anchor: str
    weekday: str
    text: str
    passages: tuple[Passage, ...]


class MonthView(View, frozen=True):
    """The page of one month."""

    template: ClassVar[str] = "month.html"
    days: tuple[LogDay, ...]
    newer: Anchor | None
    older: Anchor | None


class LogMonth(Struct, frozen=True):
    """A month of a year; without entries it has no page."""

    text: str
    href: str
    entries: int


class LogView(View, frozen=True):
    """The index of the months."""

    template: ClassVar[str] = "log.html"
    years: tuple[tuple[str, tuple[LogMonth, ...]], ...]
    days: int
    entries: int


def pages(site: Site) -> Iterator[Page]:
    """The months and their index; without any dated section there is no log."""
    months = sorted(site.pages.months)
    if not months:
        return
    sections = sections_by_day(site.graph)
    counts = entries_by_month(site.graph)
    days_of: dict[str, list[str]] = defaultdict(list)
    for day in sorted(sections, reverse=True):
        days_of[day[:7]].append(day)
    for number, month in enumerate(months):
        path = site.pages.months[month]
        older = months[number - 1] if number else None
        newer = months[number + 1] if number + 1 < len(months) else None
        days = {day: sections[day] for day in days_of[month]}
        follows_from = (
            site.ground,
            path,
            counts[month],
            (newer, older),
            [(day, [site.faces.notes[note.id] for note, _ in told]) for day, told in days.items()],
        )
        view = partial(_month_view, site, month, (newer, older), days, counts[month])
        yield Page(path, MonthView.template, follows_from, view)
    index = LogView(
        path=LOG,
        title="Log",
        description=f"Log of {month_text(months[0])} to {month_text(months[-1])}: "
        f"{_counted(sum(counts.values()), sections)}",
        frame=site.frame(LOG, LOG),
        years=tuple(
            (year, _year(site, year, counts))
            for year in sorted({month[:4] for month in months}, reverse=True)
        ),
        days=len(sections),
        entries=sum(counts.values()),
    )
    yield Page.of(index)


def _month_view(
    site: Site,
    month: str,
    around: tuple[str | None, str | None],
    days: Mapping[str, list[tuple[ParsedNote, Day]]],
    entries: int,
) -> MonthView:
    path = site.pages.months[month]
    newer, older = around
    return MonthView(
        path=path,
        title=month_text(month),
        description=f"Log of {month_text(month)}: {_counted(entries, days)}",
        frame=site.frame(path, LOG),
        days=tuple(_day(site, day, told, path) for day, told in days.items()),
        newer=_month(site, newer, path),
        older=_month(site, older, path),
    )


def _day(site: Site, day: str, sections: list[tuple[ParsedNote, Day]], path: str) -> LogDay:
    return LogDay(
        anchor=day_anchor(day),
        weekday=weekday(day),
        text=day_of_month(day),
        passages=tuple(
            Passage(
                Anchor(
                    note.title,
                    relative(path, f"{site.pages.notes[note.id]}#{section.anchor}".rstrip("#")),
                ),
                site.passage(note, section.text, path) if section.text else Markup(),
            )
            for note, section in sections
        ),
    )


def _year(site: Site, year: str, counts: Mapping[str, int]) -> tuple[LogMonth, ...]:
    """All months of a year, so that they stand in the same places every year."""
    months = (f"{year}-{number:02}" for number in range(1, 13))
    pages = site.pages.months
    return tuple(
        LogMonth(
            month_text(month).split()[0],
            relative(LOG, pages[month]) if month in pages else "",
            counts.get(month, 0),
        )
        for month in months
    )


def _counted(entries: int, days: Collection[str]) -> str:
    return f"{entries_text(entries)} on {counted(len(days), 'day')}"


def _month(site: Site, month: str | None, path: str) -> Anchor | None:
    if month is None:
        return None
    return Anchor(month_text(month), relative(path, site.pages.months[month]))
