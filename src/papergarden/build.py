"""From a folder of notes to a site: the stages, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from papergarden.config import Config
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.graph import build_graph
from papergarden.core.leaks import Leak, leaks
from papergarden.core.model import Graph, ParsedNote
from papergarden.core.pages import Pages
from papergarden.core.parse import parse
from papergarden.core.publishing import Publication, publication
from papergarden.core.render import Artifact, render
from papergarden.core.source import read
from papergarden.core.views import views
from papergarden.errors import UsageError
from papergarden.history import lifetimes
from papergarden.publish import Published, has_notes, publish
from papergarden.theme import read_theme
from papergarden.vault import listing, read_bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A vault as it was read: the graph of what is published, and why it is or is not."""

    graph: Graph
    published: dict[str, Publication]  # by path, sorted
    withheld: dict[str, Publication]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, for the summary at its end."""

    reading: Reading
    published: Published

    @property
    def graph(self) -> Graph:
        """What is published."""
        return self.reading.graph


def build(vault: Path, output: Path, config: Config) -> Built:
    """Publish a vault.

    Raises:
        PublishError: the output folder cannot be written.
        UsageError: there is nothing to publish, and a site would be lost.
    """
    reading = read_vault(vault, config)
    if not reading.published and has_notes(output):  # such as on a disk that is not there
        raise UsageError(f"no note is published in {vault}; the site in {output} is left as it is")
    return Built(reading, publish(site(vault, reading.graph, config), output))


def read_vault(vault: Path, config: Config, *, everything: bool = False) -> Reading:
    """Read a vault into its graph; `everything` takes in what is not to be published, too."""
    files = listing(vault, config.vault.exclude)
    settings = config.settings()
    history = lifetimes(vault)
    notes: list[ParsedNote] = []
    published: dict[str, Publication] = {}
    withheld: dict[str, Publication] = {}
    unread = list(files.odd)
    for path in files.notes:
        data = read_bytes(vault, path)
        if isinstance(data, Diagnostic):
            unread.append(data)
            continue
        source = read(path, data)
        excluded = path in files.excluded
        answer = publication(source.properties, path, excluded=excluded, default=settings.publish)
        # Rules of publishing come before the graph, so that nothing behind it can leak.
        (published if answer.published else withheld)[path] = answer
        if answer.published or everything:
            note = parse(source, settings)
            if known := history.get(path):
                note = structs.replace(
                    note, date=note.date or known.begun, modified=note.modified or known.changed
                )
            notes.append(structs.replace(note, listed=True) if everything else note)
    graph = build_graph(notes, files.others, settings, withheld=withheld, unread=unread)
    return Reading(graph, published, withheld)


def audit(vault: Path, config: Config) -> tuple[Leak, ...]:
    """Look in the finished site for anything of the notes that are withheld."""
    reading = read_vault(vault, config)
    withheld = {path: _text(vault, path) for path in reading.withheld}
    shown = [f"{path} {_text(vault, path)}" for path in reading.published]
    return leaks(withheld, shown, site(vault, reading.graph, config))


def _text(vault: Path, path: str) -> str:
    """A note as its writer sees it, comments included."""
    data = read_bytes(vault, path)
    return data.decode("utf-8-sig", "replace") if isinstance(data, bytes) else ""


def site(vault: Path, graph: Graph, config: Config) -> Iterator[Artifact]:
    """Every file of the site, page by page."""
    theme = read_theme()
    yield from render(views(graph, config.site_settings()), theme.templates)
    for path, data in theme.assets.items():
        yield Artifact(path, data)
    for path, target in Pages.of(graph).files.items():
        shown = read_bytes(vault, path)
        if isinstance(shown, bytes):
            yield Artifact(target, shown)
