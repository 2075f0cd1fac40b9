"""The check box of an entry gets another sign, and its line the date that goes with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from papergarden.core.dates import date_of
from papergarden.core.edits.lines import EditError, Lines, parted
from papergarden.core.model import Mention, Status
from papergarden.core.settings import STATUS_OF_BOX, Settings

Verb = Literal["done", "start", "drop", "reopen"]

Boxed = tuple[str, Mention]  # an entry, and the path of the note in which it stands

STATUS_OF_VERB: dict[Verb, Status] = {
    "done": "read",
    "start": "reading",
    "drop": "dropped",
    "reopen": "queued",
}

_BOX = re.compile(
    r"(?:[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+|[ \t>]*\#{1,6}[ \t]+)\[(?P<sign>[^\]]{1,4}|\])\]"
)
_BOX_IN_ROW = re.compile(r"(?:^|\|)[ \t]*\[(?P<sign>[^\]|]{1,4})\][ \t]*(?=\||$)")
_DATE = r"\d{4}-\d{2}-\d{2}"
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_BLOCK_NAME = re.compile(r"(?<=[ \t])\^[\w-]+$")  # it is the last of a line
_BLANKS = " \t\u00a0"
_EMOJI = {"created": "➕", "start": "🛫", "done": "✅", "cancelled": "❌"}
_DATAVIEW = {"created": "created", "start": "start", "done": "completion", "cancelled": "cancelled"}
# Which date a verb writes, and which it takes away, as they would contradict the box.
_ADDED = {"done": "done", "start": "start", "drop": "cancelled"}
_REMOVED: dict[Verb, tuple[str, ...]] = {
    "done": ("cancelled",),
    "start": ("done", "cancelled"),
    "drop": ("done",),
    "reopen": ("done", "cancelled"),
}


class Stamp(Struct, frozen=True):
    """How dates are written: which day it is, and in whose brackets."""

    day: str
    dataview: bool = False


def ticked(
    lines: Lines, line: int, verb: Verb, stamp: Stamp | None, settings: Settings
) -> tuple[Lines, str]:
    """Change the box on a line, from 1, and give that line as well.

    With a stamp the date that goes with the new sign is written, and one that contradicts it goes.
    Without one no date is touched.

    Raises:
        EditError: the line has no box that could be changed.
    """
    before = lines.lines[line - 1]
    text, ending = parted(before)
    match = _BOX.match(text)
    in_row = match is None and _BOX_IN_ROW.search(text)
    if found := match or in_row:
        begin, end = found.span("sign")
    else:
        raise EditError("there is no check box on this line")
    was = settings.statuses.get(found["sign"], "queued")
    text = text[:begin] + _sign(STATUS_OF_VERB[verb], settings) + text[end:]
    if stamp and not in_row:
        gone = _REMOVED[verb]
        if verb == "reopen" and was == "reading":
            gone = (*gone, "start")
        for name in gone:
            text = _without(text, name)
        if verb in _ADDED:
            text = _with(text, _ADDED[verb], stamp)
    return lines.with_line(line - 1, text + ending), text


def field(name: str, stamp: Stamp) -> str:
    """A date as Tasks or Dataview write it."""
    return f"[{_DATAVIEW[name]}:: {stamp.day}]" if stamp.dataview else f"{_EMOJI[name]} {stamp.day}"


def _sign(status: Status, settings: Settings) -> str:
    """The sign of a status: the usual one, unless the configuration gives it another meaning."""
    usual = [sign for sign, meant in STATUS_OF_BOX.items() if meant == status]
    own = [sign for sign, meant in settings.statuses.items() if meant == status]
    for sign in (*usual, *own):
        if settings.statuses.get(sign) == status:
            return sign
    raise EditError(f"no sign stands for “{status}”")


def _with(text: str, name: str, stamp: Stamp) -> str:
    """A line with a date behind all else, unless it has one of that name."""
    if _fields(text, name):
        return text
    bare = text.rstrip(" \t")
    place = len(_BLOCK_NAME.sub("", bare).rstrip(" \t"))
    gap = "  " if stamp.dataview else " "
    return f"{text[:place]}{gap}{field(name, stamp)}{text[place:]}"


def _without(text: str, name: str) -> str:
    for begin, end in reversed(_fields(text, name)):
        text = text[:begin] + text[end:]
    return text


def _fields(text: str, name: str) -> list[tuple[int, int]]:
    """Where fields of a name stand, with the space before them; what stands in code is none."""
    code = [match.span() for match in _CODE.finditer(text)]
    pattern = (
        rf"{_EMOJI[name]}\ufe0f?[{_BLANKS}]*(?P<day>{_DATE})(?!\d)"
        rf"|[\[(]{_DATAVIEW[name]}::[{_BLANKS}]*(?P<value>{_DATE})[{_BLANKS}]*[\])]"
    )
    return [
        (len(text[: match.start()].rstrip(_BLANKS)), match.end())
        for match in re.finditer(pattern, text)
        if date_of(match["day"] or match["value"]) is not None
        and not any(begin <= match.start() < end for begin, end in code)
    ]


def to_change(entries: Sequence[Boxed], verb: Verb) -> list[Boxed]:
    """The entries whose boxes a verb is meant for; none if there is nothing left for it to do.

    Those that are open come first. One that was read is started anew, or one that was dropped read
    after all, only if nothing is open. Works of one line share its box.
    """
    boxes = {
        (path, entry.line): (path, entry) for path, entry in entries if entry.marker is not None
    }
    target = STATUS_OF_VERB[verb]
    others = [boxed for boxed in boxes.values() if boxed[1].status != target]
    if verb == "reopen":
        return others
    still_open = [boxed for boxed in others if boxed[1].status not in {"read", "dropped"}]
    if still_open:
        return still_open
    return [] if len(others) < len(boxes) else others
