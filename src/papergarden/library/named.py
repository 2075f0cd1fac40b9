"""Which work or note of a vault somebody means."""

from __future__ import annotations

from pathlib import Path

from papergarden.config import is_within
from papergarden.core.edits.asked import names_address
from papergarden.core.lookup import alike, called
from papergarden.core.model import Graph, ParsedNote, Work
from papergarden.core.search.pasted import keys_in

Thing = Work | ParsedNote


def meant(graph: Graph, query: str) -> list[Thing]:
    """What is meant by an id, a path, an address, or about a title: one if it is clear."""
    if query in graph.works:
        return [graph.works[query]]
    if note := graph.notes.get(query.removesuffix(".md")):
        return [note]
    keys = works_by_key(graph)
    named = dict.fromkeys(keys[key] for key in keys_in(query) if key in keys)
    if named:
        return [graph.works[name] for name in named]
    things: list[Thing] = [*graph.works.values(), *graph.notes.values()]
    if names_address(query):  # what has one like it is another work
        return called(things, query, wholly=True)
    return called(things, query) or alike(things, query)


def place_of(graph: Graph, thing: Thing) -> tuple[str, int]:
    """The path and line where one begins to edit it: of a work, its first box or entry."""
    if isinstance(thing, ParsedNote):
        return thing.path, 1
    said = [(graph.notes[p.note], graph.notes[p.note].mentions[p.mention]) for p in thing.places]
    said.sort(key=lambda item: (item[1].marker is None, item[1].role != "entry"))
    note, mention = said[0]
    return note.path, mention.line


def address_of(thing: Thing, vault: Path) -> str | None:
    """What opens a thing: an address of the web, or a file of the vault."""
    if isinstance(thing, ParsedNote):
        return str(vault / thing.path)
    if thing.url:
        return thing.url
    if not thing.id.startswith("file:"):
        return None
    path = vault / thing.id.removeprefix("file:")
    return str(path) if is_within(path, vault) and path.exists() else None


def works_by_key(graph: Graph) -> dict[str, str]:
    """The work of every key that names one."""
    found = {
        f"{s}:{n}": work.id for work in graph.works.values() for s, n in work.identifiers.items()
    }
    for place, work in graph.work_of.items():
        found.setdefault(graph.notes[place.note].mentions[place.mention].key, work)
    return found
