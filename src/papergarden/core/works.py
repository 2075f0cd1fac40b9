"""The identity of works: mentions of one thing, under whatever name, become one work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Any

import msgspec

from papergarden.core.addresses import PAPER_SCHEMES, is_outside, url_of
from papergarden.core.identity import Groups, Keys, Mentioned, joined, rank
from papergarden.core.metadata import Record
from papergarden.core.model import STATUSES, Kind, Mention, ParsedNote, Place, Status, Work
from papergarden.core.titles import best_title

_LABELS = {
    "arxiv": "arXiv:",
    "doi": "doi:",
    "openreview": "OpenReview ",
    "neurips": "NeurIPS ",
    "iclr": "ICLR ",
    "pmlr": "PMLR ",
    "jmlr": "JMLR ",
    "s2": "Semantic Scholar ",
    "youtube": "YouTube ",
}

# Schemes of identifiers, each as one text for all works.
_TELLING = {scheme: scheme for scheme in (*PAPER_SCHEMES, "youtube")}

_NOTHING_TOLD = Record(key="")


class Identified(msgspec.Struct, frozen=True):
    """All works of a vault by id, sorted, and the work of every mention."""

    works: dict[str, Work]
    work_of: dict[Place, str]
    work_of_key: dict[str, str]
    mentions: dict[str, list[Mentioned]]  # of each work, in order
    keys: Keys
    catalogued: frozenset[str]  # works whose titles come from metadata, not from the notes


def identify_works(
    notes: Mapping[str, ParsedNote],
    same_as: Groups = (),
    not_same: Groups = (),
    records: Mapping[str, Record] = MappingProxyType({}),
) -> Identified:
    """Gather the mentions of all notes into works. Linear in the number of mentions.

    `records` tell more of works by any of their keys; they make none.
    """
    mentioned: dict[str, list[Mentioned]] = defaultdict(list)
    for note_id in sorted(notes):
        for number, mention in enumerate(notes[note_id].mentions):
            mentioned[mention.key].append((Place(note_id, number), mention))
    key_of = joined(mentioned, same_as, not_same, records)
    keys: dict[str, list[str]] = defaultdict(list)
    for key in sorted(mentioned):
        keys[key_of(key)].append(key)
    groups = {work_id: _gathered([mentioned[key] for key in own]) for work_id, own in keys.items()}
    for key in key_of.known() - mentioned.keys():
        if (work_id := key_of(key)) in keys:
            keys[work_id].append(key)
    ranked = {work_id: sorted(keys[work_id], key=rank) for work_id in sorted(groups)}
    told = {work_id: _told(own, records) for work_id, own in ranked.items()}
    works = {
        work_id: _work(work_id, ranked[work_id], groups[work_id], record)
        for work_id, record in told.items()
    }
    return Identified(
        works=works,
        work_of={place: work_id for work_id, group in groups.items() for place, _ in group},
        work_of_key={key: key_of(key) for key in mentioned},
        mentions=groups,
        keys=key_of,
        catalogued=frozenset(w for w, record in told.items() if record.title and not record.weak),
    )


def _gathered(lists: Sequence[list[Mentioned]]) -> list[Mentioned]:
    """The mentions of a work, given in order by each of its keys."""
    return lists[0] if len(lists) == 1 else sorted(chain(*lists), key=itemgetter(0))


def _told(keys: Iterable[str], records: Mapping[str, Record]) -> Record:
    """What the library says of a work; each thing by the first of its keys that tells it."""
    said = [records[key] for key in keys if key in records]
    if not said:
        return _NOTHING_TOLD

    def first(field: str) -> Any:  # noqa: ANN401 # of the type that the field has
        return next(filter(None, (getattr(record, field) for record in said)), None)

    titled = next((record for record in said if record.title), None)
    placed = next((record for record in said if record.venue), None)
    return Record(
        key="",
        title=titled.title if titled else "",
        authors=first("authors") or (),
        year=first("year"),
        abstract=first("abstract") or "",
        citekey=first("citekey") or "",
        weak=titled.weak if titled else False,
        venue=placed.venue if placed else "",
        volume=placed.volume if placed else "",
        form=placed.form if placed else "",
    )


def _work(work_id: str, keys: Sequence[str], mentions: Sequence[Mentioned], told: Record) -> Work:
    """One work, given its keys with the best known first."""
    said = [m for _, m in mentions]
    entries = [m for m in said if m.role == "entry"]
    titles = _titles(entries or said)
    others = _titles(m for m in said if m.role == "reference") if len(entries) < len(said) else []
    own = best_title(titles, others)
    title = (own or told.title) if told.weak else (told.title or own)
    identifiers = _identifiers(keys)
    status, read_on, queued_on = _progress(entries)
    return Work(
        id=work_id,
        kind=_kind(said),
        title=title or identifier_of(work_id),
        aliases=_aliases([*titles, *others], title),
        url=next(filter(None, map(url_of, keys)), None) or _address(said),
        identifiers=identifiers,
        status=status,
        queued_on=queued_on,
        read_on=read_on,
        authors=told.authors,
        year=told.year or _year(identifiers),
        tags=tuple(sorted({tag for m in entries for tag in m.tags})),
        topics=tuple(dict.fromkeys([m.topic for m in entries if m.topic])),
        places=tuple([place for place, _ in mentions]),
        abstract=told.abstract,
        citekey=told.citekey,
        venue=told.venue,
        volume=told.volume,
        form=told.form,
    )


def identifier_of(work_id: str) -> str:
    """What a work without any title is called: its identifier, with its scheme if that helps."""
    scheme, _, name = work_id.partition(":")
    return _LABELS.get(scheme, "") + name


def _careful(name: str) -> tuple[int, str]:
    """Names with capitals come before those without: `ColBERT` stands for `colbert`."""
    return -sum(char.isupper() for char in name), name


def _titles(mentions: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys([m.title for m in mentions if m.title]))


def _aliases(names: Sequence[str], title: str | None) -> tuple[str, ...]:
    """The names that are no title, of those that differ in capitals one."""
    known = {title.casefold()} if title else set()
    aliases = []
    for alias in sorted(set(names) - {title}, key=_careful):
        if alias.casefold() not in known:
            known.add(alias.casefold())
            aliases.append(alias)
    return tuple(sorted(aliases, key=str.casefold))


def _address(mentions: Iterable[Mention]) -> str | None:
    """The first address in the web that one of its mentions gives."""
    return next((m.href for m in mentions if m.href and is_outside(m.href)), None)


def _identifiers(keys: Sequence[str]) -> dict[str, str]:
    pairs = sorted([key.split(":", 1) for key in keys])
    return {_TELLING[scheme]: name for scheme, name in pairs if scheme in _TELLING}


def _year(identifiers: Mapping[str, str]) -> int | None:
    """The year in which an arXiv identifier was given; other identifiers tell none."""
    number = identifiers.get("arxiv", "").rpartition("/")[2]
    if not number[:2].isdigit():
        return None
    year = int(number[:2])
    return (1900 if year >= 91 else 2000) + year  # noqa: PLR2004 # the first papers are of 1991


def _progress(entries: Iterable[Mention]) -> tuple[Status, str | None, str | None]:
    """Status, the last day it was read and the first day it was queued."""
    given: set[Status] = set()
    read_on: list[str] = []
    queued_on: list[str] = []
    for mention in entries:
        if (status := mention.status) is None:
            continue
        given.add(status)
        if status == "read" and mention.date and mention.date_source != "note":
            read_on.append(mention.date)
        if created := mention.fields.get("created"):
            queued_on.append(created)
        elif status == "queued" and mention.date_source == "day" and mention.date:
            queued_on.append(mention.date)
    weightiest: Status = min(given, key=STATUSES.index, default="mentioned")
    return weightiest, max(read_on, default=None), min(queued_on, default=None)


def _kind(mentions: Sequence[Mention]) -> Kind:
    """What an emoji tells, else what most addresses tell; a title alone tells least."""
    if len(distinct := {m.kind for m in mentions}) == 1:
        return distinct.pop()
    kinds = (
        [m.kind for m in mentions if m.kind_told]
        or [m.kind for m in mentions if not m.key.startswith("title:")]
        or [m.kind for m in mentions]
    )
    return max(dict.fromkeys(kinds), key=kinds.count)
