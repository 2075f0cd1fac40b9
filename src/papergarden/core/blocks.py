"""The stream of tokens as a tree of blocks, and the text of a line as a few pieces."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

LISTS = ("bullet_list", "ordered_list")
_QUOTES = frozenset("\"'“”‘’„«»‹›*_`")


@dataclass(slots=True, eq=False)
class Block:
    """One block and the blocks in it; `start` and `stop` are places in the token stream."""

    type: str
    token: Token
    start: int
    stop: int
    inline: Token | None = None
    children: list[Block] = field(default_factory=list)
    _pieces: list[Piece] | None = None  # as long as the line stays as it is
    _text: str | None = None

    @property
    def line(self) -> int:
        """The line of the body on which it begins, from 0."""
        where = self.token.map or (self.inline.map if self.inline else None)
        return where[0] if where else 0

    def text(self) -> str:
        """Its own text, without that of the blocks in it."""
        if self._text is None:
            self._text = plain(self.pieces())
        return self._text

    def pieces(self) -> list[Piece]:
        """Text and links of its own line, in order."""
        if self._pieces is None:
            self._pieces = pieces(self.inline) if self.inline else []
        return self._pieces

    def rewrite(self, tokens: list[Token]) -> None:
        """Let its line consist of other tokens."""
        if self.inline:
            self.inline.children = tokens
        self._pieces = self._text = None


def tree(tokens: Sequence[Token]) -> list[Block]:
    """The blocks at top level, each with those in it."""
    root: list[Block] = []
    stack: list[Block] = []
    for index, token in enumerate(tokens):
        siblings = stack[-1].children if stack else root
        if token.nesting == 1:
            block = Block(token.type.removesuffix("_open"), token, index, index)
            siblings.append(block)
            stack.append(block)
        elif token.nesting == -1:
            stack.pop().stop = index
        elif token.type == "inline":
            if stack:
                stack[-1].inline = token
        else:
            siblings.append(Block(token.type, token, index, index))
    return root


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block, in the order of the text."""
    rest = list(reversed(blocks))
    while rest:
        block = rest.pop()
        yield block
        if block.children:
            rest += reversed(block.children)


@dataclass(slots=True, eq=False)
class Piece:
    """A run of text, or one link with its text."""

    text: str
    line: int  # of the body, from 0
    link: Token | None = None
    end: Token | None = None  # of a link: its closing token
    level: int = 0  # of emphasis around it
    is_picture: bool = False  # of a link: nothing but a picture stands in it

    @property
    def href(self) -> str:
        """The address of a link as written."""
        return str(self.link.attrs.get("href", "")) if self.link else ""

    @property
    def is_wiki(self) -> bool:
        """Whether it is a wikilink."""
        return bool(self.link and self.link.meta.get("wiki"))


def pieces(inline: Token) -> list[Piece]:
    """Text and links of a line, in order; fields and tags are left out, emphasis is forgotten."""
    line = inline.map[0] if inline.map else 0
    counted = 0  # up to which character of the line's text its breaks are in `line`
    out: list[Piece] = []
    link: Piece | None = None
    for token in inline.children or ():
        if token.type == "link_open":
            if "begin" in token.meta:
                line += inline.content.count("\n", counted, token.meta["begin"])
                counted = token.meta["begin"]
            link = Piece("", line, token, level=token.level, is_picture=True)
            out.append(link)
        elif token.type == "link_close":
            if link:
                link.end = token
                link.text = _collapse(link.text)
                link.is_picture = link.is_picture and not link.is_wiki
            link = None
        else:
            text = _text(token)
            if link:
                link.text += text
                link.is_picture = link.is_picture and (token.type == "image" or not text.strip())
            elif out and out[-1].link is None:
                out[-1].text += text
            else:
                out.append(Piece(text, line))
    return out


def plain(parts: Iterable[Piece]) -> str:
    """The text of pieces as one line."""
    return _collapse("".join(part.text for part in parts))


def leading(parts: Sequence[Piece]) -> tuple[str, Piece | None]:
    """The emoji and quotes with which a line begins, and the link right behind them, if any."""
    before = ""
    for part in parts:
        if part.link:
            return before, part
        before += part.text
        if part.text[:1].isalpha() or not all(map(is_ornament, part.text)):
            break
    return before, None


def is_ornament(char: str) -> bool:
    """Whether a character may stand before a link that an entry begins with."""
    return (
        char.isspace()
        or char in _QUOTES
        or unicodedata.category(char) in {"So", "Sk", "Mn", "Me", "Cf"}
    )


def _text(token: Token) -> str:
    match token.type:
        case "text" | "code_inline" | "text_special":
            return token.content
        case "image":
            return token.content
        case "math_inline" | "math_inline_double":
            return f"${token.content}$"
        case "softbreak" | "hardbreak":
            return "\n"
        case _:
            return ""


def _collapse(text: str) -> str:
    return " ".join(text.split())
