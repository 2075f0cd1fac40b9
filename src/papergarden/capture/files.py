"""Files that are replaced in one step: whoever reads sees the old bytes or the new ones."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

_TEMPORARY = ".papergarden-"
_USUAL = 0o644


def replace_file(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it; its rights stay, and a link stays a link."""
    target = path.resolve()
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else _USUAL
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
