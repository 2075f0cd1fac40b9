"""The views stage: for every page one frozen value with all that its template may show.

A build wants few of them, so each comes as a `Page`, which makes it when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from papergarden.core.views.shapes import Page


def pages(site: Site) -> Iterator[Page]:
    """All pages of the site. A new kind of page is a module, a template, and its name here."""
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
        yield from kind.pages(site)
