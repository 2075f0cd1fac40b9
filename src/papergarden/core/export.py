"""The graph as JSON, in the schema `papergarden-graph/1` that docs/graph.md describes."""

from __future__ import annotations

from typing import Any

import msgspec

from papergarden.core.model import Graph, Mention, ParsedNote, Work
from papergarden.core.pages import Pages

SCHEMA = "papergarden-graph/1"


def graph_json(graph: Graph) -> bytes:
    """The graph, a line for each note, work, edge and diagnostic, so that it diffs well."""
    pages = Pages.of(graph)
    parts = {
        "notes": [_note(note, pages) for note in graph.notes.values()],
        "works": [_work(work, graph, pages) for work in graph.works.values()],
        "edges": [_plain(edge) for edge in graph.edges],
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
    values = _plain(work)
    for name in ("places", "abstract", "citekey", "venue", "volume", "form"):
        del values[name]
    return {
        **values,
        "page": pages.works[work.id],
        "mentions": [
            {"note": place.note, **_mention(graph.notes[place.note].mentions[place.mention])}
            for place in work.places
        ],
    }


_OF_A_MENTION = (
    "line role title href marker status date kind section summary fields extra"
).split()


def _mention(mention: Mention) -> dict[str, Any]:
    return {name: getattr(mention, name) for name in _OF_A_MENTION}


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}
