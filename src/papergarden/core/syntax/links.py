"""Links in brackets, `[text](address)` and `[[note#heading|text]]`, and where they begin."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

Rule = Callable[[StateInline, bool], bool]

_WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n|]*)(?:\|([^\[\]\n]*))?\]\]")


def install(md: MarkdownIt) -> None:
    """Add wikilinks, and let every rule that makes a link note its place in the text."""
    md.inline.ruler.before("link", "wikilink", _wikilink)
    for rule in list(md.inline.ruler.__rules__):
        if rule.name in {"link", "autolink", "linkify", "wikilink"}:
            md.inline.ruler.at(rule.name, _placed(rule.fn))
        elif rule.name == "image":
            md.inline.ruler.at(rule.name, _image(rule.fn))


def _placed(rule: Rule) -> Rule:
    """Note on a link's first token at which character of its paragraph it begins."""

    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        begin, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[count:]:
            if token.type == "link_open":
                token.meta.setdefault("begin", begin)
                break
        return True

    return placed


def _image(rule: Rule) -> Rule:
    """Note on a picture whether it stands in a link, where no other link may stand."""

    def image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        count = len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[count:]:
            token.meta["linked"] = state.linkLevel > 0
        return True

    return image


def _wikilink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
    match = _WIKILINK.match(state.src, state.pos, state.posMax)
    if not match or not (match[2].strip() or match[3]) or state.linkLevel > 0:
        return False
    if not silent:
        target = match[2].strip()
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": target}
        opening.meta["wiki"] = True
        opening.meta["embed"] = bool(match[1])
        text = state.push("text", "", 0)
        text.content = (match[3] or "").strip() or shown(target)
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def shown(target: str) -> str:
    """The text of a wikilink without one of its own: `note#a#b` reads `note > a > b`."""
    return " > ".join(part.strip() for part in target.split("#") if part.strip())
