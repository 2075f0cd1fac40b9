"""`notes check --fix`: the notes are put right where that is safe."""

from __future__ import annotations

from types import MappingProxyType

from papergarden.capture.desk import Desk
from papergarden.capture.store import Change
from papergarden.core.edits.mending import Aliases, mended


def fix(
    desk: Desk, *, command: str, aliases: Aliases = MappingProxyType({}), dry_run: bool = False
) -> tuple[Change, ...]:
    """Mend all notes in the name of one command; those that nothing is wrong with are not touched.

    Raises:
        CaptureError: a note does not come to rest.
    """
    changes: list[Change] = []
    with desk.alone():
        edited = desk.editor(command, dry_run=dry_run)
        for path, data in desk.files.items():
            if mended(path, data, aliases) == data:
                continue

            def edit(present: bytes | None, path: str = path) -> bytes | None:
                return None if present is None else mended(path, present, aliases)

            if step := edited(desk.place(path), edit):
                changes.append(step)
    return tuple(changes)
