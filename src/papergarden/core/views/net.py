"""The graph: what its script shows and filters, and the same links as a list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import ClassVar

from msgspec import Struct

from papergarden.core.model import KINDS, STATUSES
from papergarden.core.net import NODE_TYPES, Net, NodeType
from papergarden.core.netdata import MOST_NODES
from papergarden.core.pages import NET, NET_DATA, NET_PAGE_SCRIPT, NET_SCRIPT, NOTES
from papergarden.core.paths import relative
from papergarden.core.views.common import Site
from papergarden.core.views.library import Choice
from papergarden.core.views.lines import counted
from papergarden.core.views.shapes import Anchor, Page, View
from papergarden.core.words import kind_word, short_month, status_word

_MOST_LISTED = 60  # notes in the list; the page of notes has all of them
_TYPE_WORDS: dict[NodeType, str] = {
    "note": "notes",
    "topic": "topics",
    "month": "months",
    "tag": "tags",
    "work": "works",
}


class Listed(Struct, frozen=True):
    """A note in the list, with what stands under it in the graph."""

    note: Anchor
    works: str
    under: tuple[Anchor, ...]


class GraphView(View, frozen=True):
    """The page of the graph."""

    template: ClassVar[str] = "graph.html"
    nodes: int
    left_out: int
    types: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    topics: tuple[Choice, ...]  # by their pages
    months: tuple[tuple[str, str], ...]  # all from the first to the last that anything has
    undated: int
    script: str
    page_script: str
    data: str
    listed: tuple[Listed, ...]
    unlisted: int  # notes that are not in the list
    all_notes: str
    gathered: tuple[Anchor, ...]  # topics and tags, with the number of their works and notes


def pages(site: Site) -> Iterator[Page]:
    """The one page of the graph."""
    yield Page(NET, GraphView.template, (site.ground, site.of_net), partial(_view, site))


def _view(site: Site) -> GraphView:
    nodes = site.net.nodes
    types = Counter(node.type for node in nodes)
    statuses = Counter(node.status for node in nodes)
    kinds = Counter(node.kind for node in nodes if node.type == "work")
    notes = _by_works(site.net)
    members = Counter(tie.target for tie in site.net.ties if tie.type in {"topic", "tagged"})
    gathered = [(n, node) for n, node in enumerate(nodes) if node.type in {"topic", "tag"}]
    gathered.sort(key=lambda found: (-members[found[0]], found[1].title.casefold()))
    return GraphView(
        path=NET,
        title="Graph",
        description=f"Graph of {site.summary}",
        frame=site.frame(NET, NET),
        nodes=len(nodes),
        left_out=max(0, len(nodes) - MOST_NODES),
        types=tuple(
            Choice(kind, _TYPE_WORDS[kind], types[kind]) for kind in NODE_TYPES if types[kind]
        ),
        statuses=tuple(
            Choice(status, status_word(status, "paper"), statuses[status])
            for status in STATUSES
            if statuses[status]
        ),
        kinds=tuple(Choice(kind, kind_word(kind, 2), kinds[kind]) for kind in KINDS if kinds[kind]),
        topics=tuple(
            Choice(node.page, node.title, members[n])
            for n, node in gathered
            if node.type == "topic"
        ),
        months=_months([node.month for node in nodes if node.month]),
        undated=sum(not node.month for node in nodes if node.type == "work"),
        script=relative(NET, NET_SCRIPT),
        page_script=relative(NET, NET_PAGE_SCRIPT),
        data=relative(NET, NET_DATA),
        listed=tuple(_listed(site.net, notes[:_MOST_LISTED])),
        unlisted=max(0, len(notes) - _MOST_LISTED),
        all_notes=relative(NET, NOTES),
        gathered=tuple(
            Anchor(node.title, relative(NET, node.page), members[n]) for n, node in gathered
        ),
    )


def _months(found: list[str]) -> tuple[tuple[str, str], ...]:
    """Every month from the first to the last, so that time runs evenly."""
    if not found:
        return ()
    first, last = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (min(found), max(found)))
    months = (f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1))
    return tuple((month, short_month(month)) for month in months)


def _by_works(net: Net) -> list[int]:
    """The notes, the best connected first."""
    works = _works(net)
    notes = [n for n, node in enumerate(net.nodes) if node.type == "note"]
    return sorted(notes, key=lambda n: (-works[n], net.nodes[n].title.casefold(), n))


def _works(net: Net) -> Counter[int]:
    """How many works each note speaks of."""
    return Counter(tie.source for tie in net.ties if tie.type in {"mentions", "told"})


def _listed(net: Net, notes: Collection[int]) -> Iterator[Listed]:
    """Some notes with the number of their works, and what is under them."""
    works = _works(net)
    under: dict[int, list[int]] = {n: [] for n in notes}
    for tie in net.ties:
        if tie.type in {"holds", "links"} and tie.source in under:
            under[tie.source].append(tie.target)
    within = _within(net, under)

    def anchor(number: int, count: int | None = None) -> Anchor:
        node = net.nodes[number]
        return Anchor(node.title, relative(NET, node.page), count)

    for n in notes:
        below = sorted(under[n], key=lambda o: (-within[n, o], o))
        yield Listed(
            anchor(n),
            counted(works[n], "work") if works[n] else "",
            tuple(anchor(o, within[n, o] or None) for o in below),
        )


def _within(net: Net, under: Mapping[int, Collection[int]]) -> Counter[tuple[int, int]]:
    """How many works of a note are in each of the topics and months under it."""
    of_work: dict[int, set[int]] = defaultdict(set)
    for tie in net.ties:
        if tie.type in {"mentions", "told"} and tie.source in under:
            of_work[tie.target].add(tie.source)
    held = {(note, topic) for note, topics in under.items() for topic in topics}
    return Counter(
        (note, tie.target)
        for tie in net.ties
        if tie.type in {"topic", "month"}
        for note in of_work.get(tie.source, ())
        if (note, tie.target) in held
    )
