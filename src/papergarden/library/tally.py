"""What a library is made of, in numbers, as `notes stats --json` writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from papergarden.core.activity import read_by_month, usual_wait
from papergarden.core.model import KINDS, LIFE, Graph, Kind, Status, Work

_OLDEST = 5


class Share(Struct, frozen=True):
    """How many works there are of something, and how many of them are read."""

    works: int
    read: int


class Topic(Struct, frozen=True):
    """A topic, under the name that its first work gives it, with its works."""

    name: str
    works: int
    read: int


class Month(Struct, frozen=True):
    """How many works were read in a month."""

    month: str
    read: int


class Waiting(Struct, frozen=True):
    """A work that waits since a day."""

    id: str
    title: str
    queued_on: str


class Wait(Struct, frozen=True):
    """How long half of those works have waited of which both days are known."""

    days: int
    works: int


class Tally(Struct, frozen=True):
    """All numbers."""

    notes: int
    words: int
    works: int
    status: dict[Status, int]
    kinds: dict[Kind, Share]
    topics: tuple[Topic, ...]  # the largest first
    months: tuple[Month, ...]  # from the first in which something was read, without gaps
    read_without_day: int
    oldest: tuple[Waiting, ...]
    wait: Wait | None


def tally(graph: Graph) -> Tally:
    """Count what a graph holds."""
    works = tuple(graph.works.values())
    statuses = Counter(work.status for work in works)
    usual = usual_wait(works)
    queued = [w for w in works if w.status == "queued" and w.queued_on]
    queued.sort(key=lambda work: (work.queued_on or "", work.title.casefold()))
    return Tally(
        notes=len(graph.notes),
        words=sum(note.words for note in graph.notes.values()),
        works=len(works),
        status={status: statuses[status] for status in LIFE if statuses[status]},
        kinds={
            kind: Share(*_shared(some))
            for kind in KINDS
            if (some := [work for work in works if work.kind == kind])
        },
        topics=tuple(_topics(works)),
        months=tuple(_months(works)),
        read_without_day=sum(work.status == "read" and not work.read_on for work in works),
        oldest=tuple(Waiting(w.id, w.title, w.queued_on or "") for w in queued[:_OLDEST]),
        wait=Wait(days=usual[1], works=usual[0]) if usual else None,
    )


def _shared(works: Sequence[Work]) -> tuple[int, int]:
    return len(works), sum(work.status == "read" for work in works)


def _topics(works: Iterable[Work]) -> list[Topic]:
    """Topics by size; those that differ in capitals are one, written as the first work has it."""
    names: dict[str, str] = {}
    members: dict[str, list[Work]] = {}
    for work in works:
        for topic in dict.fromkeys(topic.casefold() for topic in work.topics):
            members.setdefault(topic, []).append(work)
        for topic in work.topics:
            names.setdefault(topic.casefold(), topic)
    shares = [Topic(names[topic], *_shared(some)) for topic, some in members.items()]
    return sorted(shares, key=lambda share: (-share.works, share.name.casefold()))


def _months(works: Iterable[Work]) -> Iterator[Month]:
    read = {month: kinds.total() for month, kinds in read_by_month(works).items()}
    if not read:
        return
    year, month = map(int, min(read).split("-"))
    while (name := f"{year:04}-{month:02}") <= max(read):
        yield Month(name, read.get(name, 0))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 # months
