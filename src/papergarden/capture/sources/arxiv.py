"""arXiv's query interface: up to a hundred papers a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote
from xml.etree import ElementTree as ET

from papergarden.capture.text import date_of, is_page, line
from papergarden.capture.values import Metadata, Problem, Request
from papergarden.core.addresses import arxiv_id
from papergarden.core.machines.people import name_of

MOST = 100  # ids a request
PACE = 3.0  # https://info.arxiv.org/help/api/tou.html
ABSENT = Problem("missing", "arXiv knows no such paper")

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_ERROR = re.compile(r"/api/errors")
_NAMED = re.compile(r"\bfor (\S+)")


def request(base: str, ids: Sequence[str]) -> Request:
    """Ask for papers by id; without a number of results only ten would come."""
    names = ",".join(quote(name, safe="/.") for name in ids)
    url = f"{base}/api/query?id_list={names}&start=0&max_results={len(ids)}"
    return Request(url, "application/atom+xml", "arXiv", pace=PACE, patience=45.0)


def parse(body: bytes, ids: Sequence[str]) -> dict[str, Metadata | Problem] | Problem:
    """The papers of a feed by id, as asked for.

    Papers that arXiv does not know are left out. If it objects to one id, the answer holds that
    one only, and says nothing of the others.
    """
    if is_page(body):
        return Problem("garbled", "a web page came instead of a feed")
    try:
        feed = ET.fromstring(body)  # noqa: S314 # expat stops bombs, and nothing is loaded
    except (ET.ParseError, ValueError, LookupError):  # a declaration may name any encoding
        return Problem("garbled", "the answer is broken off or no XML")
    if feed.tag != f"{_ATOM}feed":
        return Problem("garbled", "the answer is no feed")
    found: dict[str, Metadata | Problem] = {}
    for entry in feed.iter(f"{_ATOM}entry"):
        address = _text(entry, f"{_ATOM}id")
        if _ERROR.search(address):
            return _objection(_text(entry, f"{_ATOM}summary"), ids)
        known = arxiv_id(address.partition("/abs/")[2])
        title = _text(entry, f"{_ATOM}title")
        if known and title and known[0] in ids:
            found[known[0]] = _metadata(entry, known[0], title)
    return found


def _objection(message: str, ids: Sequence[str]) -> dict[str, Metadata | Problem] | Problem:
    """An error entry, which may name the one id that it is about."""
    problem = Problem("refused", f"arXiv says: {message or 'error'}")
    named = _NAMED.search(message)
    return {named[1]: problem} if named and named[1] in ids else problem


def _metadata(entry: ET.Element, name: str, title: str) -> Metadata:
    people = (line(author.findtext(f"{_ATOM}name")) for author in entry.iter(f"{_ATOM}author"))
    return Metadata(
        title=title,
        source="arXiv",
        type="article",
        authors=tuple(name_of(person) for person in people if person),
        issued=date_of(_text(entry, f"{_ATOM}published")),
        abstract=_text(entry, f"{_ATOM}summary"),
        doi=_text(entry, f"{_ARXIV}doi") or f"10.48550/arXiv.{name}",
        url=f"https://arxiv.org/abs/{name}",
        publisher="arXiv",
        number=f"arXiv:{name}",
    )


def _text(entry: ET.Element, tag: str) -> str:
    return line(entry.findtext(tag))
