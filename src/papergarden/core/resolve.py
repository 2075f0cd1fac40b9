"""The resolve stage: where the local links of a note lead, seen over the whole vault."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from urllib.parse import unquote

from msgspec import Struct
from rapidfuzz import fuzz, process

from papergarden.core.attachments import form_of
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.model import (
    Attachment,
    Found,
    Link,
    Missing,
    ParsedNote,
    Target,
    Targets,
    Withheld,
)
from papergarden.core.names import Candidates, Names, folded
from papergarden.core.nearness import Hints, near_names
from papergarden.core.paths import path_from, without_ending
from papergarden.core.places import Places, is_place

_MOST_CANDIDATES = 3
_NEAR_PLACE = 60  # likeness, of 100, from which one heading may be a slip for the other

NearNames = Callable[[Mapping[str, str], Sequence[str]], Hints]
Remark = Callable[[ParsedNote, Link], Diagnostic]


def resolve(
    notes: Mapping[str, ParsedNote],
    files: Iterable[str],
    withheld: Iterable[str] = (),
    only: Iterable[str] | None = None,
    *,
    near: NearNames = near_names,
) -> tuple[Targets, tuple[Diagnostic, ...]]:
    """The target of every local link, by note and number, and what there is to say of them.

    `files` are the paths of everything else in the vault, `withheld` those of the notes that are
    not published. With `only` the links of these notes alone are looked at. `near` tells the names
    of which one that is missing may be a slip.
    """
    vault = _Vault(notes, files, withheld)
    targets: Targets = {}
    diagnostics: list[Diagnostic] = []
    missing: list[tuple[ParsedNote, Link]] = []
    for note_id in notes if only is None else only:
        note = notes[note_id]
        for number, link in enumerate(note.links):
            if link.style not in {"local", "wiki"}:
                continue
            lead = vault.lead(note, link)
            targets.setdefault(note_id, {})[number] = lead.target
            if lead.remark is not None:
                diagnostics.append(lead.remark(note, link))
            elif isinstance(lead.target, Missing):
                missing.append((note, link))
    if missing:
        diagnostics += _missing_notes(missing, notes, near)
    return targets, tuple(diagnostics)


class _Lead(Struct, frozen=True):
    """Where a link leads, and if there is something to say of it, what says that."""

    target: Target
    remark: Remark | None
    everywhere: bool  # whether a wikilink leads there from every note


class _Vault:
    """All that a link can lead to."""

    def __init__(
        self, notes: Mapping[str, ParsedNote], files: Iterable[str], withheld: Iterable[str]
    ) -> None:
        self._notes = notes
        self._places: dict[str, Places] = {}
        self._note_of = {note.path: note_id for note_id, note in notes.items()}
        self._withheld = set(withheld)
        self._names = Names(notes, {*files, *self._withheld})
        self._known: dict[str, _Lead] = {}  # by what wikilinks give, where the note is all one

    def lead(self, note: ParsedNote, link: Link) -> _Lead:
        """Where a link leads, and what there is to say of it. Many notes give the same wikilink."""
        if link.style != "wiki":
            return self._lead(note, link)
        known = self._known.get(link.href)
        if known is None:
            known = self._lead(note, link)
            if known.everywhere:
                self._known[link.href] = known
        return known

    def _lead(self, note: ParsedNote, link: Link) -> _Lead:
        wanted = _path(link)
        look_up = self._names.of_wikilink if link.style == "wiki" else self._names.of_address
        found = look_up(note.path, wanted) if wanted else Candidates((note.path,))
        target = self._target(note, link, found)
        # A note that is not published is not named, also where it would fit as well.
        others = [o for o in found.paths[1:] if found.doubtful and o not in self._withheld]
        remark = self._remark(link, target, others, aliased=found.aliased)
        return _Lead(target, remark, found.everywhere)

    def _target(self, note: ParsedNote, link: Link, found: Candidates) -> Target:
        if not found.paths:
            folder = path_from(note.path, _path(link))
            is_folder = link.style == "local" and self._names.is_folder(folder.rstrip("/"))
            return Attachment(folder) if is_folder else Missing()
        path = found.paths[0]
        if path in self._note_of:
            return self._in_note(self._note_of[path], link)
        return Withheld() if path in self._withheld else Attachment(path)

    def _remark(
        self, link: Link, target: Target, others: Sequence[str], *, aliased: bool
    ) -> Remark | None:
        match target:
            case Missing():
                return None if _names_note(link) else _missing_file
            case Found(note_id, None) if is_place(_place(link)):
                return partial(_no_place, target=self._notes[note_id])
        led_to = self._notes[target.note] if isinstance(target, Found) else None
        if others:
            chosen = led_to.path if led_to else getattr(target, "path", "another")
            return partial(_ambiguous, chosen=chosen, others=others)
        if aliased and led_to and is_alias(link, led_to):
            return partial(_by_alias, target=led_to)
        return None

    def _in_note(self, note_id: str, link: Link) -> Found:
        place = _place(link)
        if not is_place(place):
            return Found(note_id)
        if note_id not in self._places:
            self._places[note_id] = Places(self._notes[note_id])
        return self._places[note_id].find(place)


def _missing_file(note: ParsedNote, link: Link) -> Diagnostic:
    wanted = _path(link)
    path = wanted if link.style == "wiki" else path_from(note.path, wanted)
    return Diagnostic(
        note.path,
        link.line,
        "missing-embed" if link.embed else "missing-file",
        f"there is no `{path}` in the vault",
        "it is shown as text",
    )


def _missing_notes(
    missing: Iterable[tuple[ParsedNote, Link]], notes: Iterable[str], near: NearNames
) -> list[Diagnostic]:
    """What to say of links that lead to no note, with the names that they may have meant."""
    wanted = [posixpath.basename(_path(link)).removesuffix(".md").lower() for _, link in missing]
    names = {note_id: posixpath.basename(note_id).lower() for note_id in notes}
    hints = near(names, sorted(set(wanted)))
    return [
        _missing_note(note, link, hints[name])
        for (note, link), name in zip(missing, wanted, strict=True)
    ]


def _missing_note(note: ParsedNote, link: Link, near: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        note.path,
        link.line,
        "missing-link",
        f"there is no note “{_path(link)}”",
        f"did you mean {' or '.join(near)}?" if near else "",
    )


def _path(link: Link) -> str:
    """What stands before `#`; an address has signs in the form of `%20`, and perhaps a query."""
    path = link.href.partition("#")[0].strip()
    return path if link.style == "wiki" else unquote(path.partition("?")[0])


def _place(link: Link) -> str:
    """What stands behind `#`."""
    place = link.href.partition("#")[2]
    return place if link.style == "wiki" else unquote(place)


def _names_note(link: Link) -> bool:
    """Whether a link means a note, if there is nothing of its name: `[[figure.png]]` does not."""
    wanted = _path(link)
    is_file = form_of(wanted) != "other" or wanted.lower().endswith((".canvas", ".base"))
    return not is_file and (link.style == "wiki" or wanted.endswith(".md"))


def _no_place(note: ParsedNote, link: Link, target: ParsedNote) -> Diagnostic:
    place = _place(link)
    what = "block" if place.startswith("^") else "heading"
    names = list(target.blocks) if what == "block" else [h.text for h in target.headings]
    near = process.extractOne(place, names, scorer=fuzz.ratio, score_cutoff=_NEAR_PLACE)
    return Diagnostic(
        note.path,
        link.line,
        "missing-place",
        f"there is no {what} “{place.lstrip('^')}” in {target.path}",
        f"did you mean “{near[0]}”?" if near else "the link leads to the note",
    )


def is_alias(link: Link, target: ParsedNote) -> bool:
    """Whether a wikilink does not have the name of the note to which it leads."""
    return link.style == "wiki" and bool(_path(link)) and _name(_path(link)) != _name(target.path)


@lru_cache(maxsize=1 << 12)
def _name(path: str) -> str:
    return folded(posixpath.basename(without_ending(path)))


def _by_alias(note: ParsedNote, link: Link, target: ParsedNote) -> Diagnostic:
    return Diagnostic(
        note.path,
        link.line,
        "alias-link",
        f"“{link.href}” is another name of {target.path}, which Obsidian does not follow",
        f"write `[[{without_ending(target.path)}|{link.text}]]`",
    )


def _ambiguous(note: ParsedNote, link: Link, chosen: str, others: Sequence[str]) -> Diagnostic:
    more = len(others) - _MOST_CANDIDATES
    named = ", ".join(others[:_MOST_CANDIDATES]) + (f" or {more} more" if more > 0 else "")
    return Diagnostic(
        note.path,
        link.line,
        "ambiguous-link",
        f"“{link.href}” is taken to mean {chosen}, but could be {named}",
        "write more of the path",
    )
