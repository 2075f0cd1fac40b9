"""The views stage: for every page one frozen value with all that its template may show."""

from __future__ import annotations

from collections.abc import Iterator

from papergarden.core.model import Graph
from papergarden.core.pages import Pages
from papergarden.core.settings import SiteSettings
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
from papergarden.core.views.shapes import View


def views(graph: Graph, settings: SiteSettings) -> Iterator[View]:
    """All pages of the site. A new kind of page is a module, a template, and its name here."""
    site = Site(graph, Pages.of(graph), settings)
    kinds = (
        home,
        library,
        work,
        note,
        notes,
        log,
        topics,
        net,
        statistics,
        search,
        redirect,
        missing,
    )
    for kind in kinds:
        yield from kind.views(site)
