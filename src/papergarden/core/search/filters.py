"""What operators let through: of a status or kind, with a tag or topic, of an author or a year."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from papergarden.core.model import LIFE
from papergarden.core.search.documents import Named
from papergarden.core.search.query import Filter
from papergarden.core.search.words import fold, words

Test = Callable[[Named], bool]

# How else one calls a status.
SAME: Mapping[str, str] = MappingProxyType(
    {"open": "queued", "todo": "queued", "done": "read", "watched": "read"}
)
# Of these a work or note has one, so several of them mean either; all others must hold together.
EITHER = ("status", "kind", "year")
_YEARS = re.compile(r"(\d{0,9})(\.\.)?(\d{0,9})")
_LAST_YEAR = 9999


def of_facts(name: str, text: str, among: Collection[Named]) -> Test:
    """Which of some documents an operator lets through, other than `in:`."""
    start = fold(text).strip()
    if name == "status":
        meant = SAME.get(start, start.replace(" ", "-"))
        fits = _whole_or_begun(meant, {one.s for one in among})
        return lambda one: bool(one.s) and fits(one.s)
    if name == "kind":
        kinds = {one.k for one in among}
        fits = _whole_or_begun(start if start in kinds else re.sub("s$", "", start), kinds)
        return lambda one: fits(one.k)
    if name == "tag":
        begin = start.removeprefix("#")
        return lambda one: any(plain(tag).startswith(begin) for tag in one.g)
    if name == "topic":
        return _under(start, among)
    if name == "author":
        return lambda one: any(begins_a_word(author, start) for author in one.u)
    in_years = years(text)
    return lambda one: any(map(in_years, one.y))


def _under(start: str, among: Iterable[Named]) -> Test:
    """Which are under the topic of this name, or else under one in which a word begins so."""
    if any(plain(topic) == start for one in among for topic in one.p):
        return lambda one: any(plain(topic) == start for topic in one.p)
    return lambda one: any(begins_a_word(topic, start) for topic in one.p)


def is_years(text: str) -> bool:
    """Whether a text tells years, from the first to the last."""
    match = _YEARS.fullmatch(text)
    if not match or not text.strip("."):
        return False
    begin, _, end = match.groups()
    return int(begin or 0) <= int(end or _LAST_YEAR)


def refusal(filters: Iterable[Filter], kinds: Collection[str]) -> str | None:
    """What is wrong with operators that let nothing through in any vault; None if all is well.

    `kinds` are those that there are, of works and of notes.
    """
    for one in filters:
        start = fold(one.text).strip()
        if one.name == "status" and not (start in SAME or _begins(start.replace(" ", "-"), LIFE)):
            same = f"; {', '.join(SAME)} are understood"
            return f"there is no status “{one.text}”, but {', '.join(LIFE)}{same}"
        if one.name == "kind" and not _begins(re.sub("s$", "", start), kinds):
            return f"there is no kind “{one.text}”, but {', '.join(kinds)}"
        if one.name == "year" and not is_years(one.text):
            return no_years(one.text)
    return None


def no_years(text: str) -> str:
    """What is told to somebody who gives a text for years that is none."""
    return f"“{text}” is no year; write 2023, 2023..2025, 2023.. or ..2019"


def years(text: str) -> Callable[[int], bool]:
    """`2023`, `2023..2025`, `..2019`, `202`: which years are meant."""
    match = _YEARS.fullmatch(text)
    if not match:
        return lambda _: False
    begin, dots, end = match.groups()
    if not dots:
        return lambda year: str(year).startswith(begin)
    first, last = int(begin or 0), int(end or _LAST_YEAR)
    return lambda year: first <= year <= last


def begins_a_word(text: str, start: str) -> bool:
    """Whether a text or a word in it begins so."""
    folded = plain(text)
    return (
        folded.startswith(start)
        or f" {start}" in folded
        or any(word.startswith(start) for word in words(folded))
    )


def plain(text: str) -> str:
    """A name as it is compared: quotes hold a value together, so they are no part of it."""
    return fold(text.replace('"', "")).strip()


def _begins(start: str, values: Iterable[str]) -> bool:
    return any(value.startswith(start) for value in values)


def _whole_or_begun(start: str, values: Iterable[str]) -> Callable[[str], bool]:
    """What is typed whole means itself: `read` is not the beginning of `reading`."""
    if start in values:
        return lambda value: value == start
    return lambda value: value.startswith(start)
