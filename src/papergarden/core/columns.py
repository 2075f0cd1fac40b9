"""How many columns of a terminal a text takes, and texts cut, filled and broken to fit them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_JOINER, _AS_PICTURE = "\u200d", "\ufe0f"
# A terminal obeys these signs rather than show them; the last ones turn the direction of a line.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SKIN = range(0x1F3FB, 0x1F400)
_VOWELS_OF_HANGUL = range(0x1160, 0x1200)


def visible(text: str) -> str:
    """A text that a terminal shows as it is: a blank stands for each sign that it would obey."""
    return _UNSEEN.sub(" ", text)


def one_line(text: str) -> str:
    """A text that a terminal shows as it is, in one line."""
    return " ".join(visible(text).split())


def width(text: str) -> int:
    """The columns that a text takes."""
    if text.isascii():
        return len(text)
    return sum(taken for _, taken in _signs(text))


def cut(text: str, columns: int) -> str:
    """A text, or its beginning with an ellipsis, in at most so many columns."""
    if width(text) <= columns:
        return text
    kept, used = [], 1
    for sign, taken in _signs(text):
        if used + taken > columns:
            break
        kept.append(sign)
        used += taken
    return "".join(kept).rstrip() + "…" if columns > 0 else ""


def filled(text: str, columns: int, *, right: bool = False) -> str:
    """A text cut, or with blanks behind it, or before it, so that it takes just so many columns."""
    shown = cut(text, columns)
    blanks = " " * (columns - width(shown))
    return blanks + shown if right else shown + blanks


def wrapped(text: str, columns: int) -> list[str]:
    """A text in lines of at most so many columns, broken between words, or else within one."""
    columns = max(columns, 2)
    lines: list[str] = []
    line, used = "", 0
    for piece in _breakable(text):
        taken = width(piece)
        if used + taken > columns:
            lines += [line.rstrip()] if line.strip() else []
            line, used = "", 0
            *whole, piece = _chopped(piece.lstrip(), columns)  # noqa: PLW2901 # what is left of it
            lines += whole
            taken = width(piece)
        line, used = line + piece, used + taken
    return [*lines, line.rstrip()] if line.strip() else lines


def _breakable(text: str) -> Iterator[str]:
    """Where a line may end: blanks, words, and each sign of scripts without blanks."""
    piece = ""
    for sign, taken in _signs(text):
        alone = sign.isspace() or (taken > 1 and unicodedata.category(sign[0]) == "Lo")
        if alone:
            yield from (piece, sign) if piece else (sign,)
            piece = ""
        else:
            piece += sign
    if piece:
        yield piece


def _chopped(word: str, columns: int) -> list[str]:
    """A word in pieces of at most so many columns."""
    pieces, used = [""], 0
    for sign, taken in _signs(word):
        if used + taken > columns:
            pieces.append("")
            used = 0
        pieces[-1] += sign
        used += taken
    return pieces


def _signs(text: str) -> Iterator[tuple[str, int]]:
    """What one sees as one sign, such as a letter with its accent, and the columns of each."""
    sign, taken = "", 0
    for char in text:
        joins = bool(sign) and (
            char in {_JOINER, _AS_PICTURE}
            or (sign.endswith(_JOINER) and taken > 1 and not char.isspace())
            or (ord(char) in _SKIN and taken > 1)
            or _columns(char) == 0
        )
        if joins:
            sign += char
            is_picture = char == _AS_PICTURE and taken == 1 and not sign[0].isspace()
            taken = 2 if is_picture else taken
            continue
        if sign:
            yield sign, taken
        sign, taken = char, _columns(char)
    if sign:
        yield sign, taken


@lru_cache(maxsize=1 << 12)
def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"} or ord(char) in _VOWELS_OF_HANGUL:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
