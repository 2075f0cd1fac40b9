"""What notes say, kept apart from what is known of them until a page wants it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache, partial

from msgspec import DecodeError, msgpack

from papergarden.cache import Memo
from papergarden.core.model import Body

_BODIES = "bodies"  # a stage of the memo
_AT_HAND = 512  # that were asked for last: pages of works that stand together ask for the same
_DECODER = msgpack.Decoder(Body)


class Bodies:
    """The bodies of the notes of a vault, by path, wherever this process and its copies need one.

    One that the memo has lost is made again by `remade`.
    """

    def __init__(
        self, memo: Memo, keys: Mapping[str, bytes], remade: Callable[[str, bytes], Body]
    ) -> None:
        self._memo = memo
        self._keys = keys  # of what was made of each file, by its path
        # It does not know this object: nobody looks for circles, and one would never be let go.
        self.of = lru_cache(maxsize=_AT_HAND)(partial(_found, memo, keys, remade))

    def keep(self, bodies: Mapping[bytes, bytes]) -> bool:
        """Keep some by their keys, encoded, and tell whether that was possible."""
        return self._memo.put(_BODIES, bodies)

    def tidy(self) -> None:
        """Forget those of other notes."""
        self._memo.tidy(_BODIES, set(self._keys.values()))


def _found(
    memo: Memo, keys: Mapping[str, bytes], remade: Callable[[str, bytes], Body], path: str
) -> Body:
    key = keys[path]
    for _, blob in memo.each(_BODIES, (key,)):
        with suppress(DecodeError):
            return _DECODER.decode(blob)
    return remade(path, key)
