"""What `library.json` says of works: CSL-JSON as programs and people write it, as plain values."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from papergarden.core.addresses import doi, identify, is_outside
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.machines.people import Name, text_of

LIBRARY = "library.json"
# The part of an item's `custom` that is ours: which work it is, who said so, what was fetched.
WORK, SOURCE, FETCHED = "work", "source", "fetched"
# Where a title is only that of a web page, a title in the notes says more.
PAGE_TITLE = "page title"

_CITEKEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


class Record(Struct, frozen=True):
    """One work in the words of a catalogue."""

    key: str
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    abstract: str = ""
    citekey: str = ""
    also: str | None = None  # another key of the work, from its DOI
    weak: bool = False  # the title is only that of a web page
    venue: str = ""  # journal or proceedings
    volume: str = ""
    form: str = ""  # a type of CSL


class Library(Struct, frozen=True):
    """All records by key, and what is wrong with the file."""

    records: dict[str, Record] = {}
    diagnostics: tuple[Diagnostic, ...] = ()


def read_library(data: bytes, path: str = LIBRARY) -> Library:
    """Read the file; of two items about one work the first counts."""
    try:
        items = decoded(data)
    except BadLibraryError as error:
        hint = "metadata is left out until it is mended"
        return Library(diagnostics=(Diagnostic(path, error.line, "bad-library", str(error), hint),))
    records: dict[str, Record] = {}
    for item in items:
        if (key := work_of(item)) is not None:
            records.setdefault(key, _record(key, item))
    return Library(records)


class BadLibraryError(ValueError):
    """The file is no list of items; says why, and in which line."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def decoded(data: bytes) -> list[dict[str, Any]]:
    """The items of the file.

    Raises:
        BadLibraryError: it is no JSON, or no list of objects.
    """
    try:
        items = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise BadLibraryError(f"no JSON: {error.msg}", error.lineno) from error
    except UnicodeDecodeError as error:
        raise BadLibraryError("no UTF-8", data.count(b"\n", 0, error.start) + 1) from error
    except RecursionError as error:
        raise BadLibraryError("nested too deep") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise BadLibraryError(f"no JSON: {error}") from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadLibraryError("no list of items as in CSL-JSON")
    return items


def work_of(item: Mapping[str, Any]) -> str | None:
    """The key of the work of an item: as we noted it, else from its DOI or address."""
    if isinstance(own := ours(item).get(WORK), str) and own:
        return own
    if found := doi.of(plain(item.get("DOI"))):
        return found.key
    url = plain(item.get("URL"))
    return identify(url).key if is_outside(url) else None


def ours(item: Mapping[str, Any]) -> dict[str, Any]:
    """Our part of an item, which another program may have dropped."""
    custom = item.get("custom")
    return custom if isinstance(custom, dict) else {}


def plain(value: object) -> str:
    """A text as one line, without what no page can show; anything else as none."""
    if not isinstance(value, str):
        return ""
    kept = (char if unicodedata.category(char) not in {"Cc", "Cs"} else " " for char in value)
    return " ".join("".join(kept).split())


def _record(key: str, item: Mapping[str, Any]) -> Record:
    citekey = plain(item.get("id"))
    also = doi.of(plain(item.get("DOI")))
    return Record(
        key=key,
        title=plain(item.get("title")),
        authors=tuple(_authors(item.get("author"))),
        year=_year(item.get("issued")),
        abstract=plain(item.get("abstract")),
        citekey=citekey if _CITEKEY.fullmatch(citekey) else "",
        also=also.key if also and also.key != key else None,
        weak=ours(item).get(SOURCE) == PAGE_TITLE,
        venue=plain(item.get("container-title")),
        volume=plain(item.get("volume")),
        form=plain(item.get("type")),
    )


def _authors(value: object) -> Iterator[str]:
    for name in value if isinstance(value, list) else ():
        if not isinstance(name, dict):
            continue
        part = {field: plain(text) for field, text in name.items()}
        family = _words(part, "non-dropping-particle", "family") or part.get("literal", "")
        given = _words(part, "given", "dropping-particle", "suffix")
        if family or given:
            yield text_of(Name(family, given) if family else Name(given))


def _words(part: Mapping[str, str], *fields: str) -> str:
    return " ".join(filter(None, (part.get(field, "") for field in fields)))


def _year(value: object) -> int | None:
    """The year of a date in parts, or of one in words."""
    if not isinstance(value, dict):
        return None
    match value.get("date-parts"):
        case [[year, *_], *_]:
            found = _YEAR.fullmatch(str(year)) if isinstance(year, int | str) else None
        case _:
            found = _YEAR.search(plain(value.get("raw")) or plain(value.get("literal")))
    return int(found[1]) if found else None
