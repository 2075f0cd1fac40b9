"""Works as CSL-JSON, in the terms of Zotero and pandoc."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from papergarden.core.machines.keys import citation_keys
from papergarden.core.machines.people import name_of
from papergarden.core.machines.publication import Publication, publication_of
from papergarden.core.machines.urls import url_text
from papergarden.core.model import Graph, Kind, Work
from papergarden.core.words import status_word

_FORMS = {"preprint": "article", "article": "article-journal", "chapter": "paper-conference"}
_KINDS: dict[Kind, str] = {
    "paper": "article",
    "article": "webpage",
    "book": "book",
    "video": "motion_picture",
    "code": "software",
    "resource": "webpage",
}


def csl_json(graph: Graph, only: Iterable[str] | None = None) -> bytes:
    """All works, or only those with some ids, as one array, in the order of their citation keys."""
    keys = citation_keys(graph.works.values())  # of all: none depends on what is asked for
    ids = graph.works if only is None else only
    works = sorted((graph.works[name] for name in ids), key=lambda work: keys[work.id])
    rows = [msgspec.json.encode(csl(work, keys[work.id])) for work in works]
    return b"[\n" + b",\n".join(rows) + b"\n]\n" if rows else b"[]\n"


def csl(work: Work, key: str) -> dict[str, Any]:
    """One work under a key; what is not known is left out."""
    publication = publication_of(work)
    values = {
        "id": key,
        "type": _type(work, publication),
        "title": work.title,
        "author": [_author(author) for author in work.authors],
        "issued": {"date-parts": [[publication.year]]} if publication.year else None,
        "container-title": publication.venue,
        "volume": publication.volume,
        "publisher": "arXiv" if publication.form == "preprint" else "",
        "number": f"arXiv:{publication.arxiv}" if publication.arxiv else "",
        "DOI": doi_of(publication),
        "URL": url_text(work.url),
        "keyword": ", ".join(_without_commas((*work.topics, *work.tags))),
        "note": _note(work),
        "custom": {"work": work.id},
    }
    return {name: value for name, value in values.items() if value}


def doi_of(publication: Publication) -> str:
    """The DOI of a work; every paper on arXiv has one there as well."""
    if publication.doi or publication.form != "preprint":
        return publication.doi
    return f"10.48550/arXiv.{publication.arxiv}"


def _type(work: Work, publication: Publication) -> str:
    if publication.form in _FORMS:
        return _FORMS[publication.form]
    kind = _KINDS[work.kind]
    return "document" if kind == "webpage" and not work.url else kind


def _author(text: str) -> dict[str, str]:
    name = name_of(text)
    if not name.given:
        return {"literal": name.family}
    return {"family": name.family, "given": name.given}


def _without_commas(names: Iterable[str]) -> list[str]:
    return [" ".join(name.replace(",", " ").split()) for name in names]


def _note(work: Work) -> str:
    word = status_word(work.status, work.kind)
    return f"{word} on {work.read_on}" if work.status == "read" and work.read_on else word
