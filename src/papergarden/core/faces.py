"""What notes and works look like on pages: digests that stand for them until a page is made.

The HTML of a passage follows from the text of its note, and from where each link of the note leads
and what stands there. All of this together is the face of the note: while it is the same, so are
its passages on every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from papergarden.core.digests import digest
from papergarden.core.escaping import Later
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
    facts_of,
)
from papergarden.core.pages import Pages


class Passage(Later):
    """A part of a note's body as a page shows it: filled when a template writes it, not before."""

    __slots__ = ("_filler", "_note", "_span")

    def __init__(self, filler: Filler, note: ParsedNote, span: Span | None) -> None:
        self._filler = filler
        self._note = note
        self._span = span  # None: the whole text, with what it embeds

    def __html__(self) -> str:
        """The HTML, as templates ask for it."""
        if self._span is None:
            return self._filler.text(self._note)
        return self._filler.span(self._note, self._span)


class Faces:
    """What notes and works look like on pages, as digests by id, all made when one is asked for.

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
        self._topic_names = topic_names
        self._works_in = works_in

    @cached_property
    def notes(self) -> dict[str, bytes]:
        """Those of notes by themselves; what they embed is a link."""
        pages, marks = self._pages, self._marks()
        return {
            note_id: digest(
                note.path,
                note.digest,
                note.date,
                pages.notes[note_id],
                [pages.tags.get(tag.casefold()) for tag in note.tags],
                [work_id and marks[work_id] for work_id in self._works_in[note_id]],
                [
                    self._target(target, note.links[number])
                    for number, target in self._graph.targets.get(note_id, {}).items()
                ],
            )
            for notes in (self._graph.notes, self._graph.unlisted)
            for note_id, note in notes.items()
        }

    @cached_property
    def whole(self) -> dict[str, bytes]:
        """Those of notes with all that they show of others, however deep."""
        embedded = embedded_notes(self._graph)
        found = dict(self.notes)
        for note_id in embedded:
            shown: dict[str, bytes] = {}
            waiting = [note_id]
            while waiting:
                one = waiting.pop()
                if one not in shown:
                    shown[one] = self.notes[one]
                    waiting.extend(embedded.get(one, ()))
            found[note_id] = digest(note_id, shown)
        return found

    @cached_property
    def lines(self) -> dict[str, bytes]:
        """Those of works in a list or table, with their topics; the title is the whole of it."""
        pages = self._pages.topics
        topics = {name: (self._topic_names[name], page) for name, page in pages.items()}
        marks = self._marks()
        return {
            work_id: digest(
                marks[work_id],
                work.queued_on,
                work.read_on,
                work.year,
                [topics[topic.casefold()] for topic in work.topics],
            )
            for work_id, work in self._graph.works.items()
        }

    @cached_property
    def works(self) -> dict[str, bytes]:
        """All that is known of works, and which notes speak of them; where, their faces tell."""
        tags = self._pages.tags
        return {
            work_id: digest(
                self.lines[work_id],
                facts_of(work),
                [tags.get(tag.casefold()) for tag in work.tags],
                list(dict.fromkeys([place.note for place in work.places])),
            )
            for work_id, work in self._graph.works.items()
        }

    def _marks(self) -> dict[str, tuple[str, ...]]:
        """What a link to a work shows of it."""
        pages = self._pages.works
        return {
            work_id: (pages[work_id], work.title, work.status, work.kind)
            for work_id, work in self._graph.works.items()
        }

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


def embedded_notes(graph: Graph) -> dict[str, list[str]]:
    """The notes that a note shows in its text, for each that does."""
    found: dict[str, list[str]] = {}
    for note_id, targets in graph.targets.items():
        links = (graph.notes.get(note_id) or graph.unlisted[note_id]).links
        for number, target in targets.items():
            if isinstance(target, Found) and links[number].embed:
                found.setdefault(note_id, []).append(target.note)
    return found
