"""Search a vault: its graph as a catalogue, an index of it, and who answers queries about both."""

from __future__ import annotations

from papergarden.core.model import Graph
from papergarden.core.pages import Pages
from papergarden.core.search.catalogue import catalogue
from papergarden.core.search.documents import documents
from papergarden.core.search.files import keys_of
from papergarden.core.search.finding import Finder
from papergarden.library.index import TextIndex


def finder_of(graph: Graph) -> Finder:
    """Who answers queries about a graph."""
    names = [*(f"work:{name}" for name in graph.works), *(f"note:{name}" for name in graph.notes)]
    entries = tuple(catalogue(documents(graph, Pages.of(graph), keys_of(names))))
    inside: dict[str, set[str]] = {}
    for place, work in graph.work_of.items():
        inside.setdefault(place.note, set()).add(work)
    return Finder(entries, TextIndex(entries), inside)
