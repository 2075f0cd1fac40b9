"""The publish stage: bring a folder to hold exactly the given files, and never touch another's.

A manifest in the folder lists what was written. Only files that it lists, and whose bytes are
still those that were written, are replaced or deleted without a question.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from papergarden.core.render import Artifact

MANIFEST = ".papergarden.json"
_SCHEMA = "papergarden-site/1"


class PublishError(Exception):
    """The output folder cannot be brought into shape without harm; the text says why."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did."""

    pages: int
    written: int
    deleted: int


def publish(artifacts: Iterable[Artifact], output: Path) -> Published:
    """Write what differs, then delete what was written once and no longer belongs.

    Raises:
        PublishError: a path leads out of the folder, is taken by a file that is not ours, or the
            disk refuses.
    """
    before = _manifest(output)
    after: dict[str, str] = {}
    written = 0
    try:
        output.mkdir(parents=True, exist_ok=True)
        for artifact in artifacts:
            digest = hashlib.sha256(artifact.data).hexdigest()
            if artifact.path in after:
                raise PublishError(f"two pages want to be {artifact.path}")
            after[artifact.path] = digest
            target = _inside(output, artifact.path)
            present = target.read_bytes() if target.is_file() else None
            if present == artifact.data:
                continue
            if present is not None and artifact.path not in before:
                raise PublishError(
                    f"{target} was not written by notes; choose another output folder, "
                    "or move the file away"
                )
            _write(target, artifact.data)
            written += 1
        gone = before.keys() - after.keys()
        for path in sorted(gone):
            _delete(output, path)
        if before != after:
            text = json.dumps({"schema": _SCHEMA, "files": after}, indent=0, sort_keys=True)
            _write(output / MANIFEST, text.encode())
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise PublishError(f"{where}{error.strerror or error}") from error
    pages = sum(path.endswith(".html") for path in after)
    return Published(pages=pages, written=written, deleted=len(gone))


def _manifest(output: Path) -> dict[str, str]:
    """The files written last time with their digests; nothing if there is no readable record."""
    try:
        record = json.loads((output / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    files = record.get("files") if isinstance(record, dict) else None
    return files if isinstance(files, dict) else {}


def _inside(output: Path, path: str) -> Path:
    """The place of a file in the output folder, which no path may lead out of."""
    parts = PurePosixPath(path)
    target = output / parts
    if (
        parts.is_absolute()
        or ".." in parts.parts
        or not target.resolve().is_relative_to(output.resolve())
    ):
        raise PublishError(f"{path} would lie outside of {output}")
    return target


def _write(target: Path, data: bytes) -> None:
    """Replace a file in one step: a reader sees the old bytes or the new ones, never half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".papergarden-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        os.replace(name, target)  # noqa: PTH105 # the one call that replaces in one step
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _delete(output: Path, path: str) -> None:
    """Delete a file that we wrote, and folders that are empty without it."""
    target = _inside(output, path)
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output:
            break
        with contextlib.suppress(OSError):  # it holds something else
            folder.rmdir()
