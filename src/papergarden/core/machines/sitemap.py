"""Lists of pages for search engines, which need to know where the site is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from papergarden.core.machines.urls import page_url
from papergarden.core.machines.xmltext import xml
from papergarden.core.pages import ROBOTS, SITEMAP

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000  # of https://www.sitemaps.org/protocol.html; more of them need a list of lists


def sitemap(pages: Iterable[str], base_url: str) -> Iterator[tuple[str, bytes]]:
    """The files of the map, by path.

    It says nothing of when a page was changed: the dates of the notes do not tell, and a search
    engine that was told wrong would not look again.
    """
    urls = sorted(page_url(page, base_url) for page in pages)
    parts = [urls[i : i + _MOST] for i in range(0, len(urls), _MOST)] or [[]]
    if len(parts) == 1:
        yield SITEMAP, _list("urlset", "url", urls)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield SITEMAP, _list("sitemapindex", "sitemap", [page_url(name, base_url) for name in names])
    for name, part in zip(names, parts, strict=True):
        yield name, _list("urlset", "url", part)


def robots(base_url: str) -> Iterator[tuple[str, bytes]]:
    """The file that names the map; it is looked for at the root of a host and nowhere else."""
    if not urlsplit(base_url).path:
        text = f"User-agent: *\nAllow: /\n\nSitemap: {page_url(SITEMAP, base_url)}\n"
        yield ROBOTS, text.encode()


def _list(outer: str, inner: str, urls: Iterable[str]) -> bytes:
    rows = "".join(f"<{inner}><loc>{xml(url)}</loc></{inner}>\n" for url in urls)
    return f'{_HEAD}<{outer} xmlns="{_SCHEMA}">\n{rows}</{outer}>\n'.encode()
