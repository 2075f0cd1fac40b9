"""The beginning of a note in plain text, as it stands below a link in a list of results."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from papergarden.core.model import LinkEnd, LinkStart, ParsedNote

MOST = 155  # about as many characters as search engines show
_ENOUGH = 8_000  # of HTML, in which that much text is found unless it begins with code

# What is no running text, also where the beginning ends within it.
_LEFT_OUT = re.compile(
    r"<(h[1-6]|pre|table|figure|audio|video)\b.*?(?:</\1>|\Z)"
    r"|<sup class=\"footnote\".*?(?:</sup>|\Z)"
    r"|<div class=\"footnotes\".*",
    re.DOTALL,
)
_FORMULA = re.compile(
    r"<math\b.*?(?:<annotation[^>]*>(.*?)</annotation></semantics></math>|\Z)", re.DOTALL
)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|div|blockquote|br|hr|dt|dd|dl|details|summary)\b[^>]*>")
_TAG = re.compile(r"<[^>]*(?:>|\Z)")


def excerpt(note: ParsedNote) -> str:
    """The first words of the text of a note, without headings, code and tables."""
    begun = "".join(_begun(note))
    text = _FORMULA.sub(lambda match: match[1] or "", _LEFT_OUT.sub(" ", begun))
    return cut(html.unescape(_TAG.sub("", _BLOCK.sub(" ", text))))


def cut(text: str, most: int = MOST) -> str:
    """A text in one line, cut behind a word if it is too long."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    whole = text[:most].rpartition(" ")[0] if " " in text[most // 2 : most] else text[: most - 1]
    return whole.rstrip(" ,;:–—-") + "…"


def _begun(note: ParsedNote) -> Iterator[str]:
    """HTML of the beginning; what is embedded is no text of the note."""
    length, embedded = 0, False
    for segment in note.body[note.text.start : note.text.stop]:
        match segment:
            case str() if not embedded:
                yield segment[: _ENOUGH - length]
                length += len(segment)
            case LinkStart(number):
                embedded = note.links[number].embed
            case LinkEnd():
                embedded = False
            case _:
                pass
        if length >= _ENOUGH:
            return
