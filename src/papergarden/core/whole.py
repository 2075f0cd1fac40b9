"""What several stages ask of the graph as a whole, found out once, when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from papergarden.core.digests import digest
from papergarden.core.edges import ties_of
from papergarden.core.faces import Faces
from papergarden.core.machines.keys import citation_keys
from papergarden.core.model import Edge, Graph, WorksIn, facts_of
from papergarden.core.net import Net, follows_from, net_of, tied
from papergarden.core.pages import Pages
from papergarden.core.related import Related, related
from papergarden.core.told import has_feed


class Whole:
    """The graph and its pages, with what follows from both."""

    def __init__(
        self, graph: Graph, pages: Pages, near: Callable[[Graph], Related] = related
    ) -> None:
        """`near` tells which works are near each other; it may remember that."""
        self.graph = graph
        self.pages = pages
        self._near = near

    @cached_property
    def works_in(self) -> WorksIn:
        """For each note the works of its mentions, in their order."""
        return self.graph.works_in()

    @cached_property
    def ties(self) -> list[Edge]:
        """The edges besides those from notes to the works that they mention."""
        return ties_of(self.graph, self.works_in)

    @cached_property
    def faces(self) -> Faces:
        """What stands for notes and works on pages."""
        return Faces(self.graph, self.pages, self.topic_names, self.works_in)

    @cached_property
    def has_feed(self) -> bool:
        """Whether the site has a feed."""
        return has_feed(self.graph)

    @cached_property
    def citation_keys(self) -> dict[str, str]:
        """The key of each work by its id."""
        return citation_keys(self.graph.works.values())

    @cached_property
    def related(self) -> Related:
        """For each work those near it."""
        return self._near(self.graph)

    @cached_property
    def net(self) -> Net:
        """What the graph shows."""
        return net_of(self.graph, self.pages, self.ties)

    def let_go_of_net(self) -> None:
        """Forget what the graph shows: it is large, and few files tell it."""
        vars(self).pop("net", None)

    @cached_property
    def in_net(self) -> frozenset[str]:
        """The pages of notes and works that have something around them in the net."""
        found = tied(self.graph, self.works_in, self.ties)
        pages = ("note", self.pages.notes), ("work", self.pages.works)
        return frozenset(
            page for kind, own in pages for name, page in own.items() if f"{kind}:{name}" in found
        )

    @cached_property
    def topic_names(self) -> dict[str, str]:
        """How each topic is written: as the first work has it, whatever the capitals of others."""
        names: dict[str, str] = {}
        for work in self.graph.works.values():
            for topic in work.topics:
                names.setdefault(topic.casefold(), topic)
        return names

    @cached_property
    def of_works(self) -> bytes:
        """A digest of all works, without what is written about them."""
        return digest(list(self.faces.works.values()))

    @cached_property
    def of_facts(self) -> bytes:
        """A digest of what is known of all works, whoever speaks of them."""
        return digest([facts_of(work) for work in self.graph.works.values()])

    @cached_property
    def of_net(self) -> bytes:
        """A digest of all that the net follows from."""
        pages = self.pages
        paths = pages.notes, pages.topics, pages.tags, pages.months, len(pages.nets)
        return digest(self.of_works, follows_from(self.graph, self.works_in, self.ties), paths)
