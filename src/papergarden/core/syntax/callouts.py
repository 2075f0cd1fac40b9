"""Callouts: a quote that begins with `[!type]`, foldable with `+` or `-`, nested at will.

Types and their other names: https://help.obsidian.md/callouts
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_TYPES = {
    "note": "note",
    "abstract": "abstract summary tldr",
    "info": "info",
    "todo": "todo",
    "tip": "tip hint important",
    "success": "success check done",
    "question": "question help faq",
    "warning": "warning caution attention",
    "failure": "failure fail missing",
    "danger": "danger error",
    "bug": "bug",
    "example": "example",
    "quote": "quote cite",
}
_TYPE_OF = {name: kind for kind, names in _TYPES.items() for name in names.split()}
_OPENING = re.compile(r"\[!(?P<type>[^\]\n]+)\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)(?:\n|\Z)")


def install(md: MarkdownIt) -> None:
    """Look at quotes once the blocks are known and before text is read."""
    md.core.ruler.after("block", "callouts", _callouts)
    md.add_render_rule("callout_open", _render_open)
    md.add_render_rule("callout_close", _render_close)
    md.add_render_rule("callout_title_open", _render_title_open)
    md.add_render_rule("callout_title_close", _render_title_close)


def _callouts(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    out: list[Token] = []
    open_: list[Token | None] = []  # for each quote around: its callout, or None
    skip = 0
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        if token.type == "blockquote_open":
            match = _match(tokens, index)
            open_.append(token if match else None)
            out.append(token)
            if match:
                rest = tokens[index + 2]
                out += _titled(token, rest, match)
                rest.content = rest.content[match.end() :]
                if not rest.content.strip():
                    skip = 3
                elif rest.map:
                    rest.map = [rest.map[0] + 1, rest.map[1]]
                    tokens[index + 1].map = list(rest.map)
            continue
        if token.type == "blockquote_close" and (callout := open_.pop()):
            token.type, token.tag, token.meta = "callout_close", callout.tag, callout.meta
        out.append(token)
    state.tokens = out


def _match(tokens: Sequence[Token], index: int) -> re.Match[str] | None:
    if index + 2 >= len(tokens) or tokens[index + 1].type != "paragraph_open":
        return None
    return _OPENING.match(tokens[index + 2].content)


def _titled(quote: Token, first: Token, match: re.Match[str]) -> list[Token]:
    """Turn the quote into a callout, and give the tokens of its title."""
    written = match["type"].strip().lower().partition("|")[0]
    kind = _TYPE_OF.get(written, "note")
    quote.type = "callout_open"
    quote.tag = "details" if match["fold"] else "div"
    quote.meta.update(kind=kind, open=match["fold"] == "+")
    tag = "summary" if match["fold"] else "p"
    line = first.map[0] if first.map else 0
    where = [line, line + 1]
    level = quote.level + 1
    return [
        Token("callout_title_open", tag, 1, map=where, level=level, block=True),
        Token(
            "inline",
            "",
            0,
            content=match["title"].strip() or written.replace("-", " ").capitalize(),
            children=[],
            map=where,
            level=level + 1,
            block=True,
        ),
        Token("callout_title_close", tag, -1, level=level, block=True),
    ]


def _render_open(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    attrs = f' class="callout is-{escapeHtml(token.meta["kind"])}"'
    if "id" in token.attrs:
        attrs += f' id="{token.attrs["id"]}"'
    if token.tag == "details" and token.meta["open"]:
        attrs += " open"
    return f"<{token.tag}{attrs}>\n"


def _render_close(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    return f"</{tokens[index].tag}>\n"


def _render_title_open(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    anchor = f' id="{token.attrs["id"]}"' if "id" in token.attrs else ""
    return f'<{token.tag} class="callout-title"{anchor}>'


def _render_title_close(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    return f"</{tokens[index].tag}>\n"
