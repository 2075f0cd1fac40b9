"""Single steps on the disk: how something lies there, a file made, replaced in one step, deleted.

Some are taken for each file of a site. They work on text: a `Path` takes as long to make as a file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

_TEMPORARY = ".papergarden-"
_NOTHING_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
_READABLE = 0o644  # by a web server as well


def lies(path: str) -> os.stat_result | None:
    """How something lies on the disk, links followed; None if nothing does."""
    try:
        return os.stat(path)  # noqa: PTH116 # on text
    except OSError as error:
        if error.errno in _NOTHING_THERE:
            return None
        raise


def create(path: str, data: bytes) -> None:
    """A new file."""
    with open(path, "wb") as file:  # noqa: PTH123 # on text
        file.write(data)
    os.chmod(path, _READABLE)  # noqa: PTH101 # on text


def write(target: Path, data: bytes) -> os.stat_result:
    """Replace a file in one step: a reader sees the old bytes or the new ones, never half.

    What is given back is how the new one lies, whoever replaces it later.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(_READABLE)
        written = os.stat(name)  # noqa: PTH116 # on text
        os.replace(name, target)  # noqa: PTH105 # the one call that replaces in one step
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return written


def delete(output: Path, target: Path) -> None:
    """Delete a file that we wrote, and folders that are empty without it."""
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output:
            break
        with contextlib.suppress(OSError):  # it holds something else
            folder.rmdir()
