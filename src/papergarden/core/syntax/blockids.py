"""Names of blocks, `^id` behind a text or alone under a list, table or quote."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ID = re.compile(r"(?:^|[ \t]+|\n[ \t]*)\^(?P<id>[A-Za-z0-9-]+)[ \t]*\Z")
_NAME = re.compile(r"\^[A-Za-z0-9-]+[ \t]*\Z")
_HOLDERS = {"paragraph_open", "heading_open", "th_open", "td_open"}


def install(md: MarkdownIt) -> None:
    """Take names out of texts before these are read, and note them on their blocks."""
    md.core.ruler.after("block", "blockids", _blockids)


def _blockids(state: StateCore) -> None:
    if "^" not in state.src or not any(map(_id_at_end, state.tokens)):
        return
    lines = state.src.split("\n")
    out: list[Token] = []
    tokens = iter(state.tokens)
    table, row = Token("", "", 0), 0  # that begin last
    for token in tokens:
        out.append(token)
        if token.type == "table_open":
            table = token
        elif token.type == "tr_open":
            row = len(out) - 1
        match = _id_at_end(token)
        if not match or out[-2].type not in _HOLDERS:
            continue
        if match.start() == 0 and out[-2].type in {"th_open", "td_open"}:
            where = out[row].map
            if where and "|" not in lines[where[0]]:
                # A name right under a table is read as one more row of it.
                table.meta["block"] = match["id"]
                del out[row:]
                next(t for t in tokens if t.type == "tr_close")
            continue
        token.content = token.content[: match.start()]
        if token.content:
            out[-2].meta["block"] = match["id"]
        elif above := _above(out[:-2]):
            above.meta["block"] = match["id"]
            del out[-2:]
            next(tokens)  # the end of the paragraph that held nothing else
    state.tokens = out


def _id_at_end(token: Token) -> re.Match[str] | None:
    place = token.content.rfind("^") if token.type == "inline" else -1
    return _ID.search(token.content) if place >= 0 and _NAME.match(token.content, place) else None


def _above(tokens: list[Token]) -> Token | None:
    """The token that opens the block which ended last, at the same depth."""
    if not tokens or tokens[-1].nesting == 1:
        return None
    level = tokens[-1].level
    return next((t for t in reversed(tokens) if t.level == level and t.nesting != -1), None)
