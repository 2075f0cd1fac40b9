"""Redirects: under its permalink and its other names a note is found as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from papergarden.core.paths import relative
from papergarden.core.views.common import Site, View


class RedirectView(View, frozen=True):
    """A page that leads on to another."""

    template: ClassVar[str] = "redirect.html"
    target: str


def views(site: Site) -> Iterator[View]:
    """One page for each permalink and alias."""
    notes = {**site.graph.notes, **site.graph.unlisted}
    for path, note_id in site.pages.redirects.items():
        yield RedirectView(
            path=path,
            title=notes[note_id].title,
            description="",
            frame=site.frame(path, path),
            target=relative(path, site.pages.notes[note_id]),
        )
