"""HTML in notes, where the vault asks for it: sanitised, and balanced with the Markdown around it.

A tag counts only together with its partner, among the tokens of one line of text or among sibling
blocks; what has none is left out. Links and pictures become those of Markdown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from papergarden.core.syntax.links import OTHER_SCHEME
from papergarden.core.syntax.sanitize import (
    CONTAINERS,
    KNOWN,
    PHRASING,
    VOID,
    Tag,
    opening,
    parts,
)

LONGEST = 100_000
DEEPEST = 24

_NAME = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)")
_CONTAINER = re.compile(
    rf"<(?P<end>/?)(?P<name>{'|'.join(sorted(CONTAINERS))})(?=[\s/>])"
    r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>",
    re.IGNORECASE,
)
# What ends only with its own closing tag: no tag in there is one.
_WHOLE = re.compile(r"\s*<(?:script|style|pre|textarea)\b", re.IGNORECASE)
# Elements that would end the one around them, unless the list of theirs is opened first.
_IN_LISTS = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}}


def install(md: MarkdownIt) -> None:
    """Read HTML; what is not taken up here is shown as text."""
    md.options["html"] = True
    rules = md.inline.ruler
    tag = next(rule.fn for rule in rules.__rules__ if rule.name == "html_inline")

    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        begin, count = state.pos, len(state.tokens)
        found = tag(state, silent)
        if found and len(state.tokens) > count:
            state.tokens[-1].meta["begin"] = begin
        return found

    rules.at("html_inline", placed)
    md.core.ruler.push("raw_html", _raw_html)
    for kind in ("html_block", "html_inline"):
        md.add_render_rule(kind, _render_text)
    for kind in ("raw_open", "raw_close", "raw_void"):
        md.add_render_rule(kind, _render_tag)
    md.add_render_rule("html_open", _render_html_open)
    md.add_render_rule("html_close", lambda *_: "\n")


def _raw_html(state: StateCore) -> None:
    blocks = [part for token in state.tokens for part in _of_block(token)]
    state.tokens = _paired(blocks)
    for token in state.tokens:
        children = token.children
        if children and any(child.type == "html_inline" for child in children):
            tags = [part for child in children for part in _of_text(child)]
            token.children = list(_linked(_paired(tags)))


def _of_block(token: Token) -> Iterator[Token]:
    """A block of HTML: tags whose partners stand in other blocks, and the rest between these."""
    if token.type != "html_block" or len(token.content) > LONGEST:
        yield token
        return
    place = 0
    for match in () if _WHOLE.match(token.content) else _alone(token.content):
        yield from _fragment(token, token.content[place : match.start()])
        place = match.end()
        if match["end"]:
            yield _close(match["name"].lower(), token)
        elif tag := opening(match[0]):
            yield _open(tag, token)
    yield from _fragment(token, token.content[place:])


def _alone(html: str) -> list[re.Match[str]]:
    """The tags of containers that have no partner in the same block, in their order."""
    alone: list[re.Match[str]] = []
    open_: list[re.Match[str]] = []
    count: Counter[str] = Counter()
    for match in _CONTAINER.finditer(html):
        name = match["name"].lower()
        if not match["end"]:
            open_.append(match)
            count[name] += 1
        elif not count[name]:
            alone.append(match)
        else:
            while (last := open_.pop()["name"].lower()) != name:
                count[last] -= 1
            count[name] -= 1
    return sorted([*alone, *open_], key=lambda match: match.start())


def _fragment(block: Token, html: str) -> Iterator[Token]:
    """HTML between whose tags nothing else stands, as a block with one line of text."""
    children = [_of_part(part) for part in parts(html.strip("\n"))] if html.strip() else []
    if not any(child.content.strip() for child in children):
        return
    inline = Token("inline", "", 0, map=block.map, level=block.level + 1, block=True)
    inline.children = list(_linked(_paired(list(_in_lists(children)))))
    yield Token("html_open", "", 1, map=block.map, level=block.level, block=True)
    yield inline
    yield Token("html_close", "", -1, level=block.level, block=True)


def _of_part(part: Tag | str) -> Token:
    if isinstance(part, str):
        return Token("text", "", 0, content=part)
    if part.name in VOID:
        return Token("raw_void", part.name, 0, content=part.html, meta={"attrs": part.attrs})
    here = Token("text", "", 0)
    return _close(part.name, here) if part.end else _open(part, here)


def _of_text(token: Token) -> Iterator[Token]:
    """A tag in running text: one of those that may stand there, nothing, or text."""
    if token.type != "html_inline":
        yield token
        return
    match = _NAME.match(token.content)
    name = match["name"].lower() if match else ""
    if match and name not in KNOWN:
        yield Token("text", "", 0, content=token.content, level=token.level)
    elif match and name in PHRASING:
        tag = None if match["end"] else opening(token.content)
        if match["end"] and name not in VOID:
            yield _close(name, token)
        elif tag and name in VOID:
            meta = {**token.meta, "attrs": tag.attrs}
            yield Token("raw_void", name, 0, content=tag.html, level=token.level, meta=meta)
        elif tag:
            yield _open(tag, token)


def _open(tag: Tag, at: Token) -> Token:
    meta = {**at.meta, "attrs": tag.attrs}
    return Token(
        "raw_open",
        tag.name,
        1,
        content=tag.html,
        map=at.map,
        level=at.level,
        meta=meta,
        block=at.block,
    )


def _close(name: str, at: Token) -> Token:
    return Token("raw_close", name, -1, content=f"</{name}>", level=at.level, block=at.block)


def _in_lists(tokens: Iterable[Token]) -> Iterator[Token]:
    """Without items that stand in no list of the same fragment: they would end one around it."""
    open_: Counter[str] = Counter()
    dropped: list[bool] = []  # for each open item, whether it is
    for token in tokens:
        if lists := _IN_LISTS.get(token.tag):
            if token.nesting == 1:
                dropped.append(not any(open_[name] for name in lists))
            if dropped[-1] if token.nesting == 1 else dropped.pop():
                continue
        open_[token.tag] += token.nesting
        yield token


def _paired(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without those tags of HTML that do not fit into the others."""
    nest = _Nest(tokens)
    for place, token in enumerate(tokens):
        if token.nesting == 1:
            nest.begin(place)
        elif token.nesting == -1:
            nest.end(place)
    for place in nest.open:
        nest.keep[place] = tokens[place].type != "raw_open"
    kept = zip(tokens, nest.keep, strict=True)
    return _levelled([token for token, keep in kept if keep])


class _Nest:
    """What is open at one place of a run of tokens, and which of them are kept so far."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.keep = [True] * len(tokens)
        self.open: list[int] = []  # places of what is open, of Markdown and of HTML
        self._tokens = tokens
        self._count: Counter[str] = Counter()  # of what is open, by `_name`

    def begin(self, place: int) -> None:
        """Something opens. A tag too deep is not kept; of two links the outer or Markdown's is."""
        token = self._tokens[place]
        if token.type == "raw_open":
            deep = self._count.total() - self._count[""] >= DEEPEST
            if deep or (token.tag == "a" and self._count["a"]):
                self.keep[place] = False
                return
        elif token.type == "link_open" and self._count["a"]:
            for at in [at for at in self.open if self._is_raw(at, "a")]:
                self._leave(at, kept=False)
        self.open.append(place)
        self._count[_name(token)] += 1

    def end(self, place: int) -> None:
        """Something closes. What of HTML was opened within and is still open is not kept."""
        token = self._tokens[place]
        raw = token.type == "raw_close"
        back = self._partner(token.tag if raw else None)
        if back is None:
            self.keep[place] = not raw
            return
        # Above it only HTML is open, and of that no more than the deepest.
        for inner in [at for at in self.open[-DEEPEST - 1 :] if at > back]:
            self._leave(inner, kept=False)
        self._leave(back, kept=True)

    def _partner(self, name: str | None) -> int | None:
        """The place of what ends: a tag of HTML in the innermost Markdown, or, unnamed, that."""
        for place in reversed(self.open):
            if not self._is_raw(place):
                return place if name is None else None
            if self._is_raw(place, name):
                return place
        return None

    def _is_raw(self, place: int, *names: str | None) -> bool:
        token = self._tokens[place]
        return token.type == "raw_open" and (not names or token.tag in names)

    def _leave(self, place: int, *, kept: bool) -> None:
        self.open.remove(place)
        self.keep[place] = kept
        self._count[_name(self._tokens[place])] -= 1


def _name(token: Token) -> str:
    """What is counted: tags of HTML by their names, links of Markdown as `a`, its rest unnamed."""
    return token.tag if token.type in {"raw_open", "link_open"} else ""


def _levelled(tokens: list[Token]) -> list[Token]:
    depth = 0
    for token in tokens:
        depth -= token.type == "raw_close"
        token.level += depth
        depth += token.type == "raw_open"
    return tokens


def _linked(tokens: Iterable[Token]) -> Iterator[Token]:
    """Links and pictures of HTML as those of Markdown; a link in a link is only its text."""
    inside = 0
    dropped: list[bool] = []  # for each open link of HTML, whether it leads nowhere
    for token in tokens:
        shown = token
        if token.tag == "a" and token.type == "raw_open":
            dropped.append(not token.meta["attrs"].get("href"))
            if dropped[-1]:
                continue
            shown = _link(token)
        elif token.tag == "a" and token.type == "raw_close":
            if dropped.pop():
                continue
            shown = Token("link_close", "a", -1, level=token.level)
        inside += shown.nesting if shown.type in {"link_open", "link_close"} else 0
        if token.tag == "img" and token.type == "raw_void":
            yield from _picture(token, linked=inside > 0)
        else:
            yield shown


def _link(token: Token, **meta: object) -> Token:
    href = str(token.meta["attrs"].get("href", ""))
    link = Token("link_open", "a", 1, attrs={"href": href}, level=token.level)
    link.meta.update(wiki=False, embed=False)
    link.meta.update(meta)
    if "begin" in token.meta:
        link.meta["begin"] = token.meta["begin"]
    return link


def _picture(token: Token, *, linked: bool) -> Iterator[Token]:
    """A picture of the vault is an embed, one from elsewhere a link to it, in a link it is text."""
    attrs = token.meta["attrs"]
    source, text = attrs.get("src", ""), " ".join(attrs.get("alt", "").split())
    text = text or source.rsplit("/", 1)[-1]
    if not source or linked or OTHER_SCHEME.match(source):
        if text:
            image = Token("image", "img", 0, content=text, attrs={"src": source}, children=[])
            image.meta["linked"] = linked
            yield image
        return
    opened = _link(token, embed=True)
    opened.attrs["href"] = source
    width, height = int(attrs.get("width", 0)), int(attrs.get("height", 0))
    if width or height:
        opened.meta["size"] = (width, height)
    yield opened
    yield Token("text", "", 0, content=text, level=token.level + 1)
    yield Token("link_close", "a", -1, level=token.level)


def _render_text(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    return escapeHtml(tokens[index].content)


def _render_tag(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    return f"{token.content}\n" if token.block else token.content


def _render_html_open(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    """Nothing of its own, but for a place that a link can lead to."""
    name = tokens[index].attrs.get("id")
    return f'<span id="{name}"></span>' if name else ""
