"""What a link shows before it is followed: the words of works and notes, in shards for a script.

A page opened from disk can load scripts, but no data, so each shard is a script that calls one
function with a JSON object: the path of a page, and what to show of it. `scripts.shard_of` says in
which shard a path is; templates/previews.js computes the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from html import escape

import msgspec
from msgspec import Struct

from papergarden.core.artifact import Artifact, Job
from papergarden.core.digests import digest
from papergarden.core.model import Graph, LinkEnd, LinkStart, ParsedNote, Place, Span, Status, Work
from papergarden.core.pages import Pages
from papergarden.core.plaintext import cut, plain, without_tex
from papergarden.core.scripts import call, shards_of
from papergarden.core.words import dated_status, day_text, kind_word

_CALL = "papergardenPreviews"
_LONGEST = 300
_MORE_THAN_A_TITLE = 12  # characters
_MOST_NAMED = 2


class Preview(Struct, frozen=True, omit_defaults=True):
    """What is shown of a page."""

    title: str
    facts: tuple[str, ...]
    text: str = ""
    status: Status | None = None
    word: str = ""  # its status, with the day
    language: str = ""


def preview_jobs(graph: Graph, pages: Pages, faces: Mapping[str, bytes]) -> Iterator[Job]:
    """The files of all previews; a page that only a link leads to is in none.

    `faces` stand for what works and notes say, by `work:…` and `note:…`.
    """
    shown: list[tuple[str, bytes, Work | ParsedNote]] = [
        (pages.works[name], faces[f"work:{name}"], work) for name, work in graph.works.items()
    ]
    shown += [
        (pages.notes[name], faces[f"note:{name}"], note) for name, note in graph.notes.items()
    ]
    shards: list[list[tuple[str, bytes, Work | ParsedNote]]] = [[] for _ in pages.previews]
    numbers = shards_of([page for page, _, _ in shown], len(shards))
    for number, entry in zip(numbers, shown, strict=True):
        shards[number].append(entry)
    for path, entries in zip(pages.previews, shards, strict=True):
        things = {page: thing for page, _, thing in entries}
        yield Job(
            (path,), partial(_shard, graph, path, things), digest(path, [f for _, f, _ in entries])
        )


def _shard(graph: Graph, path: str, things: Mapping[str, Work | ParsedNote]) -> list[Artifact]:
    lines = (
        msgspec.json.encode(page) + b":" + msgspec.json.encode(_preview(graph, thing))
        for page, thing in sorted(things.items())
    )
    return [Artifact(path, call(_CALL, lines))]


def _preview(graph: Graph, thing: Work | ParsedNote) -> Preview:
    return _of_work(graph, thing) if isinstance(thing, Work) else preview_of_note(graph, thing)


def _of_work(graph: Graph, work: Work) -> Preview:
    queued = work.queued_on if work.status == "queued" else None
    facts = (
        f"queued on {day_text(queued)}" if queued else "",
        kind_word(work.kind),
        _authors(work.authors),
        str(work.year or ""),
    )
    text, language = next(_said(graph, work), ("", ""))
    return Preview(
        title=work.title,
        facts=tuple(filter(None, facts)),
        text=cut(text, _LONGEST),
        status=work.status,
        word=dated_status(work),
        language=language,
    )


def preview_of_note(graph: Graph, note: ParsedNote) -> Preview:
    """What is shown of the page of a note."""
    return Preview(
        title=note.title,
        facts=(note.kind, *((day_text(note.date),) if note.date else ())),
        text=cut(note.description or words_of(graph, note, note.text), _LONGEST),
        language=note.language,
    )


def _authors(names: tuple[str, ...]) -> str:
    return " and ".join(names) if len(names) <= _MOST_NAMED else f"{names[0]} et al."


def _said(graph: Graph, work: Work) -> Iterator[tuple[str, str]]:
    """What was written about a work, with its language: summaries, then what else speaks of it."""
    places = [(graph.notes[p.note], graph.notes[p.note].mentions[p.mention]) for p in work.places]
    for note, mention in places:
        if mention.summary:
            lines = without_tex(mention.summary).split("\n")
            yield "\n".join(map(str.strip, lines)), note.language
    for note, mention in places:
        text = words_of(graph, note, mention.head)
        if len(text) >= len(mention.title or work.title) + _MORE_THAN_A_TITLE:
            yield text, note.language


def words_of(graph: Graph, note: ParsedNote, span: Span, enough: int = _LONGEST) -> str:
    """The beginning of a part of a note, as plain text; what it embeds is left out."""
    return plain("".join(_html(graph, note, span)), enough)


def _html(graph: Graph, note: ParsedNote, span: Span) -> Iterator[str]:
    segments = iter(graph.body(note).part(span))
    for segment in segments:
        if isinstance(segment, str):
            yield segment
        elif isinstance(segment, LinkStart):
            link = note.links[segment.link]
            if link.embed:
                next((s for s in segments if isinstance(s, LinkEnd) and s.link == segment.link), 0)
            elif link.mention is not None and not link.text:  # as on its page
                work = graph.work_of.get(Place(note.id, link.mention))
                yield escape(graph.works[work].title) if work else ""
