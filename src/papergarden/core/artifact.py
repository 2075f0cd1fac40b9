"""The files of a site: as values, and as work that is still to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

import msgspec


class CannotAmendError(Exception):
    """What was made before is not enough to go on from: all has to be made."""


class Artifact(msgspec.Struct, frozen=True, gc=False):
    """One file of the site: its path with forward slashes, and its bytes."""

    path: str
    data: bytes


class Left(msgspec.Struct, frozen=True):
    """What an earlier job left, whose files lie as they were left."""

    keys: Mapping[str, bytes]  # by path
    read: Callable[[str], bytes]  # raises OSError or ValueError where one is not as it was


class Job(msgspec.Struct, frozen=True):
    """Files of the site that are made together, once it is known that they are wanted.

    Files of one path and key, where it is not empty, have the same bytes: it is a digest of all
    that goes in.
    """

    paths: tuple[str, ...]
    make: Callable[[], Iterable[Artifact]]
    key: bytes = b""
    keys: Mapping[str, bytes] = {}  # of single files, where they do not follow from the same
    # From what was left to the files that differ, with None for those that are no more; or None,
    # if all have to be made.
    renew: Callable[[Left], Mapping[str, bytes | None] | None] | None = None

    def key_of(self, path: str) -> bytes:
        """The key of one of the files."""
        return self.keys.get(path, self.key)


class Part(msgspec.Struct, frozen=True):
    """Some files of a site. By which jobs they are made finds out whoever takes the part."""

    paths: tuple[str, ...]  # of the jobs
    jobs: Callable[[], Iterable[Job]]

    @classmethod
    def of(cls, *jobs: Job) -> Part:
        """Jobs that are known already."""
        return cls(tuple(path for job in jobs for path in job.paths), lambda: jobs)

    def joined(self, other: Part) -> Part:
        """This part and another one, for who takes both."""
        return Part((*self.paths, *other.paths), lambda: chain(self.jobs(), other.jobs()))


def ready(*artifacts: Artifact) -> Job:
    """What is made already."""
    return Job(tuple(artifact.path for artifact in artifacts), lambda: artifacts)
