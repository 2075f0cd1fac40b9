"""Which works of a graph somebody asks for: by name, or by what is true of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from papergarden.core.model import KINDS, Graph, Work
from papergarden.core.search.filters import refusal
from papergarden.core.search.pasted import keys_in
from papergarden.core.search.query import Filter, parse, readings
from papergarden.errors import UsageError
from papergarden.library.listing import Wanted, wanted_works
from papergarden.library.named import works_by_key


def selected(graph: Graph, query: Sequence[str]) -> list[str]:
    """The ids of the works that are asked for, sorted.

    A part of the query that names a work by address, identifier, key or title stands for that work.
    The other parts are words and the operators of the search, and works have to fit all of them.

    Raises:
        UsageError: an operator has a value that there is not.
    """
    found: set[str] = set()
    conditions: list[str] = []
    keys = works_by_key(graph)
    for part in query:
        if named := _named(graph, keys, part):
            found |= named
        else:
            conditions.append(part)
    wrong = {
        text: refusal(parse(text).filters, KINDS)
        for text in (readings(conditions) if conditions else ())
    }
    if wrong and all(wrong.values()):
        raise UsageError([*wrong.values()][-1])
    for text in (text for text in wrong if not wrong[text]):
        if fitting := _fitting(graph, text):
            return sorted(found | fitting)
    return sorted(found)


def _named(graph: Graph, keys: dict[str, str], text: str) -> set[str]:
    """The works that a text names by what can mean nothing else."""
    if text in graph.works:
        return {text}
    if known := {keys[key] for key in keys_in(text) if key in keys}:
        return known
    wanted = text.casefold()
    return {
        work.id
        for work in graph.works.values()
        if work.citekey == text or wanted in {n.casefold() for n in (work.title, *work.aliases)}
    }


def _fitting(graph: Graph, text: str) -> set[str]:
    """The works that fit what a text asks for."""
    query = parse(text)
    words = tuple(query.rest.replace('"', " ").split())
    asked = [one for one in query.filters if not one.negated]
    works = _ids(wanted_works(graph, _wanted(words, asked)))
    for unwanted in query.filters:
        if unwanted.negated:
            works -= _ids(wanted_works(graph, _wanted((), [unwanted])))
    return works


def _wanted(words: tuple[str, ...], filters: Iterable[Filter]) -> Wanted:
    values: dict[str, list[str]] = defaultdict(list)
    for one in filters:
        values["note" if one.name == "in" else one.name].append(one.text)
    return Wanted(words, **{name: tuple(texts) for name, texts in values.items()})


def _ids(works: Iterable[Work]) -> set[str]:
    return {work.id for work in works}
