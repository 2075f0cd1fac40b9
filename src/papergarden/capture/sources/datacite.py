"""DataCite: the DOIs of arXiv, of archives of data, and of others that Crossref does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from papergarden.capture.text import date_of, json_object, line, unmarked
from papergarden.capture.values import Metadata, Problem, Request
from papergarden.core.machines.people import Name, name_of

_TYPES = {
    "Preprint": "article",
    "JournalArticle": "article-journal",
    "ConferencePaper": "paper-conference",
    "BookChapter": "chapter",
    "Book": "book",
    "Dissertation": "thesis",
    "Report": "report",
    "Dataset": "dataset",
    "Software": "software",
    "Text": "article",
}


def request(base: str, doi: str) -> Request:
    """Ask for one DOI."""
    return Request(f"{base}/dois/{quote(doi, safe='/.')}", "application/vnd.api+json", "DataCite")


def parse(body: bytes, doi: str) -> Metadata | Problem:
    """The record of a DOI."""
    answer = json_object(body)
    if isinstance(answer, Problem):
        return answer
    match answer:
        case {"data": {"attributes": dict(record)}}:
            pass
        case {"errors": [{"title": str(title)}, *_]}:
            return Problem("refused", f"DataCite says: {line(title)}")
        case _:
            return Problem("garbled", "the answer has no record")
    if line(record.get("doi")).lower() != doi.lower():
        return Problem("garbled", "the answer is about another DOI")
    titles = [t for t in _dicts(record.get("titles")) if not t.get("titleType")]
    title = next((text for t in titles if (text := unmarked(t.get("title")))), "")
    if not title:
        return Problem("garbled", "the record has no title")
    kinds = record.get("types")
    kind = kinds.get("resourceTypeGeneral") if isinstance(kinds, dict) else None
    container = record.get("container")
    arxiv = doi[len("10.48550/arXiv.") :] if doi.lower().startswith("10.48550/arxiv.") else ""
    return Metadata(
        title=title,
        source="DataCite",
        type=_TYPES.get(kind, "document") if isinstance(kind, str) else "document",
        authors=tuple(_authors(record)),
        issued=_issued(record),
        abstract=_abstract(record),
        doi=doi,
        url=f"https://arxiv.org/abs/{arxiv}" if arxiv else line(record.get("url")),
        venue=line(container.get("title")) if isinstance(container, dict) else "",
        publisher=_publisher(record.get("publisher")),
        number=f"arXiv:{arxiv}" if arxiv else "",
    )


def _authors(record: dict[str, Any]) -> Iterator[Name]:
    for person in _dicts(record.get("creators")):
        family, given = line(person.get("familyName")), line(person.get("givenName"))
        if family:
            yield Name(family, given)
        elif name := line(person.get("name")):
            yield Name(name) if person.get("nameType") == "Organizational" else name_of(name)


def _issued(record: dict[str, Any]) -> tuple[int, ...]:
    """The first date of publication; for arXiv that is when it was handed in."""
    dates = {line(d.get("dateType")): d.get("date") for d in reversed(_dicts(record.get("dates")))}
    for kind in ("Submitted", "Issued", "Available"):
        if found := date_of(dates.get(kind)):
            return found
    year = record.get("publicationYear")
    return date_of(str(year)) if year else ()


def _abstract(record: dict[str, Any]) -> str:
    texts = _dicts(record.get("descriptions"))
    return next(
        (unmarked(t.get("description")) for t in texts if t.get("descriptionType") == "Abstract"),
        "",
    )


def _publisher(value: object) -> str:
    return line(value.get("name") if isinstance(value, dict) else value)


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
