"""Digests of values: what is made of equal values has equal bytes and need not be made again."""

from __future__ import annotations

from hashlib import blake2b

from msgspec import msgpack

_SIZE = 16  # bytes


def digest(*values: object) -> bytes:
    """A digest of values that can be encoded."""
    return blake2b(_ENCODER.encode(values), digest_size=_SIZE).digest()


_ENCODER = msgpack.Encoder(order="deterministic")
