"""The page of a note: its text as written, its works marked, and who links here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from markupsafe import Markup, escape
from msgspec import Struct

from papergarden.core.fill import Filler
from papergarden.core.model import ParsedNote
from papergarden.core.views.common import Anchor, Quote, Site, View
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
    heading: Markup  # the title, as the note writes it
    anchor: str
    kind: str
    date_text: str
    changed_text: str
    language: str
    listed: bool
    classes: tuple[str, ...]
    tags: tuple[Anchor, ...]
    contents: tuple[Entry, ...]
    body: Markup
    backlinks: tuple[Quote, ...]


def views(site: Site) -> Iterator[View]:
    """A page for every note."""
    for note in (*site.graph.notes.values(), *site.graph.unlisted.values()):
        path = site.pages.notes[note.id]
        filler = Filler(site.graph, site.pages, path)
        yield NoteView(
            path=path,
            title=note.title,
            description=note.description,
            frame=site.frame(path, path),
            heading=filler.span(note, note.heading) if note.heading else escape(note.title),
            anchor=note.headings[0].anchor if note.heading else "",
            kind=note.kind,
            date_text=day_text(note.date) if note.date else "",
            changed_text=_changed(note),
            language=note.language,
            listed=note.listed,
            classes=note.classes,
            tags=() if "tags" in note.switched_off else site.tags(note.tags, path),
            contents=() if "contents" in note.switched_off else _contents(note),
            body=filler.text(note),
            backlinks=() if "backlinks" in note.switched_off else _backlinks(site, note, path),
        )


def _changed(note: ParsedNote) -> str:
    """The day of its last change, if that came after the day of the note."""
    return day_text(note.modified) if note.modified and note.modified > (note.date or "") else ""


def _contents(note: ParsedNote) -> tuple[Entry, ...]:
    headings = note.headings[1:] if note.heading else note.headings
    if len(headings) < _FEWEST_HEADINGS:
        return ()
    top = min(heading.level for heading in headings)
    return tuple(Entry(h.text, f"#{h.anchor}", h.level - top + 1) for h in headings)


def _backlinks(site: Site, note: ParsedNote, path: str) -> tuple[Quote, ...]:
    """The paragraphs of other notes that link here, each once."""
    quotes = {
        (source.id, link.context.start): site.quote(source, link, link.context, None, path)
        for source, link in site.backlinks.get(note.id, ())
    }
    return tuple(quotes.values())
