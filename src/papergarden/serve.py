"""A site that is there while one writes: built, shown, and built again with each change.

All that builds is what `notes build` does. This keeps what it knows in memory, begins with the
pages that somebody looks at, and tells open pages when they changed.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from papergarden.ahead import Ahead
from papergarden.cache import Resident
from papergarden.crew import Crew, cores
from papergarden.errors import UserError
from papergarden.host import Host, host
from papergarden.past import TRACES
from papergarden.progress import Progress
from papergarden.publish import Onlookers
from papergarden.reading import LOOKS
from papergarden.retouch import Retouch, Updated
from papergarden.stage import Stage
from papergarden.watch import Burst, Watch
from papergarden.workplace import Workplace

PORT = 8000
# While it builds, the threads that answer are asked for often.
_SWITCH = 0.001  # seconds
# A saved note is shown at once; a build waits until nothing else was saved for a moment.
_SETTLED, _LONGEST = 0.1, 1.0  # seconds
_POLL = 0.2  # seconds after which the host sees that all is over


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be served, and how."""

    vault: Path | None = None
    config_file: Path | None = None
    port: int = PORT
    drafts: bool = False
    jobs: int | None = None
    shown: bool = False  # how far the first build is


class Listener:
    """Hears what happens; does nothing with it."""

    def ready(self, url: str, *, taken: bool) -> None:
        """The site is there; the port that was wished for may have been `taken`."""

    def built(self, place: Workplace, done: Updated, seconds: float) -> None:
        """All is as a build makes it."""

    def failed(self, problem: str) -> None:
        """A build came to nothing."""


@dataclass(slots=True)
class Session:
    """One run of `notes serve`."""

    wishes: Wishes
    listener: Listener = field(default_factory=Listener)
    burst: Burst = field(default_factory=Burst)
    stage: Stage | None = None  # once it is there
    _ahead: Ahead | None = None

    def run(self) -> None:
        """Serve until the burst ends, or somebody interrupts.

        Raises:
            UsageError: there is no such vault, its configuration is wrong, or no port is free.
        """
        place = self._place()
        with (
            _folder(place, drafts=self.wishes.drafts) as folder,
            _memo(place, kept=folder == place.served(drafts=self.wishes.drafts)) as memo,
            _tuned(),
        ):
            stage = self.stage = Stage(folder)
            # Before there is a thread, so that all cores can work.
            self._build(stage, memo)
            server = host(self.wishes.port, stage)
            watch = Watch(self.burst)
            thread = threading.Thread(target=server.serve_forever, args=(_POLL,), name="host")
            try:
                watch.start(*_watched(place))
                thread.start()
                self.listener.ready(
                    server.url, taken=self.wishes.port not in {0, server.server_port}
                )
                self._go_on(stage, memo, watch)
            finally:
                watch.stop()
                _close(server, thread)

    def _place(self) -> Workplace:
        return Workplace(self.wishes.vault, self.wishes.config_file)

    def _go_on(self, stage: Stage, memo: Resident, watch: Watch) -> None:
        """Build again whenever something changed."""
        while (changes := self.burst.take()) is not None:
            if changes or stage.is_lost():
                settled = time.monotonic() + _LONGEST
                while changes and time.monotonic() < settled:
                    self._hurry(changes, stage, memo)
                    changes = self.burst.take(_SETTLED)
                # A theme or a vault that the configuration has named since: what is saved there
                # while this builds is another change.
                with suppress(UserError, OSError):
                    watch.follow(*_watched(self._place()))
                self._build(stage, memo)

    def _hurry(self, changes: Iterable[Path], stage: Stage, memo: Resident) -> None:
        """Show the page of a saved note at once, if somebody looks at it.

        What goes wrong here does so in the build that follows, and is said there.
        """
        if self._ahead is None:
            return
        with suppress(Exception):
            for page in self._ahead.pages(changes, stage.looked_at(), Crew(memo)):
                stage.show_ahead(page.path, page.data)

    def _build(self, stage: Stage, memo: Resident) -> None:
        """Build; what goes wrong is said in the pages, and the site stays as it is."""
        began = time.monotonic()
        with suppress(OSError):  # the cache was deleted: the folder is nobody else's to read
            stage.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            place = self._place()
            first = not stage.files
            crew = Crew(
                memo, self.wishes.jobs or cores(), Progress(shown=self.wishes.shown and first)
            )
            onlookers = None if first else Onlookers(stage.looked_at(), stage.renew)
            known = Retouch(
                place.vault,
                stage.folder,
                place.config,
                place.sights(stage.folder),
                crew,
                drafts=self.wishes.drafts,
            )
            # The first gives the graph, too, and so does the next one after a problem.
            done = known.small() if self._ahead else None
            if done is None:
                self._ahead = None
                done = known.whole(onlookers)
            crew.progress.end()
            stage.show(done.published.files)
            if done.built:
                with suppress(UserError, OSError):
                    drafts = self.wishes.drafts
                    self._ahead = Ahead(place.vault, place.config, done.built, drafts=drafts)
            done.remember()
        except UserError as error:
            self._fail(stage, str(error))
        except OSError as error:
            self._fail(stage, f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))
        except Exception as error:  # noqa: BLE001 # it is ours, and the site stays up
            self._fail(stage, _told(error))
        else:
            self.listener.built(place, done, time.monotonic() - began)
        gc.collect()
        gc.freeze()  # what is known stays, and need not be looked through the next time

    def _fail(self, stage: Stage, problem: str) -> None:
        self._ahead = None  # it knows nothing of what is wrong, nor of what is private since
        stage.complain(problem)
        self.listener.failed(problem)


def _watched(place: Workplace) -> tuple[list[Path], list[Path]]:
    """The folders in which any change counts, and the files."""
    folders = [place.vault, *filter(None, [place.config.theme_folder])]
    return folders, [place.config_file]


def _told(error: Exception) -> str:
    """A mistake of ours in one line, with the place where it happened."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return f"notes made a mistake that is not yours: {text}{where}"


def _close(server: Host, thread: threading.Thread) -> None:
    if thread.is_alive():
        server.close()
        thread.join()
    else:
        server.server_close()


@contextmanager
def _folder(place: Workplace, *, drafts: bool) -> Iterator[Path]:
    """Where the site lies: that of the last time, unless it is being served already."""
    folder = place.served(drafts=drafts)
    lock = FileLock(f"{folder}.lock", timeout=0)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(folder)  # by which it is seen that it is wanted
        lock.acquire()
    except (Timeout, OSError):
        with TemporaryDirectory(prefix="papergarden-serve-") as other:
            yield Path(other) / "site"
        return
    try:
        yield folder
    finally:
        lock.release()


@contextmanager
def _memo(place: Workplace, *, kept: bool) -> Iterator[Resident]:
    """What is known of the vault; what changes with each save is kept at the end, or not at all."""
    memo = Resident(place.memo, apart=(TRACES, LOOKS), kept=kept)
    try:
        yield memo
    finally:
        memo.close()


@contextmanager
def _tuned() -> Iterator[None]:
    """Threads that answer get their turn soon, and nobody looks for circles while it builds.

    To look for them takes a third of the time, and there is time afterwards.
    """
    interval, collected = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(_SWITCH)
    gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.unfreeze()
        if collected:
            gc.enable()
