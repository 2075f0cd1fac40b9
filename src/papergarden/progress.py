"""What a long command is at, on a terminal; and how long each stage took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from papergarden.streams import is_watched

_T = TypeVar("_T")
_SOON = 1.0  # seconds that nobody minds
_OFTEN = 0.1  # seconds between two signs of life


class Progress:
    """Keeps the time of stages; says how far they are once it takes longer than a second."""

    def __init__(self, *, shown: bool = False) -> None:
        self.times: dict[str, float] = {}  # seconds by stage, in the order in which they began
        self._shown = shown and is_watched()
        self._began = self._last = time.monotonic()
        self._stage = ""
        # Of a stage that does its things some at a time: how many are done, are at hand, there are.
        self._done = self._some = self._all = 0
        self._line = ""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Be at a stage; one within another counts by itself."""
        around, self._stage = self._stage, name
        began, before = time.monotonic(), sum(self.times.values())
        self.times.setdefault(name, 0.0)
        self._say(name)
        try:
            yield
        finally:
            within = sum(self.times.values()) - before
            self.times[name] += time.monotonic() - began - within
            self._stage = around

    def some(self, lots: Iterable[Sequence[_T]], total: int) -> Iterator[Sequence[_T]]:
        """The things of a stage, some at a time: within these, it is told how far all are."""
        self._all = total
        try:
            for lot in lots:
                self._some = len(lot)
                yield lot
                self._done += self._some
        finally:
            self._done = self._some = self._all = 0

    def each(self, things: Iterable[_T], total: int) -> Iterator[_T]:
        """Things that are done one after the other, counted."""
        for number, thing in enumerate(things, 1):
            self.at(number, total)
            yield thing

    def at(self, number: int, total: int) -> None:
        """Be at one of so many things, or parts of those that are done at a time."""
        if self._all:
            number, total = self._done + number * self._some // total, self._all
        self._say(f"{self._stage}: {number:,} of {total:,}")

    def _say(self, line: str) -> None:
        now = time.monotonic()
        if self._shown and now - self._began > _SOON and now - self._last > _OFTEN:
            sys.stderr.write(f"\r{line:<{len(self._line)}}")
            sys.stderr.flush()
            self._last, self._line = now, line

    def end(self) -> None:
        """Wipe the line away."""
        if self._line:
            sys.stderr.write(f"\r{'':<{len(self._line)}}\r")
            sys.stderr.flush()
            self._line = ""
