"""What is doubtful about works: open though read, one title at two addresses, near titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, utils

from papergarden.core.diagnostics import Diagnostic
from papergarden.core.identity import Keys, Mentioned
from papergarden.core.model import Mention, ParsedNote, Place, Work
from papergarden.core.nearness import Pairs, near_titles
from papergarden.core.repeats import repeats
from papergarden.core.sequence import dates_out_of_order
from papergarden.core.titles import is_real_title, joining_form
from papergarden.core.works import Identified

# Two real titles of one address with a likeness under this (of 100) are about different things.
_LITTLE_IN_COMMON = 40

Groups = Mapping[str, Sequence[Mentioned]]


def doubts(
    found: Identified,
    notes: Mapping[str, ParsedNote],
    near: Callable[[Mapping[str, str]], Pairs] = near_titles,
) -> Iterator[Diagnostic]:
    """All that deserves a look; `near` may remember which titles are nearly alike."""
    yield from dates_out_of_order(notes.values())
    yield from repeats(found.mentions, notes)
    yield from _open_but_read(found.mentions, notes)
    yield from _title_conflicts(found, notes)
    yield from _nearly_alike(found, notes, near)


def _where(place: Place, notes: Mapping[str, ParsedNote]) -> str:
    note = notes[place.note]
    return f"{note.path}:{note.mentions[place.mention].line}"


def _open_but_read(groups: Groups, notes: Mapping[str, ParsedNote]) -> Iterator[Diagnostic]:
    for group in groups.values():
        read = [place for place, m in group if m.status == "read"]
        if not read or len(read) == len(group):
            continue
        where = _where(read[-1], notes)
        for place, mention in group:
            if mention.marker is not None and mention.status == "queued":
                yield Diagnostic(
                    notes[place.note].path,
                    mention.line,
                    "open-but-read",
                    f"“{mention.title or mention.href}” is open here, but read in {where}",
                    "tick the box, or take it out of the list",
                )


def _title_conflicts(found: Identified, notes: Mapping[str, ParsedNote]) -> Iterator[Diagnostic]:
    """One title at two addresses, or two titles at one address: one of them may be a slip."""
    carriers: dict[str, list[tuple[str, Mentioned]]] = defaultdict(list)
    for work_id, work in found.works.items():
        titles: dict[str, Mentioned] = {}
        for said in found.mentions[work_id]:
            if said[1].title and said[1].role == "entry":
                titles.setdefault(said[1].title, said)
        known = work_id in found.catalogued
        for title, said in titles.items():
            place, mention = said
            if mention.href and (form := joining_form(title)):
                carriers[form].append((work_id, said))
            if title != work.title and is_real_title(title) and _differ(title, work, known=known):
                yield _slip(notes[place.note], mention, work, known=known)
    for same in carriers.values():
        if len(same) > 1:
            yield from _two_addresses(same, notes, found.keys)


def _two_addresses(
    same: Iterable[tuple[str, Mentioned]], notes: Mapping[str, ParsedNote], keys: Keys
) -> Iterator[Diagnostic]:
    """A real title that stands at more than one address, given by works."""
    found: dict[str, Mentioned] = {}
    for work_id, said in same:
        if is_real_title(said[1].title or ""):
            found.setdefault(work_id, said)
    in_order = sorted(found.items(), key=lambda item: item[1][0])
    for work_id, (place, mention) in in_order[1:]:
        known, (first, _) = in_order[0]
        if not keys.are_apart(known, work_id):
            yield Diagnostic(
                notes[place.note].path,
                mention.line,
                "title-conflict",
                f"“{mention.title}” has another address in {_where(first, notes)}",
                "name both addresses in `identity.same_as` if they are one work, in "
                "`identity.not_same` if not",
            )


def _slip(note: ParsedNote, mention: Mention, work: Work, *, known: bool) -> Diagnostic:
    """Two titles of one work; if one of them is `known` to be right, the address may be wrong."""
    if known:
        return Diagnostic(
            note.path,
            mention.line,
            "metadata-conflict",
            f"“{mention.title}” leads to “{work.title}”, as its metadata has it",
            "the address may be a slip; if the metadata is wrong, correct it in `library.json`",
        )
    return Diagnostic(
        note.path,
        mention.line,
        "title-conflict",
        f"“{mention.title}” and “{work.title}” have one address",
        "one of the two links may be a slip",
    )


def _differ(title: str, work: Work, *, known: bool) -> bool:
    """Whether a title has little in common with the one that its work is shown by.

    Of names in notes only real titles count; one from a catalogue is a title in any case.
    """
    if work.id.startswith("file:"):  # a folder holds more than one experiment
        return False
    if known:
        one, two = (joining_form(text) or "" for text in (title, work.title))
        return one not in two and two not in one and has_little_in_common(title, work.title)
    return (
        is_real_title(work.title)
        and not title.startswith(work.title)
        and has_little_in_common(title, work.title)
    )


def has_little_in_common(title: str, other: str) -> bool:
    """Whether two real titles are about different things."""
    likeness = fuzz.token_sort_ratio(title, other, processor=utils.default_process)
    return likeness < _LITTLE_IN_COMMON


def _nearly_alike(
    found: Identified,
    notes: Mapping[str, ParsedNote],
    near: Callable[[Mapping[str, str]], Pairs],
) -> Iterator[Diagnostic]:
    """Two works whose titles are nearly alike may be one, with a slip in its name."""
    works = {name: w for name, w in found.works.items() if not name.startswith("file:")}
    for pair in near({name: work.title for name, work in works.items()}):
        if found.keys.are_apart(*pair):
            continue
        known, other = sorted(pair, key=lambda work_id: found.mentions[work_id][0][0])
        place, mention = found.mentions[other][0]
        yield Diagnostic(
            notes[place.note].path,
            mention.line,
            "near-title",
            f"“{works[other].title}” is nearly “{works[known].title}” in "
            f"{_where(found.mentions[known][0][0], notes)}",
            f'if they are one work, add `["{known}", "{other}"]` to `identity.same_as`, else to '
            "`identity.not_same`",
        )
