"""The graph as JSON, in the schema `papergarden-graph/1` that docs/graph.md describes."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import msgspec

from papergarden.core.diagnostics import Diagnostic
from papergarden.core.edges import edges_of
from papergarden.core.model import Graph, ParsedNote, Place, Work
from papergarden.core.pages import Pages

SCHEMA = "papergarden-graph/1"
_OF_A_NOTE = "id path title kind date tags words".split()
_OF_A_MENTION = (
    "line role title href marker status date kind section summary fields extra"
).split()
_OF_A_DIAGNOSTIC = "code severity path line message".split()
_LEFT_OUT = ("places", "abstract", "citekey", "venue", "volume", "form")
_OF_A_WORK = [name for name in Work.__struct_fields__ if name not in _LEFT_OUT]

_of_a_note, _of_a_mention = attrgetter(*_OF_A_NOTE), attrgetter(*_OF_A_MENTION)
_of_a_diagnostic, _of_a_work = attrgetter(*_OF_A_DIAGNOSTIC), attrgetter(*_OF_A_WORK)

# What stands in the file, by names in their order: there are many, and dictionaries take longer.
_Note = msgspec.defstruct("_Note", [*_OF_A_NOTE, "url"], gc=False)
_Mention = msgspec.defstruct("_Mention", ["note", *_OF_A_MENTION], gc=False)
_Work = msgspec.defstruct("_Work", [*_OF_A_WORK, "page", "mentions"], gc=False)
_Diagnostic = msgspec.defstruct("_Diagnostic", _OF_A_DIAGNOSTIC, gc=False)

_ENCODER = msgspec.json.Encoder()


def graph_json(graph: Graph, pages: Pages | None = None) -> bytes:
    """The graph, a line for each note, work, edge and diagnostic, so that it diffs well."""
    pages = pages or Pages.of(graph)
    parts: dict[str, Iterable[object]] = {
        "notes": (_note(note, pages) for note in graph.notes.values()),
        "works": (_work(work, graph, pages) for work in graph.works.values()),
        "edges": edges_of(graph),
        "diagnostics": map(_diagnostic, graph.diagnostics),
    }
    pieces: list[bytes | memoryview] = [b'{"schema": ', _ENCODER.encode(SCHEMA)]
    for name, items in parts.items():
        # No line breaks stand within a line: JSON writes those of a text as signs.
        rows = _ENCODER.encode_lines(items).replace(b"\n", b",\n")
        # The last comma goes by a view: there may be 50 MB.
        shown = memoryview(rows)[:-2]
        pieces += [b',\n"%s": [' % name.encode(), *((b"\n", shown, b"\n") if rows else ()), b"]"]
    return b"".join([*pieces, b"}\n"])


def with_note(data: bytes, old: ParsedNote, new: ParsedNote, pages: Pages) -> bytes | None:
    """The graph in which the line of a note is another one; None if the old one is not there."""
    was, now = (_ENCODER.encode(_note(note, pages)) for note in (old, new))
    place = data.find(b"\n" + was) + 1
    if not place:
        return None
    whole = memoryview(data)  # of which no part is copied twice
    return b"".join((whole[:place], now, whole[place + len(was) :]))


def _note(note: ParsedNote, pages: Pages) -> object:
    return _Note(*_of_a_note(note), pages.notes[note.id])


def _work(work: Work, graph: Graph, pages: Pages) -> object:
    mentions = [_mention(place, graph) for place in work.places]
    return _Work(*_of_a_work(work), pages.works[work.id], mentions)


def _mention(place: Place, graph: Graph) -> object:
    return _Mention(place.note, *_of_a_mention(graph.notes[place.note].mentions[place.mention]))


def _diagnostic(diagnostic: Diagnostic) -> object:
    return _Diagnostic(*_of_a_diagnostic(diagnostic))
