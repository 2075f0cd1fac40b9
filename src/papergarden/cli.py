"""The command `notes`: it reads arguments, calls one function, and says what happened."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergarden import __version__
from papergarden.again import Again
from papergarden.cli_capture import COMMANDS as CAPTURE
from papergarden.cli_check import check
from papergarden.cli_library import COMMANDS as LIBRARY
from papergarden.cli_shared import desk_at, show_difference, typed
from papergarden.cli_site import build, serve
from papergarden.errors import NotFoundError, UsageError, UserError
from papergarden.streams import wants_no_colour
from papergarden.terminal import TEXT, say
from papergarden.workplace import PATH, Workplace, vault_options

# Reading notes needs libraries that `--help` does not: they are imported by the commands.
if TYPE_CHECKING:
    from papergarden.core.model import Graph

    # Writes all works, or those with some ids.
    Writer = Callable[[Graph, Sequence[str] | None], bytes]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="notes")
@click.pass_context
def cli(context: click.Context) -> None:
    """Publish a folder of Markdown research notes as a graph of papers and a static site."""
    if wants_no_colour():
        context.color = False


for _command in (build, serve, *CAPTURE, *LIBRARY, check):
    cli.add_command(_command)


@cli.command()
@click.option("-n", "--dry-run", is_flag=True, help="Only list what is missing.")
@click.option("--refresh", is_flag=True, help="Ask again for what is there; corrections stay.")
@click.option("--offline", is_flag=True, help="Use what was fetched within a day, ask nobody.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what failed.")
@vault_options
def sync(  # noqa: PLR0913 # one parameter an option
    *,
    vault: Path | None,
    config_file: Path | None,
    dry_run: bool,
    refresh: bool,
    offline: bool,
    quiet: bool,
) -> None:
    """Fetch titles, authors and abstracts that are missing; exit with 1 if any still are."""
    gc.enable()  # it may take hours, and what talks to services holds circles
    place = Workplace(vault, config_file)
    from papergarden.capture.command import Wishes, run
    from papergarden.capture.retitling import replace_titles
    from papergarden.capture.sync import Retitle

    desk = desk_at(vault, config_file)

    def replace(found: Sequence[Retitle]) -> int:
        made = replace_titles(desk, found, command=typed(), dry_run=dry_run)
        for change in made.changes if dry_run else ():
            show_difference(desk, change)
        for path, line, text in () if dry_run or quiet else made.written:
            say(f"{desk.shown(path, line)}: {text.strip()}")
        return len(made.written)

    wishes = Wishes(dry_run=dry_run, refresh=refresh, offline=offline, quiet=quiet)
    sys.exit(0 if run(place.vault, place.config, wishes, replace_titles=replace) else 1)


@cli.group()
def export() -> None:
    """Write the graph in a form for other programs."""


def _output_options(command: click.decorators.FC) -> click.decorators.FC:
    """Where to write, and how much."""
    everything = click.option(
        "--all", "everything", is_flag=True, help="Also what is not published."
    )
    output = click.option(
        "-o", "--output", type=PATH, help="File to write; standard output without it."
    )
    return output(everything(command))


def _exporting(form: Callable[[], Writer]) -> click.Command:
    """Make a command of a function that gives the writer of one form, once it is needed."""

    @export.command(form.__name__, help=form.__doc__)
    @click.argument("query", metavar="[QUERY]...", nargs=-1, type=TEXT)
    @_output_options
    @vault_options
    def command(
        *,
        vault: Path | None,
        config_file: Path | None,
        output: Path | None,
        everything: bool,
        query: tuple[str, ...],
    ) -> None:
        place = Workplace(vault, config_file)
        from papergarden.build import read_vault

        _refuse_vault(place, output)
        write = form()
        with place.crew() as crew:
            found = read_vault(place.vault, place.config, crew, everything=everything).graph
            data = write(found, _selected(found, query) if query else None)
        _write(output, data)

    return command


def _refuse_vault(place: Workplace, output: Path | None) -> None:
    """Write nothing among the notes.

    Raises:
        UsageError: the output would lie there.
    """
    from papergarden.config import is_within

    if output and is_within(output, place.vault):
        raise UsageError(f"{output} lies inside the vault {place.vault}")


def _write(output: Path | None, data: bytes) -> None:
    if output is None:
        click.echo(data, nl=False)
    else:
        output.write_bytes(data)


def _selected(found: Graph, query: Sequence[str]) -> Sequence[str]:
    """The works that are asked for.

    Raises:
        NotFoundError: there are none.
    """
    from papergarden.library.selection import selected

    ids = selected(found, query)
    if not ids:
        raise NotFoundError(
            f"no work fits “{' '.join(query)}”; --all looks at what is not published"
        )
    return ids


@export.command()
@_output_options
@vault_options
def graph(
    *, vault: Path | None, config_file: Path | None, output: Path | None, everything: bool
) -> None:
    """Write notes, works, edges and diagnostics as JSON."""
    place = Workplace(vault, config_file)
    from papergarden.build import read_vault
    from papergarden.core.export import graph_json

    _refuse_vault(place, output)
    with place.crew() as crew:
        found = read_vault(place.vault, place.config, crew, everything=everything).graph
    _write(output, graph_json(found))


@_exporting
def bibtex() -> Writer:
    """Write works as BibTeX: all, those that a query fits, or one by its id, address or title."""
    from papergarden.core.machines.bibtex import bibliography

    return bibliography


@_exporting
def csl() -> Writer:
    """Write works as CSL-JSON, for Zotero and pandoc: all, or those that a query names or fits."""
    from papergarden.core.machines.csl import csl_json

    return csl_json


@_exporting
def csv() -> Writer:
    """Write works as a table for spreadsheets: all, or those that a query names or fits."""
    from papergarden.core.machines.table import csv_table

    return csv_table


def run(again: Again) -> None:
    """Run the command; a mistake of the user is one line on standard error and exit code 2."""
    try:
        cli.main(prog_name="notes", obj=again)
    except UserError as error:
        say(f"notes: {error}", err=True)
        sys.exit(1 if isinstance(error, NotFoundError) else 2)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"notes: {where}{error.strerror or error}", err=True)
        sys.exit(2)
