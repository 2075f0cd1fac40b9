"""The typed edges between notes, works and tags, made for those who ask for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from papergarden.core.model import (
    Edge,
    EdgeType,
    Found,
    Graph,
    ParsedNote,
    WorksIn,
)

_End = tuple[str, EdgeType]  # where an edge leads, and what it means


def edges_of(graph: Graph) -> list[Edge]:
    """All edges of a graph, sorted."""
    return _edges(graph, graph.works_in(), mentions=True)


def ties_of(graph: Graph, works_in: WorksIn) -> list[Edge]:
    """Likewise, without those from notes to works, given which works each note mentions."""
    return _edges(graph, works_in, mentions=False)


def _edges(graph: Graph, works_in: WorksIn, *, mentions: bool) -> list[Edge]:
    once: dict[str, str] = {}  # each end is that of many edges
    of_works: dict[str, set[_End]] = defaultdict(set)
    edges: list[Edge] = []
    # The few of each node are sorted faster than all at once.
    for name in sorted(graph.notes):
        note, works = graph.notes[name], works_in[name]
        ends = {*_tagged(note.tags), *_linked(note, name, graph)}
        if mentions:
            ends.update((f"work:{work}", "mentions") for work in works)
        node = once.setdefault(f"note:{name}", f"note:{name}")
        edges += [Edge(node, once.setdefault(end, end), kind) for end, kind in sorted(ends)]
        for work, end in _of_works(note, works):
            of_works[f"work:{work}"].add(end)
    for work_node, ends in sorted(of_works.items()):
        edges += [Edge(work_node, once.setdefault(end, end), kind) for end, kind in sorted(ends)]
    return edges


def _tagged(tags: Iterable[str]) -> Iterator[_End]:
    return ((f"tag:{tag.casefold()}", "tagged") for tag in tags)


def _linked(note: ParsedNote, name: str, graph: Graph) -> Iterator[_End]:
    """The other notes to which a note links."""
    for number, target in graph.targets.get(name, {}).items():
        if isinstance(target, Found) and target.note != name and target.note in graph.notes:
            yield f"note:{target.note}", "embeds" if note.links[number].embed else "links"


def _of_works(note: ParsedNote, works: Sequence[str | None]) -> Iterator[tuple[str | None, _End]]:
    """What a note says of works: their tags, and to which others they refer."""
    for mention, work in zip(note.mentions, works, strict=True):
        if mention.tags:
            yield from ((work, end) for end in _tagged(mention.tags))
    for link in note.links:
        if link.style == "prose" and link.mention is not None and link.within is not None:
            source, meant = works[link.within], works[link.mention]
            if source != meant:
                yield source, (f"work:{meant}", "refers-to")
