"""The graph stage: notes, works and tags with the typed edges between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import starmap
from types import MappingProxyType

from papergarden.core.attachments import form_of
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.digests import digest
from papergarden.core.doubts import Pairs, doubts, near_titles
from papergarden.core.metadata import Record
from papergarden.core.model import Attachment, Edge, EdgeType, Found, Graph, ParsedNote, Place
from papergarden.core.resolve import Targets, resolve
from papergarden.core.settings import Settings
from papergarden.core.works import Identified, identify_works


def build_graph(  # noqa: PLR0913 # one parameter for each thing that a vault has
    notes: Iterable[ParsedNote],
    files: Iterable[str],
    settings: Settings,
    withheld: Iterable[str] = (),
    unread: Iterable[Diagnostic] = (),
    *,
    records: Mapping[str, Record] = MappingProxyType({}),
    near: Callable[[Mapping[str, str]], Pairs] = near_titles,
) -> Graph:
    """Put together what single notes say.

    What may not be published is not among `notes`; `withheld` are its paths. `files` are the other
    paths of the vault, and `unread` says which notes could not be read. `records` tell more of
    works that the notes speak of, by key. `near` tells which titles are nearly alike; it may
    remember that.
    """
    by_id = {note.id: note for note in sorted(notes, key=lambda note: note.path)}
    files, withheld, unread = sorted(files), sorted(withheld), sorted(unread)
    listed = {note_id: note for note_id, note in by_id.items() if note.listed}
    unlisted = {note_id: note for note_id, note in by_id.items() if not note.listed}
    targets, of_links = resolve(by_id, files, withheld)
    identified = identify_works(listed, settings.same_as, settings.not_same, records)
    of_works = doubts(identified, listed, near)
    of_notes = (d for note in by_id.values() for d in note.diagnostics)
    return Graph(
        notes=listed,
        unlisted=unlisted,
        works=identified.works,
        work_of={**identified.work_of, **_works_of(unlisted, identified)},
        targets=targets,
        attachments=tuple(sorted(set(_attachments(by_id, targets, settings)))),
        # As tuples they are sorted in a third of the time.
        edges=tuple(starmap(Edge, sorted(set(_edges(listed, identified.work_of, targets))))),
        diagnostics=tuple(sorted([*unread, *of_notes, *of_links, *of_works])),
        digest=digest(
            [(n.path, n.digest, n.date, n.modified, n.listed) for n in by_id.values()],
            (files, withheld, unread),
            settings,
            sorted(records.items()),
        ),
    )


def _works_of(unlisted: Mapping[str, ParsedNote], identified: Identified) -> dict[Place, str]:
    """The works of unlisted notes, as far as others speak of them as well."""
    return {
        Place(note.id, number): identified.work_of_key[mention.key]
        for note in unlisted.values()
        for number, mention in enumerate(note.mentions)
        if mention.key in identified.work_of_key
    }


def _attachments(
    notes: Mapping[str, ParsedNote], targets: Targets, settings: Settings
) -> Iterator[str]:
    """The files of the vault that a published note shows."""
    for (note_id, number), target in targets.items():
        if isinstance(target, Attachment) and notes[note_id].links[number].embed:
            form = form_of(target.path)
            if form != "other" and (form != "pdf" or settings.publish_pdfs):
                yield target.path


def _edges(
    notes: Mapping[str, ParsedNote], work_of: Mapping[Place, str], targets: Targets
) -> Iterator[tuple[str, str, EdgeType]]:
    for note in notes.values():
        node = f"note:{note.id}"
        for tag in note.tags:
            yield node, f"tag:{tag.casefold()}", "tagged"
        for number, mention in enumerate(note.mentions):
            work = f"work:{work_of[Place(note.id, number)]}"
            yield node, work, "mentions"
            for tag in mention.tags:
                yield work, f"tag:{tag.casefold()}", "tagged"
        for number, link in enumerate(note.links):
            target = targets.get((note.id, number))
            if isinstance(target, Found) and target.note != note.id and target.note in notes:
                yield node, f"note:{target.note}", "embeds" if link.embed else "links"
            if link.style == "prose" and link.mention is not None and link.within is not None:
                source = work_of[Place(note.id, link.within)]
                meant = work_of[Place(note.id, link.mention)]
                if source != meant:
                    yield f"work:{source}", f"work:{meant}", "refers-to"
