"""Who sits at the terminal: how much they see, on which day, what they choose."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import click

_NARROWEST = 30


class Text(click.ParamType[str]):
    """What is typed as text; bytes that are none must not come into a note or a question."""

    name = "text"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The text as it is.

        Raises:
            BadParameter: the terminal gave bytes that stand for no character.
        """
        text = str(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            self.fail(f"{text!a} is no text: it has bytes that stand for no character", param, ctx)
        return text


TEXT = Text()


def columns() -> int | None:
    """How many columns the lines of the output have; None if it goes to a file or a program."""
    if not sys.stdout.isatty():
        return None
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def say(text: str, *, err: bool = False) -> None:
    """Say what holds words of notes, or of others, without the signs that a terminal obeys."""
    from papergarden.core.columns import visible

    click.echo("\n".join(visible(line) for line in text.split("\n")), err=err)


def choose(lines: Sequence[str]) -> int | None:
    """Let the user choose one of several lines; None where nobody sits."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    for number, line in enumerate(lines, 1):
        say(f"{number}: {line}", err=True)
    chosen: int = click.prompt("Which one", type=click.IntRange(1, len(lines)), err=True)
    return chosen - 1


def today() -> str:
    """The day that the clock on the wall shows, in ISO form."""
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()
