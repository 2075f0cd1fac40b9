"""A work or a note as a page of the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from papergarden.core.columns import cut, filled, one_line, width, wrapped
from papergarden.core.machines.people import name_of, natural_order
from papergarden.core.model import Work
from papergarden.core.words import dated_status
from papergarden.library.entry import Named, NoteEntry, Said, WorkEntry
from papergarden.library.signs import coloured, faint, sign, strong

Shown = Callable[[str, int], str]  # a path and a line as an editor opens them from here
_WIDEST = 96  # longer lines are hard to read
_ENDLESS = 1 << 20  # for who does not look, but reads on


def work_page(entry: WorkEntry, work: Work, shown: Shown, columns: int | None) -> Iterator[str]:
    """The lines of the page of a work."""
    room = min(columns, _WIDEST) if columns else _ENDLESS
    yield from map(strong, wrapped(one_line(entry.title), room))
    facts = [f"{sign(work.status)} {dated_status(work)}", entry.kind, str(entry.year or "")]
    yield coloured(work.status, facts[0]) + faint("".join(f" · {f}" for f in facts[1:] if f))
    authors = ", ".join(natural_order(name_of(author)) for author in entry.authors)
    yield from wrapped(one_line(authors), room)
    yield ""
    yield from _table(
        {
            "address": [entry.url or "", *entry.addresses],
            "id": [entry.id],
            "key": [entry.citekey or ""],
            "also": [", ".join(entry.aliases)],
            "queued": [entry.queued_on or ""],
            "topics": [", ".join(entry.topics)],
            "tags": [" ".join(f"#{tag}" for tag in entry.tags)],
        },
        room,
    )
    yield from _said("Your words", entry.summaries, shown, room)
    yield from _said(
        "Elsewhere" if entry.summaries else "In your notes", entry.contexts, shown, room
    )
    yield from _names("Refers to", entry.refers_to, room)
    yield from _names("Referred to by", entry.referred_by, room)
    if entry.abstract:
        yield from _head("Abstract")
        yield from (f"  {line}" for line in wrapped(one_line(entry.abstract), room - 2))


def note_page(entry: NoteEntry, shown: Shown, columns: int | None) -> Iterator[str]:
    """The lines of the page of a note."""
    room = min(columns, _WIDEST) if columns else _ENDLESS
    yield from map(strong, wrapped(one_line(entry.title), room))
    yield faint(" · ".join(filter(None, [entry.kind, entry.date, f"{entry.words:,} words"])))
    yield ""
    yield from _table(
        {
            "file": [shown(entry.path, 1).removesuffix(":1")],
            "changed": [entry.modified or ""],
            "also": [", ".join(entry.aliases)],
            "tags": [" ".join(f"#{tag}" for tag in entry.tags)],
        },
        room,
    )
    if text := entry.description or entry.text:
        yield ""
        yield from (f"  {line}" for line in wrapped(one_line(text), room - 2))
    yield from _names("Works", entry.works, room)
    yield from _names("Links to", entry.links, room)
    yield from _names("Linked from", entry.backlinks, room)


def _head(text: str) -> Iterator[str]:
    yield ""
    yield strong(text)


def _table(facts: dict[str, list[str]], room: int) -> Iterator[str]:
    """Facts by their names; those that are not known are left out."""
    known = {name: [one_line(text) for text in texts if text] for name, texts in facts.items()}
    left = max((len(name) for name, texts in known.items() if texts), default=0) + 2
    for name, texts in known.items():
        head = name
        for text in texts:
            # An address is never broken, so that one can take it up as a whole.
            lines = [text] if name == "address" else wrapped(text, room - left - 2)
            for line in lines:
                yield f"  {faint(filled(head, left))}{line}"
                head = ""


def _said(head: str, said: Iterable[Said], shown: Shown, room: int) -> Iterator[str]:
    for number, one in enumerate(said):
        if not number:
            yield from _head(head)
        facts = [f for f in (one.date, *one.section[-1:]) if f]
        place = shown(one.path, one.line)
        about = " · ".join(dict.fromkeys(one_line(fact) for fact in facts))
        about = cut(about, max(0, room - width(place) - 4))
        yield f"  {place}" + (f"  {faint(about)}" if about else "")
        yield from _text(one.text, room)


def _text(text: str, room: int) -> Iterator[str]:
    """A summary: bullets where it has several lines, each with its level."""
    lines = [line for line in text.split("\n") if line.strip()]
    for line in lines:
        level = len(line) - len(line.lstrip(" "))
        before = " " * (4 + level) + ("- " if len(lines) > 1 else "")
        for part in wrapped(one_line(line), room - len(before)):
            yield before + part
            before = " " * len(before)


def _names(head: str, named: Iterable[Named], room: int) -> Iterator[str]:
    for number, one in enumerate(named):
        if not number:
            yield from _head(head)
        before = f"{sign(one.status)} " if one.status else ""
        lines = wrapped(one_line(one.title), room - 2 - width(before))
        for i, line in enumerate(lines):
            mark = coloured(one.status, before) if one.status and not i else " " * width(before)
            yield f"  {mark}{line}"
