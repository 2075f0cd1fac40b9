"""Embeds that stand alone, `![[note]]` in a paragraph of its own, take the paragraph's place."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_SPACE = {"softbreak", "hardbreak"}


def install(md: MarkdownIt) -> None:
    """Look at paragraphs once their text is read."""
    md.core.ruler.push("embeds", _embeds)


def _embeds(state: StateCore) -> None:
    """A note cannot stand inside a paragraph; a paragraph of embeds alone is a division."""
    if "![" not in state.src:
        return
    for before, inline, after in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if before.type != "paragraph_open" or not inline.children:
            continue
        openings = [token for token in inline.children if token.type == "link_open"]
        if openings and all(t.meta.get("embed") for t in openings) and _is_alone(inline.children):
            before.tag = after.tag = "div"
            for token in openings:
                token.meta["alone"] = True


def _is_alone(children: list[Token]) -> bool:
    inside = False
    for token in children:
        if token.type in {"link_open", "link_close"}:
            inside = token.type == "link_open"
        elif not inside and token.type not in _SPACE and token.content.strip():
            return False
    return True
