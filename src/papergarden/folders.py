"""Where things lie outside of the vault, what is passed over, and how far a time can be trusted."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from papergarden.errors import UsageError

VARIABLE = "PAPERGARDEN_CACHE"
# So begins the name of the folder in a site that a build leaves if it is cut off.
WAITING = ".papergarden-new-"
# A file that was changed so shortly before one looked may be changed again without a trace.
DOUBT = 2_000_000_000  # nanoseconds
OF_TOOLS = frozenset(("node_modules", "__pycache__", "venv"))  # which nobody means to publish


def cache_folder(environment: Mapping[str, str]) -> Path:
    """`$PAPERGARDEN_CACHE`, else `papergarden` in `$XDG_CACHE_HOME` or `~/.cache`.

    Raises:
        UsageError: nobody says where that is.
    """
    if given := environment.get(VARIABLE):
        return Path(given)
    if base := environment.get("XDG_CACHE_HOME"):
        return Path(base) / "papergarden"
    try:
        return Path.home() / ".cache" / "papergarden"
    except RuntimeError as error:  # a user whom the system does not know, such as in a container
        raise UsageError(f"there is no home folder: set {VARIABLE}, or HOME") from error


@cache
def built_in_folder() -> Path:
    """Where the default theme lies: in the installed package, or at the top of a checkout."""
    package = Path(__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parents[1] / "templates"


def keep(file: Path, data: bytes) -> None:
    """Keep bytes in the cache, for nobody else to read: they hold words of notes.

    They are there as a whole or not at all; that something is not kept is no matter.
    """
    # Who only looks whether something is kept does not need it.
    import tempfile  # noqa: PLC0415

    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as new:
            new.write(data)
        os.replace(name, file)  # noqa: PTH105 # the one call that replaces in one step
