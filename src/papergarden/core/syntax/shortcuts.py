"""Ways around rules of the library: where it can be seen at a glance what they will say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from papergarden.core.syntax.beginnings import BlockRule

_Rule = TypeVar("_Rule")
CoreRule = Callable[[StateCore], None]

_UNDERLINE = re.compile(r"(?:-+|=+)[ \t]*\Z")
_CODE = 4  # a line indented that far goes on with the paragraph
_END = "end of the paragraph"


def install(md: MarkdownIt) -> None:
    """Put a glance before rules that take their time."""
    _wrap(md.core.ruler, "normalize", _if_needed)
    _wrap(md.core.ruler, "footnote_tail", _if_there_are_any)
    _wrap(md.core.ruler, "linkify", _where_an_address_is_left)
    _wrap(md.core.ruler, "text_join", _where_texts_meet)
    _wrap(md.block.ruler, "table", _with_a_bar)
    _wrap(md.block.ruler, "lheading", _underlined)
    _wrap(md.block.ruler, "paragraph", _up_to_its_end)


def _wrap(ruler: Ruler[_Rule], name: str, wrapper: Callable[[_Rule], _Rule]) -> None:
    rule = next(rule for rule in ruler.__rules__ if rule.name == name)
    rule.fn = wrapper(rule.fn)


def _if_needed(normalize: CoreRule) -> CoreRule:
    """Lines end as they should, and there is no NUL, in nearly every text."""

    def rule(state: StateCore) -> None:
        if "\r" in state.src or "\0" in state.src:
            normalize(state)

    return rule


def _if_there_are_any(move: CoreRule) -> CoreRule:
    """Footnotes are moved to the end."""

    def rule(state: StateCore) -> None:
        if any(state.env.get("footnotes", {}).values()):
            move(state)

    return rule


def _where_an_address_is_left(linkify: CoreRule) -> CoreRule:
    """Nearly all addresses are links by now."""

    def rule(state: StateCore) -> None:
        if "://" not in state.src:
            return
        tokens = state.tokens
        state.tokens = [
            t for t in tokens if t.type == "inline" and "://" in t.content and _is_one_left(t)
        ]
        linkify(state)
        state.tokens = tokens

    return rule


def _is_one_left(inline: Token) -> bool:
    links = 0  # around the token
    for token in inline.children or ():
        if token.type == "text":
            if not links and "://" in token.content:
                return True
        elif token.type == "link_open":
            links += 1
        elif token.type == "link_close":
            links -= 1
    return False


def _where_texts_meet(join: CoreRule) -> CoreRule:
    """Texts lie side by side only where one of them was written with a backslash or an entity."""

    def rule(state: StateCore) -> None:
        tokens = state.tokens
        state.tokens = [
            t for t in tokens if t.type == "inline" and ("\\" in t.content or "&" in t.content)
        ]
        join(state)
        state.tokens = tokens

    return rule


def _with_a_bar(table: BlockRule) -> BlockRule:
    """The first line of a table has a bar in it."""

    def rule(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        if state.src.find("|", state.bMarks[line], state.eMarks[line]) < 0:
            return False
        return table(state, line, end, silent)

    return rule


def _underlined(heading: BlockRule) -> BlockRule:
    """A line of signs below a paragraph makes it a heading. If there is none, its end is noted."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        if state.is_code_block(start):
            return False
        parent, state.parentType = state.parentType, "paragraph"
        endings = state.md.block.ruler.getRules("paragraph")
        line = start + 1
        while line < end and not state.isEmpty(line):
            indent = state.sCount[line] - state.blkIndent
            if 0 <= indent < _CODE and _UNDERLINE.match(
                state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]
            ):
                state.parentType = parent
                return heading(state, start, end, silent)
            lazy = indent >= _CODE or state.sCount[line] < 0
            if not lazy and any(ends(state, line, end, True) for ends in endings):
                break
            line += 1
        state.env[_END] = (start, end, line)
        return False

    return rule


def _up_to_its_end(paragraph: BlockRule) -> BlockRule:
    """The library would look for the end of the paragraph again."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        known = state.env.get(_END, ())
        if known[:2] != (start, end) or end != state.lineMax:
            return paragraph(state, start, end, silent)
        state.line = line = known[2]
        text = mdTrim(state.getLines(start, line, state.blkIndent, False))
        state.push("paragraph_open", "p", 1).map = [start, line]
        inline = state.push("inline", "", 0)
        inline.map, inline.content, inline.children = [start, line], text, []
        state.push("paragraph_close", "p", -1)
        return True

    return rule
