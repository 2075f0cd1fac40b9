"""What `notes serve` says at the terminal."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import click

from papergarden.cli_shared import count, report
from papergarden.core.diagnostics import Diagnostic
from papergarden.retouch import Updated
from papergarden.serve import Listener
from papergarden.workplace import Workplace

_SHOWN = {"error", "warning"}


class Said(Listener):
    """Says the address, what each build did, and what deserves a look since the last one."""

    def __init__(self, *, opened: bool, quiet: bool) -> None:
        self._opened = opened
        self._quiet = quiet
        self._known: Counter[Diagnostic] | None = None

    def ready(self, url: str, *, taken: bool) -> None:
        """The address goes where results go."""
        if taken:
            click.echo("the port is taken; the next free one is used", err=True)
        click.echo(url)
        if not self._quiet:
            click.echo("Ctrl-C ends it", err=True)
        if self._opened:
            click.launch(url)

    def built(self, place: Workplace, done: Updated, seconds: float) -> None:
        """One line a build, and what a change brought that deserves a look."""
        outcome, published = done.outcome, done.published
        found = Counter(d for d in outcome.diagnostics if d.severity in _SHOWN)
        what = f"{count(published.written, 'file')} written, {published.deleted} deleted"
        if self._known is None:
            what = f"{count(outcome.notes, 'note')}, {count(published.pages, 'page')}"
            verb = "deserves" if found.total() == 1 else "deserve"
            what += f"; {count(found.total(), 'line')} {verb} a look: `notes check`" * bool(found)
        elif not self._quiet:
            report(place.vault, sorted(found - self._known))
        self._known = found
        if not self._quiet:
            click.echo(f"{what}; {seconds:.2f} s", err=True)

    def failed(self, problem: str) -> None:
        """One line."""
        click.echo(f"notes: {problem}", err=True)

    @contextmanager
    def until_interrupted(self) -> Iterator[None]:
        """Ctrl-C, or the system that shuts down, ends it in peace."""
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            yield
        except KeyboardInterrupt:
            if not self._quiet:
                click.echo("", err=True)
        finally:
            signal.signal(signal.SIGTERM, before)
