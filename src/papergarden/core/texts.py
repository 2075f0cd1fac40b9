"""What the text of a note follows from, where it is shown without its HTML."""

from __future__ import annotations

from papergarden.core.digests import digest
from papergarden.core.model import Graph, WorksIn


class Texts:
    """Digests of the texts of notes, with the titles of works that stand there for an address."""

    def __init__(self, graph: Graph, works_in: WorksIn) -> None:
        self._graph = graph
        self._works_in = works_in
        self._known: dict[str, bytes] = {}

    def face(self, name: str) -> bytes:
        """Notes with the same one say the same."""
        if name not in self._known:
            note = self._graph.notes[name]
            works = self._works_in[name]
            titles = [
                self._graph.works[work].title
                for link in note.links
                if link.mention is not None and not link.text
                if (work := works[link.mention])
            ]
            self._known[name] = digest(note.digest, titles)
        return self._known[name]
