"""Finds works and notes as the search of a site does: the rules are told in docs/search.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise, product

from msgspec import Struct, structs

from papergarden.core.model import KINDS, LIFE
from papergarden.core.search.catalogue import Entry, Words
from papergarden.core.search.documents import Said
from papergarden.core.search.filters import EITHER, begins_a_word, of_facts, refusal
from papergarden.core.search.meeting import FORM, WEIGHTS, Index, Meeting, Met
from papergarden.core.search.pasted import bare, is_web, keys_in
from papergarden.core.search.query import MOST_WORDS, Filter, Word, parse
from papergarden.core.search.weighing import Snippet, cut_out, name_score, share, weigh
from papergarden.core.search.words import fold, words

_LOOKED_AT = 12  # documents whose texts are read to put them in order, however many are shown
_MOST = 0.6  # of what the best document has of the words
_PASSAGES = 12
_SURE = 1000.0  # the score of what is found by its address
_ALL = 0.999
_NAMES = ("names", "labels")
_STANDING = ("", *LIFE)  # notes first


class Found(Struct, frozen=True):
    """A work or note that was found, and the passages that show why."""

    entry: Entry
    score: float
    passages: tuple[tuple[Said, Snippet], ...] = ()


class Findings(Struct, frozen=True):
    """An answer: how many there are, and the first of them."""

    total: int
    results: tuple[Found, ...]
    unmet: tuple[str, ...] = ()  # words that nothing has, and that were passed over for the others


class _Hit(Struct, frozen=True):
    number: int
    score: float
    tight: float = 0.0


class _Phrase(Struct, frozen=True):
    """A phrase, and how much it counts in each document that says it."""

    words: Words
    weights: Mapping[int, float]
    named: frozenset[int]  # those in whose names or labels it stands


class _Asked(Struct, frozen=True):
    """A query with what its words come to."""

    words: tuple[Met, ...]
    phrases: tuple[_Phrase, ...]
    every: tuple[Met, ...]  # with those that stand everywhere
    notes: frozenset[str] | None  # the only ones whose passages count
    whole: frozenset[int]  # those that the rest of the query lets through


class Finder:
    """Answers queries about a catalogue.

    `inside` has for each note the ids of the works that it mentions.
    """

    def __init__(
        self, entries: Sequence[Entry], index: Index, inside: Mapping[str, Iterable[str]]
    ) -> None:
        self._entries, self._index, self._inside = entries, index, inside
        self._meeting = Meeting(entries, index)

    def find(self, text: str, limit: int) -> Findings:
        """The answer to a query."""
        query = parse(text)
        if query.is_blank:
            return Findings(0, ())
        passing, notes = self._passing(query.filters)
        if addressed := self._by_address(query.rest) & passing:
            asked = _Asked((), (), (), notes, frozenset(addressed))
            return self._answer(self._in_order(_Hit(n, _SURE) for n in addressed), asked, limit)
        if is_web(address := bare(query.rest)):
            said = tuple(words(_without_scheme(address))[:MOST_WORDS])
            query = structs.replace(query, words=(), phrases=(said,) if said else ())
            if query.is_blank:
                return Findings(0, ())
        phrases = tuple(map(self._phrase, query.phrases))
        passing = self._without(query.without, passing)
        whole = frozenset(passing.intersection(*(phrase.weights for phrase in phrases)))
        met = self._met(query.words)
        asked = _Asked(met, phrases, met + self._met(query.optional), notes, whole)
        found = self._having_all(asked)
        if not found and asked.words:  # perhaps a slip that is a word as well
            met = self._met(query.words, with_slips=True)
            asked = structs.replace(asked, words=met, every=met + asked.every[len(met) :])
            found = self._having_all(asked)
        hits = self._looked(self._scored(found, asked), asked)
        if len(asked.words) > 1 and not any(hit.tight > _ALL for hit in hits):
            # Nothing says all of it at once.
            hits = self._looked(self._scored(self._having_most(asked), asked), asked)
        return self._answer(hits, asked, limit)

    def refusal(self, text: str) -> str | None:
        """What is wrong with the operators of a query, if one can let nothing through."""
        kinds = dict.fromkeys((*KINDS, *sorted({entry.named.k for entry in self._entries})))
        return refusal(parse(text).filters, tuple(kinds))

    def _met(self, asked: Iterable[Word], *, with_slips: bool = False) -> tuple[Met, ...]:
        return tuple(self._meeting.of(word, with_slips=with_slips) for word in asked)

    def _passing(self, filters: Iterable[Filter]) -> tuple[set[int], frozenset[str] | None]:
        """The documents that all operators let through, and the notes of the first `in:`."""
        passing = set(range(len(self._entries)))
        either: dict[str, set[int]] = {}
        notes: frozenset[str] | None = None
        for one in filters:
            if one.name == "in":
                ids, inside = self._in(one.text)
                notes = notes if one.negated or notes is not None else ids
            else:
                test = of_facts(one.name, one.text, [entry.named for entry in self._entries])
                inside = {n for n, entry in enumerate(self._entries) if test(entry.named)}
            if one.name in EITHER and not one.negated:
                either[one.name] = either.get(one.name, set()) | inside
            else:
                passing = passing - inside if one.negated else passing & inside
        return passing.intersection(*either.values()), notes

    def _in(self, text: str) -> tuple[frozenset[str], set[int]]:
        """Notes of about this title, and the numbers of them and of the works they mention."""
        start = fold(text).strip()
        notes = frozenset(
            entry.document.shown.id
            for entry in self._entries
            if not entry.is_work and begins_a_word(entry.named.t, start)
        )
        mentioned = {work for note in notes for work in self._inside.get(note, ())}
        return notes, {
            number
            for number, entry in enumerate(self._entries)
            if entry.document.shown.id in (mentioned if entry.is_work else notes)
        }

    @cached_property
    def _addresses(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for number, entry in enumerate(self._entries):
            for key in entry.document.addresses:
                found.setdefault(key, set()).add(number)
        return found

    def _by_address(self, text: str) -> set[int]:
        return {number for key in keys_in(text) for number in self._addresses.get(key, ())}

    def _phrase(self, phrase: Words) -> _Phrase:
        said = self._index.saying(phrase)
        named = frozenset(number for number, part in said.items() if part in _NAMES)
        weights = {n: WEIGHTS["names" if n in named else part] for n, part in said.items()}
        return _Phrase(phrase, {n: w * len(phrase) for n, w in weights.items()}, named)

    def _without(self, excluded: Iterable[Words], passing: set[int]) -> set[int]:
        """Those that say none of some words and phrases."""
        for phrase in excluded:
            if len(phrase) > 1:
                passing = passing.difference(self._index.saying(phrase))
            else:
                passing = passing - self._meeting.having(self._meeting.of(Word(phrase[0])))
        return passing

    def _beside(self, asked: Sequence[Met]) -> dict[int, float]:
        """How much it counts in each document that words of the query stand there side by side."""
        found: dict[int, float] = {}
        for one, next_one in pairwise(asked):
            for pair in product(_same(one), _same(next_one)):
                for number, part in self._index.saying(pair).items():
                    weight = WEIGHTS[part] if part not in _NAMES else 0
                    found[number] = found.get(number, 0) + weight * min(one.rare, next_one.rare)
        return found

    def _having_all(self, asked: _Asked) -> set[int]:
        found = set(asked.whole)
        for met in asked.words:
            found &= met.weights.keys()
        return found

    def _having_most(self, asked: _Asked) -> set[int]:
        met: dict[int, float] = {}
        for one in asked.words:
            for number in one.weights.keys() & asked.whole:
                met[number] = met.get(number, 0) + one.rare
        enough = _MOST * max(met.values(), default=0)
        return {number for number, rare in met.items() if rare >= enough}

    def _scored(self, numbers: Iterable[int], asked: _Asked) -> list[_Hit]:
        beside = self._beside(asked.words)
        return self._in_order(
            _Hit(
                number,
                beside.get(number, 0)
                + sum(met.rare * met.weights.get(number, 0) for met in asked.words)
                + sum(phrase.weights[number] for phrase in asked.phrases)
                + name_score(number, self._entries[number], asked.words, asked.every),
            )
            for number in numbers
        )

    def _looked(self, hits: list[_Hit], asked: _Asked) -> list[_Hit]:
        """The first hits in the order of their passages."""
        if not asked.words and not asked.phrases:
            return hits
        better = [self._judged(hit.number, asked) for hit in hits[:_LOOKED_AT]]
        return [*self._in_order(better), *hits[_LOOKED_AT:]]

    def _judged(self, number: int, asked: _Asked) -> _Hit:
        entry = self._entries[number]
        named = _named(number, asked.words)
        best, tight = 0.0, share(sum(asked.words[i].rare for i in named), asked.words)
        for said in _heard(entry, asked):
            weighed = weigh(said, asked.words, [p.words for p in asked.phrases], named)
            best, tight = max(best, weighed.score), max(tight, weighed.tight)
        in_names = sum(p.weights[number] for p in asked.phrases if number in p.named)
        score = name_score(number, entry, asked.words, asked.every) + in_names + best
        return _Hit(number, score * tight * tight, tight)

    def _in_order(self, hits: Iterable[_Hit]) -> list[_Hit]:
        """By score; what is equal by day, the newest first, then by status and title."""

        def place(hit: _Hit) -> tuple[int, int, int, str, str]:
            named = self._entries[hit.number].named
            standing = -round(hit.score * 100), -int(named.d or 0), _STANDING.index(named.s)
            return *standing, fold(named.t), named.t

        return sorted(hits, key=place)

    def _answer(self, hits: Sequence[_Hit], asked: _Asked, limit: int) -> Findings:
        unmet = tuple(met.word for met in asked.words if not met.weights) if hits else ()
        return Findings(len(hits), tuple(self._shown(hit, asked) for hit in hits[:limit]), unmet)

    def _shown(self, hit: _Hit, asked: _Asked) -> Found:
        entry = self._entries[hit.number]
        named = _named(hit.number, asked.words)
        judged = [
            (said, weigh(said, asked.words, [p.words for p in asked.phrases], named))
            for said in _heard(entry, asked)
        ]
        chosen = sorted((one for one in judged if one[1].score > 0), key=lambda one: -one[1].score)
        chosen = chosen or [one for one in judged if one[0].own] or judged[:1]
        return Found(
            entry,
            round(hit.score, 2),
            tuple((said, cut_out(said.text, w.marks)) for said, w in chosen[:_PASSAGES]),
        )


def _named(number: int, asked: Sequence[Met]) -> frozenset[int]:
    """The numbers of those words that the names of a document have."""
    return frozenset(i for i, met in enumerate(asked) if number in met.named)


def _same(met: Met) -> list[str]:
    """The words that are the one that is asked for, or forms of it."""
    return [term for term, how in met.terms.items() if how >= FORM]


def _heard(entry: Entry, asked: _Asked) -> Iterable[Said]:
    """The passages that count: own summaries first, as they are read first."""
    said = sorted(entry.document.said, key=lambda one: not one.own)
    return [one for one in said if asked.notes is None or one.note in asked.notes]


def _without_scheme(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.")
