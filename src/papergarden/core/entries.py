"""Which list items and paragraphs are entries: places that are about one work."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from papergarden.core.addresses import is_outside
from papergarden.core.blocks import (
    LISTS,
    Block,
    Piece,
    leading,
    pieces,
    plain,
    walk,
)
from papergarden.core.legend import kind_told, legend, without_emoji
from papergarden.core.model import Kind
from papergarden.core.outline import Outline, begins_with_address, holds_entries, is_about_reading
from papergarden.core.titles import names_form, points

_MOST_WORDS_BETWEEN = 3
_MOST_TITLE_WORDS = 15
_SENTENCE_END = re.compile(r"[.!?;](?:\s|$)")
_REMARK = re.compile(r"\s*(?:[:—–]|-(?=\s)|\.(?=\s))\s*(?=\S)")


@dataclass(slots=True, kw_only=True, eq=False)
class Found:
    """An entry as it was found in the tree of blocks. `link` is None if it has only a title."""

    block: Block  # the item or paragraph
    line: int  # of the body, from 0
    link: Piece | None
    title: str | None
    marker: str | None = None
    kind: Kind | None = None  # what an emoji tells
    section: tuple[str, ...] = ()
    topic: str | None = None
    day: str | None = None
    from_name: bool = False  # the day is that of a daily note, by its name
    fields: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    extra: list[Piece] = field(default_factory=list)
    remark: str = ""  # what follows on the same line and is part of the summary
    body: list[Block] = field(default_factory=list)
    is_group: bool = False
    group: Found | None = None  # the group of which it is a bullet
    to_note: bool = False  # its link leads to a note, so that its title makes it a work


@dataclass(slots=True)
class Section:
    """A section that a block of the note opens."""

    block: Block
    text: str
    date: str | None  # if its text is one
    path: tuple[str, ...]  # it and the sections around it, outermost first
    topic: str | None
    day: str | None  # on which all of it was written


@dataclass(slots=True)
class Reading:
    """What looking at the blocks of one note brings."""

    entries: list[Found] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)  # in the order of the text
    day: str | None = None  # of a daily note, by its name

    def around(self, place: int) -> Section | None:
        """The innermost section around a place of the token stream."""
        index = bisect_right(self.sections, place, key=lambda section: section.block.start)
        return self.sections[index - 1] if index else None


@dataclass(slots=True)
class Finder:
    """Walks over the blocks of one note and collects its entries and sections.

    `titles_count` says whether a box without an address is a work known by its title, anywhere
    in this note; under a heading about reading it always is.
    """

    outline: Outline
    kinds: dict[str, Kind]
    titles_count: bool
    reading: Reading = field(default_factory=Reading)

    def note(self, blocks: Sequence[Block]) -> Reading:
        """Read the blocks of a whole note."""
        skip: Block | None = None
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            opened = self.outline.enter(block, following)
            if opened:
                outline = self.outline
                self.reading.sections.append(
                    Section(
                        block,
                        opened.text,
                        opened.day,
                        path=outline.section,
                        topic=outline.topic,
                        day=outline.day,
                    )
                )
            elif block is skip:
                continue
            elif block.type == "paragraph":
                skip = self._paragraph(block, following)
            elif block.type in LISTS:
                if (told := legend(block)) is not None:
                    self.kinds = {**self.kinds, **told}
                else:
                    self._items(block, top=True)
            elif block.type == "blockquote":
                for child in block.children:
                    if child.type in LISTS:
                        self._items(child)
        return self.reading

    def _paragraph(self, block: Block, following: Block | None) -> Block | None:
        """A paragraph that begins with an address. Gives the list that belongs to it, if any."""
        parts = pieces(block.inline) if block.inline else []
        if not begins_with_address(parts):
            return None
        entry = self._entry(block, parts, leading(parts)[1])
        self._further(entry, parts)
        text = plain(parts)
        whole = text if entry.link and text != entry.link.text else ""
        entry.remark = _after(parts, entry) or whole
        if (
            following is not None
            and following.type in LISTS
            and plain(parts).endswith(":")
            and not holds_entries(following)
        ):
            entry.body = [following]
            return following
        return None

    def _items(self, block: Block, *, top: bool = False, within: Found | None = None) -> None:
        for item in block.children:
            self._item(item, top=top, within=within)

    def _item(self, item: Block, *, top: bool, within: Found | None) -> None:
        first = item.children[0] if item.children else None
        inline = first.inline if first and first.type == "paragraph" else None
        parts = pieces(inline) if inline else []
        entry = self._recognised(item, parts, top=top, within=within) if inline else None
        if entry:
            entry.body = item.children[1:]
        for child in item.children[1:]:
            for block in [child] if child.type in LISTS else child.children:
                if block.type not in LISTS:
                    continue
                for nested in block.children:
                    if entry and entry.is_group and _leads_out(nested):
                        self._part(entry, nested)
                    else:
                        self._item(nested, top=False, within=entry or within)

    def _recognised(
        self, item: Block, parts: list[Piece], *, top: bool, within: Found | None
    ) -> Found | None:
        """The entry that an item is, or None."""
        inline = item.children[0].inline
        assert inline is not None  # noqa: S101 # the caller looked
        box = inline.meta.get("box")
        before, lead = leading(parts)
        told = kind_told(before, self.kinds)
        outside = next((p for p in parts if p.link and not p.is_wiki and is_outside(p.href)), None)
        local = next((p for p in parts if p.link and not is_outside(p.href)), None)
        in_log = top and self.outline.day is not None and told is not None
        if box is not None:
            if outside is None and not (_is_group(item) or self._is_title()):
                return None
            entry = self._entry(item, parts, outside)
            entry.is_group = outside is None and _is_group(item)
        elif within is None and begins_with_address(parts):
            entry = self._entry(item, parts, lead)
        elif in_log:
            entry = self._entry(item, parts, outside or local)
        else:
            return None
        if entry.link is None and not entry.title:
            self.reading.entries.pop()
            return None
        entry.marker, entry.kind = box, told
        entry.fields = {t.meta["name"]: t.meta["value"] for t in _of_type(item, "field")}
        self._further(entry, parts)
        if entry.link:
            entry.remark = _after(parts, entry)
        return entry

    def _part(self, group: Found, item: Block) -> None:
        """A bullet of a group: an entry that shares the group's status and dates."""
        inline = item.children[0].inline
        parts = pieces(inline) if inline else []
        entry = self._entry(item, parts, leading(parts)[1])
        entry.group = group
        entry.body = item.children[1:]
        self._further(entry, parts)
        for child in entry.body:
            if child.type in LISTS:
                self._items(child, within=entry)

    def _entry(self, block: Block, parts: list[Piece], link: Piece | None) -> Found:
        entry = Found(
            block=block,
            line=link.line if link and block.type != "list_item" else block.line,
            link=link,
            title=_title(parts, link),
            section=self.outline.section,
            topic=self.outline.topic,
            day=self.outline.day,
            from_name=self.outline.day is not None and self.outline.day == self.reading.day,
            tags=tuple(token.content for token in _of_type(block, "tag")),
            to_note=link is not None
            and not is_outside(link.href)
            and (link.is_wiki or link.href.split("#")[0].endswith(".md")),
        )
        self.reading.entries.append(entry)
        return entry

    def _further(self, entry: Found, parts: list[Piece]) -> None:
        """The links behind the first: further addresses, further works, or just references."""
        between = ""
        current = entry
        chained = entry.link is not None
        seen = False
        for part in parts:
            if part is entry.link:
                seen = True
            elif not seen:
                continue
            elif part.link is None:
                between += part.text
                continue
            elif is_outside(part.href) and not part.is_wiki:
                close = len(between.split()) <= _MOST_WORDS_BETWEEN
                if names_form(part.text):
                    current.extra.append(part)
                elif chained and close and not _SENTENCE_END.search(between):
                    current = self._beside(entry, part)
                else:
                    chained = False
            between = ""

    def _beside(self, entry: Found, part: Piece) -> Found:
        """A further work in the line of an entry; it shares all but its name and address."""
        beside = Found(
            block=entry.block,
            line=entry.line if entry.block.type == "list_item" else part.line,
            link=part,
            title=None if points(part.text) else part.text,
            marker=entry.marker,
            kind=entry.kind,
            section=entry.section,
            topic=entry.topic,
            day=entry.day,
            from_name=entry.from_name,
            fields=entry.fields,
            tags=entry.tags,
            group=entry.group,
        )
        self.reading.entries.append(beside)
        return beside

    def _is_title(self) -> bool:
        return self.titles_count or any(map(is_about_reading, self.outline.section))


def titles_count(blocks: Sequence[Block], title: str) -> bool:
    """Whether boxes without an address are works: where at least half of all boxes have one."""
    if is_about_reading(title):
        return True
    boxes = [
        pieces(block.inline)
        for block in walk(blocks)
        if block.inline and "box" in block.inline.meta
    ]
    with_address = sum(any(p.link and is_outside(p.href) for p in parts) for parts in boxes)
    return bool(boxes) and with_address * 2 >= len(boxes)


def summary(entry: Found, own: set[int]) -> str:
    """What is written under an entry, as plain text; two spaces a level of bullets.

    Items that are entries of their own (`own` holds their places) are left out.
    """
    lines = [entry.remark] if entry.remark else []
    for block in entry.body:
        lines += _lines(block, 0, own)
    return "\n".join(lines)


def _lines(block: Block, level: int, own: set[int]) -> Iterator[str]:
    if block.type in LISTS:
        for item in block.children:
            if item.start in own:
                continue
            for child in item.children:
                yield from _lines(child, level + (child.type in LISTS), own)
    elif block.inline is not None:
        if text := block.text():
            yield "  " * level + text
    elif block.type in {"fence", "code_block", "math_block"}:
        yield from ("  " * level + line for line in block.token.content.strip().split("\n"))
    else:
        for child in block.children:
            yield from _lines(child, level, own)


def _is_group(item: Block) -> bool:
    """Whether a box stands above bullets of which at least half begin with an address."""
    bullets = [b for child in item.children[1:] if child.type in LISTS for b in child.children]
    return bool(bullets) and sum(map(_leads_out, bullets)) * 2 >= len(bullets)


def _leads_out(item: Block) -> bool:
    inline = item.children[0].inline if item.children else None
    return inline is not None and "box" not in inline.meta and begins_with_address(pieces(inline))


def _title(parts: list[Piece], link: Piece | None) -> str | None:
    """The anchor, if it names the work; of an entry that only points, its whole text."""
    if link and not points(link.text):
        return link.text
    text = without_emoji(plain(parts))
    if link and (points(text) or len(text.split()) > _MOST_TITLE_WORDS):
        return None
    return text or None


def _after(parts: list[Piece], entry: Found) -> str:
    """The remark behind an address, if a sign sets it off: `[title](address): the remark`."""
    if entry.link is None:
        return ""
    behind = parts[parts.index(entry.link) + 1 :]
    rest = plain(part for part in behind if part not in entry.extra)
    match = _REMARK.match(rest)
    return rest[match.end() :] if match else ""


def _of_type(block: Block, kind: str) -> list[Token]:
    inline = block.inline or (block.children[0].inline if block.children else None)
    return [token for token in (inline.children or () if inline else ()) if token.type == kind]
