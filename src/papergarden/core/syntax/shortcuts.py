"""Ways around rules of the library: where it can be seen at a glance what they will say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore

_Rule = TypeVar("_Rule")


def install(md: MarkdownIt) -> None:
    """Put a glance before rules that take their time."""
    _wrap(md.core.ruler, "normalize", _if_needed)
    _wrap(md.core.ruler, "text_join", _where_texts_meet)
    _wrap(md.block.ruler, "table", _with_a_bar)


def _wrap(ruler: Ruler[_Rule], name: str, wrapper: Callable[[_Rule], _Rule]) -> None:
    rule = next(rule for rule in ruler.__rules__ if rule.name == name)
    rule.fn = wrapper(rule.fn)


def _if_needed(normalize: Callable[[StateCore], None]) -> Callable[[StateCore], None]:
    """Lines end as they should, and there is no NUL, in nearly every text."""

    def rule(state: StateCore) -> None:
        if "\r" in state.src or "\0" in state.src:
            normalize(state)

    return rule


def _where_texts_meet(join: Callable[[StateCore], None]) -> Callable[[StateCore], None]:
    """Texts lie side by side only where one of them was written with a backslash or an entity."""

    def rule(state: StateCore) -> None:
        tokens = state.tokens
        state.tokens = [
            t for t in tokens if t.type == "inline" and ("\\" in t.content or "&" in t.content)
        ]
        join(state)
        state.tokens = tokens

    return rule


def _with_a_bar(table: Callable[..., bool]) -> Callable[..., bool]:
    """The first line of a table has a bar in it."""

    def rule(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        if state.src.find("|", state.bMarks[line], state.eMarks[line]) < 0:
            return False
        return table(state, line, end, silent)

    return rule
