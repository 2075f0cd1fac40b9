"""`notes log`: what was read today goes into the log, with what there is to say of it."""

from __future__ import annotations

from msgspec import Struct, structs

from papergarden.capture.adding import TitleOf, no_title
from papergarden.capture.desk import Desk
from papergarden.capture.store import Change
from papergarden.core.addresses import identify
from papergarden.core.edits.daybook import Logged, Noted, logged
from papergarden.core.edits.lines import EditError
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
    """What came of it: the new line, or the entry that is there already."""

    file: str
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
    """Write a dated entry into the log, unless one of today is there for this work.

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
        if known and not record.again and (found := _of_today(desk, record.work.key, file, today)):
            return Written(file, already=found)
        made: list[Logged] = []

        def edit(data: bytes | None) -> bytes:
            try:
                made[:] = [logged(file, data or b"", noted, desk.settings)]
            except EditError as error:
                raise CaptureError(f"{file}: {error}; nothing was written") from error
            return made[0].data

        step = desk.edited(place, edit, command=command, dry_run=dry_run)
        return Written(file, logged=made[0], change=step)


def _known_title(work: Work | None) -> str | None:
    """The title under which the vault knows a work, unless that is but its identifier."""
    if work is None or work.id.partition(":")[2] in work.title:
        return None
    return work.title


def _of_today(desk: Desk, key: str, file: str, today: str) -> Mention | None:
    shelf: Shelf = desk.about(key)
    work = shelf.by_key(key)
    return next(
        (
            mention
            for path, mention in (shelf.mentions(work) if work else ())
            if path == file and mention.role == "entry" and mention.date == today
        ),
        None,
    )
