"""`notes check`: what deserves a look, in the notes, in the site and at the addresses."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergarden.cli_shared import count, desk_at, report, severities, show_difference, typed
from papergarden.errors import UsageError
from papergarden.terminal import TEXT, say
from papergarden.workplace import Workplace, vault_options

# Reading notes needs libraries that `--help` does not: they are imported by the commands.
if TYPE_CHECKING:
    from papergarden.core.diagnostics import Diagnostic
    from papergarden.core.model import Graph


@click.command()
@click.option(
    "--explain", type=TEXT, metavar="CODE", help="Say what a code means and what can be done."
)
@click.option("--fix", is_flag=True, help="Put right what is safe, after showing what changes.")
@click.option("-y", "--yes", is_flag=True, help="With --fix, do not ask.")
@click.option("--external", is_flag=True, help="Also look whether web addresses are still there.")
@click.option("--leaks", is_flag=True, help="Look for withheld text in the finished site instead.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
@vault_options
def check(  # noqa: PLR0913 # one parameter an option
    *,
    vault: Path | None,
    config_file: Path | None,
    explain: str | None,
    fix: bool,
    yes: bool,
    external: bool,
    leaks: bool,
    as_json: bool,
) -> None:
    """Report what deserves a look; exit with 1 if there are errors, or leaks."""
    if explain is not None:
        _explain(explain)
        return
    place = Workplace(vault, config_file)
    if leaks:
        _leaks(place, as_json=as_json)
    left = fix and not _fixed(vault, config_file, yes=yes, err=as_json)
    from papergarden.build import read_vault

    with place.crew() as crew:
        graph = read_vault(place.vault, place.config, crew, everything=True).graph
    if not graph.notes:
        place.must_have_notes()
    diagnostics = _of_own_notes(place, graph.diagnostics)
    if external:
        diagnostics = sorted([*diagnostics, *_outside(place, graph)])
    if as_json:
        _as_json(diagnostics)
    else:
        report(place.vault, diagnostics, err=False)
        click.echo(severities(diagnostics), err=True)
    sys.exit(1 if left or any(d.severity == "error" for d in diagnostics) else 0)


def _explain(code: str) -> None:
    """What a code means, in the words of the documentation.

    Raises:
        UsageError: there is no such code.
    """
    from papergarden.core.diagnostics import MEANINGS

    if code not in MEANINGS:
        raise UsageError(f"there is no code {code}; known are {', '.join(sorted(MEANINGS))}")
    meaning = MEANINGS[code]
    click.echo(f"{code} ({meaning.severity})\n\n{meaning.says}\n\nWhat to do: {meaning.remedy}")


def _leaks(place: Workplace, *, as_json: bool) -> None:
    from msgspec import json, structs

    from papergarden.build import audit

    found = audit(place.vault, place.config)
    if as_json:
        click.echo(json.encode([structs.asdict(leak) for leak in found]))
    else:
        for leak in found:
            say(f"{leak.file}: “{leak.piece}” of {leak.note}, which is not published")
        click.echo(f"{count(len(found), 'leak')}", err=True)
    sys.exit(1 if found else 0)


def _fixed(vault: Path | None, config_file: Path | None, *, yes: bool, err: bool) -> bool:
    """Show what can be put right, and do so if the user agrees; whether nothing is left of it."""
    desk = desk_at(vault, config_file, with_notes=True)
    from papergarden.build import read_vault
    from papergarden.capture.fixing import fix
    from papergarden.core.edits.mending import aliases_in

    aliases = aliases_in(read_vault(desk.vault, desk.config, everything=True).graph)
    planned = fix(desk, command=typed(), aliases=aliases, dry_run=True)
    for change in planned:
        show_difference(desk, change, err=err)
    if not planned:
        click.echo("nothing to put right by itself", err=True)
        return True
    if not yes and not sys.stdin.isatty():
        click.echo("nothing was written; --yes writes it", err=True)
        return False
    if not yes and not click.confirm(f"Change {count(len(planned), 'file')}?", err=True):
        return False
    made = fix(desk, command=typed(), aliases=aliases)
    click.echo(f"{count(len(made), 'file')} changed; `notes undo` takes it back", err=True)
    return True


def _of_own_notes(place: Workplace, diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Those of notes that are the user's text, published or not; templates are none."""
    from papergarden.core.publishing import is_template
    from papergarden.vault import listing

    excluded = listing(place.vault, place.config.vault.exclude).excluded
    return [d for d in diagnostics if d.path not in excluded and not is_template(d.path)]


def _outside(place: Workplace, graph: Graph) -> list[Diagnostic]:
    """What is wrong with the web addresses of the notes, as far as one waits for it."""
    from papergarden.build import library_of
    from papergarden.capture.http import Network
    from papergarden.capture.outside import DEAD_HOSTS, addresses, look
    from papergarden.capture.services import services
    from papergarden.folders import cache_folder

    found = addresses(graph, library_of(place.vault).records)
    seen: list[Diagnostic] = []
    with Network(cache_folder(os.environ), without=DEAD_HOSTS) as network:
        try:
            seen.extend(look(found, network, services(os.environ), _progress))
        except KeyboardInterrupt:
            click.echo("interrupted; what was looked at is remembered for a day", err=True)
        if network.is_absent:
            click.echo("there is no network; addresses were not looked at", err=True)
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    return seen


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        text = f"{done} of {total} addresses"
        click.echo(f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}", nl=False, err=True)


def _as_json(diagnostics: Sequence[Diagnostic]) -> None:
    from msgspec import json, structs

    rows = [{**structs.asdict(d), "severity": d.severity} for d in diagnostics]
    click.echo(json.encode(rows))
