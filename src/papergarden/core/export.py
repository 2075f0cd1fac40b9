"""The graph as JSON, in the schema `papergarden-graph/1` that docs/graph.md describes."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import msgspec

from papergarden.core.edges import edges_of
from papergarden.core.model import Graph, Mention, ParsedNote, Work
from papergarden.core.pages import Pages

SCHEMA = "papergarden-graph/1"
_OF_A_MENTION = (
    "line role title href marker status date kind section summary fields extra"
).split()
_LEFT_OUT = ("places", "abstract", "citekey", "venue", "volume", "form")
_OF_A_WORK = [name for name in Work.__struct_fields__ if name not in _LEFT_OUT]
_of_a_mention, _of_a_work = attrgetter(*_OF_A_MENTION), attrgetter(*_OF_A_WORK)


def graph_json(graph: Graph, pages: Pages | None = None) -> bytes:
    """The graph, a line for each note, work, edge and diagnostic, so that it diffs well."""
    pages = pages or Pages.of(graph)
    parts: dict[str, Iterable[object]] = {
        "notes": [_note(note, pages) for note in graph.notes.values()],
        "works": [_work(work, graph, pages) for work in graph.works.values()],
        "edges": edges_of(graph),
        "diagnostics": [
            {
                "code": d.code,
                "severity": d.severity,
                "path": d.path,
                "line": d.line,
                "message": d.message,
            }
            for d in graph.diagnostics
        ],
    }
    lines = [b'{"schema": ' + msgspec.json.encode(SCHEMA)]
    for name, items in parts.items():
        rows = b",\n".join(map(msgspec.json.encode, items))
        lines.append(b'"%s": [%s]' % (name.encode(), b"\n" + rows + b"\n" if rows else b""))
    return b",\n".join(lines) + b"}\n"


def _note(note: ParsedNote, pages: Pages) -> dict[str, Any]:
    return {
        "id": note.id,
        "path": note.path,
        "title": note.title,
        "kind": note.kind,
        "date": note.date,
        "tags": note.tags,
        "words": note.words,
        "url": pages.notes[note.id],
    }


def _work(work: Work, graph: Graph, pages: Pages) -> dict[str, Any]:
    return {
        **dict(zip(_OF_A_WORK, _of_a_work(work), strict=True)),
        "page": pages.works[work.id],
        "mentions": [
            _mention(place.note, graph.notes[place.note].mentions[place.mention])
            for place in work.places
        ],
    }


def _mention(note: str, mention: Mention) -> dict[str, Any]:
    return {"note": note, **dict(zip(_OF_A_MENTION, _of_a_mention(mention), strict=True))}
