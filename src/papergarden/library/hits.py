"""What a search found: as values that `--json` writes, and as lines of the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import click
from msgspec import Struct

from papergarden.core.columns import one_line, visible, wrapped
from papergarden.core.model import Graph, ParsedNote, Status
from papergarden.core.search.documents import Said
from papergarden.core.search.finding import Found
from papergarden.core.search.weighing import Marks, Snippet
from papergarden.core.search.words import words
from papergarden.library.signs import coloured, faint, sign, strong

Shown = Callable[[str, int], str]  # a path and a line as an editor opens them from here
Source = Callable[[str], Sequence[str]]  # the lines of a note, by path

_WIDEST = 96
_MOST = 2  # passages of a result in the terminal
_TOPICS = 3  # likewise
_WINDOW = 500  # lines behind the last anchor in which a passage is looked for
_ADDRESS = re.compile(r"\]\([^)\s]*\)|https?://\S+")
_LINE = re.compile(r"L(\d+)")
_LIKE = 0.5  # of the words of a line stand in the passage, if it is a line of it


class Passage(Struct, frozen=True):
    """A passage in which something was found; marks are places in its text."""

    text: str
    marks: Marks
    path: str
    line: int
    own: bool  # the user's own summary


class Hit(Struct, frozen=True):
    """A work or a note that was found."""

    type: str
    id: str
    title: str
    status: Status | None
    word: str | None  # the status in words
    kind: str
    topics: tuple[str, ...]
    day: str | None
    year: int | None
    path: str | None  # of a note
    score: float
    passages: tuple[Passage, ...]


def hit_of(graph: Graph, found: Found, source: Source) -> Hit:
    """A finding with the lines of its passages, which are looked up in the files."""
    named, shown = found.entry.named, found.entry.document.shown
    note = None if found.entry.is_work else graph.notes[shown.id]
    work = graph.works[shown.id] if found.entry.is_work else None
    return Hit(
        type="work" if work else "note",
        id=shown.id,
        title=named.t,
        status=work.status if work else None,
        word=shown.word if work else None,
        kind=named.k,
        topics=named.p,
        day="-".join(filter(None, (named.d[:4], named.d[4:6], named.d[6:]))) or None,
        year=work.year if work else None,
        path=note.path if note else None,
        score=found.score,
        passages=tuple(_passage(graph, said, snippet, source) for said, snippet in found.passages),
    )


def _passage(graph: Graph, said: Said, snippet: Snippet, source: Source) -> Passage:
    note = graph.notes[said.note]
    begun = _line_of(note, said.anchor)
    wanted = {word for start, end in snippet.marks for word in words(snippet.text[start:end])}
    line = line_saying(source(note.path), begun, said.text, wanted)
    return Passage(snippet.text, snippet.marks, note.path, line, said.own)


def _line_of(note: ParsedNote, anchor: str) -> int:
    """The line of an anchor of a note."""
    if match := _LINE.match(anchor):
        return int(match[1])
    headings = {heading.anchor: heading.line for heading in note.headings}
    days = {day.anchor: day.line for day in note.days}
    return headings.get(anchor) or days.get(anchor) or 1


def line_saying(source: Sequence[str], begun: int, passage: str, wanted: set[str]) -> int:
    """The line of a passage that has most of some words, from a line on.

    An anchor may stand some paragraphs above the passage, and a passage may have many lines.
    """
    known = set(words(passage))
    best, most = begun, 0.0
    for number, line in enumerate(source[begun - 1 : begun - 1 + _WINDOW], begun):
        said = set(words(_ADDRESS.sub(" ", line)))
        if not said or len(said & known) < _LIKE * len(said):
            continue
        here = len(said & wanted) + len(said & known) / (len(known) + 1)
        if here > most:
            best, most = number, here
    return best


def result_lines(hits: Iterable[Hit], shown: Shown, columns: int) -> Iterator[str]:
    """The results as one looks at them."""
    room = min(columns, _WIDEST)
    for number, hit in enumerate(hits):
        if number:
            yield ""
        yield from _title(hit, room)
        if hit.path and not hit.passages:
            yield f"  {faint(shown(hit.path, 1))}"
        for passage in hit.passages[:_MOST]:
            place = shown(passage.path, passage.line)
            yield f"  {faint(place)}"
            if not _only_title(passage.text, hit.title):
                yield from (f"    {line}" for line in _marked(passage, room - 4))


def plain_results(hits: Iterable[Hit], shown: Shown) -> Iterator[str]:
    """A line a result, parted by tabs: id, status, title, kind, place and passage."""
    for hit in hits:
        passage = next(iter(hit.passages), None)
        place = shown(passage.path, passage.line) if passage else shown(hit.path or "", 1)
        facts = (hit.id, hit.status or "", hit.title, hit.kind, place)
        yield "\t".join(map(one_line, (*facts, passage.text if passage else "")))


def _title(hit: Hit, room: int) -> Iterator[str]:
    mark = sign(hit.status) if hit.status else "¶"
    lines = wrapped(one_line(hit.title), room - 2)
    for number, line in enumerate(lines):
        before = f"{mark} " if not number else "  "
        yield (coloured(hit.status, before) if hit.status else faint(before)) + strong(line)
    more = [f"and {len(hit.topics) - _TOPICS} more"] if len(hit.topics) > _TOPICS else []
    facts = [
        hit.word or "note",
        hit.kind,
        *hit.topics[:_TOPICS],
        *more,
        hit.day or str(hit.year or ""),
    ]
    about = wrapped(one_line(" · ".join(filter(None, facts))), room - 2)
    yield from (f"  {faint(line)}" for line in about)


def _only_title(text: str, title: str) -> bool:
    """Whether a passage says nothing but the title, perhaps with the sign of its kind."""
    return words(text) == words(title)


def _marked(passage: Passage, room: int) -> Iterator[str]:
    """The lines of a passage, with what was found in another colour."""
    text = visible(passage.text)
    at = 0  # how far the text is used up
    for line in wrapped(" ".join(text.split()), room):
        shown = ""
        for piece in re.split(r"(\s+)", line):
            if not piece or piece.isspace():
                shown += piece
                continue
            start = text.find(piece, at)
            at = start + len(piece)
            shown += _styled(piece, start, passage.marks)
        yield shown


def _styled(piece: str, start: int, marks: Marks) -> str:
    """A piece of a passage that begins at a place, with the marks that lie in it."""
    styled, done = "", 0
    for begin, end in marks:
        first, last = max(begin - start, done), min(end - start, len(piece))
        if first < last:
            styled += piece[done:first]
            styled += click.style(piece[first:last], fg="yellow", bold=True)
            done = last
    return styled + piece[done:]
