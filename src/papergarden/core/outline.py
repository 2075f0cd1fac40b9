"""Where in a note one is: the headings and labels above, and the day of a dated section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from papergarden.core.addresses import is_outside
from papergarden.core.blocks import LISTS, Block, Piece, leading
from papergarden.core.dates import Order, parse_beginning, parse_date, parse_part, parse_period
from papergarden.core.syntax.labels import BOLD_LINE

_DATE_LINE, _BOLD_LABEL, _COLON_LABEL = 7, 8, 9  # deeper than any heading
_MOST_LABEL_WORDS = 8
_LONGEST_DATE_LINE = 40
# What headings say of works that are to be read, whatever these are about.
_NO_TOPIC = frozenset(
    {
        *(
            "to read",
            "to-read",
            "toread",
            "to watch",
            "read later",
            "reading list",
            "reading queue",
        ),
        *("reading-list", "papers to read", "queue", "inbox", "backlog", "unread"),
    }
)


@dataclass(slots=True)
class Opened:
    """What a block turned out to open: a section with its text, and the day if it is a date."""

    text: str
    day: str | None


@dataclass(slots=True)
class Outline:
    """The sections that are open at one place of a note. The innermost one is the topic."""

    order: Order
    day: str | None = None
    _stack: list[tuple[int, str]] = field(default_factory=list)
    _day_level: int = _DATE_LINE

    @property
    def section(self) -> tuple[str, ...]:
        """The texts of all open sections, outermost first; a day in ISO form."""
        return tuple(text for _, text in self._stack)

    @property
    def topic(self) -> str | None:
        """The innermost section, unless that is a day, a week, a month or a year.

        One that only says that something is to be read stands for the section around it, but not
        for the title.
        """
        said = [place for place in self._stack if place[1].casefold().strip(" :") not in _NO_TOPIC]
        if not said or (said[-1] != self._stack[-1] and said[-1][0] == 1):
            return None
        text = said[-1][1]
        return None if text == self.day or parse_period(text) else text

    def enter(self, block: Block, following: Block | None) -> Opened | None:
        """Open the section that a block begins; None if it begins none."""
        if block.type == "heading":
            return self._open(int(block.token.tag[1]), block.text())
        if block.type != "paragraph" or block.inline is None:
            return None
        text = block.text()
        day = parse_date(text, self.order) if len(text) <= _LONGEST_DATE_LINE else None
        if day:
            return self._open(_DATE_LINE, text)
        content = block.inline.content
        if content.startswith(("**", "__")) and (bold := BOLD_LINE.fullmatch(content)):
            return self._open(_BOLD_LABEL, bold["text"].rstrip(":").strip())
        if (
            text.endswith(":")
            and "\n" not in block.inline.content
            and len(text.split()) <= _MOST_LABEL_WORDS
            and following is not None
            and holds_entries(following)
        ):
            return self._open(_COLON_LABEL, text.rstrip(":").strip())
        return None

    def _open(self, level: int, text: str) -> Opened:
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        day = parse_date(text, self.order) or parse_part(text, *self._period())
        if level < _DATE_LINE:  # a heading may say more than the date
            day = day or parse_beginning(text, self.order)
        # A day lasts until the next one; that of a heading also ends with the heading's section.
        if day:
            self.day, self._day_level = day, level
        elif level <= self._day_level < _DATE_LINE:
            self.day = None
        self._stack.append((level, day or text))
        return Opened(text, day)

    @contextmanager
    def outside(self) -> Iterator[None]:
        """For a moment, be outside of the section that was opened last."""
        innermost = self._stack.pop()
        yield
        self._stack.append(innermost)

    def _period(self) -> tuple[int | None, int | None]:
        """The year and month that the open sections name."""
        year = month = None
        for _, text in self._stack:
            period = parse_period(text)
            if period:
                year, month = period[0] or year, period[1]
        return year, month


def holds_entries(block: Block) -> bool:
    """Whether a block is a list with a check box or with an item that begins with an address."""
    return block.type in LISTS and any(
        first.inline is not None
        and ("box" in first.inline.meta or begins_with_address(first.pieces()))
        for item in block.children
        for first in item.children[:1]
    )


def begins_with_address(parts: Sequence[Piece]) -> bool:
    """Whether a line begins with a link to the outside world."""
    link = leading(parts)[1]
    return link is not None and not link.is_wiki and not link.is_picture and is_outside(link.href)


_READING = re.compile(
    r"\b(?:read|reading|paper|papers|book|books|literature|article|articles|bibliography)\b",
    re.IGNORECASE,
)


def is_about_reading(text: str) -> bool:
    """Whether a title or heading speaks of things to read."""
    return bool(_READING.search(text.replace("_", " ")))
