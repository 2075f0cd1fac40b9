"""The title of one work at once, or not at all: `notes add` waits for nobody."""

from __future__ import annotations

import threading
from pathlib import Path

from papergarden.capture.fetch import Fetcher, Wanted
from papergarden.capture.http import Network
from papergarden.capture.services import Services
from papergarden.capture.values import Metadata

THREAD = "title"
_LONGEST = 1.5  # seconds


def title_of(
    key: str, cache: Path, services: Services, url: str = "", within: float = _LONGEST
) -> str | None:
    """What a service calls a work, if it says so in time; its answer is kept for `notes sync`.

    One service is asked once. Looking up a name and a slow service may outlast any timeout of a
    connection, so it happens aside, and is left behind when the time is over.
    """
    found: list[str] = []
    over = threading.Event()

    def ask() -> None:
        try:
            with Network(cache, hurried=True) as network:
                for results in Fetcher(network, services).fetch([Wanted(key, "", url)]):
                    found.extend(r.title for r in results.values() if isinstance(r, Metadata))
        except OSError:  # a cache that cannot be written
            pass
        finally:
            over.set()

    threading.Thread(target=ask, name=THREAD, daemon=True).start()
    over.wait(within)
    return found[0] if found else None
