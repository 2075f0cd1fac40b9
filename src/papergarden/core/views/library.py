"""The library: every work in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from papergarden.core.model import STATUSES
from papergarden.core.pages import LIBRARY
from papergarden.core.views.common import Site, View, WorkLine, by_title
from papergarden.core.views.lines import of_works
from papergarden.core.words import status_word


class LibraryView(View, frozen=True):
    """The table of all works."""

    template: ClassVar[str] = "library.html"
    works: tuple[WorkLine, ...]
    counts: tuple[tuple[str, str, int], ...]  # status, its word, how many


def views(site: Site) -> Iterator[View]:
    """The one library page."""
    works = site.graph.works.values()
    counts = Counter(work.status for work in works)
    yield LibraryView(
        path=LIBRARY,
        title="Library",
        description=f"Library of {of_works(works)}",
        frame=site.frame(LIBRARY, LIBRARY),
        works=tuple(site.line(work, LIBRARY) for work in by_title(works)),
        counts=tuple(
            (status, status_word(status, "paper"), counts[status])
            for status in STATUSES
            if counts[status]
        ),
    )
