"""The page of a note that was just saved, before all else is looked through again.

The stages are those of a build. They are given the graph of the last build with this one note in
it, so what others say of it, or it of works that are new, comes with the build that follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import structs

from papergarden.build import Built, sizes_of
from papergarden.compiled import code_of
from papergarden.config import Config
from papergarden.core.artifact import Artifact
from papergarden.core.model import Graph, ParsedNote, Place
from papergarden.core.pages import Pages
from papergarden.core.render import renderer
from papergarden.core.resolve import resolve
from papergarden.core.views.common import Site
from papergarden.core.views.note import page
from papergarden.crew import Crew
from papergarden.reading import read_note
from papergarden.themes import shown_with, theme_of
from papergarden.vault import is_excluded

_MOST = 3  # notes; more at once are the business of a build


class Ahead:
    """What a build left, made ready for the next note that is saved."""

    def __init__(self, vault: Path, config: Config, built: Built, *, drafts: bool) -> None:
        self._vault = vault
        self._exclude = config.vault.exclude
        self._settings = config.settings(drafts=drafts)
        self._theme = theme_of(vault, config)
        graph = structs.replace(built.graph, sizes=sizes_of(vault, built.graph))
        self._site = Site(graph, Pages.of(graph), shown_with(self._theme, config))
        self._site.warm()
        self._notes = {**graph.notes, **graph.unlisted}
        self._files = (*graph.attachments, *built.reading.others)
        self._withheld = tuple(built.reading.withheld)
        self._works = {
            self._notes[place.note].mentions[place.mention].key: work
            for place, work in graph.work_of.items()
        }

    def pages(self, paths: Iterable[Path], seen: frozenset[str], crew: Crew) -> Iterator[Artifact]:
        """The pages of changed notes that somebody looks at, as far as they can be told so soon."""
        vault = self._vault.resolve()
        changed = [path.relative_to(vault).as_posix() for path in paths if path.is_file()]
        known = {note.path: note for note in self._notes.values()}
        if len(changed) > _MOST or not known.keys() >= set(changed):
            return
        for path in changed:
            old = known[path]
            if self._site.pages.notes[old.id] not in seen or is_excluded(path, self._exclude):
                continue
            record = read_note(vault, path, self._settings, crew)
            if record and record.note and record.note.listed == old.listed:
                # Its days in git are those that it had.
                note = structs.replace(
                    record.note,
                    date=record.note.date or old.date,
                    modified=record.note.modified or old.modified,
                )
                wanted = page(self._site.with_graph(self._with(note)), note)
                code = code_of(self._theme.templates, crew.memo)
                for job in renderer(self._theme.templates, code=code)([wanted]):
                    yield from job.make()

    def _with(self, note: ParsedNote) -> Graph:
        """The graph with another text of a note."""
        graph = self._site.graph
        notes = {**self._notes, note.id: note}
        new, _ = resolve(notes, self._files, self._withheld, only=(note.id,))
        targets = {**graph.targets, note.id: new.get(note.id, {})}
        work_of = {**graph.work_of}
        old = self._notes[note.id]
        for number in range(len(old.mentions)):
            work_of.pop(Place(note.id, number), None)
        for number, mention in enumerate(note.mentions):
            if mention.key in self._works:
                work_of[Place(note.id, number)] = self._works[mention.key]
        if note.listed:
            graph = structs.replace(graph, notes={**graph.notes, note.id: note})
        else:
            graph = structs.replace(graph, unlisted={**graph.unlisted, note.id: note})
        return structs.replace(graph, targets=targets, work_of=work_of)
