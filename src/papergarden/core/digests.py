"""Digests of values: what is made of equal values has equal bytes and need not be made again."""

from __future__ import annotations

from hashlib import blake2b

from markupsafe import Markup
from msgspec import msgpack

_SIZE = 16  # bytes


class Later:
    """Text of a page that is made when a template writes it, and not before."""

    __slots__ = ()

    def plain(self) -> object:
        """All that it follows from on a given page, as values that can be encoded."""
        raise NotImplementedError

    def __html__(self) -> str:
        """The text as HTML, as templates ask for it."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.__html__()


def digest(*values: object) -> bytes:
    """A digest of values that can be encoded."""
    return blake2b(_ENCODER.encode(values), digest_size=_SIZE).digest()


def _plain(value: object) -> object:
    if isinstance(value, Markup):
        return str(value)
    if isinstance(value, Later):
        return value.plain()
    raise TypeError(type(value).__name__)


_ENCODER = msgpack.Encoder(enc_hook=_plain, order="sorted")
