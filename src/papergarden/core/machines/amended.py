"""Files for machines after an edit of prose, from those that lie there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from papergarden.core.artifact import Artifact, CannotAmendError, Job, Left
from papergarden.core.digests import digest
from papergarden.core.export import with_note
from papergarden.core.model import ParsedNote
from papergarden.core.pages import GRAPH, Pages
from papergarden.core.search.documents import Documents
from papergarden.core.search.files import amended_keys
from papergarden.core.search.renewal import renewed


def amended_search(found: Documents, faces: Mapping[str, bytes], keys: Mapping[str, bytes]) -> Job:
    """The index after some documents changed that were there: their `faces` are by their keys.

    `keys` are those of the files that lie there. The job raises CannotAmendError if the index has
    to be made from nothing.
    """
    amended = amended_keys(keys, faces, found.pages.search)
    return Job(
        tuple(amended), _not_from_nothing, keys=amended, renew=partial(renewed, found, amended)
    )


def amended_graph(
    edits: Sequence[tuple[ParsedNote, ParsedNote]], pages: Pages, before: bytes
) -> Job:
    """The graph as JSON after an edit of some notes, as they were and as they are.

    `before` is the key of the one that lies there. The job raises CannotAmendError likewise.
    """

    def renew(left: Left) -> dict[str, bytes | None] | None:
        try:
            data = left.read(GRAPH)
        except (OSError, ValueError):
            return None
        for old, new in edits:
            if old.listed:
                found = with_note(data, old, new, pages)
                if found is None:
                    return None
                data = found
        return {GRAPH: data}

    key = digest(before, [(new.path, new.digest) for _, new in edits])
    return Job((GRAPH,), _not_from_nothing, key, renew=renew)


def _not_from_nothing() -> Iterator[Artifact]:
    raise CannotAmendError
