"""A log gets an entry under a day, in its own form; the day is made if it is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from papergarden.core.blocks import Block, leading, pieces
from papergarden.core.dates import parse_date
from papergarden.core.edits.dayforms import form_of, written
from papergarden.core.edits.lines import EditError, parted
from papergarden.core.edits.page import DASH, Bullet, Page, Part, page_of
from papergarden.core.edits.wording import Wanted, link
from papergarden.core.legend import is_emoji
from papergarden.core.model import Kind
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

_LONGEST_DAY_LINE = 40
_AROUND_A_DAY = " \t>#*_"
_DIGIT = re.compile(rb"\d")
_BEFORE_LINK = re.compile(r"[^\w\s\[(<]{1,8}(?P<gap>[ \t]*)\[")


class Noted(Struct, frozen=True):
    """What is to be noted down: a work of some kind, on a day, and what is said of it."""

    work: Wanted
    kind: Kind
    day: str
    summary: tuple[str, ...] = ()


class Logged(Struct, frozen=True):
    """A log with its new entry: its bytes, and the line of the entry with what stands there."""

    data: bytes
    line: int
    text: str


def days_in(data: bytes) -> int:
    """How many lines of a file are a date, without parsing it."""
    lines = data.replace(b"\r", b"\n").split(b"\n")
    return sum(
        parse_date(line.decode("utf-8", "replace").strip(_AROUND_A_DAY)) is not None
        for line in lines
        if len(line) <= _LONGEST_DAY_LINE and _DIGIT.search(line)
    )


def logged(path: str, data: bytes, noted: Noted, settings: Settings) -> Logged:
    """Write an entry behind the last one of its day.

    Raises:
        EditError: what would be written there would not be read as an entry of that day.
    """
    page = page_of(path, data, settings)
    parts = [part for part in page.parts if part.day]
    today = [part for part in parts if part.day == noted.day]
    model = today or parts
    bullet = _bullet(page, model)
    entry = [f"{bullet}{_sign(page, noted.kind, settings)}{link(noted.work)}"]
    under = page.deeper(_last_list(model), bullet)
    entry += [f"{under}{' '.join(line.split())}" for line in noted.summary]
    if today:
        at, new, offset = _under(page, today[-1], entry)
    else:
        at, new, offset = _new_day(page, parts, noted.day, entry)
    after = page.lines.with_new(at, new).data()
    line = at + offset + 1
    _must_be_read(path, after, noted, line, settings)
    return Logged(after, line, entry[0])


def _under(page: Page, part: Part, entry: list[str]) -> tuple[int, list[str], int]:
    """Behind what stands under a day."""
    last = _last_list([part])
    if last:
        return page.end(last), entry, 0
    blocks = part.blocks or [b for b in [part.opening] if b]
    return page.end(blocks[-1]), ["", *entry] if part.blocks else entry, int(bool(part.blocks))


def _new_day(
    page: Page, parts: Sequence[Part], day: str, entry: list[str]
) -> tuple[int, list[str], int]:
    """Before the newest day, or behind it where the newest stands last."""
    heading = _day_line(page, parts, day)
    gap = _gap(page, parts)
    new = [heading, *[""] * gap, *entry]
    if not parts:
        end = len(page.lines.lines)
        blank = [""] if end and not page.lines.is_blank(end - 1) else []
        return end, [*blank, *new], len(blank) + 1 + gap
    between = _between(page, parts)
    days = [part.day or "" for part in parts]
    newest_last = sum(a < b for a, b in pairwise(days)) * 2 > len(days) - 1
    if newest_last:
        at = _end_of_day(page, parts[-1])
        behind = at < len(page.lines.lines) and not page.lines.is_blank(at)
        return at, [*[""] * between, *new, *[""] * (between * behind)], between + 1 + gap
    opening = parts[0].opening
    at = page.first(opening) if opening else 0
    return at, [*new, *[""] * between], 1 + gap


def _day_line(page: Page, parts: Sequence[Part], day: str) -> str:
    """The line of a new day: what stands around the date in the newest one, and its form."""
    form = form_of([(part.text, part.day) for part in parts if part.day], page.order)
    for part in parts if form else ():
        if form and part.day and part.opening and written(form, part.day) == part.text:
            raw = parted(page.lines.lines[page.first(part.opening)])[0]
            before, found, behind = raw.partition(part.text)
            if found:
                return f"{before}{written(form, day)}{behind}"
    return f"## {day}"


def _gap(page: Page, parts: Sequence[Part]) -> int:
    """How many blank lines stand between the line of a day and what is under it."""
    gaps = Counter(
        page.first(part.blocks[0]) - page.end(part.opening)
        for part in parts
        if part.opening and part.blocks
    )
    return max(gaps.most_common(1)[0][0], 0) if gaps else 0


def _between(page: Page, parts: Sequence[Part]) -> int:
    """How many blank lines stand before the line of a day."""
    gaps: Counter[int] = Counter()
    for part in parts:
        place = page.first(part.opening) if part.opening else 0
        count = 0
        while count < place and page.lines.is_blank(place - count - 1):
            count += 1
        if place > count:
            gaps[count] += 1
    return gaps.most_common(1)[0][0] if gaps else 1


def _end_of_day(page: Page, last: Part) -> int:
    """The line behind all that belongs to a day, labels under it included."""
    parts = page.parts
    place = next(n for n, part in enumerate(parts) if part is last)
    while place + 1 < len(parts) and parts[place + 1].under == last.day:
        place += 1
    blocks = [
        block
        for block in (parts[place].opening, *parts[place].blocks)
        if block and block.type != "footnote_block"
    ]
    return page.end(blocks[-1])


def _bullet(page: Page, parts: Sequence[Part]) -> Bullet:
    last = _last_list(parts)
    bullet = page.bullet(last.children[-1]) if last else None
    return bullet.next() if bullet else DASH


def _last_list(parts: Sequence[Part]) -> Block | None:
    """The last list of the first part that has one, such as of the newest day."""
    return next((part.lists()[-1] for part in parts if part.lists()), None)


def _sign(page: Page, kind: Kind, settings: Settings) -> str:
    """The emoji of a kind as the log uses it, with the space behind it; or nothing."""
    gaps: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for part in page.parts:
        for item in (item for block in part.lists() for item in block.children if part.under):
            inline = item.children[0].inline if item.children else None
            before = leading(pieces(inline))[0].strip() if inline else ""
            bullet = page.bullet(item)
            if bullet and is_emoji(before):
                used[before] += 1
                # As it is read, for the sign may be damaged in the file.
                line = page.as_read[item.line].removeprefix(str(bullet))
                if match := _BEFORE_LINK.match(line):
                    gaps[match["gap"]] += 1
    told = [emoji for legend in page.legends() for emoji, of in legend.items() if of == kind]
    if not used and not told:
        return ""
    known = [emoji for emoji in used if settings.kinds.get(emoji.rstrip("\ufe0f")) == kind]
    emoji = next(iter(told or sorted(known, key=lambda e: -used[e])), "")
    return emoji + (gaps.most_common(1)[0][0] if gaps else " ") if emoji else ""


def _must_be_read(path: str, data: bytes, noted: Noted, line: int, settings: Settings) -> None:
    note = parse(read(path, data), settings)
    if not any(
        m.line == line and m.role == "entry" and m.key == noted.work.key and m.date == noted.day
        for m in note.mentions
    ):
        raise EditError(f"an entry on line {line} would not be read as one of {noted.day}")
