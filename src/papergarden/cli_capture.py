"""The commands that write into the vault: what they take, and what they say."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergarden.cli_shared import as_given, desk_at, show_difference, typed
from papergarden.errors import UsageError
from papergarden.terminal import TEXT, choose, say, today
from papergarden.workplace import in_vault, shown, vault_options

# What reads notes is imported by the commands that do: `--help` needs none of it.
if TYPE_CHECKING:
    from papergarden.capture.adding import Known, TitleOf
    from papergarden.capture.desk import Desk
    from papergarden.core.edits.asked import Asked
    from papergarden.core.edits.boxes import Verb

# As in `core.edits.wording`, where the type is.
_PRIORITIES = click.Choice(["highest", "high", "medium", "low", "lowest"])

_dry_run = click.option("--dry-run", is_flag=True, help="Only show what would change.")


@click.command()
@click.argument("what", metavar="[URL]...", nargs=-1, type=TEXT)
@click.option(
    "--to", type=TEXT, metavar="FILE#HEADING", help="Where to write, instead of the reading list."
)
@click.option("--title", type=TEXT, help="Its title.")
@click.option("--tag", "tags", multiple=True, type=TEXT, help="A tag; may be given several times.")
@click.option("--priority", type=_PRIORITIES, help="How soon it is to be read.")
@click.option("--note", "remarks", multiple=True, type=TEXT, help="A line to stand under it.")
@click.option("--again", is_flag=True, help="Also what the vault knows already.")
@_dry_run
@vault_options
def add(  # noqa: PLR0913 # one parameter an option
    *,
    what: tuple[str, ...],
    to: str | None,
    title: str | None,
    tags: tuple[str, ...],
    priority: str | None,
    remarks: tuple[str, ...],
    again: bool,
    dry_run: bool,
    vault: Path | None,
    config_file: Path | None,
) -> None:
    """Queue works: addresses, identifiers, or text with one in it; `-` reads standard input."""
    desk = desk_at(vault, config_file)
    from msgspec import structs

    from papergarden.capture import adding
    from papergarden.core.edits.wording import Extras

    found = _asked(what)
    if title and len(found.works) != 1:
        raise UsageError("--title goes with one work")
    file, _, heading = to.partition("#") if to is not None else (None, "", None)
    order = adding.Order(
        works=tuple(structs.replace(work, title=title or work.title) for work in found.works),
        file=in_vault(desk.vault, file) if file else None,
        heading=heading,
        extras=Extras(_tags(tags), priority, _lines(remarks)),  # type: ignore[arg-type] # a choice
        again=again,
    )
    made = adding.add(
        desk, order, today=today(), command=typed(), title_of=_titles(), dry_run=dry_run
    )
    for known in made.known:
        _say_known(desk, known)
    if dry_run:
        show_difference(desk, made.change)
    else:
        for line, text in made.written:
            say(f"{desk.shown(made.file, line)}: {text.strip()}")
    for near in made.similar:
        place = desk.shown(near.path, near.mention.line)
        name = near.mention.title or near.work.title
        say(f"{place}: “{name}” is here, which may be the same", err=True)
    for problem in found.problems:
        say(f"notes: {problem}", err=True)
    if found.problems:
        sys.exit(1)


@click.command()
@click.argument("what", metavar="URL", type=TEXT)
@click.argument("summary", required=False, type=TEXT)
@click.option("--to", type=TEXT, metavar="FILE", help="Where to write, instead of the log.")
@click.option("--title", type=TEXT, help="Its title.")
@click.option("--again", is_flag=True, help="A further entry where today has one.")
@_dry_run
@vault_options
def log(  # noqa: PLR0913 # one parameter an option
    *,
    what: str,
    summary: str | None,
    to: str | None,
    title: str | None,
    again: bool,
    dry_run: bool,
    vault: Path | None,
    config_file: Path | None,
) -> None:
    """Write a work into the log, under today, with a summary if you give one.

    If today has an entry of it already, the summary goes under that.
    """
    desk = desk_at(vault, config_file)
    from msgspec import structs

    from papergarden.capture import diary

    found = _asked([what])
    if found.problems or len(found.works) != 1:
        raise UsageError("; ".join(found.problems) or "one work at a time")
    record = diary.Record(
        work=structs.replace(found.works[0], title=title or found.works[0].title),
        summary=_lines([summary or ""]),
        file=in_vault(desk.vault, to) if to else None,
        again=again,
    )
    made = diary.log(
        desk, record, today=today(), command=typed(), title_of=_titles(), dry_run=dry_run
    )
    if made.already:
        place = desk.shown(made.file, made.already.line)
        say(f"{place}: already here: {made.already.title or found.works[0].url}")
    elif dry_run:
        show_difference(desk, made.change)
    elif made.logged:
        say(f"{desk.shown(made.file, made.logged.line)}: {made.logged.text.strip()}")
    every = " --all" * (len({(path, mention.line) for path, mention in made.opened}) > 1)
    for path, mention in made.opened:
        ticks = f"notes done {shlex.quote(made.work.id if made.work else what)}{every}"
        place = desk.shown(path, mention.line)
        say(f"{place}: its box is not ticked; {ticks} does so", err=True)


def _marking(verb: Verb, meaning: str) -> click.Command:
    """Make the command of a verb."""

    @click.command(verb, help=meaning)
    @click.argument("query", nargs=-1, required=True, type=TEXT)
    @click.option("--all", "every", is_flag=True, help="All its entries, not just one.")
    @_dry_run
    @vault_options
    def command(
        *,
        query: tuple[str, ...],
        every: bool,
        dry_run: bool,
        vault: Path | None,
        config_file: Path | None,
    ) -> None:
        desk = desk_at(vault, config_file, with_notes=True)
        from papergarden.capture import marking

        made = marking.mark(
            desk,
            marking.Wish(verb, " ".join(query), every),
            today=today(),
            command=typed(),
            choose=choose,
            dry_run=dry_run,
        )
        for path, mention in made.already:
            place = desk.shown(path, mention.line)
            say(f"{place}: already {mention.status}: {mention.title or made.work.title}")
        if dry_run:
            for change in made.changes:
                show_difference(desk, change)
        else:
            for path, line, text in made.written:
                say(f"{desk.shown(path, line)}: {text.strip()}")
        if made.also:
            say(f"also: {', '.join(f'“{title}”' for title in made.also)}", err=True)

    return command


@click.command()
@_dry_run
@vault_options
def undo(*, dry_run: bool, vault: Path | None, config_file: Path | None) -> None:
    """Take back the last command that wrote into the vault, if nobody changed the file since."""
    desk = desk_at(vault, config_file)
    from papergarden.capture.journal import undo as take_back

    with desk.alone():
        made = take_back(desk.journal, dry_run=dry_run)
    if made is None:
        click.echo("notes: nothing to take back", err=True)
        sys.exit(1)
    entry, changes = made
    if dry_run:
        for change in changes:
            show_difference(desk, change)
        return
    say(f"taken back: {entry.command}")
    for change in changes:
        gone = " is gone again" if change.after is None else ""
        click.echo(f"{shown(as_given(desk, change))}{gone}")


COMMANDS: tuple[click.Command, ...] = (
    add,
    _marking("done", "Tick the box of a work, found by its id, address or title."),
    _marking("start", "Mark a work as being read."),
    _marking("drop", "Mark a work as dropped."),
    _marking("reopen", "Put a work back into the queue."),
    log,
    undo,
)


def _titles() -> TitleOf:
    """Who is asked for the title of a work that the vault has not: once, and not for long."""
    from papergarden.capture.services import services
    from papergarden.folders import cache_folder

    cache, known = cache_folder(os.environ), services(os.environ)

    def title(key: str, /) -> str | None:
        from papergarden.capture.quick import title_of  # with it comes all that speaks HTTP

        return title_of(key, cache, known)

    return title


def _asked(what: Sequence[str]) -> Asked:
    """What the arguments name, and standard input where it is asked for or nothing else is given.

    Raises:
        UsageError: nothing in there is an address or an identifier.
    """
    from papergarden.core.edits.asked import asked

    if not what and sys.stdin.isatty():
        raise UsageError("nothing to add: give an address or an identifier, or `-` to read some")
    read = [_input() if text == "-" else text for text in what or ("-",)]
    found = asked("\n".join(read))
    if not any(text.strip() for text in read):
        raise UsageError("nothing to add: no text came in")
    if not found.works and not found.problems:
        shortened = " ".join(" ".join(read).split())[:80]
        raise UsageError(f"there is no address and no identifier in “{shortened}”")
    return found


def _input() -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def _tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Tags as given, with or without their sign.

    Raises:
        UsageError: one of them is no tag.
    """
    plain = tuple(tag.removeprefix("#") for tag in tags)
    for tag in plain:
        if not tag or tag.isdigit() or any(c.isspace() or c in "#[](){}<>,;:!?\"'`*|" for c in tag):
            raise UsageError(f"“{tag}” is no tag")
    return plain


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip())


def _say_known(desk: Desk, known: Known) -> None:
    for path, mention in known.places:
        status = mention.status or known.work.status
        place = desk.shown(path, mention.line)
        say(f"{place}: already here, {status}: {mention.title or known.work.title}")
