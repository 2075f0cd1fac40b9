"""Semantic Scholar: papers by hash or by number."""

from __future__ import annotations

import re

from papergarden.core.addresses.web import Address, Web, malformed

HOSTS = {"semanticscholar.org", "api.semanticscholar.org"}
HINT = "it has 40 digits and letters from a to f"

_HASH = re.compile(
    r"/(?:(?:paper|reader)(?:/[^/]+)??|graph/v1/paper)/([0-9a-f]{30,})(?:/.*)?", re.IGNORECASE
)
_HASH_DIGITS = 40
_NUMBER = re.compile(r"(?:/paper|/graph/v1/paper)?/CorpusID:(\d+)", re.IGNORECASE)


def read(web: Web) -> Address | None:
    """The paper to which an address leads."""
    path = web.plain_path
    if match := _NUMBER.fullmatch(path):
        return Address(f"s2:CorpusID:{match[1]}", "paper")
    match = _HASH.fullmatch(path)
    if not match:
        return None
    if len(match[1]) != _HASH_DIGITS:
        return malformed(web, "paper", f"`{match[1]}` is no Semantic Scholar identifier", HINT)
    return Address(f"s2:{match[1].lower()}", "paper")


def url(name: str) -> str:
    """The page of a paper, or for a number the address that leads to it."""
    if name.startswith("CorpusID:"):
        return f"https://api.semanticscholar.org/{name}"
    return f"https://www.semanticscholar.org/paper/{name}"
