"""What the feed tells: which days of the log, and which dated posts."""

from __future__ import annotations

from collections.abc import Iterable

from papergarden.core.days import sections_by_day
from papergarden.core.model import Graph, ParsedNote

_MOST_ENTRIES = 50
_Dated = tuple[str, str]  # a day, and the id of the post; without one it is a day of the log


def has_feed(graph: Graph) -> bool:
    """Whether there is anything to tell: a feed has to say when it was last changed."""
    return any(note.days or _is_dated_post(note) for note in graph.notes.values())


def newest(graph: Graph, days: Iterable[str]) -> list[_Dated]:
    """Days of the log and posts, from the newest on."""
    told: list[_Dated] = [(day, "") for day in days]
    notes = graph.notes.values()
    told += [(note.date or "", note.id) for note in notes if _is_dated_post(note)]
    by_name = sorted(told, key=lambda dated: dated[1])
    return sorted(by_name, key=lambda dated: dated[0], reverse=True)[:_MOST_ENTRIES]


def told_posts(graph: Graph) -> list[str]:
    """The posts whose whole text the feed tells, by their ids."""
    return [post for _, post in newest(graph, sections_by_day(graph)) if post]


def _is_dated_post(note: ParsedNote) -> bool:
    return note.kind == "post" and note.date is not None
