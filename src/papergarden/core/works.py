"""The identity of works: mentions of one thing, under whatever name, become one work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from rapidfuzz import fuzz, utils

from papergarden.core.addresses import PAPER_SCHEMES, identify, is_outside, url_of
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.model import STATUSES, Kind, Mention, ParsedNote, Place, Status, Work
from papergarden.core.titles import best_title, is_real_title, joining_form

# Two real titles of one address with a likeness under this (of 100) are about different things.
_LITTLE_IN_COMMON = 40
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


class Identified(msgspec.Struct, frozen=True):
    """All works of a vault by id, sorted, and the work of every mention."""

    works: dict[str, Work]
    work_of: dict[Place, str]
    work_of_key: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]


def identify_works(
    notes: Mapping[str, ParsedNote], same_as: Iterable[Sequence[str]] = ()
) -> Identified:
    """Gather the mentions of all notes into works. Linear in the number of mentions."""
    mentioned: dict[str, list[Mentioned]] = defaultdict(list)
    for note_id in sorted(notes):
        for number, mention in enumerate(notes[note_id].mentions):
            mentioned[mention.key].append((Place(note_id, number), mention))
    key_of = _joined(mentioned, same_as)
    groups: dict[str, list[Mentioned]] = defaultdict(list)
    for key in sorted(mentioned):
        groups[key_of(key)] += mentioned[key]
    keys: dict[str, set[str]] = defaultdict(set)
    for key in mentioned:
        keys[key_of(key)].add(key)
    works = {
        work_id: _work(work_id, keys[work_id], sorted(groups[work_id], key=lambda m: m[0]))
        for work_id in sorted(groups)
    }
    work_of = {place: work_id for work_id, group in groups.items() for place, _ in group}
    diagnostics = [
        *_open_but_read(groups, notes),
        *_title_conflicts(works, groups, notes),
    ]
    work_of_key = {key: key_of(key) for key in mentioned}
    return Identified(works, work_of, work_of_key, tuple(diagnostics))


class _Union:
    """Sets of keys known to be one work; the smallest key that is an identifier stands for all."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def __call__(self, key: str) -> str:
        while (parent := self._parent.get(key, key)) != key:
            self._parent[key] = self._parent.get(parent, parent)
            key = parent
        return key

    def join(self, first: str, second: str) -> None:
        one, two = sorted((self(first), self(second)), key=_rank)
        if one != two:
            self._parent[two] = one


def _rank(key: str) -> tuple[int, str]:
    scheme = key.split(":", 1)[0]
    order = (*PAPER_SCHEMES, "youtube", "url", "file", "title")
    return order.index(scheme) if scheme in order else len(order), key


def _joined(
    mentioned: Mapping[str, Sequence[Mentioned]], same_as: Iterable[Sequence[str]]
) -> _Union:
    """Which keys are one work: told so, or one of them a title that one other work carries."""
    union = _Union()
    for group in same_as:
        for other in group[1:]:
            union.join(_key(group[0]), _key(other))
    by_form: dict[str, set[str]] = defaultdict(set)
    title_only: dict[str, set[str]] = defaultdict(set)
    for key, mentions in mentioned.items():
        for _, mention in mentions:
            form = joining_form(mention.title) if mention.title else None
            if form is None or mention.role != "entry":
                continue
            (title_only if key.startswith("title:") else by_form)[form].add(key)
    for form, keys in title_only.items():
        first, *others = sorted(keys)
        for other in others:  # written a little differently, the same title all the same
            union.join(first, other)
        carriers = {union(key) for key in by_form[form]}
        if len(carriers) == 1:
            union.join(first, carriers.pop())
    return union


def _key(text: str) -> str:
    """A key as the configuration may write it: a key, or any address."""
    return identify(text).key if is_outside(text) else text


def _work(work_id: str, keys: set[str], mentions: Sequence[Mentioned]) -> Work:
    entries = [m for _, m in mentions if m.role == "entry"]
    told = entries or [m for _, m in mentions]
    titles = _in_order(m.title for m in told if m.title)
    others = _in_order(m.title for _, m in mentions if m.title and m.role == "reference")
    identifiers = _identifiers(keys)
    href = next((m.href for _, m in mentions if m.href and is_outside(m.href)), None)
    title = best_title(titles, others)
    url = next(filter(None, map(url_of, sorted(keys, key=_rank))), None) or href
    known = {title.casefold()} if title else set()
    aliases = []
    for alias in sorted(_in_order([*titles, *others]), key=_careful):
        if alias.casefold() not in known:
            known.add(alias.casefold())
            aliases.append(alias)
    status, read_on, queued_on = _progress(m for _, m in mentions)
    return Work(
        id=work_id,
        kind=_kind([m for _, m in mentions]),
        title=title or _name(work_id),
        aliases=tuple(sorted(aliases, key=str.casefold)),
        url=url,
        identifiers=identifiers,
        status=status,
        queued_on=queued_on,
        read_on=read_on,
        authors=(),
        year=_year(identifiers),
        tags=tuple(sorted({tag for m in entries for tag in m.tags})),
        topics=tuple(_in_order(m.topic for m in entries if m.topic)),
        places=tuple(place for place, _ in mentions),
    )


def _name(work_id: str) -> str:
    """What a work without any title is called: its identifier, with its scheme if that helps."""
    scheme, _, name = work_id.partition(":")
    return _LABELS.get(scheme, "") + name


def _careful(name: str) -> tuple[int, str]:
    """Names with capitals come before those without: `ColBERT` stands for `colbert`."""
    return -sum(char.isupper() for char in name), name


def _in_order(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _identifiers(keys: Iterable[str]) -> dict[str, str]:
    pairs = (key.split(":", 1) for key in sorted(keys, key=_rank, reverse=True))
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


def _where(place: Place, notes: Mapping[str, ParsedNote]) -> str:
    note = notes[place.note]
    return f"{note.path}:{note.mentions[place.mention].line}"


def _open_but_read(
    groups: Mapping[str, Sequence[Mentioned]], notes: Mapping[str, ParsedNote]
) -> Iterator[Diagnostic]:
    for group in groups.values():
        read = [place for place, m in group if m.status == "read"]
        if not read:
            continue
        for place, mention in group:
            if mention.marker is not None and mention.status == "queued":
                yield Diagnostic(
                    notes[place.note].path,
                    mention.line,
                    "open-but-read",
                    f"“{mention.title or mention.href}” is open here, but read in "
                    f"{_where(read[-1], notes)}",
                    "tick the box, or take it out of the list",
                )


def _title_conflicts(
    works: Mapping[str, Work],
    groups: Mapping[str, Sequence[Mentioned]],
    notes: Mapping[str, ParsedNote],
) -> Iterator[Diagnostic]:
    """One title at two addresses, or two titles at one address: one of them may be a slip."""
    carriers: dict[str, dict[str, tuple[Place, Mention]]] = defaultdict(dict)
    for work_id in works:
        titles: dict[str, Mentioned] = {}
        for place, mention in groups[work_id]:
            title = mention.title
            if mention.role == "entry" and title and is_real_title(title):
                titles.setdefault(title, (place, mention))
        for title, (place, mention) in titles.items():
            form = joining_form(title)
            if form and mention.href:
                carriers[form].setdefault(work_id, (place, mention))
            shown = works[work_id].title
            if (
                title != shown
                and not work_id.startswith("file:")  # a folder holds more than one experiment
                and is_real_title(shown)
                and not title.startswith(shown)
                and fuzz.token_sort_ratio(title, shown, processor=utils.default_process)
                < _LITTLE_IN_COMMON
            ):
                yield Diagnostic(
                    notes[place.note].path,
                    mention.line,
                    "title-conflict",
                    f"“{title}” and “{shown}” have one address",
                    "one of the two links may be a slip",
                )
    for same in carriers.values():
        (_, (first, _)), *others = sorted(same.items(), key=lambda item: item[1][0])
        for _, (place, mention) in others:
            yield Diagnostic(
                notes[place.note].path,
                mention.line,
                "title-conflict",
                f"“{mention.title}” has another address in {_where(first, notes)}",
                "if both are one work, name their addresses in `identity.same_as`",
            )
