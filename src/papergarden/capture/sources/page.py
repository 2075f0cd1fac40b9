"""Any web page: what publishers say of an article in `meta` elements, else its title."""

from __future__ import annotations

import codecs
import contextlib
import re
from html.parser import HTMLParser

from papergarden.capture.text import date_of, line, unmarked
from papergarden.capture.values import Metadata, Problem, Request
from papergarden.core.machines.people import name_of
from papergarden.core.metadata import PAGE_TITLE

_MOST = 512_000  # bytes; what is asked for stands at the beginning
_FIRST = 2_048
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
# What browsers read under these names; https://encoding.spec.whatwg.org/#names-and-labels
_SAME = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TITLE = re.compile(
    r"(?:just a moment|attention required|access denied|are you a robot|verifying|robot check"
    r"|forbidden|not found|page not found|error \d+|\d{3}\b.*|sign in|log ?in|untitled"
    r"|redirecting|loading|home)\W*.{0,20}",
    re.IGNORECASE,
)
_DATES = (
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "citation_year",
    "dc.date",
    "article:published_time",
)
_VENUES = ("citation_journal_title", "citation_conference_title", "citation_inbook_title")


def request(url: str) -> Request:
    """Ask for the beginning of a page."""
    return Request(url, "text/html, application/xhtml+xml", most=_MOST, beginning=True)


def parse(body: bytes, url: str, content_type: str = "") -> Metadata | Problem:
    """What a page says of itself."""
    form = content_type.partition(";")[0].strip().lower()
    if form not in {"", "text/html", "application/xhtml+xml"} or body.startswith(b"%PDF"):
        return Problem("refused", f"no web page but {form or 'a PDF'} lies at {url}")
    head = _Head()
    head.feed(_text(body, content_type))
    names = head.names
    cited = unmarked(next(iter(names.get("citation_title", [])), ""))
    title = cited or _first(names, "og:title") or unmarked("".join(head.title))
    if not title:
        return Problem("missing", f"the page {url} has no title")
    if not cited and _NO_TITLE.fullmatch(title):
        return Problem("refused", f"the page {url} says “{title}”")
    venue = next(filter(None, (_first(names, name) for name in _VENUES)), "")
    people = (line(person) for person in names.get("citation_author", []))
    return Metadata(
        title=title,
        source="page" if cited else PAGE_TITLE,
        type=_type(names, cited, venue),
        authors=tuple(name_of(person) for person in people if person),
        issued=next(filter(None, (date_of(_first(names, name)) for name in _DATES)), ()),
        abstract=_first(names, "citation_abstract"),
        doi=_first(names, "citation_doi").removeprefix("doi:").strip(),
        url=url,
        venue=venue,
        volume=_first(names, "citation_volume"),
        publisher=_first(names, "citation_publisher"),
    )


def _type(names: dict[str, list[str]], cited: str, venue: str) -> str:
    if not cited:
        return "webpage"
    if "citation_conference_title" in names:
        return "paper-conference"
    return "article-journal" if venue else "article"


def _first(names: dict[str, list[str]], name: str) -> str:
    return next(filter(None, map(unmarked, names.get(name, []))), "")


def _text(body: bytes, content_type: str) -> str:
    """The text of a page, in the encoding that its mark, its server or itself tells."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    told = _CHARSET.search(content_type.encode("ascii", "replace")) or _CHARSET.search(
        body[:_FIRST]
    )
    label = told[1].decode("ascii").lower() if told else "utf-8"
    if label.replace("_", "-") not in {"utf-8", "utf8"}:
        with contextlib.suppress(LookupError, ValueError):
            return body.decode(_SAME.get(label, label), "replace")
    try:
        # A page that was cut off may end within a character.
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


class _Head(HTMLParser):
    """Collects titles and `meta` elements; what lies in scripts and styles is none of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.names: dict[str, list[str]] = {}
        self._inside = False
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title" and not self._over:
            self._inside = True
        elif tag == "meta":
            values = dict(attrs)
            name = (values.get("name") or values.get("property") or "").strip().lower()
            if name and (content := values.get("content")):
                self.names.setdefault(name, []).append(content)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title" and self._inside:
            self._inside, self._over = False, True  # that of a drawing further down is another

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.title.append(data)
