"""Whether a site still is what its vault gives, and what the build said that made it."""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct, msgpack

from papergarden.config import Config
from papergarden.core.diagnostics import Diagnostic
from papergarden.folders import keep
from papergarden.looks import Seen, Sights

_SIZE = 16  # bytes of a digest
_MOST = 8  # sites of one vault that are remembered


class Outcome(Struct, frozen=True):
    """What a build has to say at its end."""

    notes: int
    works: int
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    written: int = 0
    deleted: int = 0

    def repeated(self) -> Outcome:
        """What another build has to say that has nothing to do."""
        return msgspec.structs.replace(self, written=0, deleted=0)


class _State(Struct, frozen=True, array_like=True):
    """How all lay when a site was finished, and what was said."""

    key: bytes  # of the site and the configuration
    sources: bytes
    site: bytes
    outcome: bytes  # encoded, as that of another site is not looked at


class Freshness:
    """What is known of one site of one vault, before anything is read."""

    def __init__(self, file: Path, sights: Sights, config: Config) -> None:
        """Look at the vault; `file` is where states are kept."""
        self._file = file
        self._key = _key(sights.parts[1], config)
        self._sights = sights
        signs, sources = sights.signs, sights.sources
        self._sure = signs.is_sure and sources.is_sure
        self._signs, self._sources = signs.digest, sources.digest
        self._site: bytes | None = None  # of one that is known to come from these sources

    def outcome(self) -> Outcome | None:
        """What the last build said, if another one would come to the same."""
        state = next((state for state in self._states() if state.key == self._key), None)
        if not state or state.sources != self._sources:
            return None
        if state.site != self._sights.site().digest:
            return None
        with contextlib.suppress(msgspec.DecodeError):
            outcome = msgpack.decode(state.outcome, type=Outcome)
            self._site = state.site
            return outcome
        return None

    def remember(self, outcome: Outcome, site: bytes | None) -> None:
        """Keep what a build said that began after this was made, and how the site lay then."""
        if not self._sure or site is None:
            return
        self._site = site
        kept = [state for state in self._states() if state.key != self._key][: _MOST - 1]
        said = msgpack.encode(outcome.repeated())
        state = _State(self._key, self._sources, self._site, said)
        keep(self._file, msgpack.encode([state, *kept]))

    def seen(self) -> Seen | None:
        """How all lies that an answer depends on; None if it cannot be told for sure."""
        if self._site is None or not self._sure:
            return None
        return self._signs, self._sources, self._site

    def _states(self) -> list[_State]:
        try:
            return msgpack.decode(self._file.read_bytes(), type=list[_State])
        except (OSError, msgspec.DecodeError):
            return []


def _key(output: str, config: Config) -> bytes:
    """The site and all that is configured; the folders that they name need not be UTF-8."""
    told = (os.path.realpath(output), config)
    return blake2b(repr(told).encode("utf-8", "backslashreplace"), digest_size=_SIZE).digest()
