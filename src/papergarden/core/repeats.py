"""Entries that stand twice: a paper queued in two places, or written into the log twice a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from papergarden.core.diagnostics import Diagnostic
from papergarden.core.identity import Mentioned
from papergarden.core.model import Mention, ParsedNote, Place
from papergarden.core.titles import common_beginning, joining_form


def repeats(
    groups: Mapping[str, Sequence[Mentioned]], notes: Mapping[str, ParsedNote]
) -> Iterator[Diagnostic]:
    """Every entry behind the first one that says the same of a work."""
    for work_id, group in groups.items():
        if len(group) == 1 or work_id.startswith("file:"):  # a folder holds several experiments
            continue
        alike: dict[tuple[str, ...], list[Mentioned]] = defaultdict(list)
        for mentioned in group:
            if said := _said(*mentioned):
                alike[said].append(mentioned)
        for first, *others in alike.values():
            for place, mention in others:
                if _are_parts(first[1], mention):
                    continue
                before = f"{notes[first[0].note].path}:{first[1].line}"
                yield _repeat(notes[place.note].path, mention, first[1], before)


def _repeat(path: str, mention: Mention, first: Mention, place: str) -> Diagnostic:
    name, other = mention.title or mention.href, first.title or first.href
    what = "is open" if mention.marker is not None else f"stands under {mention.date}"
    if name == other or _form(name) == _form(other):
        message, hint = f"“{name}” {what} here and in {place}", "one of the two entries can go"
    else:
        message = f"“{name}” {what} here, and as “{other}” in {place}"
        hint = "one of the two can go, or has the address of the other by a slip"
    return Diagnostic(path, mention.line, "duplicate-entry", message, hint)


def _form(name: str | None) -> str:
    return joining_form(name or "") or ""


def _said(place: Place, mention: Mention) -> tuple[str, ...] | None:
    """What an entry says that need not be said twice: that it is to be read, or was on a day."""
    if mention.role != "entry":
        return None
    if mention.marker is not None:
        return ("open",) if mention.status == "queued" else None
    if mention.date_source == "day" and mention.date:
        return place.note, mention.date
    return None


def _are_parts(one: Mention, other: Mention) -> bool:
    """Whether two entries are about parts of one thing, such as lectures or chapters."""
    if (
        one.start != other.start
        or (one.href or "").partition("#")[2] != (other.href or "").partition("#")[2]
    ):
        return True
    titles = {title for title in (one.title, other.title) if title}
    return len(titles) > 1 and common_beginning(titles) is not None
