"""The commands that show the library in the terminal: what they take, and what they say."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergarden.errors import UsageError
from papergarden.terminal import TEXT, choose, columns, say, today
from papergarden.workplace import PATH, Workplace, shown, vault_options

# What reads notes is imported by the commands that do: `--help` needs none of it.
if TYPE_CHECKING:
    from papergarden.core.model import Graph
    from papergarden.library.named import Thing

# As in `core.model`, `core.search.filters` and `library.listing`: a test compares them.
_STATUSES = ("reading", "queued", "on-hold", "read", "noted", "mentioned", "dropped")
_SAME = ("open", "todo", "done", "watched")
_KINDS = ("paper", "article", "book", "video", "code", "resource")
_SORTS = ("title", "status", "kind", "topic", "year", "date")

_WIDTH = 80  # of plots that nobody looks at
_MOST = 10  # works to choose from
_TITLE = 60  # columns of each

_json = click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")


@click.command("list")
@click.argument("words", nargs=-1, type=TEXT)
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
    "-t",
    "--topic",
    multiple=True,
    type=TEXT,
    help="Under this topic, or one in which a word begins so.",
)
@click.option("--tag", multiple=True, type=TEXT, help="With this tag, or one that begins so.")
@click.option(
    "-y", "--year", multiple=True, type=TEXT, help="Of this year, or of years: 2023..2025, ..2019."
)
@click.option("--note", multiple=True, type=TEXT, help="Mentioned in this note, by title or path.")
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
    """List works, with the filters and sorts of the library.

    All WORDS must stand in its title, other names, authors, identifiers or topics. Of an option
    that is given several times any value will do; different options must all fit.
    """
    place = Workplace(vault, config_file)
    from papergarden.core.search.filters import is_years, no_years
    from papergarden.library.listing import Wanted, in_order, listed, wanted_works
    from papergarden.library.table import plain_lines, table

    for text in year:
        if not is_years(text):
            raise UsageError(no_years(text))
    graph = _read(place)
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


# A word with a minus before it is no option, and `-h` may be the beginning of one.
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, required=True, type=TEXT)
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Show so many."
)
@_json
@vault_options
def search(
    *,
    query: tuple[str, ...],
    limit: int,
    as_json: bool,
    vault: Path | None,
    config_file: Path | None,
) -> None:
    """Search works and notes, as on the site.

    All words must be met, in names or in what the notes say: by the word, its forms, its
    beginning, or with one slip. -WORD leaves out; '"two words"' is a phrase; status:, kind:,
    tag:, topic:, author:, year: and in: narrow down, such as status:queued year:2023..2025.
    """
    if query == ("-h",):
        click.echo(click.get_current_context().get_help())
        return
    for text in query:
        if text.startswith("--"):
            raise UsageError(f"there is no option {text}; see notes search --help")
    place = Workplace(vault, config_file)
    graph = _read(place)
    from papergarden.core.search.query import readings
    from papergarden.library.hits import hit_of, plain_results, result_lines
    from papergarden.library.search import finder_of

    finder = finder_of(graph)
    wrong = {text: finder.refusal(text) for text in readings(query)}
    if all(wrong.values()):
        raise UsageError([*wrong.values()][-1])
    answers = [(text, finder.find(text, limit)) for text in wrong if not wrong[text]]
    meant, found = next((answer for answer in answers if answer[1].total), answers[0])
    hits = [hit_of(graph, one, place.lines) for one in found.results]
    if found.unmet:
        click.echo(f"nothing has {', '.join(f'“{word}”' for word in found.unmet)}", err=True)
    if as_json:
        _write({"query": meant, "total": found.total, "results": hits})
    elif width := columns():
        _say(result_lines(hits, place.shown, width))
        if found.total > len(hits):
            click.echo(f"\nthe first {len(hits)} of {found.total}", err=True)
    else:
        _say(plain_results(hits, place.shown))
    _end(hits, "nothing is found")


@click.command()
@click.argument("query", nargs=-1, required=True, type=TEXT)
@_json
@vault_options
def show(
    *, query: tuple[str, ...], as_json: bool, vault: Path | None, config_file: Path | None
) -> None:
    """Show all that the notes say of a work, or what a note is.

    It is found by its id, address, path, or about by its title; if several come into question, you
    are asked.
    """
    place = Workplace(vault, config_file)
    graph = _read(place)
    from papergarden.core.model import ParsedNote
    from papergarden.library.entry import note_entry, work_entry
    from papergarden.library.pages import note_page, work_page

    thing = _the_one(place, graph, " ".join(query))
    if isinstance(thing, ParsedNote):
        note = note_entry(graph, thing)
        if as_json:
            _write(note)
        else:
            _say(note_page(note, place.shown, columns()))
    else:
        work = work_entry(graph, thing)
        if as_json:
            _write(work)
        else:
            _say(work_page(work, thing, place.shown, columns()))


@click.command()
@_json
@vault_options
def stats(*, as_json: bool, vault: Path | None, config_file: Path | None) -> None:
    """Count works, and show what waits longest."""
    graph = _read(Workplace(vault, config_file))
    from papergarden.library.numbers import stats_lines
    from papergarden.library.tally import tally

    counted = tally(graph)
    if as_json:
        _write(counted)
    else:
        _say(stats_lines(counted, today(), columns() or _WIDTH))


@click.command("open")
@click.argument("query", nargs=-1, required=True, type=TEXT)
@click.option("-e", "--edit", is_flag=True, help="Open the note at its line in your editor.")
@click.option("--print", "only_print", is_flag=True, help="Only print what would be opened.")
@vault_options
def open_thing(
    *,
    query: tuple[str, ...],
    edit: bool,
    only_print: bool,
    vault: Path | None,
    config_file: Path | None,
) -> None:
    """Open a work in the browser, or in your editor.

    The editor is $VISUAL, else $EDITOR; most of them are told the line.
    """
    place = Workplace(vault, config_file)
    graph = _read(place)
    from papergarden.library.named import address_of, place_of

    thing = _the_one(place, graph, " ".join(query))
    if edit:
        path, line = place_of(graph, thing)
        if only_print:
            click.echo(place.shown(path, line))
        else:
            _edit(place.vault / path, line)
        return
    address = address_of(thing, place.vault)
    if address is None:
        where = place.shown(*place_of(graph, thing))
        raise UsageError(f"“{thing.title}” has no address; it stands in {where} (--edit opens it)")
    click.echo(address)
    if not only_print and click.launch(address) != 0:
        click.echo("notes: no program was found that opens it", err=True)
        sys.exit(1)


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=PATH)
def init(*, folder: Path) -> None:
    """Begin a vault: notes.toml and a reading list.

    Nothing is overwritten. Where there are notes already, only notes.toml is made.
    """
    from papergarden.library.beginning import begin

    begun = begin(folder)
    for path in begun.written:
        click.echo(str(shown(path)))
    steps = [] if folder.resolve() == Path.cwd() else [f"cd {shlex.quote(str(folder))}"]
    steps += ["notes add https://arxiv.org/abs/2005.11401   # to the reading list"]
    steps += ["notes build                                  # makes the site"]
    click.echo("\nNext:", err=True)
    for step in steps:
        click.echo(f"  {step}", err=True)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(*, shell: str) -> None:
    """Print what your shell needs to complete commands.

    For bash, write `eval "$(notes completion bash)"` into ~/.bashrc; for zsh the same with zsh into
    ~/.zshrc; for fish: notes completion fish > ~/.config/fish/completions/notes.fish
    """
    from click.shell_completion import get_completion_class

    context = click.get_current_context()
    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover # click has had these three for years
        raise UsageError(f"no completion is known for {shell}")
    click.echo(kind(context.find_root().command, {}, "notes", "_NOTES_COMPLETE").source())


COMMANDS: tuple[click.Command, ...] = (
    list_works,
    search,
    show,
    stats,
    open_thing,
    init,
    completion,
)


def _read(place: Workplace) -> Graph:
    """All of the vault, published or not. What has not changed since it was last read is known.

    What notes say is fetched when it is asked for, until the command is over.
    """
    from papergarden.build import read_vault

    crew = click.get_current_context().with_resource(place.crew())
    graph = read_vault(place.vault, place.config, crew, everything=True).graph
    if not graph.notes:
        place.must_have_notes()
    return graph


def _edit(path: Path, line: int) -> None:
    """Open a file in the user's editor, and wait for it."""
    import subprocess

    from papergarden.library.editors import at_line, editor_of

    command = at_line(editor_of(os.environ), path, line)
    try:
        done = subprocess.run(command, check=False)  # noqa: S603 # the user's own editor
    except OSError as error:
        raise UsageError(f"{command[0]}: {error.strerror or error}") from error
    if done.returncode:
        sys.exit(1)


def _the_one(place: Workplace, graph: Graph, query: str) -> Thing:
    """The work or note that is meant, by who asks if there are several."""
    from papergarden.core.columns import cut, one_line
    from papergarden.library.named import meant, place_of

    found = meant(graph, place.named(query))
    _end(found, f"there is no work and no note like “{query}”")
    if len(found) == 1:
        return found[0]
    lines = [
        f"{cut(one_line(thing.title), _TITLE)} [{thing.id}] {place.shown(*place_of(graph, thing))}"
        for thing in found[:_MOST]
    ]
    number = choose(lines)
    if number is None:
        more = [f"and {len(found) - _MOST} more"] if len(found) > _MOST else []
        head = f"“{query}” may be (say more of its title, or its id):"
        raise UsageError("\n  ".join([head, *lines, *more]))
    return found[number]


def _write(value: object) -> None:
    from msgspec import json

    click.echo(json.format(json.encode(value), indent=2))  # as bytes: it is UTF-8 anywhere


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _conclude(shown: int, found: int, among: int) -> None:
    """Say how much there is, to somebody who looks at a table."""
    if found:
        works = f"{among} work{'s' * (among != 1)}"
        of = f"{found} of {works}" if found < among else works
        click.echo(f"{of}, the first {shown} shown" if shown < found else of, err=True)


def _end(found: object, otherwise: str) -> None:
    """Exit with 1 if nothing was found."""
    if not found:
        say(f"notes: {otherwise}", err=True)
        sys.exit(1)
