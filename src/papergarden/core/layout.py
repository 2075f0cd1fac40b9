"""Where the nodes of the graph begin: what belongs together lies together, in discs within discs.

The page then moves them with forces of its own. It needs few steps and always comes to the same
picture, because it begins from this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, pi, sin, sqrt

from papergarden.core.net import Net, TieType

_GOLDEN = pi * (3 - sqrt(5))  # an angle that never comes back to where it was
_LEAF = 14.0  # room for a node without any others around it, as the radius of a disc
# The tie by which a node lies where it does, the closest first.
_CLOSE: tuple[TieType, ...] = ("topic", "month", "mentions", "holds", "told", "tagged")

Point = tuple[float, float]


def positions(net: Net) -> list[tuple[int, int]]:
    """A place for each node, as whole numbers; linear in their number, but for sorting."""
    homes = _homes(net)
    inside: dict[int, list[int]] = {}
    for node, home in enumerate(homes):
        if home is not None:
            inside.setdefault(home, []).append(node)
    radius: dict[int, float] = {}
    depth_first = _from_the_leaves(homes, inside)
    for node in depth_first:
        area = sum(radius[other] ** 2 for other in inside.get(node, ()))
        radius[node] = sqrt(_LEAF**2 + area)
    places: list[Point] = [(0.0, 0.0)] * len(homes)
    free = [node for node, home in enumerate(homes) if home is None]
    for node, place in zip(*_around(free, radius, 0.0), strict=True):
        places[node] = place
    for node in reversed(depth_first):
        if node in inside:
            x, y = places[node]
            for other, (dx, dy) in zip(*_around(inside[node], radius, _LEAF), strict=True):
                places[other] = x + dx, y + dy
    return [(round(x), round(y)) for x, y in places]


def _homes(net: Net) -> list[int | None]:
    """The node in whose disc each node lies: of a work its topic, of a topic its note.

    Where there are several of the same closeness it is the smallest, which says most.
    """
    rank = {kind: n for n, kind in enumerate(_CLOSE)}
    degrees = net.degrees()
    best: dict[int, tuple[int, int, int]] = {}
    for tie in net.ties:
        if tie.type not in rank:
            continue
        # A work lies with topics, months and notes; these lie with notes.
        inner, outer = tie.source, tie.target
        if tie.type in {"mentions", "told", "holds"}:
            inner, outer = outer, inner
        most = -degrees[outer] if tie.type == "holds" else degrees[outer]
        choice = rank[tie.type], most, outer
        if inner not in best or choice < best[inner]:
            best[inner] = choice
    return [best[node][2] if node in best else None for node in range(len(net.nodes))]


def _from_the_leaves(homes: Sequence[int | None], inside: dict[int, list[int]]) -> list[int]:
    """All nodes, each behind those in its disc."""
    order: list[int] = [node for node, home in enumerate(homes) if home is None]
    for node in order:  # it grows as it is walked through
        order.extend(inside.get(node, ()))
    return order[::-1]


def _around(
    nodes: Iterable[int], radius: dict[int, float], inner: float
) -> tuple[list[int], list[Point]]:
    """Nodes as the seeds of a sunflower, the largest in the middle, each with its own room."""
    ordered = sorted(nodes, key=lambda node: (-radius[node], node))
    area = inner**2
    places = []
    for n, node in enumerate(ordered):
        own = radius[node] ** 2
        away = 0.0 if n == 0 and not inner else sqrt(area + own / 2)
        places.append((away * cos(n * _GOLDEN), away * sin(n * _GOLDEN)))
        area += own
    return ordered, places
