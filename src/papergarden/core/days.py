"""What was written on which day, over all notes."""

from __future__ import annotations

from collections import defaultdict

from papergarden.core.model import Graph, Place


def entries_by_day(graph: Graph) -> dict[str, list[Place]]:
    """The entries of each day, in the order of the notes and their lines."""
    places: dict[str, list[Place]] = defaultdict(list)
    for note in graph.notes.values():
        for number, mention in enumerate(note.mentions):
            if mention.role == "entry" and mention.date_source == "day" and mention.date:
                places[mention.date].append(Place(note.id, number))
    return places


def sections_by_day(graph: Graph) -> dict[str, list[tuple[str, str]]]:
    """For each day the notes that have a section of it, with its anchor there."""
    sections: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for note in graph.notes.values():
        for day in note.days:
            sections[day.date].append((note.id, day.anchor))
    return sections


def day_anchor(day: str) -> str:
    """The anchor of a day on the page of its month."""
    return f"d-{day}"
