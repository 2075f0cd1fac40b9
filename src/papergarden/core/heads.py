"""The line with which an entry begins, and the text under it: title, remark, summary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papergarden.core.blocks import LISTS, Block, Piece, plain
from papergarden.core.found import Found
from papergarden.core.legend import without_emoji
from papergarden.core.syntax.links import name_of
from papergarden.core.titles import (
    names_form,
    names_itself,
    points,
    trimmed,
    without_identifiers,
)

_MOST_TITLE_WORDS = 15
_BEGINNING = re.compile(r"[\s:–—|-]*[^\W_a-z]")  # a capital, a digit, a letter without case
_REMARK = re.compile(r"\s*(?:[:—–]|-(?=\s)|\.(?=\s))\s*(?=\S)")


def title_of(parts: list[Piece], link: Piece | None) -> str | None:
    """The anchor, if it names the work; of an entry that only points, its whole text.

    A title without an address that goes on for long ends with its line.
    """
    if link and not points(link.text):
        return _said(link)
    if link and (names_itself(link.text) or names_form(link.text)):
        return _beside(parts, link)
    text = " ".join("".join(map(_said, parts)).split())
    text = without_emoji(without_identifiers(text) if link is None else text)
    if link and (points(text) or len(text.split()) > _MOST_TITLE_WORDS):
        return None
    if link is None and len(text.split()) > _MOST_TITLE_WORDS:
        text = without_emoji(" ".join(_first_line(parts)[0].split()))
    return text or None


def _said(part: Piece) -> str:
    """The text of a piece; a wikilink without one of its own says the name of its note."""
    whole = part.is_wiki and part.text == name_of(part.href)
    return part.text.rpartition("/")[2] if whole else part.text


def _beside(parts: list[Piece], link: Piece) -> str | None:
    """The words before an address or a mere “pdf”, else those behind it, if they can be a title."""
    place = parts.index(link)
    for side in (parts[:place], parts[place + 1 :]):
        words = [part for part in side if not (part.link and names_form(part.text))]
        line = " ".join(_first_line(words)[0].split()) if side else ""
        # What goes on behind the address is a title only if it begins like one.
        if side and side[0] is not parts[0] and not _BEGINNING.match(line):
            continue
        text = trimmed(without_emoji(line))
        if text and not points(text):
            return text if len(text.split()) <= _MOST_TITLE_WORDS else None
    return None


def remark_behind(parts: list[Piece], entry: Found) -> str:
    """What follows on the first line behind a sign, and what the lines under it say.

    `[title](address): the remark`, or text that goes on under the title in the same item.
    """
    if entry.link is None:
        text, rest = _first_line(parts)
        return " ".join(rest.split()) if len(f"{text}{rest}".split()) > _MOST_TITLE_WORDS else ""
    behind = parts[parts.index(entry.link) + 1 :]
    line, below = _first_line([part for part in behind if part not in entry.extra])
    match = _REMARK.match(line)
    said = line[match.end() :] if match else ""
    return " ".join(f"{said} {below}".split())


def remark_in_paragraph(parts: list[Piece], entry: Found) -> str:
    """What a paragraph says of the address it begins with: all of it, if no sign parts the two."""
    if entry.link is None:
        return ""
    behind = parts[parts.index(entry.link) + 1 :]
    rest = plain(part for part in behind if part not in entry.extra)
    if match := _REMARK.match(rest):
        return rest[match.end() :]
    text = plain(parts)
    return text if text != entry.link.text else ""


def _first_line(parts: list[Piece]) -> tuple[str, str]:
    line, _, below = "".join(part.text for part in parts).partition("\n")
    return line, below


def summary(entry: Found, own: set[int]) -> str:
    """What is written under an entry, as plain text; two spaces a level of bullets.

    Items that are entries of their own (`own` holds their places) are left out.
    """
    lines = [entry.remark] if entry.remark else []
    for block in entry.body:
        lines += _lines(block, 0, own)
    return "\n".join(lines)


def _lines(block: Block, level: int, own: set[int]) -> Iterator[str]:
    if block.type in LISTS:
        for item in block.children:
            if item.start in own:
                continue
            for child in item.children:
                yield from _lines(child, level + (child.type in LISTS), own)
    elif block.start in own:
        return
    elif block.inline is not None:
        if text := block.text():
            yield "  " * level + text
    elif block.type in {"fence", "code_block", "math_block"}:
        yield from ("  " * level + line for line in block.token.content.strip().split("\n"))
    else:
        for child in block.children:
            yield from _lines(child, level, own)
