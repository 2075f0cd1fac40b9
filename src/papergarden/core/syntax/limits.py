"""What is too much for a page: a line of a hundred thousand characters, a hundred levels of lists.

The same goes for hundreds of brackets within each other: the parser looks for the end of each one,
to the end of the line. Such a line is shown as it is, without reading what is in it; what lies
deeper is left out. Both are told.
"""

from __future__ import annotations

from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST_LINE = 100_000
MOST_BRACKETS = 300
DEEPEST = 100


def install(md: MarkdownIt) -> None:
    """Look at the texts right before they are read."""
    md.options["maxNesting"] = DEEPEST
    md.core.ruler.before("inline", "limits", _limits)


def _limits(state: StateCore) -> None:
    """Note what was cut, as `(line of the body from 0, code)`, under `cut` of the environment."""
    cut: list[tuple[int, str]] = []
    # A tab of the source may be four spaces of a line.
    if len(state.src) * 4 > LONGEST_LINE or state.src.count("[") > MOST_BRACKETS:
        for token in state.tokens:
            if token.type == "inline" and _is_much(token.content):
                token.children = [Token("text", "", 0, content=token.content)]
                token.content = ""
                cut.append((token.map[0] if token.map else 0, "line-too-long"))
    # The parser stops one level above the deepest; what was there leaves no token.
    deepest = next((t for t in state.tokens if t.level >= DEEPEST - 2), None)
    if deepest is not None:
        cut.append((deepest.map[0] if deepest.map else 0, "nested-too-deep"))
    state.env["cut"] = cut


def _is_much(line: str) -> bool:
    """Whether to read what is in a line would take too long."""
    if len(line) > LONGEST_LINE:
        return True
    if line.count("[") <= MOST_BRACKETS:
        return False
    steps = (1 if sign == "[" else -1 for sign in line if sign in "[]")
    return max(accumulate(steps)) > MOST_BRACKETS
