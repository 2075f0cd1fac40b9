"""The graph as one looks at it: notes, works, and what gathers them, with ties between all."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct

from papergarden.core.model import Edge, Graph, ParsedNote, Place, Work, WorksIn
from papergarden.core.pages import Pages
from papergarden.core.words import month_text

NodeType = Literal["note", "topic", "month", "tag", "work"]
TieType = Literal[
    "holds",  # a note and a topic, or a month, under which it speaks of works
    "links",  # a note links to another, or embeds it
    "refers-to",  # from work to work
    "topic",
    "month",
    "tagged",
    "mentions",  # a note speaks of a work
    "told",  # likewise, but a topic or month of the note stands between the two
]
NODE_TYPES: tuple[NodeType, ...] = ("note", "topic", "month", "tag", "work")
TIE_TYPES: tuple[TieType, ...] = (
    "holds",
    "links",
    "refers-to",
    "topic",
    "month",
    "tagged",
    "mentions",
    "told",
)
_FEWEST_TAGGED = 2  # a tag on one thing gathers nothing
_FEWEST_MONTHS = 2  # a note of one month is that month

# A tie as a number: the bits for its second end, before them those for its first, and those for
# its type, by the order in which ties between the same two are told.
_END, _KIND = 28, 4
_KINDS = sorted(TIE_TYPES)

_Key = tuple[NodeType, str]
_Named = tuple[str, str, TieType]  # a tie, with ends that are named as those of edges are


class Node(Struct, frozen=True, gc=False):
    """One thing that the graph shows."""

    type: NodeType
    page: str  # where it is in the site
    title: str
    kind: str = ""  # of a note or work
    status: str = ""  # of a work
    month: str = ""  # in which it first comes up, or empty


class Tie(Struct, frozen=True, order=True, gc=False):
    """What connects two nodes, by their numbers."""

    source: int
    target: int
    type: TieType


class Net(Struct, frozen=True):
    """Nodes in the order of their types, each with its page, and the ties between them."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    def degrees(self) -> list[int]:
        """How many ties each node has."""
        degrees = [0] * len(self.nodes)
        for tie in self.ties:
            degrees[tie.source] += 1
            degrees[tie.target] += 1
        return degrees


def net_of(graph: Graph, pages: Pages, edges: Iterable[Edge]) -> Net:
    """The net of a graph, given its edges besides mentions.

    A long reading list or log would be one large star. So a topic stands between its works and the
    notes that list them, and of a log so does a month.
    """
    notes = _shown(graph)
    ends = [*(f"note:{name}" for name in notes), *(f"work:{name}" for name in graph.works)]
    met = {end: n for n, end in enumerate(ends)}  # in the order in which they come up
    found = array("Q", _packed(_ties(graph, notes, pages, edges), met))
    order = {kind: rank for rank, kind in enumerate(NODE_TYPES)}
    keys = sorted(map(_parted, met), key=lambda key: (order[key[0]], key[1]))
    number = {f"{kind}:{name}": n for n, (kind, name) in enumerate(keys)}
    ties = tuple(_unpacked(found, [number[end] for end in met]))
    return Net(tuple(_nodes(keys, ties, graph, pages)), ties)


def _packed(ties: Iterable[_Named], met: dict[str, int]) -> Iterator[int]:
    """Each tie as one number: as values, those of a large vault would fill the memory.

    Ends that are not among those `met` are put there.
    """
    rank = {kind: n for n, kind in enumerate(_KINDS)}
    for source, target, kind in ties:
        both = met.setdefault(source, len(met)) << _END | met.setdefault(target, len(met))
        yield both << _KIND | rank[kind]


def _unpacked(packed: Iterable[int], number: Sequence[int]) -> Iterator[Tie]:
    """Ties in their order, each once, by the new numbers of their ends."""
    own = sorted(number)  # so that each number is one object
    every, no_kind = (1 << _END) - 1, 1 << _KIND
    ordered = sorted(
        (number[one >> _END + _KIND] << _END | number[one >> _KIND & every]) << _KIND
        | one % no_kind
        for one in packed
    )
    for one, _ in groupby(ordered):
        yield Tie(own[one >> _END + _KIND], own[one >> _KIND & every], _KINDS[one % no_kind])


def tied(graph: Graph, works_in: WorksIn, edges: Iterable[Edge]) -> set[str]:
    """The notes and works that have a tie in the net; to make the net takes much longer.

    They are named as edges name them.
    """
    notes = _shown(graph)
    hidden = {f"note:{name}" for name in graph.notes.keys() - notes.keys()}
    spoken_of = set[str | None]().union(*map(works_in.__getitem__, notes))
    found = {f"note:{name}" for name in notes if works_in[name]}
    found |= {
        f"work:{name}" for name, work in graph.works.items() if work.topics or name in spoken_of
    }
    edges = [edge for edge in edges if edge.source not in hidden]
    for edge in edges:
        if edge.type != "tagged" and edge.target not in hidden:
            found |= {edge.source, edge.target}
    counts = Counter([edge.target for edge in edges if edge.type == "tagged"])
    gathering = {tag for tag, count in counts.items() if count >= _FEWEST_TAGGED}
    return found | {edge.source for edge in edges if edge.target in gathering}


def follows_from(graph: Graph, works_in: WorksIn, edges: list[Edge]) -> object:
    """All that the net of a graph follows from besides works and pages, as plain values."""
    notes = [
        (
            name,
            note.title,
            note.kind,
            note.date,
            "node" in note.switched_off,
            [day.date for day in note.days],
            works_in[name],
            [(m.topic, m.date, m.date_source) for m in note.mentions],
        )
        for name, note in graph.notes.items()
    ]
    return notes, edges


def _shown(graph: Graph) -> dict[str, ParsedNote]:
    return {name: note for name, note in graph.notes.items() if "node" not in note.switched_off}


def _ties(
    graph: Graph, notes: Mapping[str, ParsedNote], pages: Pages, edges: Iterable[Edge]
) -> Iterator[_Named]:
    """All ties; some come up more than once."""
    topics_of = {
        work.id: frozenset(map(str.casefold, work.topics)) for work in graph.works.values()
    }
    for name, note in notes.items():
        yield from _ties_of_note(name, note, graph, pages, topics_of)
    for work_id, topics in topics_of.items():
        for topic in topics:
            yield f"work:{work_id}", f"topic:{topic}", "topic"
    hidden = {f"note:{name}" for name in graph.notes.keys() - notes.keys()}
    shown = [edge for edge in edges if hidden.isdisjoint((edge.source, edge.target))]
    tagged = Counter(edge.target for edge in shown if edge.type == "tagged")
    for edge in shown:
        if edge.type != "tagged" or tagged[edge.target] >= _FEWEST_TAGGED:
            yield edge.source, edge.target, "links" if edge.type == "embeds" else edge.type


def _ties_of_note(
    name: str,
    note: ParsedNote,
    graph: Graph,
    pages: Pages,
    topics_of: Mapping[str, Collection[str]],
) -> Iterator[_Named]:
    """What a note speaks of, and under which topics and months."""
    is_long = len({day.date[:7] for day in note.days}) >= _FEWEST_MONTHS
    own = f"note:{name}"
    between: dict[str, bool] = {}  # whether something stands between the note and the work
    for n, mention in enumerate(note.mentions):
        work = graph.work_of[Place(note.id, n)]
        topic = (mention.topic or "").casefold()
        month = mention.date[:7] if mention.date and mention.date_source == "day" else ""
        hub = ""
        if topic in pages.topics and topic in topics_of[work]:
            hub = f"topic:{topic}"
        elif is_long and month in pages.months:
            hub = f"month:{month}"
            yield f"work:{work}", hub, "month"
        if hub:
            yield own, hub, "holds"
        between[work] = between.get(work, False) or bool(hub)
    for work, hidden in between.items():
        yield own, f"work:{work}", "told" if hidden else "mentions"


def _parted(end: str) -> _Key:
    """What an end of a tie is, `note:a/b` and the like, and its name."""
    kind, _, name = end.partition(":")
    return kind, name  # type: ignore[return-value] # ties have no others


def _nodes(keys: list[_Key], ties: tuple[Tie, ...], graph: Graph, pages: Pages) -> Iterator[Node]:
    spelled: dict[str, str] = {}
    for work in graph.works.values():
        for topic in work.topics:
            spelled.setdefault(topic.casefold(), topic)
    months = [_month(key, graph) for key in keys]
    first = _first(ties, months)
    for n, (kind, name) in enumerate(keys):
        match kind:
            case "note":
                note = graph.notes[name]
                month = months[n] or first[n]
                yield Node("note", pages.notes[name], note.title, note.kind, month=month)
            case "topic":
                yield Node("topic", pages.topics[name], spelled[name], month=first[n])
            case "month":
                yield Node("month", pages.months[name], month_text(name), month=name)
            case "tag":
                yield Node("tag", pages.tags[name], f"#{name}", month=first[n])
            case "work":
                work = graph.works[name]
                yield Node("work", pages.works[name], work.title, work.kind, work.status, months[n])


def _month(key: _Key, graph: Graph) -> str:
    """The month in which a note or a work first comes up, as far as the notes tell."""
    kind, name = key
    if kind == "note":
        note = graph.notes[name]
        return min([*filter(None, [note.date]), *(day.date for day in note.days)], default="")[:7]
    return min(_days(graph.works[name], graph), default="")[:7] if kind == "work" else ""


def _days(work: Work, graph: Graph) -> Iterator[str]:
    dates = [graph.notes[place.note].mentions[place.mention].date for place in work.places]
    yield from filter(None, (work.queued_on, *dates))


def _first(ties: tuple[Tie, ...], months: list[str]) -> dict[int, str]:
    """For topics, tags and notes the month of the first of what they have."""
    first: dict[int, str] = defaultdict(str)
    for tie in ties:
        node, member = tie.target, tie.source
        if tie.type in {"mentions", "told"}:
            node, member = member, node
        elif tie.type not in {"topic", "tagged"}:
            continue
        if months[member]:
            first[node] = min(filter(None, (first[node], months[member])))
    return first
