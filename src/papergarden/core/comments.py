"""Comments, `%%…%%` and `<!-- … -->`, leave a note before anything else is read in it.

What a writer hides must not come out as text, task, tag or link, so comments are not a rule of
syntax among others: they are gone before Markdown is read. Lines keep their numbers.
"""

from __future__ import annotations

import re

_MARKERS = r"[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)*"
_FENCE = rf"^{_MARKERS}(?P<fence>`{{3,}}|~{{3,}})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)|\Z)"
_CODE_SPAN = r"(?<![`\\])(?P<span>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=span)(?!`)"
_PERCENT = r"(?<!\\)%%.*?(?:%%|\Z)"
_HTML = r"<!--.*?(?:-->|\Z)"
_CODE_OR_COMMENT = re.compile(
    f"{_FENCE}|{_CODE_SPAN}|(?P<comment>{_PERCENT}|{_HTML})", re.DOTALL | re.MULTILINE
)


def without_comments(text: str) -> tuple[str, int | None]:
    """The text without its comments, of which only the line breaks stay, and where one stays open.

    A comment that is never closed reaches to the end of the text: better too much hidden than a
    word too little. The second value is the line on which it begins, from 0, or None. Code shows
    what was typed, comments included.
    """
    if "%%" not in text and "<!--" not in text:
        return text, None
    pieces: list[str] = []
    end = 0
    open_line: int | None = None
    for match in _CODE_OR_COMMENT.finditer(text):
        comment = match["comment"]
        if comment is None:
            continue
        pieces += (text[end : match.start()], "\n" * comment.count("\n"))
        end = match.end()
        if end == len(text) and not re.search(r"..(?:%%|-->)\Z", comment, re.DOTALL):
            open_line = text.count("\n", 0, match.start())
    return "".join(pieces) + text[end:], open_line
