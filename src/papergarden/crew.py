"""Who does the work: what is known already, how many processes do the rest, and how far it is."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from papergarden.cache import NO_MEMO, Memo
from papergarden.errors import WorkerError
from papergarden.progress import Progress

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_T = TypeVar("_T")
_R = TypeVar("_R")

# Below this many pieces of work a second process costs more than it saves: a copy of this one, or
# one that has to begin by itself.
FEWEST = 64
FEWEST_BY_ITSELF = 256
_BATCH = 512
_PARTS = 16  # for each process: some pieces take longer than others
_MOST_PARTS = 1 << 8  # each has a byte for its number


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
        self,
        do: Callable[[_T], _R],
        work: Sequence[_T],
        *,
        large: bool = False,
        can_tell: bool = False,
    ) -> Iterator[_R]:
        """Do each piece of work; what comes of it, in the same order, whoever did it.

        If they are `large` two are enough for a second process. If the work can be told to a
        process that knows nothing, as values that can be pickled, processes that are no copies can
        do it, too.

        Raises:
            WorkerError: a process was ended from outside. What `do` raises is raised here.
        """
        if copies := can_copy():
            enough = len(work) >= FEWEST or (large and len(work) > 1)
        else:
            enough = can_tell and len(work) >= FEWEST_BY_ITSELF
        if self.hands <= 1 or not enough:
            yield from self.progress.each(map(do, work), len(work))
            return
        if copies:
            self.memo.rest()
        parts = min(self.hands * _PARTS, _MOST_PARTS)
        hands = min(self.hands, parts, len(work))
        done: dict[int, list[_R]] = {}
        reached = 0
        for number, ones in _shared(do, work, hands, parts, copies=copies):
            done[number] = ones
            # All parts before this one were begun, though others tell of theirs at their end.
            reached = max(reached, number + 1, len(done))
            self.progress.at(reached, parts)
        for number in range(len(work)):
            yield done[number % parts][number // parts]


def _shared(
    do: Callable[[_T], _R], work: Sequence[_T], hands: int, parts: int, *, copies: bool
) -> Iterator[tuple[int, list[_R]]]:
    """What comes of each part of the work, by its number.

    This process does its share: a copy less is what a large vault needs once less of memory. The
    others say at their end what they have done, as a thread that listens would hinder this one.
    """
    import multiprocessing  # noqa: PLC0415 # only a large vault needs it

    context = multiprocessing.get_context("fork" if copies else "spawn")
    tickets = _Tickets(parts) if copies else None  # others have no part in a pipe of this process
    first, *rest = (
        _Share(do, work, parts, tickets or range(own, parts, hands), os.getpid())
        for own in range(hands)
    )
    others: list[BaseProcess] = []
    ears: list[Connection] = []
    try:
        for share in rest:
            ear, mouth = context.Pipe(duplex=False)
            ears.append(ear)
            with mouth:
                given = share, mouth, ears if copies else ()
                other = context.Process(target=_help, args=given)  # type: ignore[attr-defined] # those of `fork` and `spawn` have one
                other.start()
            others.append(other)
        waiting = list(ears)
        for found in first.done():
            yield found
            yield from _heard(waiting, 0)
        while waiting:
            yield from _heard(waiting)
    except BaseException:
        for other in others:
            other.terminate()
        raise
    finally:
        if tickets:
            tickets.close()
        for ear in ears:
            ear.close()
        for other in others:
            other.join()


class _Tickets:
    """Numbers from 0 that copies of a process take, each once: bytes in a pipe.

    A lock would stay closed for good if the one who holds it is ended.
    """

    def __init__(self, count: int) -> None:
        self._taken, given = os.pipe()
        os.write(given, bytes(range(count)))
        os.close(given)

    def __iter__(self) -> Iterator[int]:
        while ticket := os.read(self._taken, 1):
            yield ticket[0]

    def close(self) -> None:
        """Take no more."""
        os.close(self._taken)


@dataclass(frozen=True, slots=True)
class _Share(Generic[_T, _R]):
    """What one of several processes has to do."""

    do: Callable[[_T], _R]
    work: Sequence[_T]
    parts: int  # of the work
    turns: Iterable[int]  # the numbers of those that this one does
    first: int  # the process that began

    def done(self) -> Iterator[tuple[int, list[_R]]]:
        """What comes of each part, by its number."""
        for number in self.turns:
            yield number, [self.do(piece) for piece in self.work[number :: self.parts]]


def _help(share: _Share[_T, _R], told: Connection, closed: Iterable[Connection]) -> None:
    """Be a process that does a share of the work for another one, as long as that is there."""
    import pickle  # noqa: PLC0415 # as above

    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # whatever the first one does about it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all: the first one speaks
    gc.disable()  # as in the first one
    for ear in closed:  # that a copy has of the first one: while it is open, somebody may listen
        ear.close()
    done: list[tuple[int, bytes]] = []  # as it will be told: as values it would fill the memory
    problem: Exception | None = None
    try:
        for number, ones in share.done():
            done.append((number, pickle.dumps(ones, pickle.HIGHEST_PROTOCOL)))
            if os.getppid() != share.first:
                return
    except Exception as error:  # noqa: BLE001 # it is raised again where somebody can explain it
        problem = error
    with suppress(BrokenPipeError):
        told.send((done, problem))


def _heard(waiting: list[Connection], seconds: float | None = None) -> Iterator[Any]:
    """What some of those have done who are at their end, and who wait no longer to be heard.

    Nobody is waited for longer than so many seconds.
    """
    import pickle  # noqa: PLC0415
    from multiprocessing.connection import wait  # noqa: PLC0415

    ready = wait(waiting, seconds)
    for told in [ear for ear in waiting if ear in ready]:
        waiting.remove(told)
        try:
            found, problem = told.recv()
        except (EOFError, OSError) as error:
            raise WorkerError(
                "a process that did part of the work was ended by the system, perhaps for want of "
                "memory; try again with --jobs 1"
            ) from error
        if problem:
            raise problem
        for number, ones in found:
            yield number, pickle.loads(ones)  # noqa: S301 # a process of our own made it
