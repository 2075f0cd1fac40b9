"""Places in a note that links name: a heading, also under others, and a block."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from papergarden.core.model import Found, Heading, ParsedNote
from papergarden.core.slugs import anchor_slug

# What GitHub puts behind the anchor of a heading whose text another one has before it.
_REPEATED = re.compile(r"(.+)-([1-9]\d?)")


def is_place(fragment: str) -> bool:
    """Whether what stands behind `#` names anything but the note itself."""
    return fragment.strip() not in {"", "top"}


def squeezed(text: str) -> str:
    """The form in which names of headings are compared: every tool keeps other signs of them."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


class Places:
    """The places of one note, by the names that links give them."""

    def __init__(self, note: ParsedNote) -> None:
        self._note = note
        self._named: dict[str, list[int]] = defaultdict(list)
        self._exact: dict[str, int] = {}  # where only signs tell two headings apart
        self._above: list[int | None] = []  # for each heading the one that it stands under
        path: list[int] = []
        for number, heading in enumerate(note.headings):
            while path and note.headings[path[-1]].level >= heading.level:
                path.pop()
            self._above.append(path[-1] if path else None)
            path.append(number)
            for name in (heading.text.casefold(), anchor_slug(heading.text)):
                self._exact.setdefault(name, number)
            for name in heading.names:
                self._named[name].append(number)

    def find(self, fragment: str) -> Found:
        """The place that a link names, by what stands behind `#`; no anchor if there is none."""
        if fragment.startswith("^"):
            block = self._note.blocks.get(fragment[1:].strip().lower())
            anchor, span = (block.anchor, block.span) if block else (None, None)
        else:
            heading = self._heading(fragment) if is_place(fragment) else None
            anchor, span = (heading.anchor, heading.span) if heading else (None, None)
        return Found(self._note.id, anchor, span)

    def _heading(self, fragment: str) -> Heading | None:
        if (exact := self._exact.get(" ".join(fragment.split()).casefold())) is not None:
            return self._note.headings[exact]
        parts = [name for name in map(squeezed, fragment.split("#")) if name]
        for wanted in (parts, [squeezed(fragment)]):
            for number in self._named.get(wanted[-1], ()) if wanted else ():
                if self._stands_under(number, wanted[:-1]):
                    return self._note.headings[number]
        if match := _REPEATED.fullmatch(fragment):
            same = self._named.get(squeezed(match[1]), ())
            if int(match[2]) < len(same):
                return self._note.headings[same[int(match[2])]]
        return None

    def _stands_under(self, number: int, names: Sequence[str]) -> bool:
        """Whether headings of these names stand above one, in this order, others between them."""
        rest = list(names)
        above = self._above[number]
        while rest and above is not None:
            if rest[-1] in self._note.headings[above].names:
                rest.pop()
            above = self._above[above]
        return not rest
