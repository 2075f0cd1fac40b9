"""Which page each thing of the graph has in the site."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from papergarden.core.model import Graph
from papergarden.core.slugs import page_names

HOME, LIBRARY, LOG, TOPICS = "index.html", "library.html", "log.html", "topics.html"
STYLESHEET = "style.css"


class Pages(Struct, frozen=True):
    """Paths inside the site, with forward slashes, each used once."""

    notes: dict[str, str]  # by id
    works: dict[str, str]  # by id
    topics: dict[str, str]  # by name in folded case
    tags: dict[str, str]  # by name in lower case; parents of nested tags have pages too
    months: dict[str, str]  # by `2024-09`

    @classmethod
    def of(cls, graph: Graph) -> Pages:
        """The pages for a graph. They follow from the ids alone."""
        tags = {tag.lower() for note in graph.notes.values() for tag in note.tags}
        tags |= {tag.lower() for work in graph.works.values() for tag in work.tags}
        tags |= {parent for tag in tags for parent in parents_of(tag)}
        topics = {topic.casefold() for work in graph.works.values() for topic in work.topics}
        months = {day.date[:7] for note in graph.notes.values() for day in note.days}
        return cls(
            notes=_under("notes", graph.notes),
            works=_under("works", graph.works, flat=True),
            topics=_under("topics", topics, flat=True),
            tags=_under("tags", tags),
            months={month: f"log/{month}.html" for month in sorted(months)},
        )


def parents_of(tag: str) -> list[str]:
    """The tags that a nested tag lies under: of `a/b/c` those are `a` and `a/b`."""
    parts = tag.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]


def _under(folder: str, ids: Iterable[str], *, flat: bool = False) -> dict[str, str]:
    """A page in a folder for each id; `flat` keeps a slash in a name from making folders."""
    names = page_names(ids, flat=flat)
    return {name: f"{folder}/{page}.html" for name, page in names.items()}
