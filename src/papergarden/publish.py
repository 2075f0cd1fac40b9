"""The publish stage: bring a folder to hold exactly the given files, and never touch another's.

A manifest in the folder lists what was written. Only files that it lists are replaced or deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from papergarden.core.render import Artifact
from papergarden.errors import PublishError

MANIFEST = ".papergarden.json"
_SCHEMA = "papergarden-site/1"
_JOURNAL = ".papergarden.journal"
_TEMPORARY = ".papergarden-"


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did."""

    pages: int
    written: int
    deleted: int


def publish(artifacts: Iterable[Artifact], output: Path) -> Published:
    """Write what differs, then delete what was written once and no longer belongs.

    Nothing is written before it is known that no file of another's is in the way. What is about to
    be written is noted first, so that after a crash the files are still known to be ours.

    Raises:
        PublishError: a path leads out of the folder, is taken by a file that is not ours, or the
            disk refuses.
    """
    target = output
    try:
        before = _manifest(output)
        ours = before.keys() | _interrupted(output)
        changed, after = _plan(artifacts, output, ours)
        output.mkdir(parents=True, exist_ok=True)
        gone = sorted(ours - after.keys())
        if changed or gone or before != after:
            target = output / _JOURNAL
            _write(target, "\n".join(sorted({*ours, *after})).encode())
        for artifact in changed:
            target = _inside(output, artifact.path)
            _write(target, artifact.data)
        for path in gone:
            target = _inside(output, path)
            _delete(output, target)
        if before != after:
            target = output / MANIFEST
            text = json.dumps({"schema": _SCHEMA, "files": after}, indent=0, sort_keys=True)
            _write(target, text.encode())
        (output / _JOURNAL).unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"{target}: {error.strerror or error}") from error
    pages = sum(path.endswith(".html") for path in after)
    return Published(pages=pages, written=len(changed), deleted=len(gone))


def has_notes(output: Path) -> bool:
    """Whether the site in a folder has pages of notes."""
    return any(path.startswith("notes/") for path in _manifest(output))


def _plan(
    artifacts: Iterable[Artifact], output: Path, ours: Collection[str]
) -> tuple[list[Artifact], dict[str, str]]:
    """The files that differ from what is there, and the digests of all of them."""
    changed: list[Artifact] = []
    after: dict[str, str] = {}
    for artifact in artifacts:
        target = _inside(output, artifact.path)
        if artifact.path in after:
            raise PublishError(f"two pages want to be {artifact.path}")
        after[artifact.path] = hashlib.sha256(artifact.data).hexdigest()
        present = target.read_bytes() if target.is_file() else None
        if present == artifact.data:
            continue
        obstacle = _obstacle(output, artifact.path, ours)
        if obstacle:
            raise PublishError(
                f"{obstacle} was not written by notes; choose another output folder, "
                "or move the file away"
            )
        changed.append(artifact)
    return changed, after


def _obstacle(output: Path, path: str, ours: Collection[str]) -> Path | None:
    """What stands where a file is to be written, or a folder for it, and is not ours."""
    target = output / path
    if target.is_dir() or (path not in ours and target.exists()):
        return target
    folders = (folder for folder in target.parents if folder != output and output in folder.parents)
    return next(
        (
            folder
            for folder in folders
            if folder.exists()
            and not folder.is_dir()
            and folder.relative_to(output).as_posix() not in ours
        ),
        None,
    )


def _interrupted(output: Path) -> set[str]:
    """The files of a publication that was cut off before its manifest was written."""
    try:
        return set((output / _JOURNAL).read_text("utf-8").splitlines())
    except (OSError, ValueError):
        return set()


def _manifest(output: Path) -> dict[str, str]:
    """The files written last time with their digests; nothing if there is no readable record."""
    try:
        record = json.loads((output / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(record, dict) or record.get("schema") != _SCHEMA:
        return {}
    files = record.get("files")
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
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        os.replace(name, target)  # noqa: PTH105 # the one call that replaces in one step
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _delete(output: Path, target: Path) -> None:
    """Delete a file that we wrote, and folders that are empty without it."""
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output:
            break
        with contextlib.suppress(OSError):  # it holds something else
            folder.rmdir()
