"""When notes were begun and last changed, as the git repository around a vault remembers it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

# What the user's own settings for git could add to the answer, or run. Paths are given as they are.
_PLAIN = ("--no-pager", "-c", "log.showSignature=false", "-c", "core.quotePath=false")
_LOG = (
    "log",
    "--no-merges",
    "--reverse",
    "--find-renames",
    "--name-status",
    "--relative",
    "-z",
    "--format=%x01%as",
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


def _changes(log: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Day, letter of the status, path, and the new path of a file that was renamed or copied."""
    for commit in log.decode("utf-8", "surrogateescape").split("\x01")[1:]:
        day, *fields = commit.split("\0")
        rest = iter(field for field in (field.lstrip("\n") for field in fields) if field)
        for status in rest:
            path = next(rest, "")
            yield day, status[0], path, next(rest, "") if status[0] in "RC" else ""


def _git(vault: Path, *arguments: str) -> bytes:
    """What git answers; nothing if it is not there, or does not want to."""
    try:
        return subprocess.run(  # noqa: S603 # a fixed command, arguments of our own
            ["git", *_PLAIN, *arguments],  # noqa: S607 # the user's own git
            cwd=vault,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return b""
