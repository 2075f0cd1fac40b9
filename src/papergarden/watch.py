"""What changes in folders while one works in them: the events that count, gathered in bursts."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

# Others tell that a file was opened, read or closed as it was, or that its folder changed with it.
_COUNT: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
# What editors write beside a file: Vim's trial whether it may write at all, copies, locks.
_OF_EDITORS = ("~", ".swp", ".swx", ".swo", ".tmp", ".bak", ".part", ".crdownload", ".kate-swp")
_TRIAL = "4913"
# Seconds without an event after which a burst is over; longer while a file seems to be written, as
# not every system says when it was closed.
_QUIET, _QUIET_IN_WRITING = 0.01, 0.1
_IN_WRITING = (FileCreatedEvent, FileModifiedEvent)
_LONGEST = 1.0  # seconds after which a burst that does not end is taken as it is


class Burst:
    """Paths that changed shortly one after the other, until somebody takes them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._paths: set[Path] = set()
        self._in_writing: set[Path] = set()
        self._first = self._last = 0.0
        self._over = False

    def add(self, paths: Iterable[Path], *, in_writing: bool = False) -> None:
        """Note what changed; it may be `in_writing` still."""
        with self._changed:
            new = set(paths)
            if new:
                self._last = self._clock()
                self._first = self._first if self._paths else self._last
                self._paths |= new
                self._in_writing -= new
                self._in_writing |= new if in_writing else set()
                self._changed.notify_all()

    def end(self) -> None:
        """Wake up whoever waits: nothing comes any more."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def take(self, patience: float = 0.5) -> frozenset[Path] | None:
        """Wait until something has changed and it is quiet again; None when all is over.

        It is an empty set if nothing changes for so many seconds.
        """
        with self._changed:
            if not self._paths and not self._over:
                self._changed.wait(patience)
            while self._paths and not self._over:
                rest = self._rest()
                if rest <= 0:
                    break
                self._changed.wait(rest)
            if self._over:
                return None
            taken, self._paths, self._in_writing = frozenset(self._paths), set(), set()
            return taken

    def _rest(self) -> float:
        """For how many seconds it has to be quiet yet."""
        quiet = _QUIET_IN_WRITING if self._in_writing else _QUIET
        return min(self._last + quiet, self._first + _LONGEST) - self._clock()


class Watch:
    """Watches folders, and files by their names; what counts goes into a burst."""

    def __init__(self, burst: Burst) -> None:
        self._burst = burst
        self._observer: BaseObserver = Observer()
        self._watches: dict[tuple[Path, str], ObservedWatch] = {}

    def start(self, folders: Iterable[Path], files: Iterable[Path]) -> None:
        """Begin, by asking again and again where the system does not tell."""
        wanted = list(folders), list(files)
        try:
            self.follow(*wanted)
            self._observer.start()
        except OSError:  # there are only so many folders that one may watch
            self._observer = PollingObserver()
            self._watches = {}
            self.follow(*wanted)
            self._observer.start()

    def follow(self, folders: Iterable[Path], files: Iterable[Path]) -> None:
        """Watch these folders with all in them, and these files, and nothing else."""
        wanted = {(folder.resolve(), "") for folder in folders}
        wanted |= {(file.resolve().parent, file.name) for file in files}
        for place in self._watches.keys() - wanted:
            self._observer.unschedule(self._watches.pop(place))
        for place in sorted(wanted - self._watches.keys()):
            folder, name = place
            if folder.is_dir():
                self._watches[place] = self._observer.schedule(
                    _Listener(folder, name, self._burst),
                    str(folder),
                    recursive=not name,
                    event_filter=_COUNT,
                )

    def stop(self) -> None:
        """Watch nothing any more."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()


class _Listener(FileSystemEventHandler):
    """Hears what happens in one folder."""

    def __init__(self, folder: Path, name: str, burst: Burst) -> None:
        self._folder = folder
        self._name = name  # of the one file that counts, or empty
        self._burst = burst

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note its paths, if it counts."""
        paths = changed(event, self._folder, self._name)
        self._burst.add(paths, in_writing=type(event) in _IN_WRITING)


def changed(event: FileSystemEvent, folder: Path, name: str = "") -> list[Path]:
    """The paths that an event in a folder tells of, as far as they count; or those of one name."""
    if type(event) not in _COUNT:
        return []
    paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
    return [path for path in paths if (path.name == name if name else _counts(path, folder))]


def _counts(path: Path, folder: Path) -> bool:
    """Whether it may be a file of a vault: nothing hidden, nothing that only an editor needs."""
    if not path.is_relative_to(folder):
        return False
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith((".", "#")) for part in parts)
    return bool(parts) and not hidden and not _of_editor(parts[-1])


def _of_editor(name: str) -> bool:
    return name == _TRIAL or name.endswith(_OF_EDITORS)
