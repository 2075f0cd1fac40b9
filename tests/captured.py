"""A vault that is written into, in steps, on a day that is always the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from conftest import VaultMaker

from papergarden.capture import adding, diary, marking
from papergarden.capture.desk import Desk
from papergarden.capture.journal import Entry, undo
from papergarden.capture.store import Change
from papergarden.config import Config
from papergarden.core.edits.asked import asked
from papergarden.core.edits.boxes import Verb

TODAY = "2025-03-14"

DeskMaker = Callable[..., Desk]

# Keys of the configuration that only show where something is written: a value, and with what the
# line begins that is written without the key and with it.
WRITING: dict[str, tuple[object, str, str]] = {
    "capture.file": ("new.md", "list.md:5: - [ ]", "new.md:1: - [ ]"),
    "capture.heading": ("A", "list.md:5: - [ ]", "list.md:3: - [ ]"),
    "capture.log": ("days.md", "log.md: - [", "days.md: - ["),
    "capture.stamp_dates": (False, "list.md:5: - [ ]", "list.md:5: - [ ]"),
}


def desk_maker(folder: Path, vault: VaultMaker) -> DeskMaker:
    """Write a vault, and give a desk in it with tables of `notes.toml`, its cache beside it."""

    def make(files: dict[str, str | bytes], **tables: object) -> Desk:
        return Desk(vault(files), msgspec.convert(tables, Config), folder / "cache")

    return make


def add(desk: Desk, text: str, **more: object) -> adding.Added:
    """Add what a text names."""
    order = adding.Order(asked(text).works, **more)  # type: ignore[arg-type] # fields of it
    return adding.add(desk, order, today=TODAY, command=f"notes add {text}")


def mark(desk: Desk, verb: Verb, query: str, *, every: bool = False) -> marking.Marked:
    """Change the box of a work, with nobody to ask."""
    wish = marking.Wish(verb, query, every)
    return marking.mark(desk, wish, today=TODAY, command=verb, choose=lambda _: None)


def log(desk: Desk, url: str, *summary: str) -> diary.Written:
    """Log a work."""
    record = diary.Record(asked(url).works[0], summary)
    return diary.log(desk, record, today=TODAY, command=f"notes log {url}")


def take_back(desk: Desk) -> tuple[Entry, list[Change]] | None:
    """Undo one command."""
    with desk.alone():
        return undo(desk.journal)
