"""Footnotes, `[^1]` and `^[in the text]`: each leads back to where it is referred to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin


def install(md: MarkdownIt) -> None:
    """Read footnotes, and render them with slots."""
    md.use(footnote_plugin)
    md.core.ruler.push("footnotes", _without_dead_ends)
    md.add_render_rule("footnote_ref", _ref)
    md.add_render_rule("footnote_open", _open)
    md.add_render_rule("footnote_anchor", _anchor)
    md.add_render_rule("footnote_block_open", _block_open)
    md.add_render_rule("footnote_block_close", _block_close)


def _without_dead_ends(state: StateCore) -> None:
    """Take out the ways back to what is not shown.

    A reference is not shown in the description of a picture, nor in a footnote that is left out
    because nothing refers to it.
    """
    if "^" not in state.src:
        return
    shown = set(map(_name, _refs(state.tokens)))
    state.tokens = [
        token for token in state.tokens if token.type != "footnote_anchor" or _name(token) in shown
    ]


def _refs(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "footnote_ref":
            yield token
        elif token.type == "inline":
            yield from _refs(token.children or ())


def _name(token: Token) -> str:
    """The number of the footnote, and of the reference if it is not the first."""
    again = token.meta.get("subId", 0)
    return f"{token.meta['id'] + 1}" + (f"-{again}" if again > 0 else "")


def _ref(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    number = token.meta["id"] + 1
    jump, anchor = f' href="\x00^fn:{number}\x00"', f' id="\x00#fnref:{_name(token)}\x00"'
    return f'<sup class="footnote"><a{jump}{anchor}>{number}</a></sup>'


def _block_open(*_: object) -> str:
    return '<div class="footnotes" role="doc-endnotes">\n<ol>\n'


def _block_close(*_: object) -> str:
    return "</ol>\n</div>\n"


def _open(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    return f'<li id="\x00#fn:{tokens[index].meta["id"] + 1}\x00" class="footnote">'


def _anchor(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    jump = f' href="\x00^fnref:{_name(tokens[index])}\x00"'
    return f' <a class="back"{jump} aria-label="back to the text">↩</a>'
