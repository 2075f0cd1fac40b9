"""What the folder of a site says of itself: which files in it we wrote, and their digests."""

from __future__ import annotations

from pathlib import Path

import msgspec

MANIFEST = ".papergarden.json"
JOURNAL = ".papergarden.journal"  # the files that a publication is about to write
_SCHEMA = "papergarden-site/1"


class _Record(msgspec.Struct, frozen=True):
    """What the manifest holds."""

    schema: str
    files: dict[str, str]  # path to digest


def encoded(files: dict[str, str]) -> bytes:
    """The manifest of some files, by path."""
    record = msgspec.json.encode(_Record(_SCHEMA, files), order="sorted")
    return msgspec.json.format(record, indent=1)


def recorded(output: Path) -> dict[str, str]:
    """The files written last time with their digests; nothing if there is no readable record."""
    try:
        record = msgspec.json.decode((output / MANIFEST).read_bytes(), type=_Record)
    except (OSError, ValueError):
        return {}
    return record.files if record.schema == _SCHEMA else {}


def interrupted(output: Path) -> set[str]:
    """The files of a publication that was cut off before its manifest was written."""
    try:
        return set((output / JOURNAL).read_text("utf-8").splitlines())
    except (OSError, ValueError):
        return set()


def has_notes(output: Path) -> bool:
    """Whether the site in a folder has pages of notes."""
    return any(path.startswith("notes/") for path in recorded(output))


def differences(output: Path, other: Path) -> list[str]:
    """The files of two sites that are not the same in both, by path."""
    paths = sorted({*recorded(output), *recorded(other)})
    return [path for path in paths if _bytes(output / path) != _bytes(other / path)]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
