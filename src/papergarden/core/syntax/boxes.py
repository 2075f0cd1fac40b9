"""Check boxes with any sign in them: `- [x] text`, `1. [/] text`, behind any list marker."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_BOX = re.compile(r"\[(.)\][ \t\u00a0]+(?=\S)")


def install(md: MarkdownIt) -> None:
    """Look for boxes once the blocks are known and before text is read."""
    md.core.ruler.after("block", "boxes", _boxes)


def _boxes(state: StateCore) -> None:
    """Take the box out of the first paragraph of an item and note its sign on the item."""
    for item, paragraph, inline in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open":
            continue
        if match := _BOX.match(inline.content):
            item.meta["box"] = match[1]
            inline.meta["box"] = match[1]
            inline.content = inline.content[match.end() :]
