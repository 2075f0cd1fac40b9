"""The commands that make the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergarden.again import Again
from papergarden.cli_shared import count, remarks, severities
from papergarden.streams import has_colours
from papergarden.workplace import PATH, Workplace, shown, vault_options

# What reads notes is imported by the commands that do: `--help` needs none of it.
if TYPE_CHECKING:
    from papergarden.build import Reading
    from papergarden.fresh import Outcome


@click.command()
@click.argument("vault_argument", metavar="[VAULT]", required=False, type=PATH)
@click.option("-o", "--output", type=PATH, help="Folder for the site.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there are errors or warnings.")
@click.option("--explain", is_flag=True, help="Say of each note why it is published or not.")
@click.option("--verify", is_flag=True, help="Build from nothing, too, and compare every byte.")
@click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing for later.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes; one for each core without.")
@click.option(
    "-q", "--quiet", is_flag=True, help="Say nothing but errors and what --strict fails for."
)
@click.option(
    "-v", "--verbose", is_flag=True, help="Also list remarks of severity info, and times."
)
@vault_options
@click.make_pass_decorator(Again, ensure=True)
def build(  # noqa: PLR0913 # one parameter an option
    again: Again,
    *,
    vault_argument: Path | None,
    vault: Path | None,
    output: Path | None,
    config_file: Path | None,
    strict: bool,
    explain: bool,
    verify: bool,
    no_cache: bool,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Publish the vault as a static site."""
    place = Workplace(vault_argument or vault, config_file)
    target = place.output(output)
    from papergarden.fresh import Freshness

    sights = again.looked(place.sights(target))
    fresh = Freshness(place.memo.with_suffix(".state"), sights, place.config)
    more = no_cache or explain or verify or verbose  # is wanted than what was said the last time
    outcome = None if more else fresh.outcome()
    times: dict[str, float] = {}
    if outcome is None:
        place.must_have_notes()
        from papergarden.retouch import Retouch

        with place.crew(jobs, shown=not quiet) as crew:
            hands = crew.knowing_nothing() if no_cache else crew
            known = Retouch(place.vault, target, place.config, sights, hands)
            updated = (None if explain or no_cache else known.small()) or known.whole()
            outcome = updated.outcome
            if not no_cache:
                fresh.remember(outcome, updated.remember())
            times = crew.progress.times
        if explain and updated.built:
            _explain(updated.built.reading)
    reported = {"error"}
    reported |= {"warning"} if strict or not quiet else set()  # what it fails for is said
    reported |= {"info"} if verbose and not quiet else set()
    said = remarks(place.vault, (d for d in outcome.diagnostics if d.severity in reported))
    click.echo(said, err=True, nl=False)
    if verbose:
        rest = again.seconds() - sum(times.values())
        for stage, seconds in {**times, "all else": rest}.items():
            click.echo(f"{seconds:7.2f} s  {stage}", err=True)
    if not quiet:
        click.echo(f"{_summary(outcome, target)}{again.took()}", err=True)
    if verify:
        _verify(place, target, jobs, is_shown=not quiet)
    code = int(strict and any(d.severity != "info" for d in outcome.diagnostics))
    if not more and (seen := fresh.seen()):
        said += "" if quiet else _summary(outcome.repeated(), target)
        said = said if has_colours() else click.unstyle(said)
        again.remember(sights, seen, said, code, timed=not quiet)
    sys.exit(code)


@click.command()
@click.argument("vault_argument", metavar="[VAULT]", required=False, type=PATH)
@click.option(
    "-p",
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The next free one is taken if it is not free; 0 takes any.",
)
@click.option("--drafts", is_flag=True, help="Show drafts, too; nobody but you sees them.")
@click.option("--open", "opened", is_flag=True, help="Open the site in the browser.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes; one for each core without.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the address and errors.")
@vault_options
def serve(  # noqa: PLR0913 # one parameter an option
    *,
    vault_argument: Path | None,
    vault: Path | None,
    config_file: Path | None,
    port: int,
    drafts: bool,
    opened: bool,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Show the site at an address of this machine, and build it again whenever a note changes.

    The site lies in the cache, for the next time. Ctrl-C ends it.
    """
    from papergarden.cli_serve import Said
    from papergarden.serve import Session, Wishes

    wishes = Wishes(vault_argument or vault, config_file, port, drafts, jobs, shown=not quiet)
    said = Said(opened=opened, quiet=quiet)
    with said.until_interrupted():
        Session(wishes, said).run()


def _summary(outcome: Outcome, target: Path) -> str:
    """The line at the end, up to the time."""
    return (
        f"{count(outcome.notes, 'note')}, {count(outcome.works, 'work')}, "
        f"{count(outcome.pages, 'page')} in {shown(target)} "
        f"({count(outcome.written, 'file')} written, {outcome.deleted} deleted); "
        f"{severities(outcome.diagnostics)}; "
    )


def _verify(place: Workplace, target: Path, jobs: int | None, *, is_shown: bool) -> None:
    """Build from nothing into a folder apart; exit with 1 if a file is not the same."""
    import tempfile

    from papergarden.build import build as build_site
    from papergarden.manifest import differences

    with tempfile.TemporaryDirectory(prefix="papergarden-") as folder:
        anew = Path(folder) / "site"
        with place.crew(jobs, shown=is_shown) as crew:
            build_site(place.vault, anew, place.config, crew.knowing_nothing())
        different = differences(target, anew)
    for path in different:
        click.echo(f"{shown(target / path)}: not what a build from nothing gives", err=True)
    if different:
        word = "differs" if len(different) == 1 else "differ"
        click.echo(f"{count(len(different), 'file')} {word}; --no-cache makes all anew", err=True)
        sys.exit(1)
    if is_shown:
        click.echo("verified: all that notes wrote is what a build from nothing gives", err=True)


def _explain(reading: Reading) -> None:
    """One line a note and attachment: whether it is published, and which rule says so."""
    graph = reading.graph
    unlisted = {note.path for note in graph.unlisted.values()}
    for path, answer in sorted({**reading.published, **reading.withheld}.items()):
        word = "withheld" if not answer.published else "published"
        word = "unlisted" if path in unlisted else word
        click.echo(f"{path}: {word}, {answer.reason}")
    for path in graph.attachments:
        click.echo(f"{path}: published, a published note shows it")
