"""The files of a site that are for machines, next to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import starmap

import msgspec
from msgspec import structs

from papergarden.core.artifact import Artifact, Job, Part, ready
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


def part_of_net(whole: Whole) -> Part:
    """What the scripts of the graph load."""
    return Part((NET_DATA, *whole.pages.nets), partial(_net, whole))


def machine_parts(whole: Whole, settings: SiteSettings, paths: Iterable[str]) -> Iterator[Part]:
    """Exports, feed, previews, search index; if the site has an address, maps of its `paths`.

    What takes longest comes first.
    """
    graph, pages = whole.graph, whole.pages
    key = digest(graph.digest, graph.sizes, settings)
    # Diagnostics quote what is not shown, such as properties, and name unlisted notes.
    shown = structs.replace(graph, diagnostics=())
    yield Part((*pages.search.paths(), *pages.previews), partial(_index, whole))
    yield Part.of(_job(key, (GRAPH,), lambda: [(GRAPH, graph_json(shown, pages))]))
    yield Part((BIBTEX, CSL), partial(_bibliographies, whole))
    if whole.has_feed:
        yield Part.of(_job(key, (FEED,), lambda: [(FEED, feed(graph, pages, settings))]))
    yield Part.of(ready(Artifact(SHARDS, shard_numbers(pages))))
    if settings.base_url:
        hidden = {
            MISSING,
            SEARCH_PAGE,
            *pages.redirects,
            *(pages.notes[name] for name in graph.unlisted),
        }
        found = [path for path in paths if path not in hidden]
        maps = (*sitemap(found, settings.base_url), *robots(settings.base_url))
        yield Part.of(*(ready(Artifact(path, data)) for path, data in maps))


def _index(whole: Whole) -> Iterator[Job]:
    """The index of the search, and the previews: both follow from what is said of each page."""
    documents = Documents(whole.graph, whole.pages, whole.works_in)
    faces = documents.faces(whole.faces.works)
    yield search_job(documents, faces)
    yield from preview_jobs(whole.graph, whole.pages, faces)


def search_job(found: Documents, faces: Mapping[str, bytes]) -> Job:
    """The index of the search; after an edit it is made from the one that lies there."""
    keys = search_keys(found, faces)
    return Job(
        tuple(keys),
        lambda: starmap(Artifact, search_files(found)),
        keys=keys,
        renew=partial(renewed, found, keys),
    )


def shard_numbers(pages: Pages) -> bytes:
    """How many shards each table has, told in one place: no page changes when they double."""
    numbers = {"previews": len(pages.previews), "graph": len(pages.nets)}
    return as_script(
        "papergardenShards", msgspec.json.encode({**numbers, **structs.asdict(pages.search)})
    )


def _net(whole: Whole) -> Iterator[Job]:
    def made() -> Iterator[tuple[str, bytes]]:
        yield NET_DATA, all_nodes(whole.net)
        yield from neighbourhoods(whole.net, whole.pages)
        whole.let_go_of_net()

    yield _job(whole.of_net, (NET_DATA, *whole.pages.nets), made)


def _bibliographies(whole: Whole) -> Iterator[Job]:
    graph, key = whole.graph, whole.of_facts
    yield _job(key, (BIBTEX,), lambda: [(BIBTEX, bibliography(graph))])
    yield _job(key, (CSL,), lambda: [(CSL, csl_json(graph))])


def _job(
    key: bytes, paths: tuple[str, ...], files: Callable[[], Iterable[tuple[str, bytes]]]
) -> Job:
    return Job(paths, lambda: starmap(Artifact, files()), key)
