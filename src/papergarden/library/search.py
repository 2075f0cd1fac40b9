"""Search a vault: its graph as a catalogue, an index of it, and who answers queries about both."""

from __future__ import annotations

from papergarden.core.model import Graph
from papergarden.core.pages import Pages
from papergarden.core.search.catalogue import catalogue
from papergarden.core.search.documents import Documents
from papergarden.core.search.finding import Finder
from papergarden.library.index import TextIndex


def finder_of(graph: Graph) -> Finder:
    """Who answers queries about a graph."""
    entries = tuple(catalogue(Documents(graph, Pages.of(graph))))
    inside: dict[str, set[str]] = {}
    for place, work in graph.work_of.items():
        inside.setdefault(place.note, set()).add(work)
    return Finder(entries, TextIndex(entries), inside)
