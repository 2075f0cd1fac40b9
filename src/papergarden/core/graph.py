"""The graph stage: notes, works and tags with the typed edges between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from papergarden.core.diagnostics import Diagnostic
from papergarden.core.model import Edge, Found, Graph, ParsedNote, Place
from papergarden.core.resolve import Targets, resolve
from papergarden.core.settings import Settings
from papergarden.core.works import identify_works


def build_graph(
    notes: Iterable[ParsedNote],
    files: Iterable[str],
    settings: Settings,
    unread: Iterable[Diagnostic] = (),
) -> Graph:
    """Put together what single notes say.

    What may not be published is not among `notes`. `files` are the other paths of the vault, and
    `unread` says which notes could not be read.
    """
    by_id = {note.id: note for note in sorted(notes, key=lambda note: note.path)}
    targets, of_links = resolve(by_id, files)
    identified = identify_works(by_id, settings.same_as)
    of_notes = (d for note in by_id.values() for d in note.diagnostics)
    return Graph(
        notes=by_id,
        works=identified.works,
        work_of=identified.work_of,
        targets=targets,
        edges=tuple(sorted(set(_edges(by_id, identified.work_of, targets)))),
        diagnostics=tuple(sorted([*unread, *of_notes, *of_links, *identified.diagnostics])),
    )


def _edges(
    notes: Mapping[str, ParsedNote], work_of: Mapping[Place, str], targets: Targets
) -> Iterator[Edge]:
    for note in notes.values():
        node = f"note:{note.id}"
        for tag in note.tags:
            yield Edge(node, f"tag:{tag.lower()}", "tagged")
        for number, mention in enumerate(note.mentions):
            work = f"work:{work_of[Place(note.id, number)]}"
            yield Edge(node, work, "mentions")
            for tag in mention.tags:
                yield Edge(work, f"tag:{tag.lower()}", "tagged")
        for number, link in enumerate(note.links):
            target = targets.get((note.id, number))
            if isinstance(target, Found) and target.note != note.id:
                yield Edge(node, f"note:{target.note}", "links")
            if link.style == "prose" and link.mention is not None and link.within is not None:
                source = work_of[Place(note.id, link.within)]
                meant = work_of[Place(note.id, link.mention)]
                if source != meant:
                    yield Edge(f"work:{source}", f"work:{meant}", "refers-to")
