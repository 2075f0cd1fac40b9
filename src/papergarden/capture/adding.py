"""`notes add`: a work goes into the reading list, unless the vault knows it already."""

from __future__ import annotations

from typing import Protocol

import msgspec
from msgspec import Struct

from papergarden.capture.desk import Desk
from papergarden.capture.similar import Similar, similar
from papergarden.capture.store import Change
from papergarden.core.edits.lines import EditError
from papergarden.core.edits.queue import New, Queued, queued
from papergarden.core.edits.wording import Extras, Wanted
from papergarden.core.lookup import Shelf
from papergarden.core.model import Mention, Work
from papergarden.errors import CaptureError


class TitleOf(Protocol):
    """Knows titles, such as a service that is asked, or does not."""

    def __call__(self, key: str, /) -> str | None:
        """The title of the work of a key, or None if it cannot be told at once."""


def no_title(_key: str, /) -> str | None:
    """Know no title: what stands in for it waits for `notes sync`."""
    return None


class Order(Struct, frozen=True):
    """What is to be added, and where: a file of the vault, and a heading in it or none."""

    works: tuple[Wanted, ...]
    file: str | None = None
    heading: str | None = None
    extras: Extras = Extras()
    again: bool = False


class Known(Struct, frozen=True):
    """A work that the vault knows already, and the places that tell of it."""

    work: Work
    places: tuple[tuple[str, Mention], ...]


class Added(Struct, frozen=True):
    """What came of an order."""

    file: str
    known: tuple[Known, ...] = ()
    written: tuple[tuple[int, str], ...] = ()
    change: Change | None = None
    similar: tuple[Similar, ...] = ()  # to what is new


def add(  # noqa: PLR0913 # what a test puts in place of the clock and the network
    desk: Desk,
    order: Order,
    *,
    today: str,
    command: str,
    title_of: TitleOf = no_title,
    dry_run: bool = False,
) -> Added:
    """Write down those works that the vault does not know.

    Raises:
        CaptureError: the file cannot be changed without harm.
        UsageError: the file does not lie in the vault.
    """
    if order.file:
        desk.place(order.file)
    known, unknown = _sorted(desk, order)
    if not unknown:  # nothing is to be written, so nobody has to be waited for
        return Added(order.file or "", known)
    # Who is asked may take long: nobody else has to wait for it.
    titles = {work.key: work.title or title_of(work.key) for work in unknown}
    with desk.alone():
        known, unknown = _sorted(desk, order)
        file = order.file or desk.list_file()
        place = desk.place(file)
        if not unknown:
            return Added(file, known)
        works = tuple(
            msgspec.structs.replace(work, title=titles.get(work.key) or work.title)
            for work in unknown
        )
        alike = () if order.again else tuple(filter(None, (similar(desk, work) for work in works)))
        wanted = New(
            works=works,
            heading=desk.config.capture.heading if order.heading is None else order.heading,
            day=today if desk.config.capture.stamp_dates else None,
            extras=order.extras,
        )
        made: list[Queued] = []

        def edit(data: bytes | None) -> bytes:
            try:
                made[:] = [queued(file, data or b"", wanted, desk.settings)]
            except EditError as error:
                raise CaptureError(f"{file}: {error}; nothing was written") from error
            return made[0].data

        step = desk.edited(place, edit, command=command, dry_run=dry_run)
        return Added(file, known, made[0].written, step, alike)


def _sorted(desk: Desk, order: Order) -> tuple[tuple[Known, ...], list[Wanted]]:
    """The works that the vault knows, and those that it does not."""
    if order.again:
        return (), list(order.works)
    known: list[Known] = []
    unknown: list[Wanted] = []
    for work in order.works:
        shelf = desk.about(work.key)
        found = shelf.by_key(work.key)
        if found:
            known.append(Known(found, _places(shelf, found)))
        else:
            unknown.append(work)
    return tuple(known), unknown


def _places(shelf: Shelf, work: Work) -> tuple[tuple[str, Mention], ...]:
    """The entries of a work, or, if it has none, where it is spoken of."""
    mentions = shelf.mentions(work)
    entries = [(path, mention) for path, mention in mentions if mention.role == "entry"]
    return tuple(entries or mentions)
