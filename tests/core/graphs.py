"""Vaults made of strings: `{path: text}` in, the graph of all of it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from papergarden.core.graph import build_graph
from papergarden.core.model import Graph, Work
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read


def graph_of(
    notes: Mapping[str, str],
    files: Iterable[str] = (),
    same_as: tuple[tuple[str, ...], ...] = (),
    not_same: tuple[tuple[str, ...], ...] = (),
) -> Graph:
    """The graph of notes given by path and text, and of other files given by path."""
    settings = Settings(same_as=same_as, not_same=not_same)
    parsed = [parse(read(path, text.encode()), settings) for path, text in notes.items()]
    return build_graph(parsed, files, settings)


def only_work(graph: Graph) -> Work:
    """The one work of a graph that has no other."""
    (work,) = graph.works.values()
    return work


def remarks(graph: Graph) -> list[tuple[str, int, str]]:
    """Where which code is reported."""
    return [(remark.path, remark.line, remark.code) for remark in graph.diagnostics]
