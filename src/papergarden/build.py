"""From a folder of notes to a site: the stages, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from papergarden.config import Config
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.graph import build_graph
from papergarden.core.model import Graph, ParsedNote
from papergarden.core.parse import parse
from papergarden.core.render import Artifact, render
from papergarden.core.source import read
from papergarden.core.views import views
from papergarden.publish import Published, publish
from papergarden.theme import read_theme
from papergarden.vault import listing, read_bytes


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, for the summary at its end."""

    graph: Graph
    published: Published


def build(vault: Path, output: Path, config: Config) -> Built:
    """Publish a vault.

    Raises:
        PublishError: the output folder cannot be written.
    """
    graph = read_graph(vault, config)
    published = publish(site(graph, config), output)
    return Built(graph, published)


def read_graph(vault: Path, config: Config, *, everything: bool = False) -> Graph:
    """Read a vault into its graph; `everything` takes in what is not to be published, too."""
    files = listing(vault, config.vault.exclude)
    settings = config.settings()
    notes: list[ParsedNote] = []
    unread = list(files.odd)
    for path in files.notes:
        data = read_bytes(vault, path)
        if isinstance(data, Diagnostic):
            unread.append(data)
            continue
        note = parse(read(path, data), settings)
        # Rules of publishing come before the graph, so that nothing behind it can leak.
        if note.published or everything:
            notes.append(note)
    return build_graph(notes, files.others, settings, unread)


def site(graph: Graph, config: Config) -> Iterator[Artifact]:
    """Every file of the site, page by page."""
    theme = read_theme()
    yield from render(views(graph, config.site_settings()), theme.templates)
    for path, data in theme.assets.items():
        yield Artifact(path, data)
