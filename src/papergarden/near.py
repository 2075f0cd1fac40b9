"""Which works are near each other, as it was found out the last time if nothing of it changed."""

from __future__ import annotations

from contextlib import suppress

from msgspec import DecodeError, Struct, msgpack

from papergarden.cache import Memo
from papergarden.core.digests import digest
from papergarden.core.model import Graph
from papergarden.core.related import Related, follows_from, related
from papergarden.program import code_digest

_STAGE = "related"


class _Known(Struct, frozen=True, array_like=True):
    """What was found, and a digest of what it follows from."""

    key: bytes
    found: Related


_DECODER = msgpack.Decoder(_Known)


class Near:
    """Finds it out with a memo, which holds the last answer alone."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def __call__(self, graph: Graph) -> Related:
        """For each work those near it."""
        place = digest(_STAGE, code_digest())
        key = digest(follows_from(graph))
        known = self._memo.read(_STAGE, [place], _known).get(place)
        if known and known.key == key:
            return known.found
        found = related(graph)
        self._memo.put(_STAGE, {place: msgpack.encode(_Known(key, found))})
        self._memo.tidy(_STAGE, [place])
        return found


def _known(blob: bytes) -> _Known | None:
    with suppress(DecodeError):
        return _DECODER.decode(blob)
    return None
