"""`notes done`, `start`, `drop` and `reopen`: the check boxes of a work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from msgspec import Struct

from papergarden.capture.desk import Desk
from papergarden.capture.finding import Choose, boxes, find, several
from papergarden.capture.store import Change
from papergarden.core.edits.boxes import STATUS_OF_VERB, Boxed, Stamp, Verb, ticked, to_change
from papergarden.core.edits.lines import EditError
from papergarden.core.edits.page import page_of
from papergarden.core.lookup import Shelf
from papergarden.core.model import Mention, Work
from papergarden.core.parse import parse
from papergarden.core.source import read
from papergarden.errors import CaptureError


class Wish(Struct, frozen=True):
    """What is to be done to which work, as the user says it."""

    verb: Verb
    query: str
    every: bool = False  # entry, not just the one


class Marked(Struct, frozen=True):
    """What came of it: lines as they stand now, or the places where it was so already."""

    work: Work
    written: tuple[tuple[str, int, str], ...] = ()
    already: tuple[tuple[str, Mention], ...] = ()
    changes: tuple[Change, ...] = ()
    also: tuple[str, ...] = ()  # the titles of other works for which these boxes stand


def mark(  # noqa: PLR0913 # what a test puts in place of the clock and the user
    desk: Desk, wish: Wish, *, today: str, command: str, choose: Choose, dry_run: bool = False
) -> Marked:
    """Change the check box of a work, and write or remove the date that goes with it.

    Raises:
        CaptureError: it is not clear which work or which entry is meant, or there is no box.
    """
    shelf, work = find(desk, wish.query, choose, boxed=True)
    held = boxes(shelf, work)
    if not held:
        path, mention = shelf.mentions(work)[0]
        where = desk.shown(path, mention.line)
        raise CaptureError(f"“{work.title}” has no check box; it stands in {where}")
    wanted = to_change(held, wish.verb)
    if not wanted:
        status = STATUS_OF_VERB[wish.verb]
        return Marked(work, already=tuple(item for item in held if item[1].status == status))
    if len(wanted) > 1 and not wish.every:
        wanted = [_chosen(desk, work, wanted, choose)]
    lines: dict[str, list[Mention]] = defaultdict(list)
    for path, mention in wanted:
        lines[path].append(mention)
    keys = frozenset(mention.key for _, mention in shelf.mentions(work))
    with desk.alone():
        edited = desk.editor(command, dry_run=dry_run)
        written: list[tuple[str, int, str]] = []
        changes: list[Change] = []
        day = today if desk.config.capture.stamp_dates else None
        for path, mentions in lines.items():
            edit = Edit(desk, path, wish.verb, day, mentions, keys)
            step = edited(desk.place(path), edit)
            written += [(path, line, text) for line, text in edit.written]
            changes += [step] if step else []
    also = _others(shelf, wanted, keys)
    return Marked(work, tuple(written), changes=tuple(changes), also=also)


class Edit:
    """Changes the boxes of some entries in one file, wherever they stand by now."""

    def __init__(  # noqa: PLR0913, PLR0917 # private to this file
        self,
        desk: Desk,
        path: str,
        verb: Verb,
        day: str | None,
        mentions: list[Mention],
        keys: frozenset[str],
    ) -> None:
        self._desk, self._path, self._verb, self._day = desk, path, verb, day
        self._mentions, self._keys = mentions, keys
        self.written: list[tuple[int, str]] = []

    def __call__(self, data: bytes | None) -> bytes:
        """The new bytes of the file."""
        settings = self._desk.settings
        page = page_of(self._path, data or b"", settings)
        lines = page.lines
        stamp = Stamp(self._day, page.uses_dataview) if self._day else None
        self.written.clear()
        for line in self._places(data or b""):
            try:
                lines, text = ticked(lines, line, self._verb, stamp, settings)
            except EditError as error:
                raise CaptureError(f"{self._path}:{line}: {error}; nothing was written") from error
            self.written.append((line, text))
        return lines.data()

    def _places(self, data: bytes) -> list[int]:
        """On which lines the entries stand in the bytes that are there now."""
        note = parse(read(self._path, data), self._desk.settings)
        here = [m for m in note.mentions if m.marker is not None and m.key in self._keys]
        wanted = {(m.line, m.marker) for m in self._mentions}
        if wanted <= {(m.line, m.marker) for m in here}:
            return sorted(line for line, _ in wanted)
        found = to_change([(self._path, m) for m in here], self._verb)
        if len(found) != len(wanted):
            raise CaptureError(f"{self._path} was changed meanwhile; nothing was written")
        return [mention.line for _, mention in found]


def _others(shelf: Shelf, marked: Sequence[Boxed], keys: Collection[str]) -> tuple[str, ...]:
    """The titles of the other works that stand on the same lines."""
    lines = {(path, mention.line) for path, mention in marked}
    found = {
        mention.key: mention
        for note in shelf.notes.values()
        for mention in note.mentions
        if (note.path, mention.line) in lines and mention.marker is not None
    }
    works = {key: shelf.by_key(key) for key in found if key not in keys}
    titles = (work.title if work else found[key].title or key for key, work in works.items())
    return tuple(dict.fromkeys(titles))


def _chosen(desk: Desk, work: Work, wanted: list[Boxed], choose: Choose) -> Boxed:
    lines = [
        f"{desk.shown(path, m.line)}: [{m.marker}] {m.title or work.title}" for path, m in wanted
    ]
    number = choose(lines)
    if number is None:
        raise CaptureError(
            several(f"“{work.title}” stands in several places", lines, "--all changes them all")
        )
    return wanted[number]
