"""When notes were begun and last changed, as the git repository around a vault remembers it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct, structs

from papergarden.core.model import ParsedNote

# What the user's own settings for git could add to the answer, or run. Paths are given as they are.
_PLAIN = ("--no-pager", "-c", "log.showSignature=false", "-c", "log.showRoot=true")
# Before each commit. No path of a file begins like an absolute one.
_COMMIT = "/commit/"
_LONGEST = 20  # seconds; a history that takes more is none
_LOG = (
    "log",
    "--no-merges",
    "--reverse",
    "--find-renames",
    "--name-status",
    "--relative",
    "-z",
    f"--format={_COMMIT}%as",
    "--",
    ".",
)


class Lifetime(Struct, frozen=True):
    """The days of the first and of the last commit that touched a file, in ISO form."""

    begun: str
    changed: str


def lifetimes(vault: Path) -> dict[str, Lifetime]:
    """The lifetimes of the files of a vault by path; a renamed file keeps its own.

    Nothing is known outside a repository, without git, and from a shallow clone, whose oldest
    commit seems to have made every file. Days are those of the author, wherever that was.
    """
    folder = vault.resolve()
    if not any((around / ".git").exists() for around in (folder, *folder.parents)):
        return {}
    if _git(vault, "rev-parse", "--is-shallow-repository").strip() != b"false":
        return {}
    if _git(vault, "config", "--get", "extensions.partialClone"):  # it would ask the network
        return {}
    found: dict[str, Lifetime] = {}
    for day, status, path, new in _changes(_git(vault, *_LOG)):
        if status == "D":
            found.pop(path, None)
        elif status == "R":
            old = found.pop(path, None)
            found[new] = Lifetime(old.begun if old else day, day)
        else:
            known = found.get(new or path)
            found[new or path] = Lifetime(known.begun if known else day, day)
    return found


def dated(note: ParsedNote, known: Lifetime | None) -> ParsedNote:
    """A note with the days of its file where it tells none; a log says of which it tells."""
    if known is None or note.days:
        return note
    return structs.replace(
        note, date=note.date or known.begun, modified=note.modified or known.changed
    )


def _changes(log: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Day, letter of the status, path, and the new path of a file that was renamed or copied."""
    day: str | None = None
    fields = (field.lstrip("\n") for field in log.decode("utf-8", "surrogateescape").split("\0"))
    rest = iter(filter(None, fields))
    for field in rest:
        if field.startswith(_COMMIT):
            day = _day(field.removeprefix(_COMMIT))
            continue
        path = next(rest, "")
        new = next(rest, "") if field[0] in "RC" else ""
        if day:
            yield day, field[0], path, new


def _day(text: str) -> str | None:
    """A day as git gives it; commits of strange tools have none, or one in a year far off."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _git(vault: Path, *arguments: str) -> bytes:
    """What git answers; nothing if it is not there, or does not want to."""
    import subprocess  # noqa: PLC0415 # few builds ask

    try:
        return subprocess.run(  # noqa: S603 # a fixed command, arguments of our own
            ["git", *_PLAIN, *arguments],  # noqa: S607 # the user's own git
            cwd=vault,
            env=_environment(),
            timeout=_LONGEST,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return b""


def _environment() -> dict[str, str]:
    """Without what git tells its hooks, such as another repository, and without the network."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**own, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
