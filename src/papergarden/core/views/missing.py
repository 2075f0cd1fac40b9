"""The page that a host shows where there is none, with ways back into the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from papergarden.core.pages import LIBRARY, MISSING, TOPICS
from papergarden.core.views.common import Site
from papergarden.core.views.shapes import Page, View


class MissingView(View, frozen=True):
    """What stands under an address that no page has."""

    template: ClassVar[str] = "missing.html"
    library: str
    topics: str


def pages(site: Site) -> Iterator[Page]:
    """The one page for all that is not there."""
    yield Page.of(_view(site))


def _view(site: Site) -> MissingView:
    return MissingView(
        path=MISSING,
        title="No such page",
        description="",
        frame=site.frame(MISSING, MISSING, listed=False),
        library=site.href(MISSING, LIBRARY),
        topics=site.href(MISSING, TOPICS),
    )
