"""Replace a file of the user in one step, and never what somebody else wrote meanwhile."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from papergarden.capture.exchange import exchanged
from papergarden.errors import CaptureError

# Gives the new bytes of a file from the present ones, or from None where there is no file.
Edit = Callable[[bytes | None], bytes | None]

_MOST_TRIES = 50
_TEMPORARY = ".papergarden-"
_AN_HOUR = 3600.0


class Change(Struct, frozen=True):
    """What is about to happen to a file, or did: bytes before and after, None without a file."""

    path: str  # of the file itself, behind all links
    before: bytes | None
    after: bytes | None


def _nothing(_change: Change) -> None:
    """Do nothing."""


def change(
    path: Path,
    edit: Edit,
    *,
    announce: Callable[[Change], None] = _nothing,
    before_replacing: Callable[[], None] = lambda: None,
) -> Change | None:
    """Bring a file to the bytes that `edit` makes of its present ones; None if they are equal.

    A reader finds the old bytes or the new ones. If somebody else changes the file while this goes
    on, `edit` is asked again with what it holds then. `announce` is told of every try before it is
    made, and of a change that changes nothing when there is none after all.

    Raises:
        CaptureError: the file does not come to rest.
    """
    target = path.resolve()
    try:
        for _ in range(_MOST_TRIES):
            before = bytes_of(target)
            step = Change(str(target), before, edit(before))
            if step.after == before:
                announce(step)
                return None
            if step.after is None:
                announce(step)
                before_replacing()
                if bytes_of(target) == before:
                    target.unlink()
                    return step
            elif _replaced(target, step, announce, before_replacing):
                return step
    except CaptureError:
        announce(Change(str(target), None, None))
        raise
    announce(Change(str(target), None, None))
    raise CaptureError(f"{path}: another program keeps changing it; nothing was written")


def _replaced(
    target: Path,
    step: Change,
    announce: Callable[[Change], None],
    before_replacing: Callable[[], None],
) -> bool:
    """Put new bytes in the place of a file; False if it is another one by now."""
    # A new file could take the place of one that nobody may write, but that was not meant.
    if step.before is not None and not os.access(target, os.W_OK):
        raise CaptureError(f"{target} is write-protected; nothing was written")
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(step.after or b"")
            file.flush()
            os.fsync(file.fileno())
        _like(target, temporary)
        announce(step)
        before_replacing()
        if step.before is None:
            return _linked(temporary, target)
        if digest(bytes_of(target)) != digest(step.before) or not _put(temporary, target, step):
            return False
    finally:
        temporary.unlink(missing_ok=True)
    _settle(target.parent)
    return True


def _put(temporary: Path, target: Path, step: Change) -> bool:
    """Put new bytes in the place of the old ones; False if another file came there meanwhile.

    Between a look at a file and its replacement there is always a moment. Where the system can
    exchange two files, the one that was there is looked at once more, and put back if it is new.
    """
    if not exchanged(temporary, target):
        os.replace(temporary, target)  # noqa: PTH105 # the one call that replaces in one step
        return True
    if digest(bytes_of(temporary)) == digest(step.before):
        return True
    _give_back(temporary, target, step)
    return False


def _give_back(temporary: Path, target: Path, step: Change) -> None:
    """Let what somebody else wrote take its place again, the last of it if more has come since."""
    placed = digest(step.after)
    while True:
        theirs = digest(bytes_of(temporary))
        if not exchanged(temporary, target):  # such as where the file was deleted since
            os.replace(temporary, target)  # noqa: PTH105 # as above
            return
        if digest(bytes_of(temporary)) == placed:
            return
        placed = theirs


def _linked(temporary: Path, target: Path) -> bool:
    """Give a new file its name, unless something has that name by now."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        return False
    except OSError:  # a file system without such links
        if target.exists():
            return False
        os.replace(temporary, target)  # noqa: PTH105 # as above
    _settle(target.parent)
    return True


def _like(target: Path, temporary: Path) -> None:
    """Give a new file the permissions, owner and attributes of the one it takes the place of."""
    try:
        known = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        return
    with contextlib.suppress(OSError, AttributeError):  # not everybody may, nor every system
        if (known.st_uid, known.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(temporary, known.st_uid, known.st_gid)
    with contextlib.suppress(OSError, AttributeError):  # such as colours, or lists of who may read
        for name in os.listxattr(target):
            with contextlib.suppress(OSError):  # one that only the system may set
                os.setxattr(temporary, name, os.getxattr(target, name))
    temporary.chmod(known.st_mode & 0o7777)


def _sweep(folder: Path) -> None:
    """Take away what commands that were killed an hour ago or more left beside the notes."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_TEMPORARY}*"):
            if time.time() - left.stat().st_mtime > _AN_HOUR:
                left.unlink()


def _settle(folder: Path) -> None:
    """Have the new name of a file on the disk as well as its bytes."""
    with contextlib.suppress(OSError):  # not every system lets a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def bytes_of(path: Path) -> bytes | None:
    """What a file holds; None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def digest(data: bytes | None) -> str | None:
    """By what bytes are known again; None stands for no file."""
    return None if data is None else hashlib.sha256(data).hexdigest()
