"""Find a work of the vault: by its key, an address, an identifier, or about by its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from msgspec import Struct

from papergarden.core.identity import Groups, key_of
from papergarden.core.model import Mention, ParsedNote, Place, Work
from papergarden.core.titles import joining_form
from papergarden.core.works import Identified, identify_works

_LEAST = 70  # likeness, of 100, below which a title is not what was meant
_SURE = 88
_MARGIN = 6  # by which the best one is ahead of the next if it is meant without asking
_MOST = 8  # candidates to choose from
_SHORTEST = 3  # part of a name
_LEAST_TELLING = 4  # letters of a word that does not stand everywhere

_RUN = re.compile(r"[a-z]+|[0-9]+")
_SIGNS = bytes(byte for byte in range(256) if not re.match(b"[a-z0-9]", bytes([byte])))


class Shelf(Struct, frozen=True):
    """The works of some notes, and the way from each to the places that speak of it."""

    notes: Mapping[str, ParsedNote]
    identified: Identified
    same_as: Groups = ()

    @property
    def works(self) -> dict[str, Work]:
        """All works by id."""
        return self.identified.works

    def by_key(self, key: str) -> Work | None:
        """The work that a key names."""
        of_key = self.identified.work_of_key
        for name in (key, *sorted(same_keys([key], self.same_as))):
            if (found := of_key.get(name, name)) in self.works:
                return self.works[found]
        return None

    def mentions(self, work: Work) -> list[tuple[str, Mention]]:
        """Every mention of a work with the path of its note, in order."""
        return [(self.notes[p.note].path, self.mention(p)) for p in work.places]

    def mention(self, place: Place) -> Mention:
        """The mention at a place."""
        return self.notes[place.note].mentions[place.mention]


def shelf_of(notes: Iterable[ParsedNote], same_as: Groups, not_same: Groups) -> Shelf:
    """Gather the works of notes, whether these are published or not."""
    by_id = {note.id: note for note in sorted(notes, key=lambda note: note.path)}
    return Shelf(by_id, identify_works(by_id, same_as, not_same), same_as)


class Titled(Protocol):
    """What has names: a work, or a note."""

    @property
    def title(self) -> str:
        """The name that is shown."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names."""


_Named = TypeVar("_Named", bound=Titled)


def called(works: Iterable[_Named], query: str, *, wholly: bool = False) -> list[_Named]:
    """The works that have a name, or else have it in a name: one if it is clear, or several.

    With `wholly` only those that have it: an address within another one is of another work.
    """
    form = _form(query)
    named = [(work, [_form(name) for name in (work.title, *work.aliases)]) for work in works]
    equal = [work for work, forms in named if form in forms]
    if equal or wholly or len(form) < _SHORTEST:
        return equal
    return [work for work, forms in named if any(form in other for other in forms)]


def alike(works: Iterable[_Named], query: str) -> list[_Named]:
    """The works with names that are like what is asked for: one if it is clear, or several."""
    scored = sorted(((_likeness(work, query), work) for work in works), key=lambda s: -s[0])
    scored = [(score, work) for score, work in scored if score >= _LEAST]
    if not scored:
        return []
    best = scored[0][0]
    near = [work for score, work in scored if score > best - _MARGIN]
    return near if len(near) == 1 and best >= _SURE else [work for _, work in scored[:_MOST]]


def _form(name: str) -> str:
    return joining_form(name) or name.casefold().strip()


def _likeness(work: Titled, query: str) -> float:
    from rapidfuzz import fuzz, utils  # noqa: PLC0415 # not needed where an address is given

    asked = utils.default_process(query)
    scores = []
    for name in (work.title, *work.aliases):
        text = utils.default_process(name)
        words, wanted = set(text.split()), asked.split()
        said = 90.0 if wanted and all(word in words for word in wanted) else 0.0
        partial = fuzz.partial_ratio(asked, text) * 0.9 if len(asked) <= len(text) else 0.0
        scores.append(max(fuzz.token_sort_ratio(asked, text), said, partial))
    return max(scores, default=0.0)


class Traces(Struct, frozen=True):
    """What a file holds that names one of some works.

    A file without any of these does not name them, however it spells addresses and titles; one that
    has some may do so, and has to be read.
    """

    pieces: tuple[frozenset[bytes], ...]  # all of one set stand somewhere in the file
    forms: tuple[bytes, ...]  # or one of these does, if only letters and digits are looked at

    def may_be_in(self, data: bytes) -> bool:
        """Whether a file has some of them."""
        lowered = data.lower()
        if any(all(piece in lowered for piece in pieces) for pieces in self.pieces):
            return True
        squeezed = lowered.translate(None, _SIGNS) if self.forms else b""
        return any(form in squeezed for form in self.forms)


def may_have_title(data: bytes, title: str) -> bool:
    """Whether a line of a file has most of the words of a title, so that it may be a similar one.

    A word with a slip or with letters beyond ASCII may be among the others.
    """
    words = [run for run in set(_runs(title)) if len(run) >= _LEAST_TELLING]
    enough = max(1, (3 * len(words) + 3) // 4 - 1)
    lowered = data.lower()
    if sum(word in lowered for word in words) < enough:
        return False
    return any(
        sum(word in line for word in words) >= enough
        for line in lowered.replace(b"\r", b"\n").split(b"\n")
    )


def traces(keys: Iterable[str], titles: Iterable[str] = ()) -> Traces:
    """The traces of works with these keys, or these titles.

    A title without a letter of ASCII leaves none.
    """
    forms = {re.sub("[^a-z0-9]", "", title.lower()).encode() for title in titles}
    return Traces(tuple({_pieces_of_key(key) for key in keys}), tuple(sorted(filter(None, forms))))


def _pieces_of_key(key: str) -> frozenset[bytes]:
    """The runs of letters and those of digits that every spelling of an address of a key has."""
    scheme, _, name = key.partition(":")
    if scheme == "doi":  # a publisher may leave the number before the slash out of its addresses
        name = name.partition("/")[2]
    if scheme == "url":
        name = re.sub(r"^[^/]*[^\x00-\x7f][^/]*", "", name)  # of such hosts there are two spellings
    return frozenset(_runs(name))


def _runs(text: str) -> list[bytes]:
    return [run.encode() for run in _RUN.findall(text.lower())]


def same_keys(keys: Iterable[str], same_as: Groups) -> set[str]:
    """Keys, and those that the configuration calls the same."""
    found = set(keys)
    for group in same_as:
        told = {key_of(text) for text in group}
        found |= told if told & found else set()
    return found
