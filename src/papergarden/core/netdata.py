"""What the scripts of the graph load: all nodes with their places, and what is around each page.

A page opened from disk can load scripts, but no data; so these are scripts that call one function.
The neighbourhoods are in shards by a hash of the page, as previews are. templates/graph.js reads
both, and knows types by the numbers that net.py gives them by their order.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator

import msgspec

from papergarden.core.layout import positions
from papergarden.core.model import KINDS, STATUSES
from papergarden.core.net import NODE_TYPES, TIE_TYPES, Net, Node, TieType
from papergarden.core.pages import Pages
from papergarden.core.scripts import as_script, shards_of
from papergarden.core.words import kind_word, status_word

# More than these no screen can show; the best connected ones are kept.
MOST_NODES = 4000
# More than these are no neighbourhood; what says most about a page comes first.
MOST_NEAR = 40
_TELLING: tuple[TieType, ...] = (
    "holds",
    "links",
    "refers-to",
    "topic",
    "mentions",
    "month",
    "tagged",
    "told",
)


def all_nodes(net: Net) -> bytes:
    """The whole net, or its best connected nodes, a line for each node."""
    places = positions(net)
    degrees = net.degrees()
    kept = sorted(range(len(net.nodes)), key=lambda n: (-degrees[n], n))[:MOST_NODES]
    number = {node: n for n, node in enumerate(sorted(kept))}
    rows = [msgspec.json.encode([*_row(net.nodes[n]), *places[n]]) for n in number]
    ties = [
        value
        for tie in net.ties
        if tie.source in number and tie.target in number
        for value in (number[tie.source], number[tie.target], TIE_TYPES.index(tie.type))
    ]
    return as_script(
        "papergardenGraph",
        b'{"nodes":[\n%s\n],\n"ties":%s,\n"words":%s}'
        % (b",\n".join(rows), msgspec.json.encode(ties), _words(net.nodes)),
    )


def neighbourhoods(net: Net, pages: Pages) -> Iterator[tuple[str, bytes]]:
    """For each page what it is tied to, in shards; a shard says of each node once what it is."""
    shards: list[list[int]] = [[] for _ in pages.nets]
    for n, shard in enumerate(shards_of([node.page for node in net.nodes], len(shards))):
        shards[shard].append(n)
    near_to = _near(net)
    rows = [msgspec.json.encode(_row(node)) for node in net.nodes]  # each is said in many shards
    for path, members in zip(pages.nets, shards, strict=True):
        members.sort(key=lambda n: net.nodes[n].page)
        near = {n: near_to(n) for n in members}
        said = sorted({*members, *(other for n in members for other, _ in near[n])})
        number = {node: n for n, node in enumerate(said)}
        lists = {
            net.nodes[n].page: [value for other, kind in near[n] for value in (number[other], kind)]
            for n in members
        }
        lines = (msgspec.json.encode(p) + b":" + msgspec.json.encode(v) for p, v in lists.items())
        yield (
            path,
            as_script(
                "papergardenNear",
                b'{"nodes":[\n%s\n],\n"near":{\n%s\n},\n"words":%s}'
                % (
                    b",\n".join(rows[n] for n in said),
                    b",\n".join(lines),
                    _words(net.nodes[n] for n in said),
                ),
            ),
        )


def _near(net: Net) -> Callable[[int], list[tuple[int, int]]]:
    """Who tells of a node the others to which it is tied, and how, the most telling first."""
    rank = {kind: n for n, kind in enumerate(_TELLING)}
    degrees = net.degrees()
    at = [array("I") for _ in net.nodes]  # the numbers of the ties of each
    for number, tie in enumerate(net.ties):
        at[tie.target].append(number)
        if tie.type != "told":  # a note has these at its second step
            at[tie.source].append(number)

    def near(node: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int, int, int]] = []
        for tie in map(net.ties.__getitem__, at[node]):
            other = tie.source if tie.target == node else tie.target
            kind = TIE_TYPES.index(tie.type)
            found.append((rank[tie.type], -degrees[other], other, kind))
        return [(other, kind) for *_, other, kind in sorted(found)[:MOST_NEAR]]

    return near


def _row(node: Node) -> list[object]:
    return [
        NODE_TYPES.index(node.type),
        node.page,
        node.title,
        node.kind,
        node.status,
        node.month,
    ]


def _words(nodes: Iterable[Node]) -> bytes:
    """How one says the status and the kind of the works among some nodes."""
    pairs = {(node.status, node.kind) for node in nodes if node.type == "work"}
    return msgspec.json.encode(
        {
            f"{status} {kind}": f"{kind_word(kind)}, {status_word(status, kind)}"
            for status in STATUSES
            for kind in KINDS
            if (status, kind) in pairs
        }
    )
