"""A line of bold text alone, or a date alone, right after a list item stands outside of it.

CommonMark would take such a line for a lazy continuation of the item's last paragraph, and the
heading that the writer meant would vanish into a bullet.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from papergarden.core.dates import parse_date

BOLD_LINE = re.compile(r"(?P<mark>\*\*|__)(?P<text>(?!\s)[^*_\n]+?(?<!\s))(?P=mark):?\s*")
_LONGEST_DATE = 40


def install(md: MarkdownIt) -> None:
    """Let such a line end the paragraphs and lists that it is not indented into."""
    md.block.ruler.before("paragraph", "labels", _ends_item, {"alt": ["paragraph"]})


def _ends_item(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
    if not silent or state.sCount[start] >= state.blkIndent:
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if BOLD_LINE.fullmatch(line):
        return True
    return len(line) <= _LONGEST_DATE and parse_date(line) is not None
