"""What the page of a work says about the work to programs that read the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from papergarden.core.addresses import url_of
from papergarden.core.machines.csl import doi_of
from papergarden.core.machines.people import name_of
from papergarden.core.machines.publication import publication_of
from papergarden.core.machines.urls import url_text
from papergarden.core.model import Kind, Work

_SCHEMA_TYPES: dict[Kind, str] = {
    "paper": "ScholarlyArticle",
    "article": "Article",
    "book": "Book",
    "video": "VideoObject",
    "code": "SoftwareSourceCode",
    "resource": "CreativeWork",
}
# The words of Zotero for what is neither article nor book.
_COINS_TYPES: dict[Kind, str] = {
    "article": "webpage",
    "video": "videoRecording",
    "code": "computerProgram",
    "resource": "webpage",
}
_GENRES = {
    "preprint": "preprint",
    "article": "article",
    "chapter": "proceeding",
    "other": "article",
}
_LABELS = {"arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "acl": "ACL Anthology"}
# What would end the element, or the line of a script, whatever stands around it.
_IN_A_SCRIPT = re.compile("[<>&\u2028\u2029]")
_JSON = json.JSONEncoder(ensure_ascii=False)


def json_ld(work: Work) -> dict[str, Any]:
    """The work in the vocabulary of schema.org; what is not known is left out."""
    publication = publication_of(work)
    addresses = (url_of(f"{scheme}:{name}") for scheme, name in work.identifiers.items())
    values = {
        "@context": "https://schema.org",
        "@type": _SCHEMA_TYPES[work.kind],
        "name": work.title,
        "alternateName": list(work.aliases),
        "author": [{"@type": "Person", "name": author} for author in work.authors],
        "datePublished": str(publication.year or ""),
        "url": url_text(work.url),
        "sameAs": sorted({url_text(url) for url in addresses if url} - {url_text(work.url)}),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": _LABELS.get(scheme, scheme), "value": name}
            for scheme, name in work.identifiers.items()
        ],
        "keywords": [*work.topics, *work.tags],
    }
    return {name: value for name, value in values.items() if value}


def script_text(value: object) -> Markup:
    """JSON as a script element may hold it: nothing in it can end the element."""
    text = _IN_A_SCRIPT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", _JSON.encode(value))
    return Markup(text)  # noqa: S704 # what is special in HTML is written as a number


def coins(work: Work) -> str:
    """The work as a ContextObject, for the title of a span of class `Z3988`."""
    pairs = [("ctx_ver", "Z39.88-2004"), *_context(work)]
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs if value)


def _context(work: Work) -> Iterator[tuple[str, str]]:
    publication = publication_of(work)
    year = str(publication.year or "")
    if work.kind == "book":
        yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:book"
        yield "rft.genre", "book"
        yield "rft.btitle", work.title
    elif work.kind == "paper":
        yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"
        yield "rft.genre", _GENRES[publication.form]
        yield "rft.atitle", work.title
        yield "rft.jtitle", publication.venue
        yield "rft.volume", publication.volume
    else:
        yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
        yield "rft.type", _COINS_TYPES[work.kind]
        yield "rft.title", work.title
        yield "rft.identifier", url_text(work.url)
    for author in work.authors:
        yield ("rft.creator" if work.kind in _COINS_TYPES else "rft.au"), author
    yield "rft.date", year
    if doi := doi_of(publication):
        yield "rft_id", f"info:doi/{doi}"
    yield "rft_id", url_text(work.url)


def citation_meta(work: Work) -> tuple[tuple[str, str], ...]:
    """What publishers say in `meta` elements, by name; only papers and books have it."""
    return tuple((name, value) for name, value in _citation(work) if value)


def _citation(work: Work) -> Iterator[tuple[str, str]]:
    if work.kind not in {"paper", "book"}:
        return
    publication = publication_of(work)
    yield "citation_title", work.title
    for author in work.authors:
        name = name_of(author)
        yield "citation_author", f"{name.family}, {name.given}" if name.given else name.family
    yield "citation_publication_date", str(publication.year or "")
    where = "conference" if publication.form == "chapter" else "journal"
    yield f"citation_{where}_title", publication.venue
    yield "citation_volume", publication.volume
    yield "citation_doi", doi_of(publication)
    yield "citation_arxiv_id", publication.arxiv
    yield "citation_pdf_url", publication.pdf
    yield "citation_public_url", url_text(work.url)
