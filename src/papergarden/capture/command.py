"""`notes sync` at the terminal: what is missing, how far it is, and what came of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from msgspec import Struct

from papergarden.build import library_of, read_vault
from papergarden.capture.fetch import Fetcher, Wanted
from papergarden.capture.http import Clock, Network
from papergarden.capture.libraryfile import LibraryFile
from papergarden.capture.services import services
from papergarden.capture.sync import Failure, Report, Retitler, retitles, sync, wanted
from papergarden.config import Config
from papergarden.folders import cache_folder
from papergarden.terminal import say

_NAMES = {
    "arxiv": ("arXiv paper", "arXiv papers"),
    "doi": ("DOI", "DOIs"),
    "openreview": ("OpenReview submission", "OpenReview submissions"),
}
_MOST_NAMED = 3  # of works that failed for one reason
_PAGES = ("web page", "web pages")


class Wishes(Struct, frozen=True):
    """What the options say."""

    dry_run: bool = False
    refresh: bool = False
    offline: bool = False
    quiet: bool = False


def run(
    vault: Path,
    config: Config,
    wishes: Wishes,
    clock: Clock | None = None,
    replace_titles: Retitler | None = None,
) -> bool:
    """Fetch what is missing; says whether nothing is missing now.

    `replace_titles` is what changes lines of notes, or shows how it would in a dry run; without it
    none is changed.
    """
    cache = cache_folder(os.environ)
    known = services(os.environ)
    store = LibraryFile(vault, cache)
    store.items()  # a file that cannot be merged with is told of before anything is fetched
    graph = read_vault(vault, config, everything=True).graph
    works = wanted(graph, library_of(vault).records, refresh=wishes.refresh)
    if not wishes.quiet:
        click.echo(_summary(works, refresh=wishes.refresh), err=True)
    if wishes.dry_run:
        for work in works:
            say(f"{work.key}  {graph.works[work.key].title}")
        _retitled(vault, config, replace_titles)
        return not works
    report = Report(0)
    if works:
        with Network(cache, offline=wishes.offline, clock=clock) as network:
            fetcher = Fetcher(network, known, again=wishes.refresh and not wishes.offline)
            progress = None if wishes.quiet or not sys.stderr.isatty() else _progress
            report = sync(graph, works, fetcher, store, progress)
        if progress:
            click.echo("\r\x1b[K", nl=False, err=True)
    replaced = _retitled(vault, config, replace_titles)
    for text in _said(report):
        say(text, err=True)
    if works and not wishes.quiet:
        click.echo(f"{report.found} of {report.wanted} found, in {store.path}", err=True)
    if replaced and not wishes.quiet:
        click.echo(f"{replaced} title{'s' * (replaced != 1)} replaced in notes", err=True)
    return not report.failures and not report.interrupted


def _retitled(vault: Path, config: Config, replace_titles: Retitler | None) -> int:
    """Put titles into the notes for identifiers that stand there; how many were replaced."""
    if replace_titles is None:
        return 0
    graph = read_vault(vault, config, everything=True).graph
    found = retitles(graph, library_of(vault).records)
    return replace_titles(found) if found else 0


def _summary(works: Sequence[Wanted], *, refresh: bool) -> str:
    """`3 works without metadata: 2 arXiv papers, 1 DOI`."""
    what = "to ask for again" if refresh else "without metadata"
    counts = Counter(_NAMES.get(work.scheme, _PAGES) for work in works)
    parts = ", ".join(f"{n} {names[n != 1]}" for names, n in sorted(counts.items()))
    total = f"{len(works)} work{'s' * (len(works) != 1)} {what}"
    return f"{total}: {parts}" if parts else total


def _said(report: Report) -> Iterable[str]:
    """A line for each failure and each doubt, and for an interruption."""
    alike: dict[str, list[Failure]] = {}
    for failure in report.failures:
        alike.setdefault(failure.problem.message, []).append(failure)
    for message, failures in alike.items():
        shown = failures if len(failures) <= _MOST_NAMED else failures[:1]
        names = ", ".join(f"{f.work} “{f.title}”" if f.title else f.work for f in shown)
        rest = len(failures) - len(shown)
        yield f"{names}{f' and {rest} more' if rest else ''}: {message}"
    for work, title, other in report.doubts:
        yield f"{work}: the notes say “{title}”, but it is “{other}”; is the address right?"
    if report.interrupted:
        yield f"interrupted; {report.left} left, which `notes sync` asks for when it runs again"


def _progress(done: int, total: int) -> None:
    """A line that replaces itself."""
    text = f"{done} of {total}"
    click.echo(f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}", nl=False, err=True)
