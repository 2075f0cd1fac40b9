"""The beginning of a note in plain text, as it stands below a link in a list of results."""

from __future__ import annotations

from collections.abc import Iterator

from papergarden.core.model import LinkEnd, LinkStart, ParsedNote
from papergarden.core.plaintext import cut, plain

_LONGEST = 155  # about as many characters as search engines show


def excerpt(note: ParsedNote) -> str:
    """The first words of the text of a note, without headings, code and tables."""
    return one_line(plain("".join(_own(note)), _LONGEST))


def one_line(text: str) -> str:
    """A text in one line, cut behind a word if it is too long."""
    return cut(" ".join(text.split()), _LONGEST)


def _own(note: ParsedNote) -> Iterator[str]:
    """Its HTML; what it embeds is no text of the note."""
    embedded = False
    for segment in note.body[note.text.start : note.text.stop]:
        match segment:
            case str() if not embedded:
                yield segment
            case LinkStart(number):
                embedded = note.links[number].embed
            case LinkEnd():
                embedded = False
            case _:
                pass
