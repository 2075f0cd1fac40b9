"""Texts of services as plain ones, without markup and damage; dates and JSON, checked."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from papergarden.capture.values import Problem
from papergarden.core.metadata import plain
from papergarden.core.repair import repair

_HEADING = re.compile(
    r"<(?:jats:)?title>\s*(?:abstract|summary)\s*</(?:jats:)?title>", re.IGNORECASE
)
_BLOCK = re.compile(r"</?(?:jats:)?(?:p|sec|title|br|div|list|list-item)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][\w:.-]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?!\d)")
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)


def line(value: object) -> str:
    """A text of a service as one line of plain text."""
    text = repair(value)[0] if isinstance(value, str) else ""
    return plain(text)


def unmarked(value: object) -> str:
    """A text that may hold elements of HTML or JATS, without them."""
    if not isinstance(value, str):
        return ""
    text = _TAG.sub("", _BLOCK.sub(" ", _HEADING.sub(" ", value)))
    return line(html.unescape(html.unescape(text)))  # some services escape twice


def date_of(value: object) -> tuple[int, ...]:
    """Year, month and day, as far as told, of a date as written or in the parts of CSL."""
    match value:
        case str():
            found = _DATE.match(value.strip())
            return _checked(found.groups()) if found else ()
        case {"date-parts": [[*parts], *_]}:
            return _checked(parts)
        case _:
            return ()


def _checked(parts: object) -> tuple[int, ...]:
    numbers: list[int] = []
    for part, most in zip(
        parts if isinstance(parts, list | tuple) else (), (9999, 12, 31), strict=False
    ):
        number = int(part) if isinstance(part, int | str) and str(part).isdigit() else 0
        if not 0 < number <= most:
            break
        numbers.append(number)
    return tuple(numbers)


def is_page(body: bytes) -> bool:
    """Whether a body is a web page, such as that of a hotel's network or of a broken service."""
    return _PAGE.match(body) is not None


def json_object(body: bytes) -> dict[str, Any] | Problem:
    """The object that a body holds."""
    if is_page(body):
        return Problem("garbled", "a web page came instead of data")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return Problem("garbled", "the answer is broken off or no JSON")
    return value if isinstance(value, dict) else Problem("garbled", "the answer has another form")
