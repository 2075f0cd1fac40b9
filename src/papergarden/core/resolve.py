"""The resolve stage: where the local links of a note lead, seen over the whole vault.

The order in which candidates are tried is the one that Obsidian's resolver is known to have.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from rapidfuzz import fuzz, process

from papergarden.core.attachments import form_of
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.model import Attachment, Found, Link, Missing, ParsedNote, Target, Withheld
from papergarden.core.paths import NOTE_ENDINGS, path_from
from papergarden.core.slugs import anchor_slug

_MOST_CANDIDATES = 3
# Likeness, of 100, from which one name may be a slip for the other.
_NEAR, _NEAR_PLACE = 80, 60

Targets = dict[tuple[str, int], Target]


def resolve(
    notes: Mapping[str, ParsedNote], files: Iterable[str], withheld: Iterable[str] = ()
) -> tuple[Targets, tuple[Diagnostic, ...]]:
    """The target of every local link, by note and number, and what there is to say of them.

    `files` are the paths of everything else in the vault, `withheld` those of the notes that are
    not published.
    """
    names = _Names(notes, files, withheld)
    targets: Targets = {}
    diagnostics: list[Diagnostic] = []
    for note_id, note in notes.items():
        for number, link in enumerate(note.links):
            if link.style not in {"local", "wiki"}:
                continue
            target, others = names.target(note, link)
            targets[note_id, number] = target
            if isinstance(target, Missing):
                diagnostics.append(names.missing(note, link))
            elif isinstance(target, Found) and target.anchor is None and "#" in link.href:
                diagnostics.append(_no_place(note, link, notes[target.note]))
            elif others:
                diagnostics.append(_ambiguous(note, link, target, others))
    return targets, tuple(diagnostics)


class _Names:
    """The paths of a vault, to be found by the end that a link gives of them."""

    def __init__(
        self, notes: Mapping[str, ParsedNote], files: Iterable[str], withheld: Iterable[str]
    ) -> None:
        self._notes = notes
        self._note_of = {note.path: note_id for note_id, note in notes.items()}
        self._withheld = set(withheld)
        self._files = {*files, *self._withheld}
        self._known = {n.id: _folded(n.id.rpartition("/")[2]) for n in notes.values()}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for path in sorted([*(note.path for note in notes.values()), *self._files]):
            self._by_name[_folded(posixpath.basename(path))].append(path)
        self._folders = {parent for path in self._files for parent in _parents(path)} | {
            parent for note in notes.values() for parent in _parents(note.path)
        }
        self._aliases: dict[str, list[str]] = defaultdict(list)
        for note in notes.values():
            for alias in note.aliases:
                self._aliases[_folded(alias)].append(note.path)

    def target(self, note: ParsedNote, link: Link) -> tuple[Target, list[str]]:
        """Where a link leads, and the other paths that it could mean as well."""
        wanted, _, place = link.href.partition("#")
        wanted = wanted.strip() if link.style == "wiki" else unquote(wanted.strip())
        if not wanted:
            return self._in_note(note.id, place), []
        candidates = self._candidates(note.path, wanted)
        if not candidates and link.style == "local":
            relative = path_from(note.path, link.href)
            if relative.rstrip("/") in self._folders or relative in self._files:
                return Attachment(relative), []
        if not candidates:
            return Missing(), []
        path = candidates[0]
        exact = path.removesuffix(".md").endswith(wanted.removesuffix(".md"))
        others = [
            other
            for other in candidates[1:]
            if other != path and not (exact and _folded(other) == _folded(path))
        ]
        if path in self._note_of:
            return self._in_note(self._note_of[path], place), others
        return Withheld() if path in self._withheld else Attachment(path), others

    def _in_note(self, note_id: str, place: str) -> Target:
        """A place in a note: a block `^id`, or a heading, perhaps under others: `a#b`."""
        note = self._notes[note_id]
        if place.startswith("^"):
            block = note.blocks.get(place[1:].strip().lower())
            return Found(note_id, block.anchor, block.span) if block else Found(note_id)
        wanted = [anchor_slug(part) for part in place.split("#") if part.strip()]
        if not wanted:
            return Found(note_id)
        path: list[tuple[int, str]] = []
        for heading in note.headings:
            path = [(level, slug) for level, slug in path if level < heading.level]
            path.append((heading.level, anchor_slug(heading.text)))
            slugs = [slug for _, slug in path]
            named = wanted == [heading.anchor]  # `{#name}` behind the heading
            if named or (slugs[-1] == wanted[-1] and _in_order(wanted, slugs)):
                return Found(note_id, heading.anchor, heading.span)
        return Found(note_id)

    def _candidates(self, source: str, wanted: str) -> list[str]:
        folder = posixpath.dirname(source)
        if wanted.startswith(("./", "../")):
            exact = posixpath.normpath(posixpath.join(folder, wanted))
            return self._exact(exact)
        if wanted.startswith("/"):
            return self._exact(wanted.lstrip("/"))
        for name in (wanted, *(f"{wanted}{ending}" for ending in NOTE_ENDINGS)):
            end = _folded(name)
            found = [
                path
                for path in self._by_name.get(posixpath.basename(end), ())
                if _folded(path) == end or _folded(path).endswith(f"/{end}")
            ]
            if found:
                near = f"{folder}/" if folder else ""
                return sorted(
                    found,
                    key=lambda path: (
                        _folded(path) != end,
                        not path.endswith(name),  # in the same letters, small and capital
                        not path.startswith(near),
                        len(path),
                        path,
                    ),
                )
        return self._aliases.get(_folded(wanted), [])

    def _exact(self, path: str) -> list[str]:
        for name in (_folded(path), *(_folded(f"{path}{ending}") for ending in NOTE_ENDINGS)):
            found = [
                p for p in self._by_name.get(posixpath.basename(name), ()) if _folded(p) == name
            ]
            if found:
                return found
        return []

    def missing(self, note: ParsedNote, link: Link) -> Diagnostic:
        """What to say of a link that leads nowhere, with the names it may have meant."""
        wanted = unquote(link.href.partition("#")[0])
        if _names_file(wanted) or (link.style == "local" and not wanted.endswith(".md")):
            path = wanted if link.style == "wiki" else path_from(note.path, link.href)
            return Diagnostic(
                note.path,
                link.line,
                "missing-embed" if link.embed else "missing-file",
                f"there is no `{path}` in the vault",
                "it is shown as text",
            )
        name = _folded(posixpath.basename(wanted).removesuffix(".md"))
        near = process.extract(
            name, self._known, scorer=fuzz.ratio, limit=_MOST_CANDIDATES, score_cutoff=_NEAR
        )
        return Diagnostic(
            note.path,
            link.line,
            "missing-link",
            f"there is no note “{wanted}”",
            f"did you mean {' or '.join(note_id for *_, note_id in near)}?" if near else "",
        )


def _names_file(wanted: str) -> bool:
    """Whether a link names a file that is shown, by the ending: `[[figure.png]]`."""
    return form_of(wanted) != "other" or wanted.lower().endswith((".canvas", ".base"))


def _in_order(wanted: list[str], path: list[str]) -> bool:
    """Whether the wanted headings stand above each other in this order, others between them."""
    rest = iter(path)
    return all(slug in rest for slug in wanted)


def _no_place(note: ParsedNote, link: Link, target: ParsedNote) -> Diagnostic:
    place = link.href.partition("#")[2]
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


def _ambiguous(note: ParsedNote, link: Link, target: Target, others: list[str]) -> Diagnostic:
    chosen = (
        f"{target.note}.md" if isinstance(target, Found) else getattr(target, "path", "another")
    )
    return Diagnostic(
        note.path,
        link.line,
        "ambiguous-link",
        f"“{link.href}” is taken to mean {chosen}, but could be {', '.join(others)}",
        "write more of the path",
    )


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).lower()


def _parents(path: str) -> Iterable[str]:
    while path := posixpath.dirname(path):
        yield path
