"""Links in the properties of a note, `up: "[[note]]"`: they are links like those of its text."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.common.utils import escapeHtml

from papergarden.core.model import Link, LinkEnd, LinkStart, Segment, Span
from papergarden.core.source import Properties
from papergarden.core.syntax.links import WIKILINK, name_of


def relations(
    properties: Properties, first: int, place: int
) -> tuple[tuple[Link, ...], tuple[Segment, ...]]:
    """The links of properties, and the segments of a body by which other pages quote them.

    `first` is the number of the first of them, and `place` how many segments stand before theirs.
    The note's own page does not show these, so that they have no anchor there.
    """
    links: list[Link] = []
    body: list[Segment] = []
    for name, target, text in _wikilinks(properties):
        number, start = first + len(links), place + len(body)
        shown = text or name_of(target)
        body += (f"{escapeHtml(name)}: ", LinkStart(number), escapeHtml(shown), LinkEnd(number))
        links.append(
            Link(
                line=1,
                href=target,
                text=shown,
                style="wiki",
                embed=False,
                alone=False,
                size=None,
                mention=None,
                extra=False,
                within=None,
                anchor="",
                context=Span(start, place + len(body)),
            )
        )
    return tuple(links), tuple(body)


def _wikilinks(properties: Properties) -> Iterator[tuple[str, str, str]]:
    """The name of the property, the target and the text of each value that is a link."""
    for name, value in properties.items():
        for text in _texts(value):
            match = WIKILINK.fullmatch(text.strip())
            if match and match[2].strip():
                yield name, match[2].strip(), (match[3] or "").strip()


def _texts(value: object) -> Iterator[str]:
    """Text, or that in a list; `[[note]]` without quotes is a list in a list, and no link."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))
