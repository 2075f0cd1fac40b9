"""What pages are about in one line each, for search engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from papergarden.core.excerpt import one_line
from papergarden.core.model import KINDS, Graph, Kind, ParsedNote, Work
from papergarden.core.plots import number_text
from papergarden.core.words import dated_status, kind_word


def counted(number: int, what: str) -> str:
    """`1 note`, `12 notes`."""
    return f"{number_text(number)} {what}{'s' * (number != 1)}"


def kinds_text(counts: Mapping[Kind, int]) -> str:
    """`8 papers, 1 video`."""
    return ", ".join(
        f"{number_text(counts[kind])} {kind_word(kind, counts[kind])}"
        for kind in KINDS
        if counts.get(kind)
    )


def of_works(works: Collection[Work]) -> str:
    """`9 works: 8 papers, 1 video`."""
    kinds = kinds_text(Counter(work.kind for work in works))
    return f"{counted(len(works), 'work')}: {kinds}" if kinds else counted(0, "work")


def of_graph(graph: Graph) -> str:
    """`12 notes about 9 works: 8 papers, 1 video`."""
    notes = counted(len(graph.notes), "note")
    return f"{notes} about {of_works(graph.works.values())}" if graph.works else notes


def of_note(note: ParsedNote) -> str:
    """What the note says of itself, else its first words."""
    return note.description or note.excerpt


def of_work(work: Work, said: Iterable[str]) -> str:
    """Kind and status, and the first line of what is written about it."""
    first = next((line.strip() for text in said for line in text.splitlines() if line.strip()), "")
    about = f"{kind_word(work.kind).capitalize()}, {dated_status(work)}"
    return one_line(f"{about}: {first}" if first else f"{about}: {work.title}")


def of_topic(what: str, name: str, works: Collection[Work], notes: int) -> str:
    """`Tag #retrieval, in 2 notes, with 3 works: 3 papers`."""
    parts = [f"{what.capitalize()} {name}"]
    parts += [f"in {counted(notes, 'note')}"] if notes else []
    parts += [f"with {of_works(works)}"] if works else []
    return one_line(", ".join(parts))
