"""Which works and notes have a word: as it is, in another form, as a beginning, with a slip."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from papergarden.core.search.catalogue import Entry
from papergarden.core.search.forms import is_slip, stem
from papergarden.core.search.query import Word
from papergarden.core.search.words import STOP, is_spaceless, shard_key

Column = Literal["names", "labels", "own", "other"]

WEIGHTS: Mapping[Column, float] = {"names": 10, "labels": 6, "own": 3, "other": 1}
_EXACT, FORM, _BEGINNING, _SLIP = 1.0, 0.9, 0.8, 0.6
_ALTERNATING = re.compile("[eiy]$")
_SHORTEST = 4  # letters of a word in which slips are looked for


class Index(Protocol):
    """Where words and phrases stand, of documents by number."""

    @property
    def names(self) -> Sequence[str]:
        """All words of names and labels, sorted."""

    @property
    def texts(self) -> Sequence[str]:
        """All other words, sorted."""

    def places(self, word: str) -> Iterable[tuple[int, Column]]:
        """The documents that have a word, and in which part of them."""

    def saying(self, phrase: Sequence[str]) -> Mapping[int, Column]:
        """The documents that have words side by side, and in which part, that which counts most."""


class Met(Struct, frozen=True, eq=False):
    """What one word of a query comes to."""

    word: str
    terms: Mapping[str, float]  # words of the documents, and how well they meet it
    weights: Mapping[int, float]  # how much each document has of it
    named: frozenset[int]  # documents that have it in their names or labels
    rare: float


class Meeting:
    """Looks up the words of queries."""

    def __init__(self, entries: Sequence[Entry], index: Index) -> None:
        self._entries, self._index = entries, index

    def of(self, word: Word, *, with_slips: bool = False) -> Met:
        """What meets a word; slips if nothing else does, or if they are asked for."""
        terms = self._near(word.text)
        for term, how in self._near(word.joined).items() if word.joined else ():
            terms[term] = max(how, terms.get(term, 0))
        if not terms or (with_slips and not any(how >= FORM for how in terms.values())):
            terms = self._slips(word.text) | terms
        weights: dict[int, float] = {}
        named: set[int] = set()
        for term, how in terms.items():
            for number, column in self._places(term):
                weight = how * WEIGHTS[column]
                if column in {"names", "labels"}:
                    named.add(number)
                else:
                    weight /= 0.4 + 0.6 * math.sqrt(self._entries[number].length)
                weights[number] = max(weight, weights.get(number, 0))
        rare = math.log(1 + len(self._entries) / (len(weights) + 0.5)) if weights else 0.0
        return Met(word.text, terms, weights, frozenset(named), rare)

    def having(self, met: Met) -> set[int]:
        """The documents that have a word or a form of it, rather than one that it begins."""
        exact = (term for term, how in met.terms.items() if how >= FORM)
        return {number for term in exact for number, _ in self._places(term)}

    def _places(self, term: str) -> Iterable[tuple[int, Column]]:
        everywhere = term in STOP  # in texts such a word says nothing
        for number, column in self._index.places(term):
            if not everywhere or column in {"names", "labels"}:
                yield number, column

    def _near(self, word: str) -> dict[str, float]:
        """The words that are the same, a form of it, or begin with it."""
        base = stem(word)
        base = base[: max(3, len(base) - 1)]
        while not word.startswith(base):  # `flies`, `fly`
            base = base[:-1]
        base = _ALTERNATING.sub("", base)  # `fly`, `flies`; `use`, `using`
        found = set(_beginning(self._index.names, min(base, word, key=len)))
        if word not in STOP:
            start = shard_key(word)
            in_texts = _beginning(self._index.texts, start[:2])
            found.update(term for term in in_texts if shard_key(term) == start)
        return {term: how for term in sorted(found) if (how := _quality(word, term))}

    def _slips(self, word: str) -> dict[str, float]:
        """The words that are one slip away; the first sign is seldom wrong, so others come last."""
        if len(word) < _SHORTEST or is_spaceless(word) or word.isdecimal():
            return {}
        near = [term for sign in set(word[:2]) for term in _beginning(self._index.texts, sign)]
        near += self._index.names
        found = _that(near, lambda term: is_slip(word, term))
        found = found or _that(self._index.texts, lambda term: is_slip(word, term))
        found = found or _that(near, lambda term: _begins_with_slip(word, term))
        return {term: _SLIP * (1 if term[0] == word[0] else 0.8) for term in found}


def _quality(word: str, term: str) -> float:
    if term == word:
        return _EXACT
    if stem(term) == stem(word):
        return FORM
    if term.startswith(word):
        return _BEGINNING * (0.6 + 0.4 * len(word) / len(term))
    return 0


def _begins_with_slip(word: str, term: str) -> bool:
    return len(term) > len(word) and any(is_slip(word, term[: len(word) + by]) for by in (-1, 0, 1))


def _that(terms: Iterable[str], fits: Callable[[str], bool]) -> list[str]:
    return sorted(set(filter(fits, terms)))


def _beginning(terms: Sequence[str], start: str) -> Sequence[str]:
    """Those of sorted words that begin so."""
    low = bisect_left(terms, start)
    return terms[low : bisect_left(terms, start + "\U0010ffff", low)]
