"""What was fetched, put into `library.json`, where the user has the last word.

Each item remembers a digest of every field as it was fetched (`custom.fetched`). A field that
still has its digest may be brought up to date; one that differs was corrected, and one that is gone
was deleted, by the user, and stays so. Fields that the user added are never touched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import structs

from papergarden.capture.values import Metadata
from papergarden.core.machines.keys import citation_keys
from papergarden.core.machines.people import Name, text_of
from papergarden.core.metadata import FETCHED, SOURCE, WORK, ours, work_of
from papergarden.core.model import Work

Item = dict[str, Any]

# As one reads it; fields of other programs follow in the order in which they stood.
_ORDER = (
    "id type title author issued abstract container-title volume page publisher number DOI URL"
).split()


def merged(
    items: Iterable[Item], fetched: Mapping[str, Metadata], works: Mapping[str, Work]
) -> list[Item]:
    """All items, with what was fetched of works by id; sorted by the `id` of the item."""
    result = [dict(item) for item in items]
    present: dict[str, Item] = {}
    for item in result:
        if (key := work_of(item)) is not None:
            present.setdefault(key, item)
    ids = {item.get("id") for item in result}
    for key, metadata in sorted(fetched.items()):
        if (known := present.get(key)) is not None:
            _bring_up_to_date(known, key, metadata)
            continue
        citekey = _citekey(works[key], metadata, ids)
        ids.add(citekey)
        new: Item = {"id": citekey}
        _bring_up_to_date(new, key, metadata)
        result.append(new)
    return sorted(map(_in_order, result), key=lambda item: (str(item.get("id", "")), repr(item)))


def encoded(items: Iterable[Item]) -> bytes:
    """The file: two spaces a level, a new line at the end."""
    text = json.dumps(list(items), ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def csl(metadata: Metadata) -> Item:
    """The fields of an item, those that are known."""
    values = {
        "type": metadata.type,
        "title": metadata.title,
        "author": [_person(name) for name in metadata.authors],
        "issued": {"date-parts": [list(metadata.issued)]} if metadata.issued else None,
        "abstract": metadata.abstract,
        "container-title": metadata.venue,
        "volume": metadata.volume,
        "page": metadata.page,
        "publisher": metadata.publisher,
        "number": metadata.number,
        "DOI": metadata.doi,
        "URL": metadata.url,
    }
    return {name: value for name, value in values.items() if value}


def _bring_up_to_date(item: Item, key: str, metadata: Metadata) -> None:
    """Fill in what is missing, and renew what is still as it was fetched."""
    custom = ours(item)
    before = custom.get(FETCHED)
    before = before if isinstance(before, dict) else {}
    new = csl(metadata)
    after: dict[str, str] = {}
    for name in _ORDER[1:]:
        if name not in new:
            if name in before:  # another service tells less; what is there is still fetched
                after[name] = before[name]
            continue
        untouched = (
            name not in before if name not in item else before.get(name) == _digest(item[name])
        )
        if untouched:
            item[name] = new[name]
        after[name] = _digest(new[name])
    item["custom"] = {**custom, WORK: key, SOURCE: metadata.source, FETCHED: after}


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _person(name: Name) -> Item:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def _citekey(work: Work, metadata: Metadata, taken: set[Any]) -> str:
    """The key by which the site cites such a work, with a digest if another has it."""
    known = structs.replace(
        work,
        title=metadata.title,
        authors=tuple(map(text_of, metadata.authors)),
        year=metadata.issued[0] if metadata.issued else work.year,
        citekey="",
    )
    (key,) = citation_keys([known]).values()
    digest = hashlib.sha256(work.id.encode()).hexdigest()
    choices = (key, *(f"{key}-{digest[:length]}" for length in range(4, 65)))
    return next(choice for choice in choices if choice not in taken)


def _in_order(item: Item) -> Item:
    """The known fields first, ours last."""
    names = [name for name in _ORDER if name in item]
    names += [name for name in item if name not in _ORDER and name != "custom"]
    names += ["custom"] if "custom" in item else []
    return {name: item[name] for name in names}
