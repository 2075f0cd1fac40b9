"""What commands have in common at the terminal: the desk, differences, diagnostics."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergarden.workplace import Workplace, shown

# What reads notes is imported by the commands that do: `--help` needs none of it.
if TYPE_CHECKING:
    from papergarden.capture.desk import Desk
    from papergarden.capture.store import Change
    from papergarden.core.diagnostics import Diagnostic

_COLOURS = {"error": "red", "warning": "yellow", "info": "bright_black"}
_SHOWN = {severity: click.style(severity, fg=colour) for severity, colour in _COLOURS.items()}


def desk_at(vault: Path | None, config_file: Path | None, *, with_notes: bool = False) -> Desk:
    """The vault that the options name, as capture commands see it.

    Raises:
        UsageError: there is none, or none with notes if it is to have some.
    """
    place = Workplace(vault, config_file)
    from papergarden.capture.desk import Desk
    from papergarden.folders import cache_folder

    desk = Desk(place.vault, place.config, cache_folder(os.environ))
    if with_notes and not desk.files:
        place.must_have_notes()
    return desk


def show_difference(desk: Desk, change: Change | None, *, err: bool = False) -> None:
    """What a change would do to a file, as other programs show it."""
    if change is None:
        return
    import difflib

    from papergarden.core.edits.lines import split

    name = os.path.relpath(as_given(desk, change), desk.vault)
    old, new = (
        [line.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for line in lines]
        for lines in (split(change.before or b"").lines, split(change.after or b"").lines)
    )
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
        click.echo(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n",
            nl=False,
            err=err,
        )


def as_given(desk: Desk, change: Change) -> Path:
    """A changed file as seen from the vault that was named, if it lies in there."""
    path, vault = Path(change.path), desk.vault.resolve()
    return desk.vault / path.relative_to(vault) if path.is_relative_to(vault) else path


def typed() -> str:
    """The command as it was typed, for `notes undo` to name it."""
    return shlex.join(["notes", *sys.argv[1:]])


def report(vault: Path, diagnostics: Iterable[Diagnostic], *, err: bool = True) -> None:
    """One line a remark, with a path that an editor can open from here."""
    click.echo(remarks(vault, diagnostics), err=err, nl=False)


def remarks(vault: Path, diagnostics: Iterable[Diagnostic]) -> str:
    """The lines of a report. There may be thousands, so a folder is looked at once."""
    from papergarden.core.columns import visible

    folders: dict[str, str] = {}
    lines: list[str] = []
    for d in diagnostics:
        folder, _, name = d.path.rpartition("/")
        if folder not in folders:
            folders[folder] = shown(vault / folder / "x").removesuffix("x")
        hint = f" ({d.hint})" if d.hint else ""
        place = f"{folders[folder]}{name}:{d.line}"
        lines.append(f"{place}: {_SHOWN[d.severity]} {d.code} {visible(d.message + hint)}\n")
    return "".join(lines)


def severities(diagnostics: Iterable[Diagnostic]) -> str:
    """How many remarks there are of each severity."""
    counts = Counter(d.severity for d in diagnostics)
    errors, warnings = count(counts["error"], "error"), count(counts["warning"], "warning")
    return f"{errors}, {warnings}, {counts['info']} info"


def count(number: int, noun: str) -> str:
    """A number of things, such as `2 notes`."""
    return f"{number} {noun}" + "s" * (number != 1)
