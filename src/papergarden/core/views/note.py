"""The page of a note: its text as written, its works marked, and who links here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import ClassVar

from markupsafe import Markup, escape
from msgspec import Struct, structs

from papergarden.core.faces import Passage
from papergarden.core.model import ParsedNote, Work
from papergarden.core.paths import relative
from papergarden.core.views.common import Site
from papergarden.core.views.lines import counted, of_note
from papergarden.core.views.shapes import (
    Anchor,
    Around,
    Frame,
    Page,
    Quote,
    QuoteGroup,
    View,
    WorkLine,
)
from papergarden.core.words import day_text

_FEWEST_HEADINGS = 3


class Entry(Struct, frozen=True):
    """One line of the contents list."""

    text: str
    href: str
    level: int  # from 1, the highest that the note has


class NoteView(View, frozen=True):
    """The page of one note."""

    template: ClassVar[str] = "note.html"
    heading: Passage | Markup  # the title, as the note writes it
    anchor: str
    kind: str
    length: str
    date_text: str
    changed_text: str
    language: str
    listed: bool
    classes: tuple[str, ...]
    tags: tuple[Anchor, ...]
    contents: tuple[Entry, ...]
    body: Passage
    backlinks: tuple[QuoteGroup, ...]
    linked_from: int  # how many passages
    works: tuple[WorkLine, ...]  # of which it speaks, in its order
    around: Around | None


def pages(site: Site, notes: Iterable[str]) -> Iterator[Page]:
    """A page for each of these notes."""
    ground, in_net, works_in, backlinks = site.ground, site.in_net, site.works_in, site.backlinks
    faces, lines, whole = site.faces.notes, site.faces.lines, site.faces.whole
    for note_id in notes:
        note = site.graph.notes.get(note_id) or site.graph.unlisted[note_id]
        follows_from = (
            ground,
            note.listed,
            note.modified,
            site.picture(note) if note.image else "",
            whole[note_id],
            # Its works are in its face, though not all that their lines say.
            [lines[work_id] for work_id in works_in[note_id] if work_id],
            # In their faces is where their links lead.
            [faces[source] for source, _ in backlinks.get(note_id, ())],
            site.pages.notes[note_id] in in_net,
        )
        yield page(site, note, follows_from)


def page(site: Site, note: ParsedNote, follows_from: object = None) -> Page:
    """The page of a note. What it follows from is of no use to one who makes it anyway."""
    path = site.pages.notes[note.id]
    return Page(path, NoteView.template, follows_from, partial(_view, site, note))


def _view(site: Site, note: ParsedNote) -> NoteView:
    path = site.pages.notes[note.id]
    backlinks = () if "backlinks" in note.switched_off else _backlinks(site, note, path)
    return NoteView(
        path=path,
        title=note.title,
        description=of_note(note),
        frame=_frame(site, note, path),
        heading=site.passage(note, note.heading, path) if note.heading else escape(note.title),
        anchor=note.headings[0].anchor if note.heading else "",
        kind=note.kind,
        length=counted(note.words, "word"),
        date_text=day_text(note.date) if note.date else "",
        changed_text=_changed(note),
        language=note.language,
        listed=note.listed,
        classes=note.classes,
        tags=() if "tags" in note.switched_off else site.tags(note.tags, path),
        contents=() if "contents" in note.switched_off else _contents(note),
        body=site.text(note),
        backlinks=backlinks,
        linked_from=sum(len(group.quotes) for group in backlinks),
        works=tuple(site.line(work, path) for work in _works(site, note)),
        around=None if "graph" in note.switched_off else site.around(path),
    )


def _frame(site: Site, note: ParsedNote, path: str) -> Frame:
    frame = site.frame(path, path, note=note, listed=note.listed)
    return structs.replace(frame, preview_script="") if "previews" in note.switched_off else frame


def _changed(note: ParsedNote) -> str:
    """The day of its last change, if that came after the day of the note."""
    return day_text(note.modified) if note.modified and note.modified > (note.date or "") else ""


def _contents(note: ParsedNote) -> tuple[Entry, ...]:
    headings = note.headings[1:] if note.heading else note.headings
    if len(headings) < _FEWEST_HEADINGS:
        return ()
    top = min(heading.level for heading in headings)
    return tuple(Entry(h.text, f"#{h.anchor}", h.level - top + 1) for h in headings)


def _works(site: Site, note: ParsedNote) -> list[Work]:
    """The works of which a note speaks, each once."""
    found = dict.fromkeys(site.works_in[note.id])
    return [site.graph.works[work_id] for work_id in found if work_id]


def _backlinks(site: Site, note: ParsedNote, path: str) -> tuple[QuoteGroup, ...]:
    """The paragraphs of other notes that link here, each once, note by note."""
    groups: dict[str, dict[int, Quote]] = {}
    for source_id, number in site.backlinks.get(note.id, ()):
        source, quotes = site.graph.notes[source_id], groups.setdefault(source_id, {})
        link = source.links[number]
        if link.context.start not in quotes:
            quotes[link.context.start] = site.quote(source, link, link.context, None, path)
    return tuple(
        QuoteGroup(
            Anchor(source.title, relative(path, site.pages.notes[source.id])),
            day_text(source.date) if source.date else "",
            tuple(quotes.values()),
        )
        for source, quotes in ((site.graph.notes[i], q) for i, q in groups.items())
    )
