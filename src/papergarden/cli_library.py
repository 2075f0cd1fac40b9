"""The commands that show the library in the terminal: what they take, and what they say."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergarden.terminal import columns
from papergarden.workplace import Workplace, vault_options

# What reads notes is imported by the commands that do: `--help` needs none of it.
if TYPE_CHECKING:
    from papergarden.core.model import Graph

# As in `core.model`, `core.search.filters` and `library.listing`: a test compares them.
_STATUSES = ("reading", "queued", "on-hold", "read", "noted", "mentioned", "dropped")
_SAME = ("open", "todo", "done", "watched")
_KINDS = ("paper", "article", "book", "video", "code", "resource")
_SORTS = ("title", "status", "kind", "topic", "year", "date")

_json = click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")


@click.command("list")
@click.argument("words", nargs=-1)
@click.option(
    "-s",
    "--status",
    multiple=True,
    type=click.Choice([*_STATUSES, *_SAME], case_sensitive=False),
    metavar="STATUS",
    help=f"Of this status: {', '.join(_STATUSES)}.",
)
@click.option(
    "-k",
    "--kind",
    multiple=True,
    type=click.Choice(_KINDS, case_sensitive=False),
    metavar="KIND",
    help=f"Of this kind: {', '.join(_KINDS)}.",
)
@click.option(
    "-t", "--topic", multiple=True, help="Under this topic, or one in which a word begins so."
)
@click.option("--tag", multiple=True, help="With this tag, or one that begins so.")
@click.option("-y", "--year", multiple=True, help="Of this year, or of years: 2023..2025, ..2019.")
@click.option("--note", multiple=True, help="Mentioned in this note, by title or path.")
@click.option(
    "--sort",
    type=click.Choice(_SORTS),
    default="title",
    show_default=True,
    help="Sort by this column.",
)
@click.option("-r", "--reverse", is_flag=True, help="The other way round.")
@click.option("--limit", type=click.IntRange(min=1), help="Show so many at most.")
@_json
@vault_options
def list_works(  # noqa: PLR0913 # one parameter an option
    *,
    words: tuple[str, ...],
    status: tuple[str, ...],
    kind: tuple[str, ...],
    topic: tuple[str, ...],
    tag: tuple[str, ...],
    year: tuple[str, ...],
    note: tuple[str, ...],
    sort: str,
    reverse: bool,
    limit: int | None,
    as_json: bool,
    vault: Path | None,
    config_file: Path | None,
) -> None:
    """List works, those with all WORDS in title, authors, identifiers or topics.

    Of an option that is given several times any value will do; different options must all fit.
    """
    graph = _graph(vault, config_file)
    from papergarden.library.listing import Wanted, in_order, listed, wanted_works
    from papergarden.library.table import plain_lines, table

    wanted = Wanted(words, status, kind, topic, tag, year, note)
    found = in_order(wanted_works(graph, wanted), sort, turned=reverse)
    shown = found[:limit]
    if as_json:
        _write({"total": len(found), "works": [listed(work) for work in shown]})
    elif width := columns():
        _say(table(shown, width, sort))
        _conclude(len(shown), len(found), len(graph.works))
    else:
        _say(plain_lines(shown))
    _end(found, "no work fits")


COMMANDS: tuple[click.Command, ...] = (list_works,)


def _graph(vault: Path | None, config_file: Path | None) -> Graph:
    """All of the vault, published or not."""
    place = Workplace(vault, config_file)
    return _read(place)


def _read(place: Workplace) -> Graph:
    from papergarden.build import read_vault

    return read_vault(place.vault, place.config, everything=True).graph


def _write(value: object) -> None:
    from msgspec import json

    click.echo(json.format(json.encode(value), indent=2).decode())


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _conclude(shown: int, found: int, among: int) -> None:
    """Say how much there is, to somebody who looks at a table."""
    if found:
        of = f"{found} of {among} works" if found < among else f"{among} works"
        click.echo(f"{of}, the first {shown} shown" if shown < found else of, err=True)


def _end(found: object, otherwise: str) -> None:
    """Exit with 1 if nothing was found."""
    if not found:
        click.echo(f"notes: {otherwise}", err=True)
        sys.exit(1)
