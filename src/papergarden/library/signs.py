"""The signs and colours of statuses in the terminal, those of the site as far as it has them."""

from __future__ import annotations

import click

from papergarden.core.model import Status, Work
from papergarden.core.words import status_word

_SIGNS: dict[Status, str] = {
    "reading": "◐",
    "queued": "○",
    "on-hold": "‖",
    "read": "●",
    "noted": "◇",
    "mentioned": "·",
    "dropped": "⊘",
}
_COLOURS: dict[Status, str] = {
    "reading": "yellow",
    "queued": "cyan",
    "on-hold": "magenta",
    "read": "green",
}


def sign(status: Status) -> str:
    """The sign of a status."""
    return _SIGNS[status]


def status_text(work: Work) -> str:
    """The sign and the word of a work's status."""
    return f"{_SIGNS[work.status]} {status_word(work.status, work.kind)}"


def coloured(status: Status, text: str) -> str:
    """A text in the colour of a status."""
    colour = _COLOURS.get(status)
    return click.style(text, fg=colour) if colour else faint(text)


def faint(text: str) -> str:
    """A text that stands behind the others."""
    return click.style(text, dim=True)


def strong(text: str) -> str:
    """A text that one looks for."""
    return click.style(text, bold=True)
