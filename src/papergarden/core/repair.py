"""Undo text that was UTF-8 once and was then read as Mac Roman or Windows-1252."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

import msgspec

# Python leaves five bytes of Windows-1252 undefined; browsers and editors keep them as C1
# control characters, and so they arrive here.
_CP1252 = "".join(
    bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)
)
_MAC_ROMAN = bytes(range(0x80, 0x100)).decode("mac_roman")

# Code shows what was typed: a fence to its end, a span of back-ticks to the next of its length.
_FENCE = r"^[ \t>]*(?:[-*+][ \t]+)?(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)|\Z)"
_CODE_SPAN = r"(?<!`)(?P<span>`+)(?!`)(?:(?!\n\n).)*?(?<!`)(?P=span)(?!`)"
_CODE = re.compile(f"{_FENCE}|{_CODE_SPAN}", re.DOTALL | re.MULTILINE)


class Repair(msgspec.Struct, frozen=True, gc=False):
    """One distinct damaged run: what stood there, what it was, where first and how often."""

    before: str
    after: str
    line: int  # from 1, within the text given
    count: int


@cache
def _damage() -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    """For each wrong reading, a pattern of damaged runs and the way back to bytes.

    Only runs of three and four bytes count: two-byte runs such as `Ã©` also occur in correct
    text of many languages.
    """

    def chars(table: str, first: int, last: int) -> str:
        return "".join(re.escape(c) for c in table[first - 0x80 : last - 0x7F])

    readings = []
    for table in (_CP1252, _MAC_ROMAN):
        tail = chars(table, 0x80, 0xBF)
        four = f"[{chars(table, 0xF0, 0xF4)}][{tail}]{{3}}"
        three = f"[{chars(table, 0xE1, 0xEF)}][{tail}]{{2}}"
        codes = {char: 0x80 + i for i, char in enumerate(table)}
        readings.append((re.compile(f"{four}|{three}"), codes))
    return tuple(readings)


def _decoded(run: str, codes: dict[str, int]) -> str | None:
    try:
        char = bytes(codes[c] for c in run).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if unicodedata.category(char) in {"Cn", "Co", "Cs", "Cc"} else char


def repair(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Give the text as it was meant, and each distinct repair in the order of its place.

    Text that is right, in any language, comes back as it is; so does code.
    """
    if text.isascii():
        return text, ()
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    for pattern, codes in _damage():
        if not pattern.search(text):
            continue
        # Positions of code move with every round of repairs, so they are taken anew.
        code = [match.span() for match in _CODE.finditer(text)]
        pieces: list[str] = []
        end, skip = 0, 0
        for match in pattern.finditer(text):
            while skip < len(code) and code[skip][1] <= match.start():
                skip += 1
            in_code = skip < len(code) and code[skip][0] <= match.start()
            after = None if in_code else _decoded(match[0], codes)
            if after is None:
                continue
            pieces += (text[end : match.start()], after)
            end = match.end()
            case = (match[0], after)
            found[case] += 1
            if case not in first:
                first[case] = text.count("\n", 0, match.start()) + 1
        text = "".join(pieces) + text[end:]
    repairs = (Repair(*case, first[case], count) for case, count in found.items())
    return text, tuple(sorted(repairs, key=lambda r: (r.line, r.before)))
