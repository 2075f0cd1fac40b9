"""The words in which the site speaks of statuses, kinds and days."""

from __future__ import annotations

from datetime import date

from papergarden.core.model import Kind, Status, Work

_VERBS: dict[Kind, tuple[str, str, str]] = {
    "paper": ("to read", "reading", "read"),
    "article": ("to read", "reading", "read"),
    "book": ("to read", "reading", "read"),
    "video": ("to watch", "watching", "watched"),
    "code": ("to do", "in progress", "done"),
    "resource": ("to look at", "looking at", "looked at"),
}
_PLURALS: dict[Kind, str] = {
    "paper": "papers",
    "article": "articles",
    "book": "books",
    "video": "videos",
    "code": "code",
    "resource": "resources",
}


def status_word(status: Status, kind: Kind) -> str:
    """A status as one says it of a kind: a paper is read, a video watched, an experiment done."""
    queued, reading, read = _VERBS[kind]
    words: dict[Status, str] = {
        "queued": queued,
        "reading": reading,
        "read": read,
        "on-hold": "on hold",
    }
    return words.get(status, status)


def dated_status(work: Work) -> str:
    """The status of a work, with the day it was read."""
    word = status_word(work.status, work.kind)
    return f"{word} on {day_text(work.read_on)}" if work.read_on else word


def kind_word(kind: Kind, count: int = 1) -> str:
    """The name of a kind."""
    return kind if count == 1 else _PLURALS[kind]


def day_text(iso: str) -> str:
    """`2024-09-25` as `25 Sep 2024`."""
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def weekday(iso: str) -> str:
    """`2024-09-25` as `Wednesday`."""
    return _WEEKDAYS[date.fromisoformat(iso).weekday()]


def day_of_month(iso: str) -> str:
    """`2024-09-25` as `25 September`."""
    day = date.fromisoformat(iso)
    return f"{day.day} {_MONTHS[day.month - 1]}"


def month_text(month: str) -> str:
    """`2024-09` as `September 2024`."""
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1]} {int(year)}"


def short_month(month: str) -> str:
    """`2024-09` as `Sep 2024`."""
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1][:3]} {int(year)}"


# Not from the locale: a build in another country gives the same bytes.
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
