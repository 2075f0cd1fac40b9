"""The passages of a note: headings, entries, paragraphs, and of which mentions they speak."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, msgpack

from papergarden.core.model import Anchor, Link, LinkEnd, LinkStart, Mention, Segment, Span

# What stands between these signs is a formula: it is shown, and not searched.
FORMULA = ("\x0e", "\x0f")
_SIGNS = re.compile("[\x0e\x0f]")
# A quoted value may hold a `>`; what is possessive here cannot be tried in a second way. Between
# NUL characters, which no text holds, stand the numbers of those of which the text speaks, and
# behind a `t` that of a mention whose title is shown there.
# A formula is taken as a whole, for it consists of a tag a character: only its source is read.
_PIECE = re.compile(
    r"""<math\b[^>\0]*+>(?:[^<\0]*+<(?!/?(?:annotation|math)\b)[^>\0]*+>)*+[^<\0]*+"""
    r"""<annotation\b[^>\0]*+>([^<\0]*+)</annotation>\s*+(?:</semantics>\s*+)?+</math>|"""
    r"""<(/?)([a-zA-Z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*+)>|<!--.*?-->|\0(t?\d+)\0|([^<\0]+|<)""",
    re.DOTALL,
)
_TITLE = re.compile("\0(\\d+)\0")
_ID = re.compile(r'\sid="([^"]*)"')
_BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li ol p"
    " pre section summary table tr ul".split()
)
_GAPS = frozenset("br td th".split())
_LEFT_OUT = frozenset("audio math script style svg video".split())
_LEFT_OUT_CLASSES = re.compile(r' class="(?:footnote|field|back)"')
_TEX = "annotation"
_BEGINNING = 24  # characters of a summary by which it is known again


class Passage(Struct, frozen=True, array_like=True, gc=False):
    """A run of text without a break, and where in the page of its note it stands."""

    anchor: str  # of its own line, or the last one above it
    text: str  # with the number of a mention between NUL characters where its title is shown
    mentions: tuple[int, ...]  # of which it speaks
    own: tuple[int, ...]  # those of them that it sums up in the user's words


_Owners = tuple[tuple[int, bool], ...]  # mentions, and whether the text is under them
_DECODER = msgpack.Decoder(tuple[Passage, ...])


def passages(
    body: Sequence[Segment], text: Span, links: Sequence[Link], mentions: Sequence[Mention]
) -> Iterator[Passage]:
    """All that the text of a note says, passage by passage. What it embeds is left to its note."""
    owners = _owners(mentions, len(body))
    kinds: dict[_Owners, int] = {}
    source = "".join(_source(body, text, links, owners, kinds))
    of_number = list(kinds)
    for anchor, said, numbers in _blocks(source):
        spoken = [owner for number in numbers for owner in of_number[number]]
        own = {n for n, under in spoken if under or _sums_up(mentions[n], said)}
        yield Passage(anchor, said, tuple(sorted({n for n, _ in spoken})), tuple(sorted(own)))


def packed(found: Iterator[Passage]) -> bytes:
    """Passages as a note keeps them: few builds ask for them."""
    return msgpack.encode(tuple(found))


def unpacked(found: bytes) -> tuple[Passage, ...]:
    """The passages that a note keeps."""
    return _DECODER.decode(found)


def with_titles(text: str, titles: Callable[[int], str]) -> str:
    """The text of a passage with the titles of works in their places, by mention."""
    if "\0" not in text:
        return text
    return " ".join(_TITLE.sub(lambda m: _SIGNS.sub(" ", titles(int(m[1]))), text).split())


def _sums_up(mention: Mention, text: str) -> bool:
    """Whether the line of an entry says more of it than its title."""
    beginning = mention.summary[:_BEGINNING].partition("\n")[0]
    return mention.role == "entry" and bool(beginning) and beginning in text


def _owners(mentions: Sequence[Mention], length: int) -> list[_Owners]:
    """For each segment those mentions that speak there: the innermost entry, and all references."""
    spans: dict[tuple[int, int, bool], list[int]] = {}
    for number, mention in enumerate(mentions):
        if mention.role == "entry":
            for span, under in ((mention.head, False), (mention.body, True)):
                if span:
                    spans.setdefault((span.start, span.stop, under), []).append(number)
    owners: list[_Owners] = [()] * length
    for start, stop, under in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        own = tuple((number, under) for number in spans[start, stop, under])
        owners[start:stop] = [own] * (stop - start)
    heads: dict[Span, list[int]] = {}
    for number, mention in enumerate(mentions):
        if mention.role == "reference":
            heads.setdefault(mention.head, []).append(number)
    for span, numbers in heads.items():
        more = tuple((number, False) for number in numbers)
        for place in range(span.start, min(span.stop, len(owners))):
            owners[place] += more
    return owners


def _source(
    body: Sequence[Segment],
    text: Span,
    links: Sequence[Link],
    owners: list[_Owners],
    kinds: dict[_Owners, int],
) -> Iterator[str]:
    """The HTML of the text of a note, with a number wherever it speaks of something else."""
    last: _Owners = ()
    yield _number((), kinds)
    segments = iter(range(text.start, text.stop))
    for place in segments:
        if owners[place] != last:
            last = owners[place]
            yield _number(last, kinds)
        segment = body[place]
        if isinstance(segment, str):
            yield segment
        elif isinstance(segment, Anchor):
            yield f' id="{html.escape(segment.name)}"'
        elif isinstance(segment, LinkStart):
            link = links[segment.link]
            if link.embed:
                next((p for p in segments if body[p] == LinkEnd(segment.link)), 0)
            elif link.mention is not None and not link.text:  # as on its page
                yield f"\0t{link.mention}\0"


def _number(owners: _Owners, kinds: dict[_Owners, int]) -> str:
    return f"\0{kinds.setdefault(owners, len(kinds))}\0"


def _blocks(source: str) -> Iterator[tuple[str, str, list[int]]]:
    """Anchor, text and numbers of each block that has text, or shows the title of a work."""
    reader = _Reader()
    for match in _PIECE.finditer(source):
        formula, slash, name, attributes, number, text = match.groups()
        if formula is not None:
            reader.read_formula(formula)
        elif text is not None:
            reader.read(text)
        elif number is not None:
            if number.startswith("t"):
                reader.read(f"\0{number[1:]}\0")
            else:
                reader.number = int(number)
        elif name is None:
            continue
        elif reader.left_out:
            reader.pass_over(name.lower(), closes=bool(slash))
        else:
            tag = name.lower()
            if tag in _BLOCKS and (block := reader.end()):
                yield block
            reader.enter(tag, attributes, closes=bool(slash))
    if block := reader.end():
        yield block


class _Reader:
    """The block that is being read, and where in the page it stands."""

    def __init__(self) -> None:
        self.number = 0
        self.left_out = ""  # the element that is being left out
        self._open = 0  # how often it is open
        self._in_tex = False
        self._anchor = self._here = ""
        self._found: list[str] = []
        self._numbers: list[int] = []

    def read(self, text: str) -> None:
        """Take up a piece of text."""
        if self.left_out and not self._in_tex:
            return
        if text.isspace() and not self._in_tex:
            if self._found:  # what stands before a text falls away
                self._found.append(" ")
            return
        if "&" in text:
            text = html.unescape(text)
        if FORMULA[0] in text or FORMULA[1] in text:
            text = _SIGNS.sub(" ", text)
        self._found.append(f"{FORMULA[0]}{text}{FORMULA[1]}" if self._in_tex else text)
        if self.number not in self._numbers and not text.isspace():
            self._numbers.append(self.number)

    def read_formula(self, source: str) -> None:
        """Take up a formula as it was written."""
        if source:
            self._in_tex = True
            self.read(source)
            self._in_tex = False

    def pass_over(self, tag: str, *, closes: bool) -> None:
        """Take note of a tag inside what is left out."""
        self._in_tex = tag == _TEX and not closes
        if tag == self.left_out:
            self._open += -1 if closes else 1
            self.left_out = self.left_out if self._open else ""

    def enter(self, tag: str, attributes: str, *, closes: bool) -> None:
        """Take note of a tag."""
        if tag in _GAPS:
            self._found.append(" ")
        if closes:
            return
        if tag in _BLOCKS and attributes and (own := _ID.search(attributes)):
            self._anchor = self._here = html.unescape(own[1])
        if tag in _LEFT_OUT or (attributes and _LEFT_OUT_CLASSES.search(attributes)):
            self.left_out, self._open = tag, 1

    def end(self) -> tuple[str, str, list[int]] | None:
        """What was read since the last end; the next block begins."""
        if not self._found:
            self._anchor = self._here
            return None
        text = " ".join("".join(self._found).split())
        block = (self._anchor, text, self._numbers) if text else None
        self._found, self._numbers, self._anchor = [], [], self._here
        return block
