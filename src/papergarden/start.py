"""The command `notes` begins: what was said before, or else the command line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress

from papergarden.streams import write_anything

_BY_SIGNAL = 128  # so much shells add to the number of a signal


def main() -> None:
    """Be the process of the command."""
    # Values hold no circles. To look for some takes a third of the time of a build, and commands
    # are over before those of others fill the memory, all but two, which see to it themselves.
    gc.disable()
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:  # nobody wants to be left alone
        signal.signal(signal.SIGTERM, _clear_up)
    try:
        command()
    except SystemExit as ended:
        _leave(ended.code)
        raise
    except KeyboardInterrupt:  # before the command line is there, which says the same
        if sys.stderr:
            sys.stderr.write("\nAborted!\n")
        _leave(1)
        sys.exit(1)


def command() -> None:
    """Run the command.

    Raises:
        SystemExit: always.
    """
    from papergarden.again import Again

    write_anything()
    again = Again(sys.argv[1:])
    code = again.said()
    if code is None:
        # To understand the words takes longer than to find that nothing changed.
        from papergarden.cli import run

        run(again)
    sys.exit(code)


def _clear_up(number: int, _: object) -> None:
    """End in order where the system asks for it, as when it goes down: nothing is left lying."""
    sys.exit(_BY_SIGNAL + number)


def _leave(code: object) -> None:
    """End at once, if all is said. To take apart what is known of a large vault takes long."""
    with suppress(OSError, ValueError):
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        if code is None or isinstance(code, int):
            os._exit(code or 0)
