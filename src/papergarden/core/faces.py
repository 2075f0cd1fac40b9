"""What notes and works look like on pages: digests that stand for them until a page is made.

The HTML of a passage follows from the text of its note, and from where each link of the note leads
and what stands there. All of this together is the face of the note: while it is the same, so are
its passages on every page.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from papergarden.core.digests import Later, digest
from papergarden.core.fill import Filler
from papergarden.core.model import (
    Attachment,
    Found,
    Graph,
    Link,
    ParsedNote,
    Span,
    Target,
    WorksIn,
)
from papergarden.core.pages import Pages


class Passage(Later):
    """A part of a note's body as a page shows it: filled when a template writes it, not before."""

    __slots__ = ("_filler", "_note", "_span", "face")

    def __init__(self, filler: Filler, note: ParsedNote, span: Span | None, face: bytes) -> None:
        self._filler = filler
        self._note = note
        self._span = span  # None: the whole text, with what it embeds
        self.face = face

    def __html__(self) -> str:
        """The HTML, as templates ask for it."""
        if self._span is None:
            return self._filler.text(self._note)
        return self._filler.span(self._note, self._span)

    def plain(self) -> object:
        """What the HTML follows from, on a given page."""
        return self.face, self._span


class Faces:
    """What notes and works look like on pages, as digests, each found out once.

    Each digest covers more than one page shows. A page that is made again for nothing costs a
    moment; one that is not made though it should be is wrong for good.
    """

    def __init__(
        self,
        graph: Graph,
        pages: Pages,
        topic_names: Mapping[str, str],  # how each is written, by name in folded case
        works_in: WorksIn,
    ) -> None:
        self._graph = graph
        self._pages = pages
        self._works_in = works_in
        self._leads = graph.leads()
        self._topic_names = topic_names
        self._own: dict[str, bytes] = {}
        self._whole: dict[str, bytes] = {}
        self._marks: dict[str | None, bytes] = {None: b""}
        self._lines: dict[str, bytes] = {}
        self._works: dict[str, bytes] = {}

    def of(self, note: ParsedNote) -> bytes:
        """That of a note by itself; what it embeds is a link."""
        note_id = note.id
        if note_id not in self._own:
            self._own[note_id] = digest(
                note.digest,
                note.title,
                note.date,
                self._pages.notes[note_id],
                [self._pages.tags.get(tag.casefold()) for tag in note.tags],
                [self._mark(work_id) for work_id in self._works_in[note_id]],
                [
                    self._target(target, note.links[number])
                    for number, target in self._leads.get(note_id, ())
                ],
            )
        return self._own[note_id]

    def whole(self, note: ParsedNote) -> bytes:
        """That of a note with all that it shows of others, however deep."""
        if note.id not in self._whole:
            shown: dict[str, bytes] = {}
            waiting = [note]
            while waiting:
                one = waiting.pop()
                if one.id not in shown:
                    shown[one.id] = self.of(one)
                    waiting.extend(self._embedded(one))
            self._whole[note.id] = digest(note.id, sorted(shown.items()))
        return self._whole[note.id]

    def line(self, work_id: str) -> bytes:
        """That of a work in a list or table, with its topics; its title is the whole of it."""
        if work_id not in self._lines:
            work = self._graph.works[work_id]
            self._lines[work_id] = digest(
                self._mark(work_id),
                work.queued_on,
                work.read_on,
                work.year,
                [
                    (self._topic_names[topic], self._pages.topics[topic])
                    for topic in map(str.casefold, work.topics)
                ],
            )
        return self._lines[work_id]

    def work(self, work_id: str) -> bytes:
        """All that is known of a work, and which notes speak of it; where, their own faces tell."""
        if work_id not in self._works:
            work = self._graph.works[work_id]
            self._works[work_id] = digest(
                self.line(work_id),
                structs.astuple(structs.replace(work, places=())),
                [self._pages.tags.get(tag.casefold()) for tag in work.tags],
                list(dict.fromkeys(place.note for place in work.places)),
            )
        return self._works[work_id]

    def _mark(self, work_id: str | None) -> bytes:
        """What a link to a work shows of it."""
        if work_id not in self._marks and work_id is not None:
            work = self._graph.works[work_id]
            self._marks[work_id] = digest(
                self._pages.works[work_id], work.title, work.status, work.kind
            )
        return self._marks[work_id]

    def _embedded(self, note: ParsedNote) -> list[ParsedNote]:
        return [
            self._note(target.note)
            for number, target in self._leads.get(note.id, ())
            if isinstance(target, Found) and note.links[number].embed
        ]

    def _target(self, target: Target, link: Link) -> object:
        """Where a local link leads, and what is shown of that in its place."""
        if isinstance(target, Found):
            page = self._pages.notes[target.note]
            if link.embed:
                return page, target.anchor, target.span, self._note(target.note).title
            return page, target.anchor
        if isinstance(target, Attachment):
            return target, self._pages.files.get(target.path), self._graph.sizes.get(target.path)
        return type(target).__name__  # withheld or missing: these have no fields

    def _note(self, note_id: str) -> ParsedNote:
        return self._graph.notes.get(note_id) or self._graph.unlisted[note_id]
