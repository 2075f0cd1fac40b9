"""Which works of a graph somebody asks for: by name, or by what is true of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from papergarden.core.edits.asked import asked
from papergarden.core.lookup import called
from papergarden.core.model import Graph, Work

# What one can ask about with `name:value`, and the texts of a work that may hold the value.
_FACETS: dict[str, Callable[[Work], Iterable[str]]] = {
    "status": lambda work: [work.status],
    "kind": lambda work: [work.kind],
    "year": lambda work: [str(work.year or "")],
    "topic": lambda work: work.topics,
    "tag": lambda work: work.tags,
    "author": lambda work: work.authors,
}
FACETS = tuple(_FACETS)
_IN_PART = {"topic", "author"}  # of these a word is enough


def selected(graph: Graph, query: Sequence[str]) -> list[str]:
    """The ids of the works that are asked for, sorted.

    A part of the query that names a work by address, identifier, key or title stands for that work.
    The other parts are words and facets such as `status:read`, and works have to fit all of them.
    """
    found: set[str] = set()
    conditions: list[str] = []
    for part in query:
        if named := _named(graph, part):
            found |= named
        else:
            conditions += part.split()
    if conditions:
        found |= {work.id for work in graph.works.values() if _fits(work, conditions)}
    return sorted(found)


def _named(graph: Graph, text: str) -> set[str]:
    """The works that a text names by what can mean nothing else."""
    if text in graph.works:
        return {text}
    of_key = {
        mention.key: work
        for (place, work) in graph.work_of.items()
        if (note := graph.notes.get(place.note))
        for mention in [note.mentions[place.mention]]
    }
    keys = [wanted.key for wanted in asked(text).works] or [text]
    known = {of_key[key] for key in keys if key in of_key} & graph.works.keys()
    if known or text.partition(":")[0] in FACETS:
        return known
    by_citekey = {work.id for work in graph.works.values() if work.citekey == text}
    # A word in a title is a condition; the whole title is a name.
    whole = [w for w in called(graph.works.values(), text) if _is_name(w, text)]
    return by_citekey or {work.id for work in whole}


def _is_name(work: Work, text: str) -> bool:
    return text.casefold() in {name.casefold() for name in (work.title, *work.aliases)}


def _fits(work: Work, conditions: Iterable[str]) -> bool:
    words = " ".join((work.title, *work.aliases, *work.authors)).casefold()
    for condition in conditions:
        name, sign, value = condition.casefold().partition(":")
        if sign and name in _FACETS:
            texts = [text.casefold() for text in _FACETS[name](work)]
            if name in _IN_PART:
                if not any(value in text for text in texts):
                    return False
            elif value.lstrip("#") not in texts:
                return False
        elif condition.casefold() not in words:
            return False
    return True
