"""What is near what, as it was found out the last time if nothing of it changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from msgspec import msgpack

from papergarden.cache import Memo
from papergarden.core.digests import digest
from papergarden.core.model import Graph
from papergarden.core.nearness import Alike, Hints, Pairs, near_names, near_titles
from papergarden.core.related import Related, follows_from, related
from papergarden.program import code_digest

_Found = TypeVar("_Found")
# What was found, behind a digest of what it follows from.
_RELATED = msgpack.Decoder(tuple[bytes, Related])
_PAIRS = msgpack.Decoder(tuple[bytes, Pairs])
_HINTS = msgpack.Decoder(tuple[bytes, Hints])


def known_related(memo: Memo, graph: Graph) -> Related:
    """For each work those near it, by the ids that the works have in the graph."""
    found = _last(memo, "related", follows_from(graph), partial(related, graph), _RELATED)
    own = {name: name for name in graph.works}  # others would fill the memory
    return {name: tuple(map(own.__getitem__, found[name])) for name in own}


def known_alike(memo: Memo) -> Alike:
    """Which titles and names are nearly alike."""
    return Alike(partial(_titles, memo), partial(_names, memo))


def _titles(memo: Memo, titles: Mapping[str, str]) -> Pairs:
    plain = list(titles.items())
    return _last(memo, "titles", plain, partial(near_titles, titles), _PAIRS)


def _names(memo: Memo, names: Mapping[str, str], wanted: Sequence[str]) -> Hints:
    plain = list(names.items()), wanted
    return _last(memo, "names", plain, partial(near_names, names, wanted), _HINTS)


def _last(
    memo: Memo,
    stage: str,
    plain: object,
    find: Callable[[], _Found],
    decoder: msgpack.Decoder[tuple[bytes, _Found]],
) -> _Found:
    """What is found by a stage of which the memo holds the last answer alone."""
    place = digest(stage, code_digest())
    key = digest(plain)
    known = memo.one(stage, place, decoder)
    if known and known[0] == key:
        return known[1]
    found = find()
    memo.put(stage, {place: msgpack.encode((key, found))})
    memo.tidy(stage, [place])
    return found
