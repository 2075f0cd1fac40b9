"""What is wrong in a file and can be put right without asking what was meant: damaged encoding."""

from __future__ import annotations

from papergarden.core.edits.lines import Lines, parted, split
from papergarden.core.repair import repair
from papergarden.core.source import read

# The codes whose causes are mended.
MENDED = ("encoding-repaired",)


def mended(path: str, data: bytes) -> bytes:
    """The bytes of a file with every damaged character as it is read.

    Line ends, what is no UTF-8 and all else stay. If the new bytes would be read otherwise than the
    old ones, these are given back.
    """
    lines = split(data)
    texts, endings = zip(*map(parted, lines.lines), strict=True) if lines.lines else ((), ())
    repaired, repairs = repair("\n".join(texts))
    if not repairs:
        return data
    whole = zip(repaired.split("\n"), endings, strict=True)
    new = Lines(lines.mark, tuple(text + ending for text, ending in whole)).data()
    before, after = read(path, data), read(path, new)
    same = (before.body, before.properties) == (after.body, after.properties)
    return new if same else data
