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
    """Take the box out of the first line of an item, or of a heading, and note its sign there."""
    tokens = state.tokens
    for index, inline in enumerate(tokens):
        if inline.type != "inline":
            continue
        holder = tokens[index - 1]
        if holder.type == "paragraph_open":
            holder = tokens[index - 2]
        if holder.type not in {"list_item_open", "heading_open"}:
            continue
        if match := _BOX.match(inline.content):
            holder.meta["box"] = match[1]
            inline.meta["box"] = match[1]
            inline.content = inline.content[match.end() :]
