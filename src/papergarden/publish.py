"""The publish stage: bring a folder to hold exactly the given files, and never touch another's.

A manifest in the folder lists what was written. Only files that it lists are replaced or deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import msgspec
from msgspec import structs

from papergarden.core.artifact import Artifact, Job, Part
from papergarden.core.paths import folders_around
from papergarden.crew import FEWEST, Crew
from papergarden.disk import create, delete, lies, write
from papergarden.errors import PublishError
from papergarden.manifest import JOURNAL, MANIFEST, encoded, interrupted, recorded
from papergarden.past import Past, Trace, Traces
from papergarden.waiting import clear_up, folder_in

# Files for which a second process is worth it, though hardly any of them may have to be made.
_MANY = 1000
# Files of a site in which those that an edit of prose changes are large themselves.
_VERY_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did."""

    pages: int
    written: int
    deleted: int
    # The files that were written or deleted, and the record.
    changed: frozenset[str] = field(default=frozenset(), compare=False)
    # Size and time, in nanoseconds, of those that were, or might have been.
    left: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False)
    traces: Traces = field(default_factory=dict, compare=False)
    files: dict[str, str] = field(default_factory=dict, compare=False)  # path to digest


@dataclass(frozen=True, slots=True)
class Onlookers:
    """Which files are looked at just now, and how to tell that new ones are in their places."""

    paths: frozenset[str]
    tell: Callable[[Mapping[str, str]], None]  # path to digest


class _Made(msgspec.Struct, frozen=True):
    """A file that was made: its digest, and where it waits if it differs from what is there."""

    path: str
    key: bytes  # of its job
    digest: str
    trace: Trace  # how it lies: by that it will be known, whoever replaces it later
    waits: str = ""


class _Done(msgspec.Struct, frozen=True):
    """What came of a part."""

    jobs: tuple[tuple[str, ...], ...]  # those that were done, by their paths
    made: tuple[_Made, ...]


def publish(  # noqa: PLR0913 # one parameter for each thing that it depends on
    parts: Sequence[Part],
    output: Path,
    known: Mapping[str, Trace] = MappingProxyType({}),
    crew: Crew | None = None,
    onlookers: Onlookers | None = None,
    *,
    others_stay: bool = False,
) -> Published:
    """Write what differs, then delete what was written once and no longer belongs.

    A job of a part is not done if all its files are `known` to come from one with the same key, and
    lie as they were left. All that is made waits in a folder apart until the last file is made;
    before that nothing is replaced, so a mistake changes nothing. What is about to be new is noted
    first, so that after a crash the files are still known to be ours. What `onlookers` look
    at is made and put in its place before all else. If `others_stay`, so do the files that no part
    names.

    Raises:
        PublishError: a path leads out of the folder, is taken by a file that is not ours, or the
            disk refuses.
        WorkerError: a process that made files was ended.
    """
    crew = crew or Crew()
    target = output
    new = not output.exists()
    before = recorded(output)
    ours = before.keys() | interrupted(output)
    press = _Press(Past(output, before, known), ours, crew)
    try:
        press.expect(parts)
        with crew.progress.stage("make pages"):
            if onlookers:
                press.make(parts, onlookers.paths)
                if press.waits():
                    onlookers.tell(press.place())
            press.make(parts, few=others_stay)
            if others_stay:
                press.keep_others(parts)
        after, gone = press.after, press.gone()
        if gone or before != after or press.waits():
            with crew.progress.stage("write"):
                press.place(gone)
        changed, left = {*(one.path for one in press.made if one.waits), *gone}, press.left()
        if before != after:
            target = output / MANIFEST
            lies = write(target, encoded(after))
            changed.add(MANIFEST)
            left[MANIFEST] = lies.st_size, lies.st_mtime_ns
        target = output / JOURNAL
        target.unlink(missing_ok=True)
        traces = press.traces()
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        press.clear()
        with contextlib.suppress(OSError):
            if new:
                output.rmdir()  # nothing came of it
    pages = sum(path.endswith(".html") for path in after)
    return Published(pages, press.written, len(gone), frozenset(changed), left, traces, after)


class _Press:
    """Makes files, and has them wait beside the others."""

    def __init__(self, past: Past, ours: Collection[str], crew: Crew) -> None:
        self._past = past
        self._output = output = past.output
        self._ours = frozenset(ours)
        self._crew = crew
        self._waiting = folder_in(output)  # made by who first needs it
        self._root = output.resolve()
        self._folders: set[str] = set()  # that are known to lie within
        self._free: set[str] = set()  # folders where nothing is in the way
        self._kept: set[str] = set()  # that were looked at, and stay
        self._ready: set[str] = set()  # the paths of jobs that are done
        self._placed = self.written = 0  # of what was made
        self.made: list[_Made] = []
        self.after: dict[str, str] = {}  # the digest of each file

    def expect(self, parts: Iterable[Part]) -> None:
        """Hear of all that there will be. Every path is wanted once, and lies in the folder."""
        paths = [path for part in parts for path in part.paths]
        twice = Counter(paths).most_common(1)
        if twice and twice[0][1] > 1:
            raise PublishError(f"two pages want to be {twice[0][0]}")
        self.check(paths)

    def make(
        self, parts: Sequence[Part], only: frozenset[str] | None = None, *, few: bool = False
    ) -> None:
        """Do the jobs whose files do not lie there as they were left; `only` those with a path.

        There may be `few` to make, however many they could be.
        """
        wanted = [part for part in parts if only is None or not only.isdisjoint(part.paths)]
        there = len(self._past.digests)
        fewest = _MANY if there else FEWEST
        many = sum(len(part.paths) for part in wanted) >= fewest
        large = there >= _VERY_MANY if few else many
        do = partial(self._do, only)
        for part, done in zip(
            wanted, self._crew.spread(do, list(enumerate(wanted)), large=large), strict=True
        ):
            self.made += done.made
            self.after |= {one.path: one.digest for one in done.made}
            self._ready.update(*done.jobs)
            if only is None:
                kept = [p for p in part.paths if p not in self._ready and p in self._past.digests]
                self._kept.update(kept)
                self.after |= {path: self._past.digests[path] for path in kept}

    def keep_others(self, parts: Iterable[Part]) -> None:
        """Leave the files of the last time that no part names."""
        own, self.after = self.after, {**self._past.digests, **self.after}
        gone = {path for part in parts for path in part.paths} - own.keys()
        for path in gone:
            self.after.pop(path, None)

    def clear(self) -> None:
        """Take away what still waits, and what a publication left that was cut off."""
        shutil.rmtree(self._waiting, ignore_errors=True)
        clear_up(self._output)

    def gone(self) -> list[str]:
        """The files of the last time that nobody wants any more."""
        gone = sorted(self._ours - self.after.keys())
        self.check(gone)
        return gone

    def waits(self) -> list[_Made]:
        """What was made and is not in its place yet."""
        return [one for one in self.made[self._placed :] if one.waits]

    def place(self, gone: Sequence[str] = ()) -> dict[str, str]:
        """Put all that waits in its place, and delete what is gone; give digests of the new files.

        Which files are ours besides those that the manifest lists is noted before.

        Raises:
            PublishError: the disk refuses.
        """
        ones = self.waits()
        self._placed = len(self.made)
        target: Path | str = self._output / JOURNAL
        try:
            self._output.mkdir(parents=True, exist_ok=True)
            new = sorted({*self._ours, *self.after} - self._past.digests.keys())
            write(self._output / JOURNAL, "\n".join(new).encode())
            first = set(_in_the_way({one.path for one in ones}, gone))
            for path in sorted(first):
                target = self._output / path
                delete(self._output, self._output / path)
            for folder in sorted({one.path.rpartition("/")[0] for one in ones}):
                target = self._output / folder
                target.mkdir(parents=True, exist_ok=True)
            for one in ones:
                target = f"{self._output}/{one.path}"
                os.replace(one.waits, target)  # noqa: PTH105 # the one call that replaces in one step
            for path in gone:
                if path not in first:
                    target = self._output / path
                    delete(self._output, self._output / path)
        except OSError as error:
            raise _refused(target, error) from error
        self.written += len(ones)
        return {one.path: one.digest for one in ones}

    def check(self, paths: Iterable[str]) -> None:
        """No path may lead out of the folder, not even through a link that lies there."""
        for path in paths:
            folder = path.rpartition("/")[0]
            if folder in self._folders:
                continue
            parts = PurePosixPath(path)
            if (
                parts.is_absolute()
                or ".." in parts.parts
                or not (self._output / folder).resolve().is_relative_to(self._root)
            ):
                raise PublishError(f"{path} would lie outside of {self._output}")
            self._folders.add(folder)

    def left(self) -> dict[str, tuple[int, int]]:
        """How the files lie that are made, or were looked at and stay."""
        looked_at = {path: self._past.traces[path] for path in self._kept}
        lie = {**looked_at, **{one.path: one.trace for one in self.made}}
        return {path: (trace.size, trace.time) for path, trace in lie.items()}

    def traces(self) -> Traces:
        """By which all files will be known the next time."""
        known = self._past.traces
        found = {path: trace for path, trace in known.items() if path in self.after}
        return found | {one.path: one.trace for one in self.made if one.key}

    def _do(self, only: frozenset[str] | None, numbered: tuple[int, Part]) -> _Done:
        number, part = numbered
        jobs: list[tuple[str, ...]] = []
        made: list[_Made] = []
        for job in part.jobs():
            is_wanted = only is None or not only.isdisjoint(job.paths)
            if is_wanted and self._ready.isdisjoint(job.paths) and not self._past.kept(job):
                made += self._made(job, f"{number}-{len(jobs)}")
                jobs.append(job.paths)
        return _Done(tuple(jobs), tuple(made))

    def _made(self, job: Job, name: str) -> Iterator[_Made]:
        """What comes of a job; files that differ wait under names that begin so."""
        left = self._past.left(job) if job.renew else None
        new = job.renew(left) if job.renew and left else None
        artifacts: Iterable[Artifact]
        if left and new is not None:
            yield from (
                self._kept_as(path, job.key_of(path)) for path in left.keys if path not in new
            )
            artifacts = (Artifact(path, data) for path, data in new.items() if data)
        else:
            artifacts = job.make()
        for part, artifact in enumerate(artifacts):
            path, key = artifact.path, job.key_of(artifact.path)
            digest = hashlib.sha256(artifact.data).hexdigest()
            # What was renewed is no file of somebody else, and that it differs needs no comparison.
            is_other = new is not None and self._past.digests.get(path, digest) != digest
            there, waits = None if is_other else self._there(artifact), ""
            if there is None:
                waits = f"{self._waiting}/{name}-{part}"
                there = self._put_by(waits, artifact.data)
            yield _Made(path, key, digest, Trace.of(there, key), waits)

    def _put_by(self, place: str, data: bytes) -> os.stat_result:
        """Write a file where it waits."""
        try:
            create(place, data)
        except FileNotFoundError:
            self._waiting.mkdir(mode=0o700, parents=True, exist_ok=True)
            create(place, data)
        return os.stat(place)  # noqa: PTH116 # on text

    def _kept_as(self, path: str, key: bytes) -> _Made:
        """A file that stays as it is, under another key."""
        known = self._past.traces[path]
        return _Made(path, key, self._past.digests[path], structs.replace(known, key=key))

    def _there(self, artifact: Artifact) -> os.stat_result | None:
        """How a file lies there, if it is as it is to be.

        Raises:
            PublishError: what lies there instead, or in the way to it, is not ours.
        """
        target = f"{self._output}/{artifact.path}"
        found = lies(target)
        same = found and stat.S_ISREG(found.st_mode) and found.st_size == len(artifact.data)
        if same and Path(target).read_bytes() == artifact.data:
            return found
        if found and artifact.path not in self._ours and not self._will_be_free(target, found):
            raise _not_ours(target)
        self._look_around(artifact.path.rpartition("/")[0])
        return None

    def _will_be_free(self, target: str, found: os.stat_result) -> bool:
        """Whether a folder lies there in which all is ours: it goes before the file comes."""
        inside = (path for path in Path(target).rglob("*") if not path.is_dir())
        return stat.S_ISDIR(found.st_mode) and all(
            path.relative_to(self._output).as_posix() in self._ours for path in inside
        )

    def _look_around(self, folder: str) -> None:
        """No file of others may stand where a folder is to be made."""
        if folder in self._free:
            return
        for path in (folder, *reversed(folders_around(folder))):
            found = lies(f"{self._output}/{path}")
            if path not in self._ours and found and not stat.S_ISDIR(found.st_mode):
                raise _not_ours(f"{self._output}/{path}")
        self._free.add(folder)


def _in_the_way(new: Collection[str], gone: Iterable[str]) -> Iterator[str]:
    """What has to go first: files where there will be folders, and the other way round."""
    folders = {folder for path in new for folder in folders_around(path)}
    for path in gone:
        if path in folders or any(folder in new for folder in folders_around(path)):
            yield path


def _not_ours(obstacle: str) -> PublishError:
    return PublishError(
        f"{obstacle} was not written by notes; choose another output folder, or move the file away"
    )


def _refused(target: Path | str, error: OSError) -> PublishError:
    return PublishError(f"{target}: {error.strerror or error}")
