"""The works of a library that somebody wants to see, in the order in which they want them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from papergarden.core.model import LIFE, Graph, Work
from papergarden.core.search.documents import Named
from papergarden.core.search.filters import begins_a_word, of_facts, plain
from papergarden.core.search.words import fold

SORTS = ("title", "status", "kind", "topic", "year", "date")
_NEWEST_FIRST = {"year", "date"}


class Wanted(Struct, frozen=True):
    """Which works: within one field any of the values will do, and every field must fit."""

    words: tuple[str, ...] = ()  # all of them, in titles, authors, identifiers or topics
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    note: tuple[str, ...] = ()  # those that notes of this title, or at this path, mention
    author: tuple[str, ...] = ()


class Listed(Struct, frozen=True):
    """A work as `notes list --json` writes it."""

    id: str
    title: str
    status: str
    kind: str
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    year: int | None
    date: str | None  # on which it was read, or else queued
    queued_on: str | None
    read_on: str | None
    authors: tuple[str, ...]
    url: str | None


def wanted_works(graph: Graph, wanted: Wanted) -> list[Work]:
    """Those works of a graph that fit."""
    works = list(graph.works.values())
    facts = {work.id: facts_of(work) for work in works}
    for name in ("status", "kind", "topic", "tag", "author", "year"):
        tests = [of_facts(name, text, facts.values()) for text in getattr(wanted, name)]
        works = [work for work in works if not tests or any(t(facts[work.id]) for t in tests)]
    if wanted.note:
        mentioned = _mentioned_in(graph, wanted.note)
        works = [work for work in works if work.id in mentioned]
    words = [fold(word) for text in wanted.words for word in text.split()]
    return [work for work in works if not words or _has(work, words)]


def facts_of(work: Work) -> Named:
    """A work as operators look at it."""
    return Named(
        t=work.title,
        k=work.kind,
        s=work.status,
        y=(work.year,) if work.year else (),
        u=work.authors,
        g=work.tags,
        p=work.topics,
    )


def in_order(works: Iterable[Work], sort: str, *, turned: bool = False) -> list[Work]:
    """Works sorted by a column as on the page of the library; what is not known comes last."""
    ordered = sorted(works, key=lambda work: (work.title.casefold(), work.id))
    if sort == "title":
        return ordered[::-1] if turned else ordered
    key = _KEYS[sort]
    known = [work for work in ordered if key(work)]
    # Sorted in reverse, equal ones keep their order, too.
    known.sort(key=key, reverse=turned != (sort in _NEWEST_FIRST))
    return [*known, *(work for work in ordered if not key(work))]


def date_of(work: Work) -> str:
    """The day that a list shows of a work: on which it was read, or else queued."""
    return (work.read_on if work.status == "read" else work.queued_on) or ""


def listed(work: Work) -> Listed:
    """A work for other programs."""
    return Listed(
        id=work.id,
        title=work.title,
        status=work.status,
        kind=work.kind,
        topics=work.topics,
        tags=work.tags,
        year=work.year,
        date=date_of(work) or None,
        queued_on=work.queued_on,
        read_on=work.read_on,
        authors=work.authors,
        url=work.url,
    )


_KEYS: dict[str, Callable[[Work], str]] = {
    "status": lambda work: str(LIFE.index(work.status)),
    "kind": lambda work: work.kind,
    "topic": lambda work: fold(", ".join(work.topics)),
    "year": lambda work: f"{work.year:04}" if work.year else "",
    "date": date_of,
}


def _mentioned_in(graph: Graph, names: Sequence[str]) -> set[str]:
    notes = {
        note.id
        for note in graph.notes.values()
        for name in names
        if name in {note.path, note.id} or begins_a_word(note.title, plain(name))
    }
    return {work for place, work in graph.work_of.items() if place.note in notes}


def _has(work: Work, words: Sequence[str]) -> bool:
    """Whether all words stand in what the library shows of a work, or else is found by."""
    said = (work.title, *work.aliases, *work.authors, *work.identifiers.values(), *work.topics)
    text = fold("\n".join(said))
    return all(word in text for word in words)
