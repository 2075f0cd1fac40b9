"""All that a vault knows of one work or one note, as values that `--json` writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from papergarden.core.addresses import identify, is_outside
from papergarden.core.edges import edges_of
from papergarden.core.model import Found, Graph, Mention, ParsedNote, Status, Work
from papergarden.core.plaintext import cut
from papergarden.core.previews import words_of

_LONGEST = 2000  # characters of a passage
_BEGINNING = 300  # of a note


class Said(Struct, frozen=True):
    """One place that speaks of a work."""

    note: str
    path: str
    line: int
    role: Literal["entry", "reference"]
    status: str | None
    date: str | None
    section: tuple[str, ...]
    text: str  # the user's summary, or else the passage


class Named(Struct, frozen=True):
    """Another work, or a note, that is only named."""

    id: str
    title: str
    status: Status | None = None


class WorkEntry(Struct, frozen=True, tag_field="type", tag="work"):
    """A work."""

    id: str
    title: str
    status: str
    kind: str
    aliases: tuple[str, ...]
    authors: tuple[str, ...]
    year: int | None
    url: str | None
    addresses: tuple[str, ...]  # all others under which the notes have it
    identifiers: dict[str, str]
    citekey: str | None
    queued_on: str | None
    read_on: str | None
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    summaries: tuple[Said, ...]
    contexts: tuple[Said, ...]
    refers_to: tuple[Named, ...]
    referred_by: tuple[Named, ...]
    abstract: str


class NoteEntry(Struct, frozen=True, tag_field="type", tag="note"):
    """A note."""

    id: str
    path: str
    title: str
    kind: str
    date: str | None
    modified: str | None
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    description: str
    words: int
    text: str  # its first words
    works: tuple[Named, ...]
    links: tuple[Named, ...]
    backlinks: tuple[Named, ...]


def work_entry(graph: Graph, work: Work) -> WorkEntry:
    """All that is known of a work."""
    summaries: list[Said] = []
    contexts: list[Said] = []
    for mention, said in _said(graph, work):
        (summaries if mention.summary else contexts).append(said)
    refers = [edge for edge in edges_of(graph) if edge.type == "refers-to"]
    node = f"work:{work.id}"
    return WorkEntry(
        id=work.id,
        title=work.title,
        status=work.status,
        kind=work.kind,
        aliases=work.aliases,
        authors=work.authors,
        year=work.year,
        url=work.url,
        addresses=tuple(_addresses(graph, work)),
        identifiers=work.identifiers,
        citekey=work.citekey or None,
        queued_on=work.queued_on,
        read_on=work.read_on,
        topics=work.topics,
        tags=work.tags,
        summaries=tuple(summaries),
        contexts=tuple(contexts),
        refers_to=_named(graph, (edge.target for edge in refers if edge.source == node)),
        referred_by=_named(graph, (edge.source for edge in refers if edge.target == node)),
        abstract=work.abstract,
    )


def note_entry(graph: Graph, note: ParsedNote) -> NoteEntry:
    """All that is known of a note."""
    works = [graph.work_of[place] for place in sorted(graph.work_of) if place.note == note.id]
    targets = [
        (source, target.note)
        for source, own in graph.targets.items()
        for target in own.values()
        if isinstance(target, Found)
    ]
    return NoteEntry(
        id=note.id,
        path=note.path,
        title=note.title,
        kind=note.kind,
        date=note.date,
        modified=note.modified,
        aliases=note.aliases,
        tags=note.tags,
        description=note.description,
        words=note.words,
        text=cut(words_of(graph, note, note.text), _BEGINNING),
        works=_named(graph, (f"work:{name}" for name in works)),
        links=_named(graph, (f"note:{to}" for by, to in targets if by == note.id != to)),
        backlinks=_named(graph, (f"note:{by}" for by, to in targets if to == note.id != by)),
    )


def _said(graph: Graph, work: Work) -> Iterator[tuple[Mention, Said]]:
    """Every passage that speaks of a work, once."""
    seen: set[tuple[str, int]] = set()
    for place in work.places:
        note = graph.notes[place.note]
        mention = note.mentions[place.mention]
        if (note.id, mention.head.start) in seen:
            continue
        seen.add((note.id, mention.head.start))
        text = mention.summary or words_of(graph, note, mention.head, _LONGEST)
        yield (
            mention,
            Said(
                note=note.id,
                path=note.path,
                line=mention.line,
                role=mention.role,
                status=mention.status,
                date=mention.date,
                section=mention.section,
                text=text or mention.title or work.title,
            ),
        )


def _addresses(graph: Graph, work: Work) -> Iterator[str]:
    """Further addresses of a work as written, each place once."""
    seen = {identify(work.url).key} if work.url else set()
    for place in work.places:
        mention = graph.notes[place.note].mentions[place.mention]
        for href in (mention.href, *mention.extra):
            if href and is_outside(href) and (key := identify(href).key) not in seen:
                seen.add(key)
                yield href


def _named(graph: Graph, nodes: Iterator[str]) -> tuple[Named, ...]:
    found = []
    for node in dict.fromkeys(nodes):
        kind, _, name = node.partition(":")
        if kind == "work" and (work := graph.works.get(name)):
            found.append(Named(work.id, work.title, work.status))
        elif kind == "note" and (note := graph.notes.get(name)):
            found.append(Named(note.id, note.title))
    return tuple(found)
