"""Tables of works: which of their rows speak of one, and what the other cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from papergarden.core.blocks import Block
from papergarden.core.outline import begins_with_address

_BOX = re.compile(r"\[(.)\]")
_FEWEST_WORDS = 3  # a cell with fewer is a fact such as a year, not a remark


class Row(Struct, frozen=True):
    """A row about a work: the cell with its address, a box in another, and the remarks."""

    cell: Block
    box: str | None
    remark: str


def rows(table: Block) -> Iterator[Row]:
    """The rows that are entries: those with a cell that begins with an address."""
    names = [
        cell.text() for part in table.children if part.type == "thead" for cell in _cells(part)
    ]
    for part in table.children:
        if part.type != "tbody":
            continue
        for row in part.children:
            found = next((c for c in row.children if c.inline and _leads_out(c)), None)
            if found:
                yield _row(row, found, names)


def _row(row: Block, found: Block, names: list[str]) -> Row:
    box: str | None = None
    remarks: list[str] = []
    for number, cell in enumerate(row.children):
        text = cell.text()
        if cell is found:
            continue
        if match := _BOX.fullmatch(cell.inline.content.strip() if cell.inline else ""):
            box = match[1]
        elif len(text.split()) >= _FEWEST_WORDS:
            name = names[number] if number < len(names) else ""
            remarks.append(f"{name}: {text}" if name else text)
    return Row(found, box, "\n".join(remarks))


def _cells(part: Block) -> Iterator[Block]:
    for row in part.children:
        yield from row.children


def _leads_out(cell: Block) -> bool:
    return cell.inline is not None and begins_with_address(cell.pieces())
