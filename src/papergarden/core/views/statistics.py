"""The page of statistics: what the library is made of, and what went on in it when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import ClassVar

from msgspec import Struct

from papergarden.core.activity import queue_by_month, read_by_month, usual_wait, waits
from papergarden.core.heatmap import LEGEND, entries_text, heatmaps
from papergarden.core.lengths import length_of_all
from papergarden.core.model import KINDS, STATUSES, Status
from papergarden.core.pages import STATISTICS, words_in
from papergarden.core.paths import relative
from papergarden.core.plots import (
    Bar,
    Plot,
    Row,
    lying_bars,
    month_bars,
    month_steps,
    number_text,
)
from papergarden.core.views.common import Site
from papergarden.core.views.lines import counted, kinds_text, of_graph
from papergarden.core.views.shapes import Page, View
from papergarden.core.words import kind_word, month_text

_FEWEST_WAITS = 5  # of which one can speak of what is usual
_MOST_TOPICS = 20
_STATUSES: dict[Status, str] = {"reading": "in progress", "on-hold": "on hold"}
_WAITING = ("queued", "reading", "on-hold")


class Fact(Struct, frozen=True):
    """A number in words."""

    name: str
    text: str


class StatisticsView(View, frozen=True):
    """The page of statistics."""

    template: ClassVar[str] = "statistics.html"
    facts: tuple[Fact, ...]
    heatmaps: tuple[Plot, ...]  # of years, the newest first
    legend: tuple[tuple[str, str], ...]
    plots: tuple[Plot, ...]


def pages(site: Site) -> Iterator[Page]:
    """The one page of statistics."""
    follows_from = (
        site.ground,
        site.of_works,
        site.activity,
        site.days(STATISTICS),
        waits(site.graph),
        (len(site.graph.notes), _length(site)),
    )
    yield Page(STATISTICS, StatisticsView.template, follows_from, partial(_view, site))


def _view(site: Site) -> StatisticsView:
    plots = (_queue(site), _read(site), _kinds(site), _statuses(site), _topics(site))
    return StatisticsView(
        path=STATISTICS,
        title="Statistics",
        description=f"Numbers and plots of {of_graph(site.graph)}",
        frame=site.frame(STATISTICS, STATISTICS),
        facts=tuple(_facts(site)),
        heatmaps=heatmaps(site.activity, site.days(STATISTICS)),
        legend=LEGEND,
        plots=tuple(plot for plot in plots if plot),
    )


def _facts(site: Site) -> Iterator[Fact]:
    works = site.graph.works.values()
    if works:
        kinds, statuses = Counter(w.kind for w in works), Counter(w.status for w in works)
        yield Fact("Works", f"{number_text(len(works))}: {kinds_text(kinds)}")
        told = [f"{number_text(statuses[s])} {_status(s)}" for s in STATUSES if statuses[s]]
        yield Fact("Status", ", ".join(told))
    wait = usual_wait(works)
    if wait and wait[0] >= _FEWEST_WAITS:
        count, days = wait
        yield Fact(
            "From queue to read",
            f"half within {counted(days, 'day')}, of {counted(count, 'work')} with both days known",
        )
    if site.activity:
        months: Counter[str] = Counter()
        for day, entries in site.activity.items():
            months[day[:7]] += entries
        busiest = max(months, key=lambda month: (months[month], month))
        yield Fact("Busiest month", f"{month_text(busiest)}, {entries_text(months[busiest])}")
    yield Fact("Notes", f"{number_text(len(site.graph.notes))}, with {_length(site)}")


def _length(site: Site) -> str:
    return length_of_all(words_in(site.graph))


def _queue(site: Site) -> Plot | None:
    """How many works waited, as far as the days tell."""
    waiting = waits(site.graph)
    if not waiting:
        return None
    months = queue_by_month(waiting)
    known = counted(len(waiting), "work")
    others = sum(w.status in _WAITING and not w.queued_on for w in site.graph.works.values())
    left_out = (
        f" {number_text(others)} more wait since a day that is not written down, and are not in it."
        if others
        else ""
    )
    return Plot(
        title="Queue",
        caption=f"At the end of each month: {known}, from the day each was queued to the day it "
        f"was read or dropped.{left_out}",
        svg=month_steps(f"Works waiting at the end of each month, {_span(months)}", months),
        columns=("Month", "Waiting"),
        rows=tuple(Row(month_text(m), (number_text(n),)) for m, n in reversed(months.items())),
    )


def _read(site: Site) -> Plot | None:
    """How many works were read in each month."""
    works = site.graph.works.values()
    months = read_by_month(works)
    if not months:
        return None
    counts = {month: kinds.total() for month, kinds in months.items()}
    texts = {month: kinds_text(kinds) for month, kinds in months.items()}
    others = sum(w.status == "read" and not w.read_on for w in works)
    known = f"{counted(sum(counts.values()), 'work')}, by the last day of reading"
    left_out = f"; {number_text(others)} more without a day are not in it" if others else ""
    return Plot(
        title="Read",
        caption=f"{known}{left_out}.",
        svg=month_bars(
            f"Works read in each month, {_span(counts)}",
            counts,
            {month: f"{month_text(month)}: {text}" for month, text in texts.items()},
        ),
        columns=("Month", "Works", "Kinds"),
        rows=tuple(
            Row(month_text(m), (number_text(n), texts[m])) for m, n in reversed(counts.items())
        ),
    )


def _kinds(site: Site) -> Plot | None:
    works = site.graph.works.values()
    of_kind = Counter(work.kind for work in works)
    read = Counter(work.kind for work in works if work.status == "read")
    bars = [_bar(kind_word(kind, 2), of_kind[kind], read[kind]) for kind in KINDS if of_kind[kind]]
    return _ranked("Kinds", "Works of each kind, filled as far as they are read.", "Kind", bars)


def _statuses(site: Site) -> Plot | None:
    counts = Counter(work.status for work in site.graph.works.values())
    bars = [
        Bar(_status(s), counts[s], counts[s], number_text(counts[s]), mark=f"is-{s}")
        for s in STATUSES
        if counts[s]
    ]
    return _ranked("Statuses", "Works by what the notes say of them.", "Status", bars)


def _topics(site: Site) -> Plot | None:
    """The largest topics, those of one size by name."""
    total: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for work in site.graph.works.values():
        for name in {topic.casefold() for topic in work.topics}:
            total[name] += 1
            read[name] += work.status == "read"
    largest = sorted(total, key=lambda name: (-total[name], name))[:_MOST_TOPICS]
    bars = [
        _bar(site.topic_names[name], total[name], read[name], site.pages.topics[name])
        for name in largest
    ]
    which = f"Works of the {len(bars)} largest of {len(total)} topics"
    if len(total) == len(bars):
        which = "Works of each topic"
    return _ranked("Topics", f"{which}, filled as far as they are read.", "Topic", bars)


def _bar(name: str, total: int, read: int, page: str = "") -> Bar:
    text = f"{number_text(read)} of {number_text(total)}" if read else number_text(total)
    return Bar(name, total, read, text, relative(STATISTICS, page) if page else "")


def _ranked(title: str, caption: str, column: str, bars: list[Bar]) -> Plot | None:
    """Lying bars; if some of them have only a part filled, the table tells it as well."""
    if not bars:
        return None
    parts = any(bar.part < bar.total for bar in bars)
    return Plot(
        title=title,
        caption=caption,
        svg=lying_bars(f"{title}: " + "; ".join(f"{bar.name} {bar.text}" for bar in bars), bars),
        columns=(column, "Works", "Read") if parts else (column, "Works"),
        rows=tuple(
            Row(
                bar.name,
                tuple(map(number_text, (bar.total, bar.part) if parts else (bar.total,))),
                bar.href,
            )
            for bar in bars
        ),
    )


def _status(status: Status) -> str:
    return _STATUSES.get(status, status)


def _span(months: Iterable[str]) -> str:
    """From the first to the last of some months in order."""
    first, *_, last = sorted([*months] * 2)
    return month_text(first) if first == last else f"{month_text(first)} to {month_text(last)}"
