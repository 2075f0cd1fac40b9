"""The search page: a frame that its script fills, and what the values of facets are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from papergarden.core.model import KINDS, LIFE
from papergarden.core.pages import LIBRARY, NOTES, SEARCH_PAGE, SEARCH_PAGE_SCRIPT, TOPICS
from papergarden.core.paths import relative
from papergarden.core.views.common import Site
from papergarden.core.views.shapes import Page, View
from papergarden.core.words import kind_word, status_word


class SearchFacet(Struct, frozen=True):
    """One side by which results can be narrowed down."""

    name: str  # as the answers of the search call it, and queries their operator
    title: str
    words: tuple[tuple[str, str], ...]  # value and what is shown; other values come after them


class SearchView(View, frozen=True):
    """The page on which one searches."""

    template: ClassVar[str] = "search.html"
    facets: tuple[SearchFacet, ...]
    script: str
    library: str
    topics: str
    notes: str


_FACETS = (
    SearchFacet("status", "Status", tuple((one, status_word(one, "paper")) for one in LIFE)),
    SearchFacet("kind", "Kind", tuple((one, kind_word(one, 2)) for one in KINDS)),
    SearchFacet("topic", "Topic", ()),
    SearchFacet("year", "Year", ()),
)


def pages(site: Site) -> Iterator[Page]:
    """The one search page."""
    yield Page.of(_view(site))


def _view(site: Site) -> SearchView:
    return SearchView(
        path=SEARCH_PAGE,
        title="Search",
        description="",
        frame=site.frame(SEARCH_PAGE, SEARCH_PAGE, listed=False),
        facets=_FACETS,
        script=relative(SEARCH_PAGE, SEARCH_PAGE_SCRIPT),
        library=relative(SEARCH_PAGE, LIBRARY),
        topics=relative(SEARCH_PAGE, TOPICS),
        notes=relative(SEARCH_PAGE, NOTES),
    )
