"""Redirects: under its permalink and its other names a note is found as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from papergarden.core.machines.urls import page_url
from papergarden.core.paths import relative
from papergarden.core.views.common import Site
from papergarden.core.views.shapes import Page, View


class RedirectView(View, frozen=True):
    """A page that leads on to another."""

    template: ClassVar[str] = "redirect.html"
    target: str
    canonical: str  # its address for search engines; of an unlisted note empty


def pages(site: Site) -> Iterator[Page]:
    """One page for each permalink and alias."""
    notes = {**site.graph.notes, **site.graph.unlisted}
    base_url = site.settings.base_url
    for path, note_id in site.pages.redirects.items():
        page = site.pages.notes[note_id]
        target, whole = relative(path, page), base_url and page_url(page, base_url)
        yield Page.of(
            RedirectView(
                path=path,
                title=notes[note_id].title,
                description="",
                frame=site.frame(path, path, listed=False),
                target=target,
                canonical=(whole or target) if notes[note_id].listed else "",
            )
        )
