"""The files of a site: as values, and as work that is still to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec


class Artifact(msgspec.Struct, frozen=True, gc=False):
    """One file of the site: its path with forward slashes, and its bytes."""

    path: str
    data: bytes


class Job(msgspec.Struct, frozen=True):
    """Files of the site that are made together, once it is known that they are wanted.

    Jobs of one key, where it is not empty, make the same bytes: it is a digest of all that goes in.
    """

    paths: tuple[str, ...]
    make: Callable[[], Iterable[Artifact]]
    key: bytes = b""
    large: bool = False  # so that it is worth a process of its own


def ready(*artifacts: Artifact) -> Job:
    """What is made already."""
    return Job(tuple(artifact.path for artifact in artifacts), lambda: artifacts)
