"""Who sits at the terminal: how much they see, in which colours, on which day, what they choose."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence

import click

_NARROWEST = 30


def columns() -> int | None:
    """How many columns the lines of the output have; None if it goes to a file or a program."""
    if not sys.stdout.isatty():
        return None
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def wants_no_colour() -> bool:
    """Whether the environment says that no colours are wanted."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def choose(lines: Sequence[str]) -> int | None:
    """Let the user choose one of several lines; None where nobody sits."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    for number, line in enumerate(lines, 1):
        click.echo(f"{number}: {line}", err=True)
    chosen: int = click.prompt("Which one", type=click.IntRange(1, len(lines)), err=True)
    return chosen - 1


def today() -> str:
    """The day that the clock on the wall shows, in ISO form."""
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()
