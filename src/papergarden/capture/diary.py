"""`notes log`: what was read today goes into the log, with what there is to say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, structs

from papergarden.capture.adding import TitleOf, no_title
from papergarden.capture.desk import Desk
from papergarden.capture.finding import boxes
from papergarden.capture.store import Change
from papergarden.core.addresses import identify
from papergarden.core.edits.daybook import Logged, Noted, logged
from papergarden.core.edits.lines import EditError, split
from papergarden.core.edits.remark import remarked
from papergarden.core.edits.wording import Wanted
from papergarden.core.lookup import Shelf
from papergarden.core.model import Mention, Work
from papergarden.errors import CaptureError


class Record(Struct, frozen=True):
    """What is to be logged, and in which file of the vault."""

    work: Wanted
    summary: tuple[str, ...] = ()
    file: str | None = None
    again: bool = False


class Written(Struct, frozen=True):
    """What came of it: the new line, or the entry that is there already.

    `opened` are the boxes of the work elsewhere that are not ticked.
    """

    file: str
    work: Work | None
    opened: tuple[tuple[str, Mention], ...] = ()
    already: Mention | None = None
    logged: Logged | None = None
    change: Change | None = None


def log(  # noqa: PLR0913 # what a test puts in place of the clock and the network
    desk: Desk,
    record: Record,
    *,
    today: str,
    command: str,
    title_of: TitleOf = no_title,
    dry_run: bool = False,
) -> Written:
    """Write a dated entry into the log; if one of today is there, the summary goes under that.

    Raises:
        CaptureError: the log cannot be changed without harm.
        UsageError: it does not lie in the vault.
    """
    shelf = desk.about(record.work.key)
    known = shelf.by_key(record.work.key)
    title = record.work.title or _known_title(known) or title_of(record.work.key)
    noted = Noted(
        structs.replace(record.work, title=title),
        known.kind if known else identify(record.work.url).kind,
        today,
        record.summary,
    )
    with desk.alone():
        file = record.file or desk.log_file()
        place = desk.place(file)
        shelf = desk.about(record.work.key)
        known = shelf.by_key(record.work.key)
        opened = tuple(_open(shelf, known)) if known else ()
        found = _of_today(shelf, known, file, today) if known and not record.again else None
        there = Written(file, known, opened, already=found)
        if found and not record.summary:
            return there
        keys = _keys(shelf, known) if known and found else None
        made: list[Logged] = []

        def edit(data: bytes | None) -> bytes:
            made[:] = _edited(desk, file, data or b"", noted, keys)
            return made[0].data if made else data or b""

        step = desk.edited(place, edit, command=command, dry_run=dry_run)
        if not made:
            return there
        opened = opened if dry_run else tuple(_moved(opened, file, step))
        return Written(file, known, opened, logged=made[0], change=step)


def _edited(
    desk: Desk, file: str, data: bytes, noted: Noted, keys: frozenset[str] | None
) -> list[Logged]:
    """The log with a new entry, or with more under that of one of some keys, if need be."""
    try:
        if keys is None:
            return [logged(file, data, noted, desk.settings)]
        more = remarked(file, data, noted, keys, desk.settings)
    except EditError as error:
        raise CaptureError(f"{file}: {error}; nothing was written") from error
    return [more] if more else []


def _known_title(work: Work | None) -> str | None:
    """The title under which the vault knows a work, unless that is but its identifier."""
    if work is None or work.id.partition(":")[2] in work.title:
        return None
    return work.title


def _of_today(shelf: Shelf, work: Work, file: str, today: str) -> Mention | None:
    return next(
        (
            mention
            for path, mention in shelf.mentions(work)
            if path == file and mention.role == "entry" and mention.date == today
        ),
        None,
    )


def _keys(shelf: Shelf, work: Work) -> frozenset[str]:
    return frozenset(mention.key for _, mention in shelf.mentions(work))


def _open(shelf: Shelf, work: Work) -> Iterator[tuple[str, Mention]]:
    """The entries of a work whose box is still to be ticked."""
    for path, mention in boxes(shelf, work):
        if mention.status not in {"read", "dropped"}:
            yield path, mention


def _moved(
    opened: Iterable[tuple[str, Mention]], file: str, step: Change | None
) -> Iterator[tuple[str, Mention]]:
    """Boxes with the lines on which they stand now that a file has new ones."""
    old, new = (
        split(data or b"").lines for data in ((step.before, step.after) if step else (None, None))
    )
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    for path, mention in opened:
        down = len(new) - len(old) if path == file and mention.line > same else 0
        yield path, structs.replace(mention, line=mention.line + down)
