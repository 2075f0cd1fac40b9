"""What the properties of a note say: title, date, tags, aliases, whether it is published.

The names are those of Obsidian, Digital Garden, Quartz, Jekyll, Quarto and Hugo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from papergarden.core.dates import date_in_name, date_of
from papergarden.core.source import Properties
from papergarden.core.syntax.tags import is_tag


def text(properties: Properties, *names: str) -> str:
    """The first of the named properties that holds text, or an empty string."""
    for name in names:
        value = properties.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip().replace("\0", "�")
    return ""


def words(properties: Properties, *names: str) -> tuple[str, ...]:
    """The values of the first of the named properties that has any: a list, or text with commas."""
    for name in names:
        value = properties.get(name)
        if isinstance(value, str):
            value = re.split(r"\s*,\s*", value)
        if isinstance(value, list):
            found = tuple(item.strip() for item in value if isinstance(item, str) and item.strip())
            if found:
                return found
    return ()


def tags(properties: Properties) -> tuple[str, ...]:
    """The tags of a note, without `#`. Text without a comma holds one tag a word, as in Jekyll."""
    given = words(properties, "tags", "tag")
    if len(given) == 1 and isinstance(properties.get("tags", properties.get("tag")), str):
        given = tuple(given[0].split())
    names = (name.lstrip("#").strip("/").replace(" ", "-") for name in given)
    return tuple(name for name in names if is_tag(name))


def date(properties: Properties, path: str) -> str | None:
    """The day of a note in ISO form: of its properties, else of its file name."""
    given = properties.get("date")
    return date_of(given) or date_in_name(path.rsplit("/", 1)[-1])


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, as first written; tags differ in more than their capitals."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return tuple(seen.values())
