"""The files of a site that are for machines, next to its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import structs

from papergarden.core.export import graph_json
from papergarden.core.machines.bibtex import bibliography
from papergarden.core.machines.csl import csl_json
from papergarden.core.machines.feed import feed, has_feed
from papergarden.core.machines.sitemap import robots, sitemap
from papergarden.core.model import Graph
from papergarden.core.net import net_of
from papergarden.core.netdata import all_nodes, neighbourhoods
from papergarden.core.pages import BIBTEX, CSL, FEED, GRAPH, MISSING, NET_DATA, SEARCH_PAGE, Pages
from papergarden.core.previews import shards
from papergarden.core.render import Artifact
from papergarden.core.search.files import search_files
from papergarden.core.settings import SiteSettings


def machine_files(graph: Graph, settings: SiteSettings, paths: Iterable[str]) -> Iterator[Artifact]:
    """Exports, feed, previews, search index; if the site has an address, maps of its `paths`."""
    pages = Pages.of(graph)
    # Diagnostics quote what is not shown, such as properties, and name unlisted notes.
    yield Artifact(GRAPH, graph_json(structs.replace(graph, diagnostics=())))
    yield Artifact(BIBTEX, bibliography(graph))
    yield Artifact(CSL, csl_json(graph))
    if has_feed(graph):
        yield Artifact(FEED, feed(graph, pages, settings))
    net = net_of(graph, pages)
    for path, data in (
        *shards(graph, pages),
        (NET_DATA, all_nodes(net)),
        *neighbourhoods(net, pages),
    ):
        yield Artifact(path, data)
    for path, data in search_files(graph, pages):
        yield Artifact(path, data)
    if settings.base_url:
        hidden = {
            MISSING,
            SEARCH_PAGE,
            *pages.redirects,
            *(pages.notes[name] for name in graph.unlisted),
        }
        shown = [path for path in paths if path not in hidden]
        for path, data in (*sitemap(shown, settings.base_url), *robots(settings.base_url)):
            yield Artifact(path, data)
