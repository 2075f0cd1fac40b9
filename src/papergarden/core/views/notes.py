"""The index of notes: all of them, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import ClassVar

from papergarden.core.lengths import length_of_note
from papergarden.core.pages import NOTES
from papergarden.core.views.common import Site
from papergarden.core.views.lines import counted
from papergarden.core.views.shapes import NoteLine, Page, View


class NotesView(View, frozen=True):
    """Every note with a line of its own; those without a date come last, under an empty year."""

    template: ClassVar[str] = "notes.html"
    years: tuple[tuple[str, tuple[NoteLine, ...]], ...]


def pages(site: Site) -> Iterator[Page]:
    """The one index of notes."""
    follows_from = (
        site.ground,
        [
            (
                note.title,
                site.pages.notes[name],
                note.kind,
                site.last_day[name],
                length_of_note(note.words),
                len(note.mentions),
            )
            for name, note in site.graph.notes.items()
        ],
    )
    yield Page(NOTES, NotesView.template, follows_from, partial(_view, site))


def _view(site: Site) -> NotesView:
    lines = (site.note_line(note, NOTES) for note in site.notes_by_age)
    return NotesView(
        path=NOTES,
        title="Notes",
        description=counted(len(site.graph.notes), "note"),
        frame=site.frame(NOTES, NOTES),
        years=tuple((year, tuple(group)) for year, group in groupby(lines, lambda n: n.date[:4])),
    )
