"""What the passages of a note look like on pages: digests that stand for them until they are shown.

The HTML of a passage follows from the text of its note, and from where each link of the note leads
and what stands there. All of this together is the face of the note: while it is the same, so are
its passages on every page.
"""

from __future__ import annotations

from papergarden.core.digests import Later, digest
from papergarden.core.fill import Filler
from papergarden.core.model import Attachment, Found, Graph, ParsedNote, Place, Span
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
    """The faces of all notes, each found out once."""

    def __init__(self, graph: Graph, pages: Pages) -> None:
        self._graph = graph
        self._pages = pages
        self._own: dict[str, bytes] = {}
        self._whole: dict[str, bytes] = {}

    def of(self, note: ParsedNote) -> bytes:
        """That of a note by itself; what it embeds is a link."""
        if note.id not in self._own:
            self._own[note.id] = digest(
                note.digest,
                note.title,
                self._pages.notes[note.id],
                [self._pages.tags.get(tag.casefold()) for tag in note.tags],
                [self._target(note, number) for number in range(len(note.links))],
            )
        return self._own[note.id]

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

    def _embedded(self, note: ParsedNote) -> list[ParsedNote]:
        targets = (
            self._graph.targets.get((note.id, number))
            for number, link in enumerate(note.links)
            if link.embed
        )
        return [self._note(target.note) for target in targets if isinstance(target, Found)]

    def _target(self, note: ParsedNote, number: int) -> object:
        """Where a link leads, and what is shown of that in its place."""
        link = note.links[number]
        target = self._graph.targets.get((note.id, number))
        if isinstance(target, Found):
            shown = self._note(target.note).title if link.embed else ""
            return target, self._pages.notes[target.note], shown
        if isinstance(target, Attachment):
            return target, self._pages.files.get(target.path), self._graph.sizes.get(target.path)
        nowhere = type(target).__name__  # withheld, missing, or outside: these have no fields
        if link.mention is None:
            return nowhere
        work_id = self._graph.work_of.get(Place(note.id, link.mention))
        if work_id is None:
            return nowhere
        work = self._graph.works[work_id]
        return nowhere, self._pages.works[work_id], work.title, work.status, work.kind

    def _note(self, note_id: str) -> ParsedNote:
        return self._graph.notes.get(note_id) or self._graph.unlisted[note_id]
