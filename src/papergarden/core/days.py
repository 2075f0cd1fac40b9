"""What was written on which day, over all notes."""

from __future__ import annotations

from collections import Counter, defaultdict

from papergarden.core.model import Day, Graph, ParsedNote


def entries_by_month(graph: Graph) -> Counter[str]:
    """How many entries stand under the days of each month."""
    return Counter(
        mention.date[:7]
        for note in graph.notes.values()
        if note.days
        for mention in note.mentions
        if mention.role == "entry" and mention.date_source == "day" and mention.date
    )


def sections_by_day(graph: Graph) -> dict[str, list[tuple[ParsedNote, Day]]]:
    """The sections of each day with their notes; what lies in another one of that day is in it."""
    sections: dict[str, list[tuple[ParsedNote, Day]]] = defaultdict(list)
    for note in graph.notes.values():
        whole = {day.date for day in note.days if not day.anchor}
        for day in note.days:
            if not (day.anchor and day.date in whole):
                sections[day.date].append((note, day))
    return sections


def day_anchor(day: str) -> str:
    """The anchor of a day on the page of its month."""
    return f"d-{day}"
