"""What is found in the blocks of one note, before it becomes values: entries and sections."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from papergarden.core.blocks import Block, Piece
from papergarden.core.model import Kind


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
