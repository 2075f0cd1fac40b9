"""Crossref: the DOIs of journals, proceedings and preprint servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from papergarden.capture.text import date_of, json_object, line, unmarked
from papergarden.capture.values import Metadata, Problem, Request
from papergarden.core.addresses import doi as dois
from papergarden.core.machines.people import Name, name_of

_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "book-chapter": "chapter",
    "book": "book",
    "edited-book": "book",
    "monograph": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
}


def request(base: str, doi: str) -> Request:
    """Ask for one DOI."""
    return Request(f"{base}/works/{quote(doi, safe='')}", "application/json", "Crossref")


def parse(body: bytes, doi: str) -> Metadata | Problem:
    """The record of a DOI."""
    answer = json_object(body)
    if isinstance(answer, Problem):
        return answer
    work = answer.get("message")
    if answer.get("status") != "ok" or not isinstance(work, dict):
        return Problem("garbled", "the answer has no record")
    if line(work.get("DOI")).lower() != doi.lower():
        return Problem("garbled", "the answer is about another DOI")
    title = _title(work)
    if not title:
        return Problem("garbled", "the record has no title")
    return Metadata(
        title=title,
        source="Crossref",
        type=_TYPES.get(line(work.get("type")), "document"),
        authors=tuple(_authors(work)),
        issued=next(filter(None, (date_of(work.get(f)) for f in ("issued", "published"))), ()),
        abstract=unmarked(work.get("abstract")),
        doi=doi,
        url=dois.url(doi),
        venue=_first(work, "container-title"),
        volume=line(work.get("volume")),
        page=line(work.get("page")),
        publisher=unmarked(work.get("publisher")),
    )


def _title(work: dict[str, Any]) -> str:
    """The title, with the second half that Crossref keeps apart."""
    title, subtitle = _first(work, "title"), _first(work, "subtitle")
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title[-1] in '?!:' else ': '}{subtitle}"


def _authors(work: dict[str, Any]) -> Iterator[Name]:
    people = work.get("author") or work.get("editor")
    for person in people if isinstance(people, list) else ():
        if not isinstance(person, dict):
            continue
        family = unmarked(person.get("family")) or unmarked(person.get("name"))
        given = " ".join(filter(None, (line(person.get("given")), line(person.get("suffix")))))
        if family:
            yield Name(family, given)
        elif given:
            yield name_of(given)


def _first(work: dict[str, Any], field: str) -> str:
    values = work.get(field)
    return unmarked(values[0]) if isinstance(values, list) and values else ""
