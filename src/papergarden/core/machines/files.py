"""The files of a site that are for machines, next to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import starmap

import msgspec
from msgspec import structs

from papergarden.core.artifact import Artifact, Job, ready
from papergarden.core.digests import digest
from papergarden.core.export import graph_json
from papergarden.core.machines.bibtex import bibliography
from papergarden.core.machines.csl import csl_json
from papergarden.core.machines.feed import feed
from papergarden.core.machines.sitemap import robots, sitemap
from papergarden.core.netdata import all_nodes, neighbourhoods
from papergarden.core.pages import (
    BIBTEX,
    CSL,
    FEED,
    GRAPH,
    MISSING,
    NET_DATA,
    SEARCH_PAGE,
    SHARDS,
    Pages,
)
from papergarden.core.previews import preview_jobs
from papergarden.core.scripts import as_script
from papergarden.core.search.documents import Documents
from papergarden.core.search.files import search_files, search_keys
from papergarden.core.search.renewal import renewed
from papergarden.core.settings import SiteSettings
from papergarden.core.whole import Whole

_LARGE = 1000  # notes and works, for which these files take long


def machine_files(whole: Whole, settings: SiteSettings, paths: Iterable[str]) -> Iterator[Job]:
    """Exports, feed, previews, search index; if the site has an address, maps of its `paths`.

    What takes long comes first, so that it is not the last to be made.
    """
    graph, pages = whole.graph, whole.pages
    key = digest(graph.digest, graph.sizes, settings)
    # Diagnostics quote what is not shown, such as properties, and name unlisted notes.
    shown = structs.replace(graph, diagnostics=())
    large = len(graph.notes) + len(graph.works) >= _LARGE
    documents = Documents(graph, pages, whole.works_in)
    faces = documents.faces(whole.faces.works)
    yield search_job(documents, faces, large=large)
    yield _job((NET_DATA, *pages.nets), lambda: _net(whole), whole.of_net, large=large)
    yield _job((GRAPH,), lambda: [(GRAPH, graph_json(shown, pages))], key, large=large)
    yield _job((BIBTEX,), lambda: [(BIBTEX, bibliography(graph))], whole.of_facts, large=large)
    yield _job((CSL,), lambda: [(CSL, csl_json(graph))], whole.of_facts, large=large)
    if whole.has_feed:
        yield _job((FEED,), lambda: [(FEED, feed(graph, pages, settings))], key, large=large)
    yield from preview_jobs(graph, pages, faces)
    yield ready(Artifact(SHARDS, shard_numbers(pages)))
    if settings.base_url:
        hidden = {
            MISSING,
            SEARCH_PAGE,
            *pages.redirects,
            *(pages.notes[name] for name in graph.unlisted),
        }
        found = [path for path in paths if path not in hidden]
        for path, data in (*sitemap(found, settings.base_url), *robots(settings.base_url)):
            yield ready(Artifact(path, data))


def search_job(found: Documents, faces: Mapping[str, bytes], *, large: bool) -> Job:
    """The index of the search; after an edit it is made from the one that lies there."""
    keys = search_keys(found, faces)
    return Job(
        tuple(keys),
        lambda: starmap(Artifact, search_files(found)),
        keys=keys,
        large=large,
        renew=partial(renewed, found, keys),
    )


def shard_numbers(pages: Pages) -> bytes:
    """How many shards each table has, told in one place: no page changes when they double."""
    numbers = {"previews": len(pages.previews), "graph": len(pages.nets)}
    return as_script(
        "papergardenShards", msgspec.json.encode({**numbers, **structs.asdict(pages.search)})
    )


def _job(
    paths: Iterable[str],
    files: Callable[[], Iterable[tuple[str, bytes]]],
    key: bytes,
    *,
    large: bool,
) -> Job:
    return Job(tuple(paths), lambda: starmap(Artifact, files()), key, large=large)


def _net(whole: Whole) -> Iterator[tuple[str, bytes]]:
    yield NET_DATA, all_nodes(whole.net)
    yield from neighbourhoods(whole.net, whole.pages)
