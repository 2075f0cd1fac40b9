"""Which list items, paragraphs, rows and headings are entries: places about one work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from papergarden.core.addresses import is_outside
from papergarden.core.blocks import LISTS, Block, Piece, leading, walk
from papergarden.core.found import Found, Reading, Section
from papergarden.core.heads import remark_behind, remark_in_paragraph, title_of
from papergarden.core.legend import kind_told, legend
from papergarden.core.model import Kind
from papergarden.core.outline import (
    Opened,
    Outline,
    begins_with_address,
    holds_entries,
    is_about_reading,
)
from papergarden.core.tables import Row, rows
from papergarden.core.titles import names_form, points

_MOST_WORDS_BETWEEN = 3
_SENTENCE_END = re.compile(r"[.!?;](?:\s|$)")
_NOTE_ENDING = re.compile(r"\.(?:md|markdown|qmd)$", re.IGNORECASE)


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
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            opened = self.outline.enter(block, following)
            if opened:
                self._section(block, opened, blocks[index + 1 :])
            elif block is not skip:
                skip = self._block(block, following)
        return self.reading

    def _section(self, block: Block, opened: Opened, below: Sequence[Block]) -> None:
        outline = self.outline
        section = Section(
            block, opened.text, opened.day, outline.section, outline.topic, outline.day
        )
        if block.type == "heading" and opened.day is None:
            with outline.outside():  # a heading that is an entry stands under those around it
                self._heading(block, below)
        self.reading.sections.append(section)

    def _block(self, block: Block, following: Block | None) -> Block | None:
        """Read one block. Gives the following one if that belongs to it."""
        match block.type:
            case "paragraph":
                return self._paragraph(block, following)
            case "bullet_list" | "ordered_list":
                self._list(block)
            case "table":
                self._table(block)
            case "dl":
                self._definitions(block)
            case "container_div" | "raw":
                self.note(block.children)
            case "blockquote" | "callout":
                for child in block.children:
                    if child.type in LISTS:
                        self._items(child)
                    elif child.type != "paragraph":
                        self._block(child, None)
            case _:  # code, formulas, rules: nothing is an entry there
                pass
        return None

    def _list(self, block: Block) -> None:
        told = legend(block)
        if told is None:
            self._items(block, top=True)
        else:
            self.kinds = {**self.kinds, **told}

    def _heading(self, block: Block, below: Sequence[Block]) -> None:
        """A heading with a box, or one that begins with an address; the text below is about it."""
        entry = self._recognised(block, within=None, top=False)
        if entry is None:
            return
        level = block.token.tag
        for other in below:
            if other.type == "footnote_block" or (
                other.type == "heading" and other.token.tag <= level
            ):
                break
            entry.body.append(other)

    def _paragraph(self, block: Block, following: Block | None) -> Block | None:
        """A paragraph that begins with an address. Gives the list that belongs to it, if any."""
        parts = block.pieces()
        if not begins_with_address(parts):
            return None
        entry = self._entry(block, parts, leading(parts)[1])
        self._further(entry, parts)
        entry.remark = remark_in_paragraph(parts, entry)
        if (
            following is not None
            and following.type in LISTS
            and block.text().endswith(":")
            and not holds_entries(following)
        ):
            entry.body = [following]
            return following
        return None

    def _table(self, block: Block) -> None:
        """A table of works: a row is an entry if one of its cells begins with an address."""
        for row in rows(block):
            self._row(row)

    def _row(self, row: Row) -> None:
        parts = row.cell.pieces()
        entry = self._entry(row.cell, parts, leading(parts)[1])
        entry.marker, entry.remark = row.box, row.remark
        self._further(entry, parts)

    def _definitions(self, block: Block) -> None:
        """A list of terms: one that begins with an address is about it, and so is what follows."""
        entry: Found | None = None
        for child in block.children:
            if child.type == "dt":
                entry = self._recognised(child, within=None, top=False)
            elif entry is not None:
                entry.body.append(child)

    def _items(self, block: Block, *, top: bool = False, within: Found | None = None) -> None:
        for item in block.children:
            self._item(item, top=top, within=within)

    def _item(self, item: Block, *, top: bool, within: Found | None) -> None:
        entry = self._recognised(item, top=top, within=within)
        if entry:
            entry.body = item.children[1:]
        for child in item.children:
            for block in [child] if child.type in LISTS else child.children:
                if block.type not in LISTS:
                    continue
                for nested in block.children:
                    if entry and entry.is_group and _leads_out(nested):
                        self._part(entry, nested)
                    else:
                        self._item(nested, top=False, within=entry or within)

    def _recognised(self, block: Block, *, top: bool, within: Found | None) -> Found | None:
        """The entry that an item, a heading or a term is, or None."""
        line = block if block.inline else _first_paragraph(block)
        if line is None or line.inline is None:
            return None
        parts = line.pieces()
        box = line.inline.meta.get("box")
        before, lead = leading(parts)
        told = kind_told(before, self.kinds)
        links = [part for part in parts if part.link]
        outside = next((p for p in links if is_outside(p.href) and not p.is_wiki), None)
        local = next((p for p in links if not is_outside(p.href)), None)
        group = box is not None and outside is None and _is_group(block)
        if box is not None:
            if outside is None and not group and not self._titles_count():
                return None
            link = outside
        elif within is None and begins_with_address(parts):
            link = lead
        elif top and self.outline.day is not None and told is not None:
            link = outside or local
        else:
            return None
        if link is None and not title_of(parts, None):
            return None
        entry = self._entry(block, parts, link)
        entry.is_group, entry.marker, entry.kind = group, box, told
        entry.fields = {t.meta["name"]: t.meta["value"] for t in _of_type(line, "field")}
        self._further(entry, parts)
        entry.remark = remark_behind(parts, entry)
        return entry

    def _part(self, group: Found, item: Block) -> None:
        """A bullet of a group: an entry that shares the group's status and dates."""
        line = _first_paragraph(item)
        parts = line.pieces() if line else []
        entry = self._entry(item, parts, leading(parts)[1])
        entry.group = group
        entry.body = item.children[1:]
        self._further(entry, parts)
        for child in entry.body:
            if child.type in LISTS:
                self._items(child, within=entry)

    def _entry(self, block: Block, parts: list[Piece], link: Piece | None) -> Found:
        line = block if block.inline else _first_paragraph(block)
        entry = Found(
            block=block,
            line=link.line if link and block.type == "paragraph" else block.line,
            link=link,
            title=title_of(parts, link),
            section=self.outline.section,
            topic=self.outline.topic,
            day=self.outline.day,
            from_name=self.outline.day is not None and self.outline.day == self.reading.day,
            tags=tuple(token.content for token in _of_type(line, "tag")),
            to_note=link is not None
            and not is_outside(link.href)
            and (link.is_wiki or bool(_NOTE_ENDING.search(link.href.partition("#")[0]))),
        )
        self.reading.entries.append(entry)
        return entry

    def _further(self, entry: Found, parts: list[Piece]) -> None:
        """The links behind the first: further addresses, further works, or just references."""
        between = ""
        current = entry
        chained = entry.link is not None
        behind = parts[parts.index(entry.link) + 1 :] if entry.link else []
        for part in behind:
            if part.link is None:
                between += part.text
                continue
            if is_outside(part.href) and not part.is_wiki:
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
            line=part.line if entry.block.type == "paragraph" else entry.line,
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

    def _titles_count(self) -> bool:
        return self.titles_count or any(map(is_about_reading, self.outline.section))


def titles_count(blocks: Sequence[Block], title: str) -> bool:
    """Whether boxes without an address are works: where at least half of all boxes have one."""
    if is_about_reading(title):
        return True
    boxes = [
        block.pieces() for block in walk(blocks) if block.inline and "box" in block.inline.meta
    ]
    with_address = sum(any(p.link and is_outside(p.href) for p in parts) for parts in boxes)
    return bool(boxes) and with_address * 2 >= len(boxes)


def _first_paragraph(block: Block) -> Block | None:
    first = block.children[0] if block.children else None
    return first if first and first.type == "paragraph" else None


def _is_group(item: Block) -> bool:
    """Whether a box stands above bullets of which at least half begin with an address."""
    bullets = [b for child in item.children[1:] if child.type in LISTS for b in child.children]
    return bool(bullets) and sum(map(_leads_out, bullets)) * 2 >= len(bullets)


def _leads_out(item: Block) -> bool:
    line = item.children[0] if item.children else None
    if line is None or line.inline is None or "box" in line.inline.meta:
        return False
    return begins_with_address(line.pieces())


def _of_type(line: Block | None, kind: str) -> list[Token]:
    inline = line.inline if line else None
    return [token for token in (inline.children or () if inline else ()) if token.type == kind]
