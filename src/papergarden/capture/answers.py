"""Answers of services on disk, for a day: asked twice, a service is troubled once."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec

from papergarden.capture.store import change
from papergarden.capture.values import Answer, Problem
from papergarden.errors import CaptureError

_A_DAY = 86_400.0  # what arXiv says of a paper changes once a day at most


class _Kept(msgspec.Struct, frozen=True):
    url: str
    at: float
    content_type: str = ""
    missing: str = ""  # if not empty, the service does not know it, in these words


class Answers:
    """A folder of answers, each in a file named by the digest of its address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, url: str, now: float) -> Answer | Problem | None:
        """The answer of the last day; a file that is damaged is none."""
        try:
            head, _, body = self._path(url).read_bytes().partition(b"\n")
            kept = msgspec.json.decode(head, type=_Kept)
        except (OSError, msgspec.DecodeError):
            return None
        if kept.url != url or not 0 <= now - kept.at < _A_DAY:
            return None
        if kept.missing:
            return Problem("missing", kept.missing)
        return Answer(body, kept.content_type)

    def keep(self, url: str, answer: Answer | Problem, now: float) -> None:
        """Remember an answer that was read without trouble, or that there is nothing."""
        missing = answer.message if isinstance(answer, Problem) else ""
        content_type, body = ("", b"") if missing else (answer.content_type, answer.body)  # type: ignore[union-attr]
        head = msgspec.json.encode(_Kept(url, now, content_type, missing))
        path = self._path(url)
        with contextlib.suppress(OSError, CaptureError):  # on a full disk it goes without
            change(path, lambda _: head + b"\n" + body)

    def _path(self, url: str) -> Path:
        name = hashlib.sha256(url.encode()).hexdigest()
        return self._folder / name[:2] / name[2:]
