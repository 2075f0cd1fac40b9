"""Rules are asked only where they can begin, which the character tells that stands there.

The library asks every rule at every place of a text, and nearly all of them look at one character
and say no. What comes out is the same, which a test compares for any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]
_Rule = TypeVar("_Rule")

# Of each rule for blocks the characters that one can begin with, its indentation aside; those that
# do not stand here are asked at every line.
_BLOCKS = {
    "container_div": ":",
    "math_block": "$",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    "attributes": "{",
}
_INLINE = {
    "linkify": ":",
    "newline": "\n",
    "math_inline": "$",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "highlight": "=",
    "emphasis": "*_",
    "wikilink": "![",
    "span": "[",
    "attributes": "{",
    "link": "[",
    "image": "!",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
# Where plain text ends: where a rule can begin, and at a bracket that may end the text of a link.
_ENDS_TEXT = re.compile(r"[\n$\\`*_\[\]{<&]|:(?=//)|~(?=~)|=(?==)|!(?=\[)|\^(?=\[)")
_PAIRING = {"balance_pairs", "strikethrough", "emphasis"}  # which bring signs together
_CODE = 4  # a line indented that far is code, or belongs to what stands above


def install(md: MarkdownIt) -> None:
    """Let the parser ask fewer of its rules. They have to be complete."""
    md.block.ruler = _BlockRuler(md.block.ruler)
    md.inline = _Inline(md.inline)


class _BlockRuler(Ruler[BlockRule]):
    """Gives for each chain of rules a single one, which asks those of the chain that can begin."""

    def __init__(self, plain: Ruler[BlockRule]) -> None:
        super().__init__()
        self.__rules__ = plain.__rules__
        self._active = plain.get_active_rules()
        chains = {"", *(name for rule in self.__rules__ for name in rule.alt)}
        self._chains = {chain: [_asking(plain, chain)] for chain in chains}

    def getRules(self, chainName: str = "") -> list[BlockRule]:  # noqa: N802, N803 # foreign names
        return self._chains[chainName]

    def get_active_rules(self) -> list[str]:
        return self._active


def _asking(plain: Ruler[BlockRule], chain: str) -> BlockRule:
    rules = _named(plain, chain)
    every = tuple(rules.values())
    rules.pop("code", None)  # it asks for an indentation with which all are asked
    by_first = _by_first(rules, _BLOCKS)
    others = tuple(rule for name, rule in rules.items() if name not in _BLOCKS)

    def ask(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        first = state.bMarks[line] + state.tShift[line]
        if first >= state.eMarks[line] or state.sCount[line] - state.blkIndent >= _CODE:
            asked = every
        else:
            asked = by_first.get(state.src[first], others)
        for rule in asked:  # noqa: SIM110 # a generator would take half of what is gained
            if rule(state, line, end, silent):
                return True
        return False

    return ask


class _Inline(ParserInline):
    """Reads text up to the next character that means something, and asks the rules for that."""

    def __init__(self, plain: ParserInline) -> None:
        self.ruler, self.ruler2 = plain.ruler, plain.ruler2
        self.terminator_re = _ENDS_TEXT
        self._by_first = _by_first(_named(plain.ruler), _INLINE)
        last = _named(plain.ruler2)
        self._pairing = [rule for name, rule in last.items() if name in _PAIRING]
        self._joining = [rule for name, rule in last.items() if name not in _PAIRING]

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if not _ENDS_TEXT.search(src):
            if src:
                tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = StateInline(src, md, env, tokens)
        self.tokenize(state)
        if state.delimiters or any(meta and meta["delimiters"] for meta in state.tokens_meta):
            for rule in self._pairing:
                rule(state)
        if len(tokens) > 1:
            for rule in self._joining:
                rule(state)
        return tokens

    def tokenize(self, state: StateInline) -> None:
        src, end, deepest = state.src, state.posMax, state.md.options["maxNesting"]
        while state.pos < end:
            pos = state.pos
            if state.level < deepest:
                if (stop := _end_of_text(state)) > pos:
                    state.append_pending(src[pos:stop])
                    state.pos = stop
                    continue
                if self._asked(state, silent=False):
                    continue
            state.append_pending(src[pos])
            state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 # foreign name
        pos = state.pos
        if pos in state.cache:
            state.pos = state.cache[pos]
            return
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax + 1
        elif (stop := _end_of_text(state)) > pos:
            state.pos = stop
        else:
            state.level += 1
            if not self._asked(state, silent=True):
                state.pos += 1
            state.level -= 1
        state.cache[pos] = state.pos

    def _asked(self, state: StateInline, *, silent: bool) -> bool:
        for rule in self._by_first.get(state.src[state.pos], ()):  # noqa: SIM110 # as above
            if rule(state, silent):
                return True
        return False


def _end_of_text(state: StateInline) -> int:
    match = _ENDS_TEXT.search(state.src, state.pos)
    return match.start() if match else state.posMax


def _named(ruler: Ruler[_Rule], chain: str = "") -> dict[str, _Rule]:
    """The rules of a chain that are in use, in their order."""
    return {
        rule.name: rule.fn
        for rule in ruler.__rules__
        if rule.enabled and (not chain or chain in rule.alt)
    }


def _by_first(
    rules: Mapping[str, _Rule], firsts: Mapping[str, str]
) -> dict[str, tuple[_Rule, ...]]:
    """For each character the rules that can begin with it, and those that begin with any."""
    return {
        char: tuple(rule for name, rule in rules.items() if char in firsts.get(name, char))
        for char in {*"".join(firsts.values())}
    }
