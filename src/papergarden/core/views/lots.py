"""All pages of a site, some at a time.

A build wants few of them, so each comes as a `Page`, which makes it when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from papergarden.core.pages import (
    HOME,
    LIBRARY,
    LOG,
    MISSING,
    NET,
    NOTES,
    SEARCH_PAGE,
    STATISTICS,
    TOPICS,
)
from papergarden.core.views import (
    home,
    library,
    log,
    missing,
    net,
    note,
    notes,
    redirect,
    search,
    statistics,
    topics,
    work,
)
from papergarden.core.views.common import Site
from papergarden.core.views.shapes import Lot, Page

_SOME = 128  # pages: so few that several processes come to their ends together


def lot_of_net(site: Site) -> Lot:
    """The page of the graph. It shows the net, which takes long to make, and so does its data."""
    return Lot((NET,), partial(net.pages, site))


def lots(site: Site) -> Iterator[Lot]:
    """All other pages. A new kind of page is a module, a template, and its lot here."""
    own = site.pages
    yield Lot((HOME,), partial(home.pages, site))
    # The largest page is made while the index of the search has not come to its full size.
    yield Lot((LIBRARY,), partial(library.pages, site))
    yield Lot((*own.topics.values(), *own.tags.values(), TOPICS), partial(topics.pages, site))
    # Works that stand together quote the same notes.
    works = sorted(own.works, key=lambda name: site.graph.works[name].places[:1])
    yield from _some(site, works, own.works, work.pages)
    yield from _some(site, list(own.notes), own.notes, note.pages)
    if own.months:
        yield Lot((*own.months.values(), LOG), partial(log.pages, site))
    yield Lot((STATISTICS,), partial(statistics.pages, site))
    yield Lot((NOTES,), partial(notes.pages, site))
    yield Lot((SEARCH_PAGE,), partial(search.pages, site))
    yield Lot(tuple(own.redirects), partial(redirect.pages, site))
    yield Lot((MISSING,), partial(missing.pages, site))


def _some(
    site: Site,
    names: Sequence[str],
    paths: Mapping[str, str],
    pages: Callable[[Site, Iterable[str]], Iterator[Page]],
) -> Iterator[Lot]:
    """Pages of one kind, of which there are many: of what, and where they lie."""
    for start in range(0, len(names), _SOME):
        some = names[start : start + _SOME]
        yield Lot(tuple(paths[name] for name in some), partial(pages, site, some))
