"""Tags in running text: `#topic`, `#topic/part`; a number alone is none."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Emoji lie in several blocks, and may have signs behind them that say how they look or join them.
_EMOJI = "\u231a\u231b\u23e9-\u23fa\u25aa-\u2767\u2794-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff"
_TAG = re.compile(rf"(?:(?<=\s)|^)#(?![\ufe0f\u200d])([\w/\-\ufe0f\u200d{_EMOJI}]+)")
_BREAKS = {"softbreak", "hardbreak"}


def install(md: MarkdownIt) -> None:
    """Cut tags out of text, into tokens of their own."""
    md.core.ruler.before("text_join", "tags", _tags)  # an escaped sign is no text yet


def is_tag(name: str) -> bool:
    """Whether a word can be a tag: something in it is no digit."""
    return any(not char.isdigit() and char not in "/-_" for char in name)


def _tags(state: StateCore) -> None:
    for inline in state.tokens:
        if inline.type != "inline" or "#" not in inline.content:
            continue
        children: list[Token] = []
        depth = 0
        for token in inline.children or ():
            depth += token.type == "link_open"
            depth -= token.type == "link_close"
            at_start = not children or children[-1].type in _BREAKS
            children += _cut(token, at_start=at_start) if depth == 0 else [token]
        inline.children = children


def _cut(token: Token, *, at_start: bool) -> list[Token]:
    if token.type != "text" or "#" not in token.content:
        return [token]
    parts: list[Token] = []
    end = 0
    for match in _TAG.finditer(token.content):
        if not is_tag(match[1]) or (match.start() == 0 and not at_start):
            continue
        before = token.content[end : match.start()]
        if before:
            parts.append(Token("text", "", 0, content=before, level=token.level))
        name = match[1].rstrip("/")
        parts.append(Token("tag", "", 0, content=name, level=token.level))
        end = match.start() + 1 + len(name)
    rest = token.content[end:]
    if rest:
        parts.append(Token("text", "", 0, content=rest, level=token.level))
    return parts
