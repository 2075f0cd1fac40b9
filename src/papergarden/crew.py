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
from typing import TYPE_CHECKING, Any, TypeVar

from papergarden.cache import NO_MEMO, Memo
from papergarden.errors import WorkerError
from papergarden.progress import Progress

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.sharedctypes import Synchronized

_T = TypeVar("_T")
_R = TypeVar("_R")

# Below this many pieces of work a second process costs more than it saves: a copy of this one, or
# one that has to begin by itself.
FEWEST = 64
FEWEST_BY_ITSELF = 256
_BATCH = 2048
_PARTS = 16  # for each process: some pieces take longer than others


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
        done: dict[int, list[_R]] = {}
        for number, ones in _shared(do, work, self.hands, parts, "fork" if copies else "spawn"):
            self.progress.at(number + 1, parts)
            done[number] = ones
        for number in range(len(work)):
            yield done[number % parts][number // parts]


def _shared(
    do: Callable[[_T], _R], work: Sequence[_T], hands: int, parts: int, way: str
) -> Iterator[tuple[int, list[_R]]]:
    """What comes of each part of the work, whoever has it done first.

    This process does its share: a copy less is what a large vault needs once less of memory. The
    others say at their end what they have done, as a thread that listens would hinder this one.
    """
    import multiprocessing  # noqa: PLC0415 # only a large vault needs it

    context = multiprocessing.get_context(way)
    begun = context.Value("i", 0)
    others = []
    try:
        for _ in range(hands - 1):
            ours, theirs = context.Pipe(duplex=False)
            other = context.Process(target=_help, args=(do, work, parts, begun, theirs))  # type: ignore[attr-defined] # those of `fork` and `spawn` have one
            other.start()
            theirs.close()
            others.append((other, ours))
        yield from _done(do, work, parts, begun)
        for _, ours in others:
            yield from _heard(ours)
    except BaseException:
        for other, _ in others:
            other.terminate()
        raise
    finally:
        for other, ours in others:
            ours.close()
            other.join()


def _help(
    do: Callable[[_T], _R],
    work: Sequence[_T],
    parts: int,
    begun: Synchronized[int],
    told: Connection,
) -> None:
    """Be a process that does a share of the work for another one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all: the first one speaks
    gc.disable()  # as in the first one
    try:
        answer: tuple[list[tuple[int, list[_R]]], Exception | None]
        answer = list(_done(do, work, parts, begun)), None
    except Exception as error:  # noqa: BLE001 # it is raised again where somebody can explain it
        begun.value = parts  # nobody has to do more
        answer = [], error
    told.send(answer)


def _done(
    do: Callable[[_T], _R], work: Sequence[_T], parts: int, begun: Synchronized[int]
) -> Iterator[tuple[int, list[_R]]]:
    """One part after the other, as long as there are some that nobody has begun."""
    while True:
        with begun.get_lock():
            number = begun.value
            begun.value += 1
        if number >= parts:
            return
        yield number, [do(piece) for piece in work[number::parts]]


def _heard(told: Connection) -> list[Any]:
    """What `_help` sends."""
    try:
        found, problem = told.recv()
    except (EOFError, OSError) as error:
        raise WorkerError(
            "a process that did part of the work was ended by the system, perhaps for want of "
            "memory; try again with --jobs 1"
        ) from error
    if problem:
        raise problem
    return found  # type: ignore[no-any-return]
