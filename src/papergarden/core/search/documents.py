"""What can be found: each work and each note with its names, its facts and its passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from papergarden.core.addresses import identify, is_outside
from papergarden.core.model import Graph, ParsedNote, Work
from papergarden.core.pages import Pages
from papergarden.core.search.passages import Passage, passages
from papergarden.core.words import day_text, status_word


class Named(Struct, frozen=True, omit_defaults=True, gc=False):
    """What is known of all works and notes before any text is read; short, as all of it is sent."""

    t: str  # title
    k: str  # kind
    s: str = ""  # status, of a work
    d: str = ""  # day of the status or of the note, ISO without hyphens
    y: tuple[int, ...] = ()  # years
    a: tuple[str, ...] = ()  # other names
    u: tuple[str, ...] = ()  # authors
    g: tuple[str, ...] = ()  # tags
    p: tuple[str, ...] = ()  # topics
    n: tuple[str, ...] = ()  # identifiers
    l: int = 0  # how long its text is: the logarithm of its number of words, to 2  # noqa: E741 # short, as the others


class Shown(Struct, frozen=True, gc=False):
    """What is needed of a document to show it."""

    id: str
    href: str
    word: str  # its status
    day: str  # of its status or of the note, as one says it


class Said(Struct, frozen=True, gc=False):
    """A passage, seen from the document under which it stands."""

    note: str  # id
    anchor: str
    text: str
    own: bool


class Document(Struct, frozen=True, gc=False):
    """A work or a note, as the search gives it."""

    key: str
    named: Named
    shown: Shown
    said: tuple[Said, ...]
    addresses: tuple[str, ...]  # keys of all addresses of a work


def documents(graph: Graph, pages: Pages, keys: Mapping[str, str]) -> Iterator[Document]:
    """Works, then notes. `keys` has the key of each `work:…` and `note:…`."""
    of_works: dict[str, list[Said]] = {}
    of_notes: dict[str, list[Said]] = {}
    for note in graph.notes.values():
        for passage in passages(graph, note):
            for name in passage.works:
                of_works.setdefault(name, []).append(_said(note, passage, name))
            if not passage.works:
                of_notes.setdefault(note.id, []).append(_said(note, passage, ""))
    for work in graph.works.values():
        said = tuple(of_works.get(work.id, ()))
        addresses = _addresses(graph, work)
        shown = Shown(
            work.id,
            pages.works[work.id],
            status_word(work.status, work.kind),
            _day_text(_day(work)),
        )
        named = _of_work(graph, work)
        yield Document(keys[f"work:{work.id}"], named, shown, said, addresses)
    for note in graph.notes.values():
        said = tuple(of_notes.get(note.id, ()))
        named = _of_note(note)
        shown = Shown(note.id, pages.notes[note.id], "", _day_text(_last_day(note)))
        yield Document(keys[f"note:{note.id}"], named, shown, said, ())


def _said(note: ParsedNote, passage: Passage, work: str) -> Said:
    return Said(note.id, passage.anchor, passage.text, work in passage.own)


def _of_work(graph: Graph, work: Work) -> Named:
    dates = (graph.notes[place.note].mentions[place.mention].date for place in work.places)
    return Named(
        t=work.title,
        k=work.kind,
        s=work.status,
        d=(_day(work) or max(filter(None, dates), default="")).replace("-", ""),
        y=(work.year,) if work.year else (),
        a=tuple(alias for alias in work.aliases if alias != work.title),
        u=work.authors,
        g=work.tags,
        p=work.topics,
        n=tuple(work.identifiers.values()),
    )


def _of_note(note: ParsedNote) -> Named:
    years = {int(text[:4]) for text in (note.date or "", *(d.date for d in note.days)) if text}
    return Named(
        t=note.title,
        k=note.kind,
        d=_last_day(note).replace("-", ""),
        y=tuple(sorted(years)),
        a=note.aliases,
        g=note.tags,
    )


def _day(work: Work) -> str:
    return (work.read_on if work.status == "read" else work.queued_on) or ""


def _last_day(note: ParsedNote) -> str:
    return max([note.date or "", *(day.date for day in note.days)])


def _day_text(iso: str) -> str:
    return day_text(iso) if iso else ""


def _addresses(graph: Graph, work: Work) -> tuple[str, ...]:
    """The keys of everything that leads to a work, each once."""
    found = {f"{scheme}:{name}" for scheme, name in work.identifiers.items()}
    for place in work.places:
        mention = graph.notes[place.note].mentions[place.mention]
        found.add(mention.key)
        found |= {identify(href).key for href in mention.extra if is_outside(href)}
        if mention.href and is_outside(mention.href):
            found.add(identify(mention.href).key)
    return tuple(sorted(key for key in found if not key.startswith("title:")))
