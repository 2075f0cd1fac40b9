"""A reading list gets new entries: where they go, and in the form that the list has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from papergarden.core.blocks import Block
from papergarden.core.edits.boxes import Stamp
from papergarden.core.edits.lines import EditError
from papergarden.core.edits.page import DASH, Bullet, Page, Part, page_of
from papergarden.core.edits.wording import Extras, Wanted, box_line
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

_SIGNS = re.compile(r"(#{1,6})[ \t]+")
_BOXES = re.compile(
    rb"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[^\]\n]{1,4}\][^\n]*https?://", re.MULTILINE
)


class New(Struct, frozen=True):
    """What is to be written: works, under which heading, with which day, and what else is said."""

    works: tuple[Wanted, ...]
    heading: str = ""
    day: str | None = None
    extras: Extras = Extras()


class Queued(Struct, frozen=True):
    """A file with its new entries: its bytes, and the line of each with what stands there."""

    data: bytes
    written: tuple[tuple[int, str], ...]


def boxes_with_addresses(data: bytes) -> int:
    """How much a file is a list of things to read, without parsing it."""
    return len(_BOXES.findall(data.replace(b"\r", b"\n")))


def queued(path: str, data: bytes, wanted: New, settings: Settings) -> Queued:
    """Write entries at the end of the list under a heading, which is made if it is missing.

    Without a heading they go behind the last list with check boxes, or to the end of the file.

    Raises:
        EditError: what would be written there would not be read as an entry.
    """
    page = page_of(path, data, settings)
    stamp = Stamp(wanted.day, page.uses_dataview) if wanted.day else None
    at, around, bullet, near = _place(page, wanted.heading)
    new: list[str] = []
    offsets: list[int] = []
    for work in wanted.works:
        offsets.append(len(around[0]) + len(new))
        new.append(f"{bullet}{box_line(work, wanted.extras, stamp, dataview=page.uses_dataview)}")
        under = page.deeper(near, bullet) if wanted.extras.notes else DASH
        new += [f"{under}{' '.join(note.split())}" for note in wanted.extras.notes]
        new += [""] * (work is not wanted.works[-1] and around[2])
        bullet = bullet.next()
    lines = page.lines.with_new(at, [*around[0], *new, *around[1]])
    written = tuple((at + offset + 1, (around[0] + new)[offset]) for offset in offsets)
    after = lines.data()
    _must_be_read(path, after, wanted.works, written, settings)
    return Queued(after, written)


# Lines before and behind what is new, and whether blank lines stand between items.
_Around = tuple[list[str], list[str], bool]


def _place(page: Page, heading: str) -> tuple[int, _Around, Bullet, Block | None]:
    """Before which line new items go, what goes around them, and how they begin."""
    if heading:
        part = part_of(page, heading)
        if part is None:
            before = _new_heading(page, heading)
            return len(page.lines.lines), (before, [], False), _usual(page), None
        last = _last_list(part)
        if last is None:
            return _behind(page, part)
    else:
        last = next(filter(None, map(_last_boxes, reversed(page.parts))), None)
        if last is None:
            return _behind(page, page.parts[-1])
    item = last.children[-1]
    loose = page.first(item) > 0 and len(last.children) > 1 and _is_apart(page, last)
    bullet = (page.bullet(item) or DASH).next()
    return page.end(last), ([""] if loose else [], [], loose), bullet, last


def part_of(page: Page, heading: str) -> Part | None:
    """The first part whose heading or label has a text; capitals and spaces do not matter."""
    wanted = _plain(heading)
    return next((p for p in page.parts if p.opening and _plain(p.text) == wanted), None)


def _plain(text: str) -> str:
    return " ".join(_SIGNS.sub("", text.strip(), count=1).casefold().split())


def _last_list(part: Part) -> Block | None:
    """The list of a part to which an entry belongs: the last one with a box, else the last."""
    return _last_boxes(part) or next(reversed(part.lists()), None)


def _last_boxes(part: Part) -> Block | None:
    return next((block for block in reversed(part.lists()) if has_boxes(block)), None)


def has_boxes(block: Block) -> bool:
    """Whether a list has an item with a check box."""
    return any("box" in item.token.meta for item in block.children)


def _is_apart(page: Page, block: Block) -> bool:
    """Whether a blank line stands before the last item of a list."""
    return page.lines.is_blank(page.first(block.children[-1]) - 1)


def _behind(page: Page, part: Part) -> tuple[int, _Around, Bullet, Block | None]:
    """Behind the last block of a part without a list, a blank line between the two."""
    blocks = [*([part.opening] if part.opening else []), *part.blocks]
    if not blocks:  # nothing but front matter, or nothing at all
        at = len(page.lines.lines)
        blank = bool(at) and not page.lines.is_blank(at - 1)
        return at, ([""] if blank else [], [], False), _usual(page), None
    at = page.end(blocks[-1])
    # A list may follow its heading at once, but not a paragraph, of which it would be a part.
    gap = [""] if part.blocks or part.opening is None or _spaced(page) else []
    if part.opening and not part.blocks and part.opening.type != "heading":
        gap = []
    follows = at < len(page.lines.lines) and not page.lines.is_blank(at)
    return at, (gap, [""] if follows and _spaced(page) else [], False), _usual(page), None


def _new_heading(page: Page, heading: str) -> list[str]:
    """A new heading at the end of the file, written like those that are there."""
    levels = Counter(
        b.token.tag for b in page.blocks if b.type == "heading" and b.token.tag != "h1"
    )
    level = int(levels.most_common(1)[0][0][1]) if levels else 2
    signs = _SIGNS.match(heading.strip())
    text = heading.strip() if signs else f"{'#' * level} {heading.strip()}"
    end = len(page.lines.lines)
    before = [""] if end and _apart(page) and not page.lines.is_blank(end - 1) else []
    return [*before, text, *([""] if _spaced(page) else [])]


def _apart(page: Page) -> bool:
    """Whether blank lines stand before headings; where there is no heading, they do."""
    firsts = [page.first(b) for b in page.blocks[1:] if b.type == "heading"]
    return not firsts or 2 * sum(page.lines.is_blank(n - 1) for n in firsts) >= len(firsts)


def _spaced(page: Page) -> bool:
    """Whether blank lines stand behind headings; where there is no heading, they do."""
    headings = [b for b in page.blocks[:-1] if b.type == "heading"]
    return not headings or 2 * sum(
        page.lines.is_blank(page.end(b)) for b in headings if page.end(b) < len(page.lines.lines)
    ) >= len(headings)


def _usual(page: Page) -> Bullet:
    """The bullet that most lists of the file have."""
    signs = Counter(
        bullet.sign
        for part in page.parts
        for block in part.lists()
        for item in block.children
        if (bullet := page.bullet(item)) and bullet.sign in "-*+"
    )
    return Bullet("", signs.most_common(1)[0][0], " ") if signs else DASH


def _must_be_read(
    path: str,
    data: bytes,
    works: Sequence[Wanted],
    written: Sequence[tuple[int, str]],
    settings: Settings,
) -> None:
    """Refuse what would be lost where it stands, such as in code or in a comment."""
    note = parse(read(path, data), settings)
    found = {(mention.line, mention.key) for mention in note.mentions if mention.role == "entry"}
    for work, (line, _) in zip(works, written, strict=True):
        if (line, work.key) not in found:
            raise EditError(f"an entry on line {line} would not be read as one")
