"""A file as the parser sees it, beside its raw lines: sections, lists, and how they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from papergarden.core.blocks import LISTS, Block, tree, walk
from papergarden.core.dates import Order, order_of
from papergarden.core.edits.lines import Lines, split
from papergarden.core.legend import legend
from papergarden.core.outline import Outline
from papergarden.core.settings import Settings
from papergarden.core.source import Source, read
from papergarden.core.syntax import markdown

_ITEM = re.compile(r"(?P<indent>[ \t>]*)(?P<bullet>[-*+]|\d{1,9}[.)])(?P<space>[ \t]+)")
_NESTED = re.compile(r"^([ \t]+)(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_EMOJI_FIELD = re.compile(r"[➕⏳⌛🛫📅📆🗓✅❌]\ufe0f?[ \t\u00a0]*\d{4}-\d{2}-\d{2}")
_DATAVIEW_FIELD = re.compile(
    r"[\[(](?:created|scheduled|start|due|completion|cancelled|priority)::[^\[\]()\n]*[\])]"
)


@dataclass(slots=True, frozen=True)
class Bullet:
    """How an item of a list begins: its indentation, `-` or `3.`, and the space behind."""

    indent: str
    sign: str
    space: str

    def __str__(self) -> str:
        return self.indent + self.sign + self.space

    def next(self) -> Bullet:
        """The bullet of the item behind it, which counts on where the list is numbered."""
        number = self.sign[:-1]
        sign = f"{int(number) + 1}{self.sign[-1]}" if number.isdigit() else self.sign
        return Bullet(self.indent, sign, self.space)


DASH = Bullet("", "-", " ")


@dataclass(slots=True)
class Part:
    """What stands between one heading, label or day and the next; the first part has none."""

    opening: Block | None = None
    text: str = ""
    day: str | None = None  # if the opening itself is a date
    under: str | None = None  # the day to which all of it belongs
    blocks: list[Block] = field(default_factory=list)

    def lists(self) -> list[Block]:
        """The lists of this part, also those in callouts and quotations, without lists in lists."""
        return list(_lists(self.blocks))


@dataclass
class Page:
    """One file to be changed: its raw lines, and what the parser finds in them."""

    path: str
    lines: Lines
    source: Source
    blocks: list[Block]
    order: Order

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the file, in order."""
        outline, parts = Outline(self.order), [Part()]
        for block, following in zip(self.blocks, [*self.blocks[1:], None], strict=False):
            if opened := outline.enter(block, following):
                parts.append(Part(block, opened.text, opened.day, outline.day))
            else:
                parts[-1].blocks.append(block)
                parts[-1].under = outline.day
        return parts

    @cached_property
    def text(self) -> str:
        """The raw text, for a look at how things are written."""
        return "".join(self.lines.lines)

    @cached_property
    def as_read(self) -> list[str]:
        """The lines of the body as the reader has them, damage undone."""
        return self.source.body.split("\n")

    @property
    def uses_dataview(self) -> bool:
        """Whether fields are written in Dataview's brackets rather than behind emoji."""
        brackets = len(_DATAVIEW_FIELD.findall(self.text))
        return brackets > len(_EMOJI_FIELD.findall(self.text))

    def first(self, block: Block) -> int:
        """The raw line, from 0, on which a block begins."""
        return block.line + self.source.first_line - 1

    def end(self, block: Block) -> int:
        """The raw line behind a block, blank lines at its end left out."""
        spans = [b.token.map or (b.inline.map if b.inline else None) for b in walk([block])]
        stop = max((span[1] for span in spans if span), default=block.line + 1)
        stop = min(stop + self.source.first_line - 1, len(self.lines.lines))
        while stop > self.first(block) + 1 and self.lines.is_blank(stop - 1):
            stop -= 1
        return stop

    def bullet(self, item: Block) -> Bullet | None:
        """How an item is begun in the file; None if its line begins otherwise."""
        match = _ITEM.match(self.lines.lines[self.first(item)])
        return Bullet(match["indent"], match["bullet"], match["space"]) if match else None

    def deeper(self, near: Block | None, parent: Bullet) -> Bullet:
        """How an item under another one begins: as elsewhere in a list, else as in the file."""
        for lists in ([near] if near else [], [b for b in walk(self.blocks) if b.type in LISTS]):
            for item in (item for block in lists for item in block.children):
                nested = next((b for child in item.children for b in _items_of(child)), None)
                one, two = self.bullet(item), self.bullet(nested) if nested else None
                if one and two and two.indent.startswith(one.indent) and two.indent != one.indent:
                    step = two.indent.removeprefix(one.indent)
                    return Bullet(parent.indent + self._step(step, parent), two.sign, two.space)
        widths = Counter(_NESTED.findall(self.text))
        step = min(widths, key=len) if widths else " " * len(parent.sign + parent.space)
        sign = parent.sign if parent.sign in "-*+" else "-"
        return Bullet(parent.indent + self._step(step, parent), sign, " ")

    @staticmethod
    def _step(step: str, parent: Bullet) -> str:
        """An indentation that is deep enough to stand under a bullet."""
        needed = len(parent.sign) + 1
        return step if "\t" in step or len(step) >= needed else " " * needed

    def legends(self) -> Iterator[dict[str, str]]:
        """What the legends of the file say: emoji to kind."""
        for block in self.blocks:
            if told := legend(block):
                yield dict(told)


def page_of(path: str, data: bytes, settings: Settings) -> Page:
    """Read a file for a change."""
    source = read(path, data)
    blocks = tree(markdown(raw_html=settings.raw_html).parse(source.body, {}))
    texts = (block.text() for block in blocks if block.inline)
    return Page(path, split(data), source, blocks, order_of(texts, settings.date_order))


def _lists(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.type in LISTS:
            yield block
        elif block.type != "footnote_block":
            yield from _lists(block.children)


def _items_of(block: Block) -> Sequence[Block]:
    return block.children if block.type in LISTS else ()
