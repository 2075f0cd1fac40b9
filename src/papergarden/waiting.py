"""Where the new files of a site wait until all are made, and what lies there when nobody waits."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from papergarden.folders import WAITING

_FORGOTTEN = 3600  # seconds after which nobody is at work there any more


def folder_in(output: Path) -> Path:
    """A hidden folder of one publication alone, as another may be at work. It is not there yet."""
    return output / f"{WAITING}{_here()}{os.getpid()}-{secrets.token_hex(8)}"


def clear_up(output: Path) -> None:
    """Take away what was cut off and left here: it may be of notes that are private by now."""
    for left in output.glob(f"{WAITING}*"):
        with suppress(OSError):
            if _is_over(left.name) or time.time() - left.stat().st_mtime > _FORGOTTEN:
                shutil.rmtree(left, ignore_errors=True)


def _here() -> str:
    """The machine, in front of the numbers of its processes."""
    return f"{os.uname().nodename}-" if hasattr(os, "uname") else ""


def _is_over(name: str) -> bool:
    """Whether the process whose folder it is has ended, as far as one can see it from here."""
    here, owner = _here(), name.removeprefix(WAITING)
    number = owner.removeprefix(here).partition("-")[0]
    if not here or not owner.startswith(here) or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)  # this only asks
    except (OSError, OverflowError) as error:  # or it is somebody else's
        return isinstance(error, ProcessLookupError)
    return False
