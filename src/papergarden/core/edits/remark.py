"""An entry of a log gets more of a summary, in the form in which the log has summaries."""

from __future__ import annotations

import re
from collections.abc import Collection

from papergarden.core.blocks import LISTS, Block, walk
from papergarden.core.edits.daybook import Logged, Noted
from papergarden.core.edits.lines import EditError
from papergarden.core.edits.page import Page, page_of
from papergarden.core.model import Mention
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

_BULLET = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")


def remarked(
    path: str, data: bytes, noted: Noted, keys: Collection[str], settings: Settings
) -> Logged | None:
    """Write a summary behind what stands under an entry of its day; None if all of it is there.

    Raises:
        EditError: there is no such entry, or it can have nothing under it.
    """
    entry = _entry(path, data, noted, keys, settings)
    page = page_of(path, data, settings)
    found = _item(page, entry.line - 1)
    if found is None:
        raise EditError(
            f"the entry on line {entry.line} is no item of a list, under which a summary could "
            "stand; --again writes another one"
        )
    near, item = found
    begin, end = page.first(item), page.end(item)
    said = {_bare(line) for line in page.lines.lines[begin + 1 : end]}
    new = [line for line in map(_bare, noted.summary) if line not in said]
    if not new:
        return None
    under = _under(page, near, item)
    text = [f"{under}{line}" for line in new]
    after = page.lines.with_new(end, text).data()
    if _entry(path, after, noted, keys, settings).summary == entry.summary:
        raise EditError(f"what stands on line {end + 1} would not be read as a summary")
    return Logged(after, end + 1, text[0])


def _entry(
    path: str, data: bytes, noted: Noted, keys: Collection[str], settings: Settings
) -> Mention:
    """The first entry of the work under its day."""
    for mention in parse(read(path, data), settings).mentions:
        if mention.role == "entry" and mention.date == noted.day and mention.key in keys:
            return mention
    raise EditError(f"there is no entry of {noted.day} any more")


def _item(page: Page, line: int) -> tuple[Block, Block] | None:
    """The list and the item of it that begins on a raw line, from 0."""
    items = (
        (block, item)
        for block in walk(page.blocks)
        if block.type in LISTS
        for item in block.children
    )
    here = [(block, item) for block, item in items if page.first(item) == line]
    return here[-1] if here and page.bullet(here[-1][1]) else None


def _under(page: Page, near: Block, item: Block) -> str:
    """How a line under an item begins: as the last one there, else as under others."""
    lists = [child for child in item.children if child.type in LISTS]
    last = page.bullet(lists[-1].children[-1]) if lists else None
    if last:
        return str(last.next())
    bullet = page.bullet(item)
    return str(page.deeper(near, bullet)) if bullet else ""


def _bare(line: str) -> str:
    """A line without its bullet, and with one blank where there are several."""
    return " ".join(_BULLET.sub("", line, count=1).split())
