"""How well names and passages meet a query, and the part of a passage that shows it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from papergarden.core.search.catalogue import Entry, Words
from papergarden.core.search.documents import Said
from papergarden.core.search.meeting import WEIGHTS, Met
from papergarden.core.search.words import is_spaceless, placed_words

_SNIPPET = 280  # characters
_BEFORE = 40  # the first word that was found
_NEAR = 3  # words between which two of a query stand together
Marks = tuple[tuple[int, int], ...]


class Weighed(Struct, frozen=True):
    """What a passage is worth, and where the words stand in it."""

    score: float
    tight: float  # the share of the query that it has, with the names of what it is about
    marks: Marks


class Snippet(Struct, frozen=True):
    """The part of a passage that is shown, and what was found in it."""

    text: str
    marks: Marks


def name_score(number: int, entry: Entry, asked: Sequence[Met], every: Sequence[Met]) -> float:
    """How much of a name is asked for, and how much of what is asked for is in the name.

    `every` begins with what is asked, and has words as well that stand everywhere.
    """
    if not any(number in met.named for met in every):
        return 0
    best = 0.0
    for name in filter(None, entry.names):
        hits = [_best(name, met.terms) for met in every]
        known = sum(any(word in met.terms for met in every) for word in name)
        total = sum(met.rare * hits[i] for i, met in enumerate(asked))
        whole = all(hits[: len(asked)])
        share = (0.8 if whole else 0.4) * known / len(name)
        best = max(best, WEIGHTS["names"] * total * (0.6 + share))
    words = [word for label in entry.labels for word in label]
    labels = sum(met.rare * _best(words, met.terms) for met in asked)
    return best + WEIGHTS["labels"] * labels * (0.2 if best else 1)


def _how(word: str, terms: Mapping[str, float]) -> float:
    """How well a word meets another; a sign that stands alone meets all that end with it."""
    if word in terms or word.isascii() or not is_spaceless(word):
        return terms.get(word, 0)
    return terms.get(word[-1], 0)


def _best(words: Iterable[str], terms: Mapping[str, float]) -> float:
    return max((terms[word] for word in words if word in terms), default=0.0)


def share(seen: float, asked: Sequence[Met]) -> float:
    """What part of all that is asked for something has, rare words counting more."""
    return seen / (sum(met.rare for met in asked) or 1) if asked else 1.0


def weigh(
    said: Said, asked: Sequence[Met], phrases: Sequence[Words], named: Collection[int]
) -> Weighed:
    """Weigh a passage; `named` are the numbers of the words that its work or note is called by."""
    placed = placed_words(said.text)
    words = [word for word, _, _ in placed]
    at: list[tuple[int, int]] = []
    best: dict[int, float] = {}
    for i, word in enumerate(words):
        for number, met in enumerate(asked):
            if how := _how(word, met.terms):
                at.append((i, number))
                best[number] = max(how, best.get(number, 0))
    total = sum(asked[number].rare * how for number, how in best.items())
    seen = sum(m.rare for number, m in enumerate(asked) if number in best or number in named)
    near = sum(
        later - earlier <= _NEAR and follows == number + 1
        for (earlier, number), (later, follows) in pairwise(at)
    )
    marked = {i for i, _ in at}
    for phrase in phrases:
        for i in range(len(words)):
            if tuple(words[i : i + len(phrase)]) == phrase:
                marked.update(range(i, i + len(phrase)))
                total += len(phrase)
    tight = share(seen, asked)
    together = min(near, len(asked)) / max(len(asked), 1)
    worth = WEIGHTS["own"] if said.own else WEIGHTS["other"] * 2
    long = 1 + math.log(1 + len(placed) / 200)
    return Weighed(
        score=worth * total * tight * tight * (1 + 0.5 * together) / long,
        tight=tight,
        marks=tuple((placed[i][1], placed[i][2]) for i in sorted(marked)),
    )


def cut_out(text: str, marks: Marks) -> Snippet:
    """The part of a passage with most of what was found in it."""
    begin, end = 0, len(text)
    if len(text) > _SNIPPET:
        begin = _window(text, marks)
        gap = text.find(" ", begin) if begin else 0
        begin = gap + 1 if gap and 0 < gap < begin + 30 else begin
        last = text.rfind(" ", 0, begin + _SNIPPET + 1)
        if begin + _SNIPPET < len(text):
            end = last if last > begin + _SNIPPET // 2 else begin + _SNIPPET
    before, behind = "…" * (begin > 0), "…" * (end < len(text))
    shift = len(before) - begin
    kept = ((s + shift, e + shift) for s, e in marks if s >= begin and e <= end)
    shown = before + text[begin:end] + behind
    return Snippet(shown.replace("\x0e", "$").replace("\x0f", "$"), _joined(kept))


def _window(text: str, marks: Marks) -> int:
    """Where the part of a long passage begins that has most marks."""
    starts = [max(0, min(s - _BEFORE, len(text) - _SNIPPET)) for s, _ in marks] or [0]
    return max(
        starts, key=lambda begin: sum(s >= begin and e <= begin + _SNIPPET for s, e in marks)
    )


def _joined(marks: Iterable[tuple[int, int]]) -> Marks:
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
