"""The form of a feed: Atom, as RFC 4287 describes it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from papergarden.core.machines.xmltext import xml

# Days have no hour; midnight in one place gives the same bytes in all places.
_HOUR = "T00:00:00Z"


class Entry(Struct, frozen=True):
    """One entry of a feed."""

    id: str
    title: str
    href: str
    day: str  # in ISO form
    html: str
    tags: tuple[str, ...] = ()


class Feed(Struct, frozen=True):
    """A feed with its entries, the newest first."""

    id: str
    title: str
    subtitle: str
    author: str
    language: str
    home: str
    self_href: str  # empty if it is not known where the feed will be
    entries: tuple[Entry, ...]


def atom(feed: Feed) -> bytes:
    """Write a feed."""
    return "".join(f"{line}\n" for line in _lines(feed)).encode()


def _lines(feed: Feed) -> Iterator[str]:
    updated = max((entry.day for entry in feed.entries), default="1970-01-01")
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(feed.language)}">'
    yield f"<id>{xml(feed.id)}</id>"
    yield f"<title>{xml(feed.title)}</title>"
    if feed.subtitle:
        yield f"<subtitle>{xml(feed.subtitle)}</subtitle>"
    yield f"<updated>{updated}{_HOUR}</updated>"
    yield f"<author><name>{xml(feed.author)}</name></author>"
    yield f'<link rel="alternate" type="text/html" href="{xml(feed.home)}"/>'
    if feed.self_href:
        yield f'<link rel="self" type="application/atom+xml" href="{xml(feed.self_href)}"/>'
    for entry in feed.entries:
        yield from _entry(entry)
    yield "</feed>"


def _entry(entry: Entry) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{xml(entry.id)}</id>"
    yield f"<title>{xml(entry.title)}</title>"
    yield f'<link rel="alternate" type="text/html" href="{xml(entry.href)}"/>'
    yield f"<published>{entry.day}{_HOUR}</published>"
    yield f"<updated>{entry.day}{_HOUR}</updated>"
    for tag in entry.tags:
        yield f'<category term="{xml(tag)}"/>'
    yield f'<content type="html">{xml(entry.html)}</content>'
    yield "</entry>"
