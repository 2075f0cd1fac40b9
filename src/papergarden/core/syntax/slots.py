"""From tokens to a body of HTML with slots: what depends on other notes is left open.

While HTML is written, a slot is a short code between two NUL characters. The parser takes NUL out
of every text, so nothing that a user writes can look like one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from papergarden.core.model import Anchor, Jump, LinkEnd, LinkStart, Segment, Span, TagStart
from papergarden.core.syntax.links import is_safe

_ATTRIBUTES = (' id="', ' href="')
_SLOTS: dict[str, Callable[[str], Segment]] = {
    "<": lambda name: LinkStart(int(name)),
    ">": lambda name: LinkEnd(int(name)),
    "#": Anchor,
    "^": Jump,
    "t": TagStart,
}


def mark(name: str) -> Token:
    """A token that leaves a mark: where the body is cut so that a part can be quoted."""
    return Token("mark", "", 0, content=name)


def anchored(token: Token, name: str) -> None:
    """Give an element an `id` that only the note's own page shows."""
    token.attrs["id"] = f"\x00#{name}\x00"


def segments(html: str) -> tuple[tuple[Segment, ...], dict[str, int]]:
    """Cut HTML at its slots and marks; of each mark, how many segments stand before it."""
    out: list[Segment] = []
    marks: dict[str, int] = {}
    parts = html.split("\0")  # text and codes by turns: each code stands between two of them
    for place in range(1, len(parts), 2):
        before, code = parts[place - 1], parts[place]
        # A slot of a whole attribute takes the place of this one.
        if before.endswith(_ATTRIBUTES) and parts[place + 1].startswith('"'):
            before = before[: before.rindex(" ")]
            parts[place + 1] = parts[place + 1][1:]
        if before:
            out.append(before)
        kind, name = code[0], code[1:]
        if kind == "|":
            marks[name] = len(out)
        else:
            out.append(_SLOTS[kind](name))
    if parts[-1]:
        out.append(parts[-1])
    return tuple(out), marks


def span(marks: Mapping[str, int], name: str) -> Span:
    """The run between the marks `name<` and `name>`."""
    return Span(marks[f"{name}<"], marks[f"{name}>"])


def install(md: MarkdownIt) -> None:
    """Render what stands for slots, and what has to look right wherever it is quoted."""
    rules: dict[str, Callable[..., str]] = {
        "link_open": _link_open,
        "link_close": _link_close,
        "tag": _tag,
        "mark": _mark,
        "image": _image,
        "list_item_open": _list_item_open,
        "th_open": _cell_open,
        "td_open": _cell_open,
        "table_open": _table_open,
        "table_close": _table_close,
    }
    for name, rule in rules.items():
        md.add_render_rule(name, rule)


def _link_open(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    if "link" in token.meta:
        return f"\x00<{token.meta['link']}\x00"
    href = str(token.attrs.get("href", ""))
    return f'<a href="{escapeHtml(href)}">' if is_safe(href) else "<a>"


def _link_close(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    return f"\x00>{token.meta['link']}\x00" if "link" in token.meta else "</a>"


def _tag(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    name = tokens[index].content
    return f"\x00t{name}\x00#{escapeHtml(name)}</a>"


def _mark(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    return f"\x00|{tokens[index].content}\x00"


def _image(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    """A picture from another host is a link to it: a page loads nothing from elsewhere."""
    token = tokens[index]
    address = str(token.attrs.get("src", ""))
    text = escapeHtml(token.content or address.rsplit("/", 1)[-1] or "image")
    if token.meta["linked"] or not address.lower().startswith(("http://", "https://")):
        return f'<span class="image">{text}</span>'
    return f'<a class="image" href="{escapeHtml(address)}" rel="noopener">{text}</a>'


def _list_item_open(self: MarkdownIt, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    if token.info:  # the author's own number, which HTML would count anew
        token.attrs["value"] = token.info
    box = token.meta.get("status")
    if box:
        token.attrs["class"] = f"task is-{box}"
    attrs = self.renderAttrs(token)  # type: ignore[attr-defined] # it is called with the renderer
    word = escapeHtml(token.meta.get("word", ""))
    sign = f'<span class="box" role="img" aria-label="{word}" title="{word}"></span>' if box else ""
    return f"<li{attrs}>{sign}"


def _cell_open(self: MarkdownIt, tokens: Sequence[Token], index: int, *_: object) -> str:
    """A cell; its side is a class, since a strict policy forbids styles in elements."""
    token = tokens[index]
    side = str(token.attrs.pop("style", "")).removeprefix("text-align:")
    if side:
        token.attrs["class"] = side
    attrs = self.renderAttrs(token)  # type: ignore[attr-defined] # it is called with the renderer
    return f"<{token.tag}{attrs}>"


def _table_open(self: MarkdownIt, tokens: Sequence[Token], index: int, *_: object) -> str:
    attrs = self.renderAttrs(tokens[index])  # type: ignore[attr-defined] # called with the renderer
    return f'<div class="scroll" tabindex="0" role="group" aria-label="table">\n<table{attrs}>\n'


def _table_close(*_: object) -> str:
    return "</table>\n</div>\n"
