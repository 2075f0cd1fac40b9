"""What the dates in the notes tell: entries by day, the queue and the reading by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from papergarden.core.model import Graph, Kind, ParsedNote, Work

_WAITING = ("queued", "reading", "on-hold")


def entries_by_day(notes: Iterable[ParsedNote]) -> dict[str, int]:
    """How many entries were read, queued or noted on each day.

    A day counts if the entry names it, or stands in a section of it; the date of a whole note says
    nothing of a single entry. An entry that was queued on one day and read on another counts on
    both, and one that speaks of two works counts once.
    """
    counts: Counter[str] = Counter()
    for note in notes:
        seen = {
            (mention.head.start, day)
            for mention in note.mentions
            if mention.role == "entry"
            for day in (
                mention.date if mention.date_source != "note" else None,
                mention.fields.get("created"),
            )
            if day
        }
        counts.update(day for _, day in seen)
    return dict(sorted(counts.items()))


def waits(graph: Graph) -> list[tuple[str, str | None]]:
    """When each work was queued, and when it was read or dropped, as far as both can be told.

    Left out are works that nobody queued on a known day, and those that left the queue on a day
    that nobody wrote down: they would seem to wait for ever.
    """
    found = []
    for work in graph.works.values():
        end = _left_on(work, graph)
        if work.queued_on and (work.status in _WAITING or (end and end >= work.queued_on)):
            found.append((work.queued_on, None if work.status in _WAITING else end))
    return sorted(found, key=lambda wait: (wait[0], wait[1] or ""))


def _left_on(work: Work, graph: Graph) -> str | None:
    if work.status == "read":
        return work.read_on
    mentions = (graph.notes[place.note].mentions[place.mention] for place in work.places)
    return max((day for m in mentions if (day := m.fields.get("cancelled"))), default=None)


def queue_by_month(waiting: Iterable[tuple[str, str | None]]) -> dict[str, int]:
    """How many works wait at the end of each month in which that number changes, or may."""
    change: Counter[str] = Counter()
    for queued, left in waiting:
        change[queued[:7]] += 1
        if left:
            change[left[:7]] -= 1
    return dict(_sums(sorted(change.items())))


def _sums(changes: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    total = 0
    for month, change in changes:
        total += change
        yield month, total


def read_by_month(works: Iterable[Work]) -> dict[str, Counter[Kind]]:
    """The kinds of the works that were read in each month."""
    months: dict[str, Counter[Kind]] = defaultdict(Counter)
    for work in works:
        if work.status == "read" and work.read_on:
            months[work.read_on[:7]][work.kind] += 1
    return dict(sorted(months.items()))


def usual_wait(works: Iterable[Work]) -> tuple[int, int] | None:
    """Of how many works both days are known, and how many days sufficed for half of them."""
    days = sorted(
        (date.fromisoformat(work.read_on) - date.fromisoformat(work.queued_on)).days
        for work in works
        if work.status == "read" and work.read_on and work.queued_on
        if work.read_on >= work.queued_on
    )
    return (len(days), days[(len(days) - 1) // 2]) if days else None
