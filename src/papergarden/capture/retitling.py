"""Titles that were not known when `notes add` wrote a line, put there once they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from papergarden.capture.desk import Desk
from papergarden.capture.store import Change
from papergarden.capture.sync import Retitle
from papergarden.core.edits.retitle import Retitled, retitled


class Replaced(Struct, frozen=True):
    """What came of it: lines as they stand now, and what changed."""

    written: tuple[tuple[str, int, str], ...] = ()
    changes: tuple[Change, ...] = ()


def replace_titles(
    desk: Desk, found: Sequence[Retitle], *, command: str, dry_run: bool = False
) -> Replaced:
    """Write titles where identifiers stand for them, as one command that can be taken back.

    Raises:
        CaptureError: a note does not come to rest.
    """
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    for one in found:
        titles[one.path][one.key] = one.title
    written: list[tuple[str, int, str]] = []
    changes: list[Change] = []
    with desk.alone():
        edited = desk.editor(command, dry_run=dry_run)
        for path, of_note in sorted(titles.items()):
            made: list[Retitled] = []

            def edit(
                data: bytes | None,
                path: str = path,
                of_note: dict[str, str] = of_note,
                made: list[Retitled] = made,
            ) -> bytes | None:
                if data is None:  # the note is gone
                    return None
                made[:] = [retitled(path, data, of_note, desk.settings)]
                return made[0].data

            if step := edited(desk.place(path), edit):
                changes.append(step)
                written += [(path, line, text) for line, text in made[0].written]
    return Replaced(tuple(written), tuple(changes))
