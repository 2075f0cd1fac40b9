"""What an edit of prose changes in a site: the pages of the notes, and what is found in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec import structs

from papergarden.compiled import code_of
from papergarden.config import Config
from papergarden.core.artifact import CannotAmendError, Part
from papergarden.core.machines.amended import amended_graph, amended_search
from papergarden.core.model import ParsedNote
from papergarden.core.pages import GRAPH, SEARCH
from papergarden.core.previews import Preview, preview_of_note
from papergarden.core.prose import told_alike
from papergarden.core.render import renderer
from papergarden.core.standing import Standing
from papergarden.core.views.common import Site
from papergarden.core.views.note import page
from papergarden.crew import Crew
from papergarden.history import Lifetime, dated
from papergarden.past import SiteMemo, Traces
from papergarden.publish import Published, publish
from papergarden.reading import Rereader, Version, tidy
from papergarden.theme import Theme
from papergarden.themes import shown_with, theme_of


@dataclass(frozen=True, slots=True)
class Edit:
    """A note as it was and as it is; what may not be published has none."""

    old: ParsedNote | None
    new: ParsedNote | None

    @property
    def more_words(self) -> int:
        """How many words more there are in notes that are listed."""
        if self.old is None or self.new is None or not self.new.listed:
            return 0
        return self.new.words - self.old.words


class Amending:
    """Reads the notes that changed, and makes of a site what follows from them."""

    def __init__(  # noqa: PLR0913 # one parameter for each thing that it depends on
        self,
        vault: Path,
        config: Config,
        crew: Crew,
        reader: Rereader,
        *,
        keys: Mapping[str, bytes],
        history: Mapping[str, Lifetime],
    ) -> None:
        """`keys` are those of all notes by path, as they were; `history` is that of their files."""
        self._vault = vault
        self._config = config
        self._crew = crew
        self._keys = dict(keys)
        self._history = history
        self._reader = reader

    @property
    def keys(self) -> dict[str, bytes]:
        """Those of all notes as they are."""
        return self._keys

    def edits(self, keys: Mapping[str, bytes]) -> list[Edit]:
        """What changed in some notes, of which the keys are those that they have now.

        Raises:
            CannotAmendError: more than prose, or it is not known what.
        """
        new = {path: key for path, key in keys.items() if key != self._keys[path]}
        found = [self._edit(path, self._keys[path], key) for path, key in new.items()]
        self._keys |= new
        return found

    def _edit(self, path: str, key: bytes, new_key: bytes) -> Edit:
        """What changed in a note."""
        before, now = self._reader.known(path, key), self._reader.known(path, new_key)
        if not now or not before or before.record.answer != now.record.answer:
            raise CannotAmendError
        old, new = self._note(path, before), self._note(path, now)
        if old and new and not told_alike(old, before.body, new, now.body):
            raise CannotAmendError
        return Edit(old, new)

    def publish(self, edits: Iterable[Edit], standing: Standing, output: Path) -> Published:
        """Make what follows from some edits.

        Raises:
            CannotAmendError: that is more than their own pages, or what is there is not enough.
        """
        pairs = [(edit.old, edit.new) for edit in edits if edit.old and edit.new]
        if not pairs:
            return publish([], output, crew=self._crew, others_stay=True)
        known = SiteMemo(self._crew.memo, output)
        site = self._site([new for _, new in pairs], standing)
        if any(
            new.id in standing.shown_elsewhere or _preview(site, old) != _preview(site, new)
            for old, new in pairs
        ):
            raise CannotAmendError
        with self._crew.progress.stage("views"):
            folders = _folders([site.pages.notes[new.id] for _, new in pairs])
            traces = known.traces(folders)
            parts = list(self._parts(site, pairs, standing, traces))
        published = publish(parts, output, traces, self._crew, others_stay=True)
        known.remember(published.traces, folders)
        tidy(self._crew.memo, set(self._keys.values()))
        return published

    def _parts(
        self,
        site: Site,
        pairs: Sequence[tuple[ParsedNote, ParsedNote]],
        standing: Standing,
        traces: Traces,
    ) -> Iterator[Part]:
        """The graph, the index of the search, and the pages."""
        listed = [(old, new) for old, new in pairs if new.listed]
        if listed:
            yield Part.of(amended_graph(listed, site.pages, _key(traces, GRAPH)))
            found = standing.documents(site)
            faces = {found.keys[f"note:{n.id}"]: found.face_of_note(n.id) for _, n in listed}
            paths = site.pages.search.paths()
            keys = {path: traces[path].key for path in paths if path in traces}
            yield Part.of(amended_search(found, faces, keys))
        theme = self._theme
        render = renderer(
            theme.templates,
            explained=theme.explained,
            code=code_of(theme.templates, self._crew.memo),
        )
        pages = (page(site, new, (standing.ground, new.digest)) for _, new in pairs)
        yield Part.of(*render(pages))

    def _site(self, notes: list[ParsedNote], standing: Standing) -> Site:
        settings = shown_with(self._theme, self._config)
        return standing.site(notes, self._other, self._reader.bodies(self._keys), settings)

    @cached_property
    def _theme(self) -> Theme:
        return theme_of(self._vault, self._config)

    def _other(self, note_id: str) -> ParsedNote:
        """A note that did not change.

        Raises:
            CannotAmendError: it is not known any more.
        """
        path = f"{note_id}.md" if f"{note_id}.md" in self._keys else note_id
        known = self._reader.known(path, self._keys[path])
        if known is None or known.record.note is None:
            raise CannotAmendError
        return dated(known.record.note, self._history.get(path))

    def _note(self, path: str, version: Version) -> ParsedNote | None:
        note = version.record.note
        return note and structs.replace(dated(note, self._history.get(path)), body=version.body)


def _folders(pages: Iterable[str]) -> set[str]:
    """Where files change: those of the pages, of the search, and of the graph."""
    return {path.rpartition("/")[0] for path in (GRAPH, SEARCH, *pages)}


def _preview(site: Site, note: ParsedNote) -> Preview:
    return preview_of_note(site.graph, note)


def _key(traces: Traces, path: str) -> bytes:
    known = traces.get(path)
    return known.key if known else b""
