"""The beginning of a note in plain text, as it stands below a link in a list of results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from papergarden.core.model import Link, LinkEnd, LinkStart, Segment
from papergarden.core.plaintext import cut, plain

_LONGEST = 155  # about as many characters as search engines show


def excerpt(text: Iterable[Segment], links: Sequence[Link]) -> str:
    """The first words of the text of a note, without headings, code and tables."""
    return one_line(plain("".join(_own(text, links)), _LONGEST))


def one_line(text: str) -> str:
    """A text in one line, cut behind a word if it is too long."""
    return cut(" ".join(text.split()), _LONGEST)


def _own(text: Iterable[Segment], links: Sequence[Link]) -> Iterator[str]:
    """Its HTML; what it embeds is no text of the note."""
    embedded = False
    for segment in text:
        match segment:
            case str() if not embedded:
                yield segment
            case LinkStart(number):
                embedded = links[number].embed
            case LinkEnd():
                embedded = False
            case _:
                pass
