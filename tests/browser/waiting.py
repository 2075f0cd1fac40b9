"""Waiting for what a page comes to: its answers take their time, on a busy machine more of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

Found = TypeVar("Found")

_PATIENCE = 30.0  # seconds, which nobody waits for while all goes well
_LOOK_AGAIN = 15.0  # milliseconds
_FRAMES = """async number => {
    const frame = window.plainFrame ?? requestAnimationFrame
    for (let n = 0; n < number; n++) await new Promise(done => frame(() => setTimeout(done)))
}"""


def until(page: Page, read: Callable[[], Found], fits: Callable[[Found], bool]) -> Found:
    """Read until what is read fits, and give it; else tell what it was in the end."""
    end = time.monotonic() + _PATIENCE
    while not fits(found := read()):
        assert time.monotonic() < end, f"it stays {found!r}"
        page.wait_for_timeout(_LOOK_AGAIN)
    return found


def becomes(page: Page, read: Callable[[], object], wanted: object) -> None:
    """Wait until what is read is what is wanted; else tell the difference."""
    end = time.monotonic() + _PATIENCE
    while (found := read()) != wanted and time.monotonic() < end:
        page.wait_for_timeout(_LOOK_AGAIN)
    assert found == wanted


def frames(page: Page, number: int = 3) -> None:
    """Let so many frames pass: whatever a page does of itself when nothing is left has begun."""
    page.evaluate(_FRAMES, number)
