"""The site as it is shown while it is served: what is there, what is wrong, and who looks on."""

from __future__ import annotations

import posixpath
import re
import threading
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

_INDEX = "index.html"
_HEARTBEAT = 15.0  # seconds
# What a page consists of, besides itself: where one of these differs, it looks different.
_PART = re.compile(
    r'<(?:link rel="stylesheet"|(?:script|img|source|video|audio)\b)[^>]*?(?:src|href)="([^"]*)"'
)


class Stage:
    """The site as it is shown just now: its files, what is wrong, and who looks on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._built: dict[str, str] = {}  # the files that lie there: path to digest
        self._ahead: dict[str, bytes] = {}  # pages as they will be, in front of these
        self._files: dict[str, str] = {}  # what is shown: path to digest
        self._problem = ""
        self._changed = threading.Condition()
        self._over = False
        self._pages: list[str] = []  # that are open, once for each time
        self._parts: dict[tuple[str, str], tuple[str, ...]] = {}

    @property
    def files(self) -> Mapping[str, str]:
        """The files of the site with their digests."""
        return self._files

    def show(self, files: Mapping[str, str]) -> None:
        """All is in its place: these are the files, and nothing is wrong."""
        with self._changed:
            self._built, self._ahead, self._problem = dict(files), {}, ""
            self._files = self._built
            known = self._files.items()
            self._parts = {page: parts for page, parts in self._parts.items() if page in known}
            self._changed.notify_all()

    def renew(self, files: Mapping[str, str]) -> None:
        """These files are in their places, and others may follow."""
        with self._changed:
            self._built = {**self._built, **files}
            self._put_in_front({p: data for p, data in self._ahead.items() if p not in files})
            self._changed.notify_all()

    def show_ahead(self, page: str, data: bytes) -> None:
        """A page as it will be, before a build puts it in its place."""
        with self._changed:
            self._put_in_front({**self._ahead, page: data})
            self._changed.notify_all()

    def complain(self, problem: str) -> None:
        """Something is wrong; what is shown is the site as it lies there."""
        with self._changed:
            self._problem = problem
            self._put_in_front({})
            self._changed.notify_all()

    def end(self) -> None:
        """Nobody is told anything any more."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def looked_at(self) -> frozenset[str]:
        """The pages that are open, with all that they consist of."""
        with self._changed:
            return frozenset(path for page in set(self._pages) for path in (page, *self._of(page)))

    def is_lost(self) -> bool:
        """Whether there is a site no more, such as where somebody emptied the cache."""
        return bool(self._files) and not self.folder.is_dir()

    def find(self, address: str) -> str | None:
        """The file that an address means; only what is in the site can be meant."""
        path = named(address)
        return path if path in self._files else None

    def read(self, path: str) -> bytes:
        """What is shown of a file.

        Raises:
            OSError: it is not there.
        """
        data = self._ahead.get(path)
        return (self.folder / path).read_bytes() if data is None else data

    def is_folder(self, address: str) -> bool:
        """Whether the address lacks but a slash."""
        return not address.endswith("/") and self.find(f"{address}/") is not None

    def version(self, page: str, data: bytes | None) -> str:
        """By which a page is known that was made of these bytes, or one that is not there."""
        with self._changed:
            return self._version(page, "" if data is None else sha256(data).hexdigest())

    def events(self, page: str, version: str) -> Iterator[tuple[str, str] | None]:
        """What the reader of a page is told: its name and text; nothing now and then."""
        problem = ""
        with self._changed:
            self._pages.append(page)
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(
                        lambda: (
                            self._over
                            or self._problem != problem  # noqa: B023 # asked at once
                            or self._now(page) != version  # noqa: B023
                        ),
                        _HEARTBEAT,
                    )
                    if self._over:
                        return
                    before, problem = problem, self._problem
                    told, version = version, self._now(page)
                if before != problem:
                    yield "problem", problem
                if told != version:
                    yield "change", version
                if (before, told) == (problem, version):
                    yield None
        finally:
            with self._changed:
                self._pages.remove(page)

    def _put_in_front(self, ahead: dict[str, bytes]) -> None:
        self._ahead = ahead
        digests = {page: sha256(data).hexdigest() for page, data in ahead.items()}
        self._files = {**self._built, **digests}

    def _now(self, page: str) -> str:
        return self._version(page, self._files.get(page, ""))

    def _version(self, page: str, digest: str) -> str:
        parts = "".join(self._files.get(part, "") for part in self._of(page, digest))
        return sha256(f"{digest} {parts}".encode()).hexdigest()[:32]

    def _of(self, page: str, digest: str | None = None) -> tuple[str, ...]:
        """The files that a page shows."""
        key = page, self._files.get(page, "") if digest is None else digest
        if key not in self._parts:
            try:
                text = self.read(page).decode("utf-8") if page in self._files else ""
            except OSError:
                text = ""
            folder = posixpath.dirname(page)
            found = (posixpath.normpath(posixpath.join(folder, p)) for p in _PART.findall(text))
            self._parts[key] = tuple(dict.fromkeys(found))
        return self._parts[key]


def named(address: str) -> str:
    """The path in the site that an address means."""
    path = unquote(address, errors="replace").removeprefix("/")
    return f"{path}{_INDEX}" if not path or path.endswith("/") else path
