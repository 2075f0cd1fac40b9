"""The front page: what waits, what is being read, what was read last, what was written last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from msgspec import Struct

from papergarden.core.heatmap import LEGEND, last_weeks
from papergarden.core.model import KINDS, Kind, Status, Work
from papergarden.core.pages import HOME, LIBRARY, NOTES, STATISTICS
from papergarden.core.paths import relative
from papergarden.core.plots import Plot
from papergarden.core.views.common import Site
from papergarden.core.views.shapes import Anchor, NoteLine, Page, View, WorkLine
from papergarden.core.words import kind_word

_NEXT, _LAST, _NEWEST = 12, 12, 8
# Names by which the note that explains a vault goes.
_WELCOME = ("index", "home", "readme")
_PRIORITIES = ("highest", "high", "medium", "", "low", "lowest")


class Waiting(Struct, frozen=True):
    """A work of the queue, and what the user says of its urgency."""

    work: WorkLine
    priority: str


class HomeView(View, frozen=True):
    """The front page."""

    template: ClassVar[str] = "home.html"
    intro: str
    kinds: tuple[Anchor, ...]
    library: str
    queue: tuple[Waiting, ...]
    queued: int
    reading: tuple[WorkLine, ...]
    reading_count: int
    read: tuple[WorkLine, ...]
    read_count: int
    welcome: Anchor | None  # a note that says what the others are
    notes: tuple[NoteLine, ...]
    all_notes: Anchor
    heatmap: Plot | None  # the last weeks with entries
    legend: tuple[tuple[str, str], ...]
    statistics: str


class _Chosen(Struct, frozen=True):
    """What of the library stands on the front page."""

    kinds: dict[Kind, int]
    statuses: dict[Status, int]
    queue: list[tuple[Work, str]]  # with the priority of each
    reading: list[Work]
    read: list[Work]


def pages(site: Site) -> Iterator[Page]:
    """The one front page."""
    chosen = _chosen(site)
    lines = site.faces.lines
    follows_from = (
        site.ground,
        chosen.kinds,
        chosen.statuses,
        [(lines[work.id], priority) for work, priority in chosen.queue],
        [lines[work.id] for work in chosen.reading],
        [lines[work.id] for work in chosen.read],
        _welcome(site),
        [site.note_line(note, HOME) for note in site.notes_by_age[:_NEWEST]],
        len(site.graph.notes),
        site.activity,
        site.days(HOME),
    )
    yield Page(HOME, HomeView.template, follows_from, partial(_view, site, chosen))


def _chosen(site: Site) -> _Chosen:
    works = site.graph.works.values()
    queue = _most_urgent(site, "queued")
    dated = [work for work in works if work.status == "read" and work.read_on]
    dated.sort(key=lambda w: w.title.casefold())
    dated.sort(key=lambda w: w.read_on or "", reverse=True)
    return _Chosen(
        kinds=Counter(work.kind for work in works),
        statuses=Counter(work.status for work in works),
        queue=[(work, _PRIORITIES[_urgency(site, work)[0]]) for work in queue],
        reading=_most_urgent(site, "reading"),
        read=dated[:_LAST],
    )


def _view(site: Site, chosen: _Chosen) -> HomeView:
    kinds, statuses = chosen.kinds, chosen.statuses
    return HomeView(
        path=HOME,
        title=site.settings.title,
        description=site.settings.description or site.summary,
        frame=site.frame(HOME, HOME),
        intro=site.settings.description,
        kinds=tuple(
            Anchor(
                kind_word(kind, kinds[kind]), f"{relative(HOME, LIBRARY)}#kind={kind}", kinds[kind]
            )
            for kind in KINDS
            if kind in kinds
        ),
        library=relative(HOME, LIBRARY),
        queue=tuple(Waiting(site.line(work, HOME), given) for work, given in chosen.queue),
        queued=statuses.get("queued", 0),
        reading=tuple(site.line(work, HOME) for work in chosen.reading),
        reading_count=statuses.get("reading", 0),
        read=tuple(site.line(work, HOME) for work in chosen.read),
        read_count=statuses.get("read", 0),
        welcome=_welcome(site),
        notes=tuple(site.note_line(note, HOME) for note in site.notes_by_age[:_NEWEST]),
        all_notes=Anchor("", relative(HOME, NOTES), len(site.graph.notes)),
        heatmap=last_weeks(site.activity, site.days(HOME)),
        legend=LEGEND,
        statistics=relative(HOME, STATISTICS),
    )


def _most_urgent(site: Site, status: Status) -> list[Work]:
    """The first works of a status, those that wait most urgently before the others."""
    works = (work for work in site.graph.works.values() if work.status == status)
    return sorted(works, key=lambda work: _urgency(site, work))[:_NEXT]


def _urgency(site: Site, work: Work) -> tuple[int, str, str]:
    """Priority first, then the longest wait, then the place in the user's own list."""
    mentions = [site.mention(place)[1] for place in work.places]
    priorities = [
        _PRIORITIES.index(given)
        for m in mentions
        if (given := m.fields.get("priority")) in _PRIORITIES
    ]
    first = work.places[0]
    urgent = min(priorities, default=_PRIORITIES.index(""))
    return urgent, work.queued_on or "9999", f"{first.note}{first.mention:08}"


def _welcome(site: Site) -> Anchor | None:
    """The note at the top of the vault that is named as such notes are."""
    notes = site.graph.notes
    named: dict[str, str] = {}
    for note_id in notes:
        named.setdefault(note_id.casefold(), note_id)
    for note_id in filter(None, map(named.get, _WELCOME)):
        return Anchor(notes[note_id].title, relative(HOME, site.pages.notes[note_id]))
    return None
