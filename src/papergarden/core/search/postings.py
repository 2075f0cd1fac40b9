"""By which words a document is found, and which words follow them there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress, pairwise
from typing import NamedTuple

from papergarden.core.scripts import hashed
from papergarden.core.search.documents import Said
from papergarden.core.search.words import STOP, compounds, last_signs, words

_SIGNS, _SIGNS_NUMBER = 0x100, 0x200  # all of these are letters


class Postings(NamedTuple):
    """The words of the passages of a document, each with the signs of words behind it."""

    own: dict[str, str]  # of the user's summaries
    other: dict[str, str]  # only of other passages
    length: int  # the logarithm of the number of words, to 2


class Reader:
    """Takes texts apart; a paragraph about five works only once."""

    def __init__(self) -> None:
        self._taken: dict[str, _Taken] = {}
        self._signs = _Signs()

    def postings(self, passages: Iterable[Said]) -> Postings:
        """The words of what a document says."""
        own, other = set[str](), set[str]()
        behind: dict[str, str] = {}
        length = 0
        for said in passages:
            apart = self._apart(said)
            (own if said.own else other).update(apart.found)
            length += len(apart.found)
            for word, sign in zip(apart.before, apart.behind, strict=True):
                known = behind.get(word, "")
                if sign not in known:
                    behind[word] = known + sign
        return Postings(
            {word: behind.get(word, "") for word in own - STOP},
            {word: behind.get(word, "") for word in other - own - STOP},
            length.bit_length(),
        )

    def _apart(self, said: Said) -> _Taken:
        if not said.several:
            return _taken_apart(said.text, self._signs)
        if said.text not in self._taken:
            self._taken[said.text] = _taken_apart(said.text, self._signs)
        return self._taken[said.text]


class _Taken(NamedTuple):
    """A text as the index knows it."""

    found: list[str]  # words that find it
    # In two lists, as pairs without number would keep the garbage collector busy.
    before: list[str]
    behind: list[str]  # for each of those, the sign of a word that follows


def _taken_apart(said: str, signs: _Signs) -> _Taken:
    """The words of a text, and behind each the next one that does not stand everywhere.

    One that does is noted behind it, too, but nothing behind that: such words are not in the index.
    """
    text = without_formulas(said)
    listed = words(text)
    telling = [word for word in listed if word not in STOP]
    passed = [b in STOP and a not in STOP for a, b in pairwise(listed)]
    before = telling[:-1] + list(compress(listed, passed))
    behind = telling[1:] + list(compress(listed[1:], passed))
    found = listed + compounds(text) + last_signs(text)
    return _Taken(found, before, list(map(signs.__getitem__, behind)))


class _Signs(dict[str, str]):
    """A letter for each word, which is not the same for all: a phrase knows the next word by it."""

    def __missing__(self, word: str) -> str:
        sign = self[word] = chr(_SIGNS + hashed(word) % _SIGNS_NUMBER)
        return sign


def without_formulas(text: str) -> str:
    """What of a passage is searched."""
    if "\x0e" not in text:
        return text
    first, *others = text.split("\x0e")
    return first + "".join(" " + other.partition("\x0f")[2] for other in others)
