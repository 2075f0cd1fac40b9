"""The front page: what waits, what is being read, what was read last, what was written last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from papergarden.core.heatmap import LEGEND, heatmaps
from papergarden.core.model import KINDS, ParsedNote, Work
from papergarden.core.pages import HOME, LIBRARY, STATISTICS
from papergarden.core.paths import relative
from papergarden.core.plots import Plot
from papergarden.core.views.common import Anchor, Site, View, WorkLine
from papergarden.core.words import day_text, kind_word

_NEXT, _LAST = 10, 20
_PRIORITIES = ("highest", "high", "medium", "", "low", "lowest")


class NoteLine(Struct, frozen=True):
    """A note in a list."""

    title: str
    href: str
    kind: str
    date_text: str
    detail: str


class HomeView(View, frozen=True):
    """The front page."""

    template: ClassVar[str] = "home.html"
    intro: str
    kinds: tuple[Anchor, ...]
    library: str
    queue: tuple[WorkLine, ...]
    queued: int
    reading: tuple[WorkLine, ...]
    read: tuple[WorkLine, ...]
    read_count: int
    notes: tuple[NoteLine, ...]
    heatmap: Plot | None  # the newest year with entries
    legend: tuple[tuple[str, str], ...]
    statistics: str


def views(site: Site) -> Iterator[View]:
    """The one front page."""
    works = list(site.graph.works.values())
    queue = sorted((w for w in works if w.status == "queued"), key=lambda w: _urgency(site, w))
    reading = [work for work in works if work.status == "reading"]
    read = [work for work in works if work.status == "read"]
    dated = sorted((w for w in read if w.read_on), key=lambda w: (w.read_on or "", w.title))
    kinds = Counter(work.kind for work in works)
    years = heatmaps(site.activity, site.days(HOME))
    yield HomeView(
        path=HOME,
        title=site.settings.title,
        description=site.settings.description,
        frame=site.frame(HOME, HOME),
        intro=site.settings.description,
        kinds=tuple(
            Anchor(kind_word(kind, kinds[kind]), relative(HOME, LIBRARY), kinds[kind])
            for kind in KINDS
            if kinds[kind]
        ),
        library=relative(HOME, LIBRARY),
        queue=tuple(site.line(work, HOME) for work in queue[:_NEXT]),
        queued=len(queue),
        reading=tuple(site.line(work, HOME) for work in reading),
        read=tuple(site.line(work, HOME) for work in dated[::-1][:_LAST]),
        read_count=len(read),
        notes=_notes(site),
        heatmap=years[0] if years else None,
        legend=LEGEND,
        statistics=relative(HOME, STATISTICS),
    )


def _urgency(site: Site, work: Work) -> tuple[int, str, str]:
    """Priority first, then the longest wait, then the place in the user's own list."""
    mentions = [site.mention(place)[1] for place in work.places]
    priorities = [
        _PRIORITIES.index(given)
        for m in mentions
        if (given := m.fields.get("priority", "")) in _PRIORITIES
    ]
    first = work.places[0]
    return min(priorities), work.queued_on or "9999", f"{first.note}{first.mention:08}"


def _notes(site: Site) -> tuple[NoteLine, ...]:
    """All notes: dated ones from the newest on, then the others by title."""
    notes = site.graph.notes.values()
    days = {note.id: _last_day(note) for note in notes}
    ordered = sorted(notes, key=lambda note: (note.title.casefold(), note.id))
    ordered.sort(key=lambda note: days[note.id], reverse=True)
    return tuple(
        NoteLine(
            title=note.title,
            href=relative(HOME, site.pages.notes[note.id]),
            kind=note.kind,
            date_text=day_text(days[note.id]) if days[note.id] else "",
            detail=_detail(len(note.mentions), note.words),
        )
        for note in ordered
    )


def _last_day(note: ParsedNote) -> str:
    """The last day of which a note tells, or on which it was changed."""
    return max([note.date or "", note.modified or "", *(day.date for day in note.days)])


def _detail(mentions: int, words: int) -> str:
    """How much is in a note, its numbers with narrow spaces: `161 mentions, 4 328 words`."""
    counted = f"{words:,} word{'s' * (words != 1)}".replace(",", "\u202f")
    return f"{mentions} mention{'s' * (mentions != 1)}, {counted}" if mentions else counted
