"""What notes say, kept apart from what is known of them until a page wants it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import lru_cache, partial

from msgspec import DecodeError, msgpack

from papergarden.cache import Memo
from papergarden.core.model import Body

_BODIES = "bodies"  # a stage of the memo
_AT_HAND = 128  # that were asked for last: more of them are hardly asked for again
_DECODER = msgpack.Decoder(Body)


def keep(memo: Memo, bodies: Mapping[bytes, bytes]) -> bool:
    """Keep some by their keys, encoded, and tell whether that was possible."""
    return memo.put(_BODIES, bodies)


def known(memo: Memo, key: bytes) -> Body | None:
    """One of them, if it is there."""
    for _, blob in memo.each(_BODIES, (key,)):
        with suppress(DecodeError):
            return _DECODER.decode(blob)
    return None


def tidy(memo: Memo, used: Collection[bytes]) -> None:
    """Forget those of other keys."""
    memo.tidy(_BODIES, used)


def kept(
    memo: Memo, keys: Mapping[str, bytes], remade: Callable[[str, bytes], Body]
) -> Callable[[str], Body]:
    """Who gives the body of a note by its path, in this process and in its copies.

    `keys` are by path. A body that the memo has lost is made again by `remade`, from both.
    """
    return lru_cache(maxsize=_AT_HAND)(partial(_found, memo, keys, remade))


def _found(
    memo: Memo, keys: Mapping[str, bytes], remade: Callable[[str, bytes], Body], path: str
) -> Body:
    key = keys[path]
    return known(memo, key) or remade(path, key)
