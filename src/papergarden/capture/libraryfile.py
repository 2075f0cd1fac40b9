"""The file `library.json` of a vault: read, merged, written in one step, and only if it differs."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock

from papergarden.capture.merge import Item, encoded, merged
from papergarden.capture.store import bytes_of, change
from papergarden.capture.values import Metadata
from papergarden.core.metadata import LIBRARY, BadLibraryError, decoded
from papergarden.core.model import Work
from papergarden.errors import UsageError


class LibraryFile:
    """Metadata of a vault on disk. Between two saves the user and other processes may change it."""

    def __init__(self, vault: Path, cache: Path) -> None:
        self.path = vault / LIBRARY
        name = hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:16]
        self._lock = cache / "locks" / name

    def items(self) -> list[Item]:
        """What stands in the file.

        Raises:
            UsageError: it is no CSL-JSON; nothing may then be written over it.
        """
        return self._decoded(bytes_of(self.path))

    def add(self, fetched: Mapping[str, Metadata], works: Mapping[str, Work]) -> bool:
        """Merge what was fetched into the file as it is now; says whether it changed.

        Raises:
            CaptureError: another program writes it without end.
            UsageError: it is no CSL-JSON.
        """
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self._lock}.lock"):
            made = change(
                self.path, lambda data: encoded(merged(self._decoded(data), fetched, works))
            )
        return made is not None

    def _decoded(self, data: bytes | None) -> list[Item]:
        try:
            return decoded(data) if data and data.strip() else []
        except BadLibraryError as error:
            raise UsageError(
                f"{self.path}:{error.line}: {error}; mend it or move it away, then sync again"
            ) from error
