"""The identity of works: mentions of one thing, under whatever name, become one work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from papergarden.core.addresses import PAPER_SCHEMES, is_outside, url_of
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.identity import Groups, Keys, joined, rank
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


Mentioned = tuple[Place, Mention]
_NOTHING_TOLD = Record(key="")


class Identified(msgspec.Struct, frozen=True):
    """All works of a vault by id, sorted, and the work of every mention."""

    works: dict[str, Work]
    work_of: dict[Place, str]
    work_of_key: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]


def identify_works(
    notes: Mapping[str, ParsedNote],
    same_as: Groups = (),
    not_same: Groups = (),
    records: Mapping[str, Record] = MappingProxyType({}),
    *,
    doubting: bool = True,
) -> Identified:
    """Gather the mentions of all notes into works. Linear in the number of mentions.

    `records` tell more of works by any of their keys; they make none. Without `doubting` nothing is
    reported, which takes less time.
    """
    mentioned: dict[str, list[Mentioned]] = defaultdict(list)
    for note_id in sorted(notes):
        for number, mention in enumerate(notes[note_id].mentions):
            mentioned[mention.key].append((Place(note_id, number), mention))
    said = {key: [mention for _, mention in places] for key, places in mentioned.items()}
    key_of = joined(said, same_as, not_same, records)
    groups: dict[str, list[Mentioned]] = defaultdict(list)
    for key in sorted(mentioned):
        groups[key_of(key)] += mentioned[key]
    keys: dict[str, set[str]] = defaultdict(set)
    for key in (*mentioned, *key_of.known()):
        keys[key_of(key)].add(key)
    for group in groups.values():
        group.sort(key=lambda item: item[0])
    ranked = {work_id: sorted(keys[work_id], key=rank) for work_id in sorted(groups)}
    told = {work_id: _told(own, records) for work_id, own in ranked.items()}
    works = {
        work_id: _work(work_id, ranked[work_id], groups[work_id], record)
        for work_id, record in told.items()
    }
    catalogued = {work_id for work_id, record in told.items() if record.title and not record.weak}
    return Identified(
        works=works,
        work_of={place: work_id for work_id, group in groups.items() for place, _ in group},
        work_of_key={key: key_of(key) for key in mentioned},
        diagnostics=_doubts(works, groups, notes, key_of, catalogued) if doubting else (),
    )


def _doubts(
    works: Mapping[str, Work],
    groups: Mapping[str, Sequence[Mentioned]],
    notes: Mapping[str, ParsedNote],
    keys: Keys,
    catalogued: Collection[str],
) -> tuple[Diagnostic, ...]:
    from papergarden.core.doubts import doubts  # noqa: PLC0415 # who does not doubt need not wait

    return tuple(doubts(works, groups, notes, keys, catalogued))


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
    entries = [m for _, m in mentions if m.role == "entry"]
    titles = _in_order(m.title for m in entries or [m for _, m in mentions] if m.title)
    others = _in_order(m.title for _, m in mentions if m.title and m.role == "reference")
    identifiers = _identifiers(keys)
    href = next((m.href for _, m in mentions if m.href and is_outside(m.href)), None)
    own = best_title(titles, others)
    title = (own or told.title) if told.weak else (told.title or own)
    url = next(filter(None, map(url_of, keys)), None) or href
    known = {title.casefold()} if title else set()
    aliases = []
    names = [name for name in _in_order([*titles, *others]) if name != title]
    for alias in sorted(names, key=_careful):
        if alias.casefold() not in known:
            known.add(alias.casefold())
            aliases.append(alias)
    status, read_on, queued_on = _progress(m for _, m in mentions)
    return Work(
        id=work_id,
        kind=_kind([m for _, m in mentions]),
        title=title or identifier_of(work_id),
        aliases=tuple(sorted(aliases, key=str.casefold)),
        url=url,
        identifiers=identifiers,
        status=status,
        queued_on=queued_on,
        read_on=read_on,
        authors=told.authors,
        year=told.year or _year(identifiers),
        tags=tuple(sorted({tag for m in entries for tag in m.tags})),
        topics=tuple(_in_order(m.topic for m in entries if m.topic)),
        places=tuple(place for place, _ in mentions),
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


def _in_order(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _identifiers(keys: Sequence[str]) -> dict[str, str]:
    pairs = (key.split(":", 1) for key in reversed(keys))
    return {
        scheme: name
        for scheme, name in sorted(pairs)
        if scheme in PAPER_SCHEMES or scheme == "youtube"
    }


def _year(identifiers: Mapping[str, str]) -> int | None:
    """The year in which an arXiv identifier was given; other identifiers tell none."""
    number = identifiers.get("arxiv", "").rpartition("/")[2]
    if not number[:2].isdigit():
        return None
    year = int(number[:2])
    return (1900 if year >= 91 else 2000) + year  # noqa: PLR2004 # the first papers are of 1991


def _progress(mentions: Iterable[Mention]) -> tuple[Status, str | None, str | None]:
    """Status, the last day it was read and the first day it was queued, from all entries."""
    given: set[Status] = set()
    read_on: list[str] = []
    queued_on: list[str] = []
    for mention in mentions:
        if mention.status is None:
            continue
        given.add(mention.status)
        if mention.status == "read" and mention.date and mention.date_source != "note":
            read_on.append(mention.date)
        if created := mention.fields.get("created"):
            queued_on.append(created)
        elif mention.status == "queued" and mention.date_source == "day" and mention.date:
            queued_on.append(mention.date)
    status: Status = next((status for status in STATUSES if status in given), "mentioned")
    return status, max(read_on, default=None), min(queued_on, default=None)


def _kind(mentions: Sequence[Mention]) -> Kind:
    """What an emoji tells, else what most addresses tell; a title alone tells least."""
    told = [m.kind for m in mentions if m.kind_told]
    addressed = [m.kind for m in mentions if not m.key.startswith("title:")]
    counts = Counter(told or addressed or [m.kind for m in mentions])
    return max(counts, key=lambda kind: counts[kind])
