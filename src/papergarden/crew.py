"""Who does the work: what is known already, how many processes do the rest, and how far it is."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from papergarden.cache import NO_MEMO, Memo
from papergarden.errors import WorkerError
from papergarden.progress import Progress

_T = TypeVar("_T")
_R = TypeVar("_R")

# Below this many pieces of work a second process costs more than it saves: a copy of this one, or
# one that has to begin by itself.
FEWEST = 64
FEWEST_BY_ITSELF = 256
_BATCH = 2048
_PARTS = 16  # for each process: some pieces take longer than others, and two wait for each

# What the processes do: those that are copies of this one need not be told, the others are.
_Work = tuple[Callable[[object], object], Sequence[object]]
_at_work: _Work | None = None


def cores() -> int:
    """How many processes can work at a time here."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_copy() -> bool:
    """Whether a copy of this process can work.

    It has only one of the threads, and waits forever for what another one held. Outside Linux the
    libraries of the system start threads by themselves.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def batches(things: Iterable[_T], size: int = _BATCH) -> Iterator[list[_T]]:
    """Some at a time: all at once, those of a large vault would fill the memory."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


@dataclass(frozen=True, slots=True)
class Crew:
    """With whom a vault is read and published; alone and with nothing known, if not said."""

    memo: Memo = NO_MEMO
    hands: int = 1  # processes
    progress: Progress = field(default_factory=Progress)

    def knowing_nothing(self) -> Crew:
        """The same, who have to make everything, and keep nothing."""
        return replace(self, memo=NO_MEMO)

    def spread(
        self, do: Callable[[_T], _R], work: Sequence[_T], *, large: int = 0, can_tell: bool = False
    ) -> Iterator[_R]:
        """Do each piece of work; what comes of it, in the same order, whoever did it.

        So many of them are `large`: two are enough for a second process. If the work can be told
        to a process that knows nothing, as values that can be pickled, processes that are no copies
        can do it, too.

        Raises:
            WorkerError: a process was ended from outside. What `do` raises is raised here.
        """
        if copies := can_copy():
            enough = len(work) >= FEWEST or large > 1
        else:
            enough = can_tell and len(work) >= FEWEST_BY_ITSELF
        if self.hands <= 1 or not enough:
            yield from self.progress.each(map(do, work), len(work))
            return
        parts = self.hands * _PARTS
        found = self.progress.each(_done(do, work, self.hands, parts, copies=copies), parts)
        done: dict[int, list[_R]] = dict(found)
        for number in range(len(work)):
            yield done[number % parts][number // parts]


def _done(
    do: Callable[[_T], _R], work: Sequence[_T], hands: int, parts: int, *, copies: bool
) -> Iterator[tuple[int, list[_R]]]:
    """What comes of each part of the work, whoever has it done first.

    This process does its share: a copy less is what a large vault needs once less of memory.
    """
    # Only a large vault needs these.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import Future, ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    global _at_work  # noqa: PLW0603 # what the copies look at
    _at_work = do, work  # type: ignore[assignment]
    way = multiprocessing.get_context("fork" if copies else "spawn")
    pool = ProcessPoolExecutor(hands - 1, way, initializer=_begin)

    def submitted(number: int) -> Future[list[_R]]:
        if copies:
            return pool.submit(_part, number, parts)  # type: ignore[arg-type]
        return pool.submit(_told, do, work[number::parts])

    try:
        others = {number: submitted(number) for number in range(parts)}
        for number in reversed(range(parts)):
            if number in others and others[number].cancel():  # nobody has begun it
                del others[number]
                yield number, _told(do, work[number::parts])
            for ready in [n for n, other in others.items() if other.done()]:
                yield ready, others.pop(ready).result()
        for number, other in others.items():
            yield number, other.result()
    except BrokenProcessPool as error:
        raise WorkerError(
            "a process that did part of the work was ended by the system, perhaps for want of "
            "memory; try again with --jobs 1"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)
        _at_work = None


def _part(number: int, parts: int) -> list[object]:
    """Every so-manieth piece of the work, in a copy of the process that has it."""
    if _at_work is None:
        raise RuntimeError("there is no work")
    do, work = _at_work
    return _told(do, work[number::parts])


def _told(do: Callable[[_T], _R], pieces: Sequence[_T]) -> list[_R]:
    return [do(piece) for piece in pieces]


def _begin() -> None:
    """What holds for the first process holds for one that helps it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all: the first one speaks
    gc.disable()  # one that is no copy has it switched on
