"""Data for the scripts of a page: as calls in scripts, in shards that follow from hashes.

A page opened from disk can load scripts, but no data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from struct import unpack

import msgspec

# What could end a script, or a line of one, for any reader of JavaScript.
_IN_A_SCRIPT = (
    (b"<", b"\\u003c"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)

_START, _PRIME, _BITS = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
_LANE = 8  # bytes: a product of what has 32 bits and of the prime has at most 57

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def hashed(text: str) -> int:
    """FNV-1a of a text in UTF-8, its halves laid together; templates/*.js compute the same."""
    value = _START
    for byte in text.encode():
        value = ((value ^ byte) * _PRIME) & _BITS
    return value ^ value >> 16


def all_hashed(texts: Sequence[str]) -> list[int]:
    """The same of many texts: those of one length at once, each in a lane of one large number."""
    found = [0] * len(texts)
    written = list(map(str.encode, texts))
    by_length: dict[int, list[int]] = defaultdict(list)
    for number, data in enumerate(written):
        by_length[len(data)].append(number)
    for length, some in by_length.items():
        joined = b"".join([written[number] for number in some])
        lanes = bytearray(_LANE * len(some))
        lanes[::_LANE] = b"\1" * len(some)
        ones = int.from_bytes(lanes, "little")
        values, bits = ones * _START, ones * _BITS
        for place in range(length):
            lanes[::_LANE] = joined[place::length]
            values = ((values ^ int.from_bytes(lanes, "little")) * _PRIME) & bits
        values = (values ^ values >> 16) & bits
        hashes = unpack(f"<{len(some)}Q", values.to_bytes(len(lanes), "little"))
        for number, value in zip(some, hashes, strict=True):
            found[number] = value
    return found


def shard_of(text: str, shards: int) -> int:
    """The number of the shard of a text, among a power of two of them."""
    return hashed(text) & (shards - 1)


def shards_of(texts: Sequence[str], shards: int) -> list[int]:
    """The same of many texts."""
    return [value & (shards - 1) for value in all_hashed(texts)]


def power_of_two(least: int) -> int:
    """The smallest power of two that is not below a number."""
    return 1 << max(0, least - 1).bit_length()


def call(function: str, lines: Iterable[bytes], *arguments: str | int) -> bytes:
    """A script that calls a function with an object, each of whose lines is a member."""
    before = b"".join(msgspec.json.encode(argument) + b"," for argument in arguments)
    return as_script(function, b"%s{\n%s\n}" % (before, b",\n".join(lines)))


def members(script: bytes) -> dict[str, msgspec.Raw]:
    """The members of the object in such a script, as they stand there.

    Raises:
        ValueError: it is none.
    """
    return _MEMBERS.decode(script[script.index(b"{\n") : script.rindex(b"}") + 1])


def as_script(function: str, data: bytes) -> bytes:
    """A script that calls a function with JSON."""
    for sign, safe in _IN_A_SCRIPT:
        data = data.replace(sign, safe)
    return b"%s(%s);\n" % (function.encode(), data)
