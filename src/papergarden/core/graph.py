"""The graph stage: notes, works and tags, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from papergarden.core.attachments import form_of
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.digests import digest
from papergarden.core.doubts import doubts
from papergarden.core.metadata import Record
from papergarden.core.model import Attachment, Graph, ParsedNote, Place, Targets
from papergarden.core.nearness import Alike
from papergarden.core.resolve import resolve
from papergarden.core.settings import Settings
from papergarden.core.works import Identified, identify_works

_ALIKE = Alike()


def build_graph(  # noqa: PLR0913 # one parameter for each thing that a vault has
    notes: Iterable[ParsedNote],
    files: Iterable[str],
    settings: Settings,
    withheld: Iterable[str] = (),
    unread: Iterable[Diagnostic] = (),
    *,
    records: Mapping[str, Record] = MappingProxyType({}),
    alike: Alike = _ALIKE,
) -> Graph:
    """Put together what single notes say.

    What may not be published is not among `notes`; `withheld` are its paths. `files` are the other
    paths of the vault, and `unread` says which notes could not be read. `records` tell more of
    works that the notes speak of, by key. `alike` tells what is nearly alike.
    """
    by_id = {note.id: note for note in sorted(notes, key=lambda note: note.path)}
    files, withheld, unread = sorted(files), sorted(withheld), sorted(unread)
    listed = {note_id: note for note_id, note in by_id.items() if note.listed}
    unlisted = {note_id: note for note_id, note in by_id.items() if not note.listed}
    targets, of_links = resolve(by_id, files, withheld, near=alike.names)
    identified = identify_works(listed, settings.same_as, settings.not_same, records)
    of_works = doubts(identified, listed, alike.titles)
    of_notes = (d for note in by_id.values() for d in note.diagnostics)
    return Graph(
        notes=listed,
        unlisted=unlisted,
        works=identified.works,
        work_of={**identified.work_of, **_works_of(unlisted, identified)},
        targets=targets,
        attachments=tuple(sorted(set(_attachments(by_id, targets, settings)))),
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
    for note_id, own in targets.items():
        for number, target in own.items():
            if isinstance(target, Attachment) and notes[note_id].links[number].embed:
                form = form_of(target.path)
                if form != "other" and (form != "pdf" or settings.publish_pdfs):
                    yield target.path
