"""Data for the scripts of a page: as calls in scripts, in shards that follow from hashes.

A page opened from disk can load scripts, but no data.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

# What could end a script, or a line of one, for any reader of JavaScript.
_IN_A_SCRIPT = (
    (b"<", b"\\u003c"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)

_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def hashed(text: str) -> int:
    """FNV-1a of a text in UTF-8, its halves laid together; templates/*.js compute the same."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value ^ value >> 16


def shard_of(text: str, shards: int) -> int:
    """The number of the shard of a text, among a power of two of them."""
    return hashed(text) & (shards - 1)


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
