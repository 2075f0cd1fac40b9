"""What a copy of this process finds out while this one goes on.

That nothing changed is said once this is imported, so it imports little.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def meanwhile(find: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """What is found by a copy of this process, until it is asked for.

    It is found then if there is none, or if it did not come to its end. A copy has one thread only,
    so there is none where others may hold what it waits for; and none where nobody is told of its
    end, as its number may be that of another process by then.
    """
    threads = sys.modules.get("threading")
    if (
        sys.platform != "linux"
        or (threads and threads.active_count() > 1)
        or signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN
    ):
        yield find
        return
    try:
        taken, given = os.pipe()
    except OSError:  # there are too many open files
        yield find
        return
    try:
        copy = os.fork()
    except OSError:  # there are too many processes
        os.close(taken)
        os.close(given)
        yield find
        return
    if not copy:
        # Nothing is said, and nothing of the caller goes on here.
        with suppress(BaseException):
            os.close(taken)  # while it is open, somebody may listen
            with os.fdopen(given, "wb") as told:
                told.write(find())
            os._exit(0)
        os._exit(1)
    os.close(given)
    is_there = True
    try:
        with os.fdopen(taken, "rb") as heard:

            def found() -> bytes:
                nonlocal is_there
                told = heard.read()
                _, problem = os.waitpid(copy, 0)
                is_there = False
                return find() if problem else told

            yield found
    finally:
        if is_there:
            os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)
