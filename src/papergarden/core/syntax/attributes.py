"""Attributes of Pandoc and kramdown, `[text]{.class}`, `{:.class}`: they are read and not shown.

Formats: https://pandoc.org/MANUAL.html, https://kramdown.gettalong.org/syntax.html
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

_ONE = r"""(?:[.#][A-Za-z_][\w:.-]*|[\w:-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+))"""
_ATTRIBUTES = re.compile(rf"\{{:?[ \t]*{_ONE}(?:[ \t]+{_ONE})*[ \t]*\}}")
_LINE = re.compile(r"\{:[^{}\n]*\}[ \t]*")
_ID = re.compile(r"#(?P<id>[\w:.-]+)")
_BEFORE = frozenset(")]`*_$")  # what a link, a picture, code, emphasis or a formula ends with


def install(md: MarkdownIt) -> None:
    """Look for attributes behind a span, a heading, and in a line of their own."""
    md.inline.ruler.before("link", "span", _span)
    md.inline.ruler.before("link", "attributes", _behind)
    others = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("paragraph", "attributes", _line, others)  # type: ignore[arg-type]
    md.core.ruler.after("block", "attributes", _headings)


def _span(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
    """`[text]{.class}` is the text."""
    if state.src[state.pos] != "[" or "]{" not in state.src:
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    match = _ATTRIBUTES.match(state.src, end + 1, state.posMax) if end > 0 else None
    if not match:
        return False
    if not silent:
        maximum = state.posMax
        state.pos, state.posMax = state.pos + 1, end
        state.md.inline.tokenize(state)
        state.posMax = maximum
    state.pos = match.end()
    return True


def _behind(state: StateInline, silent: bool) -> bool:  # noqa: ARG001, FBT001 # foreign signature
    """`[text](address){.class}`, and the same behind a picture, code, emphasis or a formula."""
    if state.src[state.pos] != "{" or state.src[state.pos - 1 : state.pos] not in _BEFORE:
        return False
    match = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if match:
        state.pos = match.end()
    return match is not None


def _line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """`{:.class}` above or below a block."""
    text = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not text.startswith("{:") or not _LINE.fullmatch(text):
        return False
    if not silent:
        state.line = start + 1
    return True


def _headings(state: StateCore) -> None:
    """`## Heading {#name .class}` is found by that name, too."""
    if "{" not in state.src:
        return
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type != "heading_open":
            continue
        text, _, _ = inline.content.rpartition("{")
        match = _ATTRIBUTES.fullmatch(inline.content, len(text))
        if match and text.endswith((" ", "\t")):
            inline.content = text.rstrip()
            if name := _ID.search(match[0]):
                heading.meta["id"] = name["id"]
