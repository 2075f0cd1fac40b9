"""Highlights: `==marked text==`, with any other syntax inside."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# Signs in code end no highlight; one longer than this would take too long to look for.
_MARK = re.compile(r"==(?=[^\s=])(?P<text>(?:`[^`\n]*`|[^`\n]){1,2000}?)(?<![\s=])==(?!=)")


def install(md: MarkdownIt) -> None:
    """Read highlights like emphasis; they do not cross a line."""
    md.inline.ruler.before("emphasis", "highlight", _highlight)


def _highlight(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
    if state.src[state.pos] != "=":
        return False
    match = _MARK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        maximum = state.posMax
        state.push("mark_open", "mark", 1)
        state.pos, state.posMax = match.start("text"), match.end("text")
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = maximum
    state.pos = match.end()
    return True
