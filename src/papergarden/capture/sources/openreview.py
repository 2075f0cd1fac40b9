"""OpenReview: a submission by the id of its forum, in the new interface and the one before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from papergarden.capture.text import json_object, line, unmarked
from papergarden.capture.values import Metadata, Problem, Request
from papergarden.core.machines.people import name_of

_SECONDS_A_DAY = 86_400


def request(base: str, name: str) -> Request:
    """Ask for the note that is the submission."""
    return Request(f"{base}/notes?id={quote(name, safe='')}", "application/json", "OpenReview")


def parse(body: bytes, name: str) -> Metadata | Problem:
    """The submission with an id."""
    answer = json_object(body)
    if isinstance(answer, Problem):
        return answer
    notes = answer.get("notes")
    if not isinstance(notes, list):
        said = line(answer.get("message")) or "nothing"
        return Problem("refused", f"OpenReview says: {said}")
    note = next((n for n in notes if isinstance(n, dict) and n.get("id") == name), None)
    if note is None:
        return Problem("missing", "OpenReview knows no such submission")
    content = note.get("content")
    content = content if isinstance(content, dict) else {}
    title = unmarked(_value(content, "title"))
    if not title:
        return Problem("garbled", "the submission has no title")
    people = _value(content, "authors")
    names = (line(person) for person in (people if isinstance(people, list) else ()))
    return Metadata(
        title=title,
        source="OpenReview",
        type="article",
        authors=tuple(name_of(person) for person in names if person),
        issued=_issued(note),
        abstract=unmarked(_value(content, "abstract")),
        url=f"https://openreview.net/forum?id={name}",
        venue=line(_value(content, "venue")),
    )


def _value(content: dict[str, Any], field: str) -> object:
    """What stands in a field; the new interface has it one level deeper."""
    value = content.get(field)
    return value.get("value") if isinstance(value, dict) else value


def _issued(note: dict[str, Any]) -> tuple[int, ...]:
    """The year in which it was published, else handed in, from milliseconds since 1970."""
    for field in ("pdate", "odate", "tcdate", "cdate"):
        value = note.get(field)
        if isinstance(value, int) and 0 < value < 4e12:  # noqa: PLR2004 # far in the future
            return _day(value // 1000 // _SECONDS_A_DAY)
    return ()


def _day(days: int) -> tuple[int, ...]:
    day = date(1970, 1, 1) + timedelta(days=days)
    return day.year, day.month, day.day
