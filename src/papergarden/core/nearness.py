"""Titles that are nearly alike, such as one with a slip in it. They join nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct
from rapidfuzz import fuzz, process, utils

from papergarden.core.titles import is_real_title

# Likeness, of 100, from which two titles may be one; words may stand in another order.
NEAR = 95

# A title is compared with those that share one of its rarest words, and with no more than a few:
# this keeps the work linear in the number of titles.
_RAREST = 4
_MOST_SHARING = 50
_MOST_HINTS = 3  # for one title

# The same of names of notes, which are shorter.
_NEAR_NAME, _MOST_THREES, _MOST_NAMES = 80, 8, 200

_NUMERAL = re.compile(r"\d+|[ivxlc]+|\w")


Pairs = list[tuple[str, str]]
Hints = dict[str, tuple[str, ...]]


class Form(Struct, frozen=True):
    """A title as it is compared: its words in order, and the numbers among them."""

    plain: str
    ordered: str
    numerals: tuple[str, ...]


def form_of(title: str) -> Form:
    """The form of a title."""
    plain = utils.default_process(title)
    words = sorted(plain.split())
    # Roman numbers and single letters count too: part I is not part II.
    numerals = tuple(word for word in words if _NUMERAL.fullmatch(word))
    return Form(plain, " ".join(words), numerals)


def is_near(one: Form, other: Form) -> bool:
    """Whether two titles are nearly alike, or quite."""
    return one.numerals == other.numerals and bool(
        fuzz.ratio(one.ordered, other.ordered, score_cutoff=NEAR)
    )


def near_names(names: Mapping[str, str], wanted: Iterable[str]) -> Hints:
    """For each wanted name the keys of those of which it may be a slip, the nearest first.

    One is compared with those that share one of its rarest groups of three letters, and with no
    more than a few of these: each look takes the same time, however many names there are.
    """
    keys = sorted(names)
    sharing: dict[str, list[int]] = defaultdict(list)
    places = {key: place for place, key in enumerate(keys)}
    for key, name in names.items():
        for letters in _threes(name):
            sharing[letters].append(places[key])
    hints: Hints = {}
    for name in wanted:
        threes = sorted(_threes(name) & sharing.keys())
        shared = sorted((sharing[letters] for letters in threes), key=len)
        among = list({place for some in shared[:_MOST_THREES] for place in some[:_MOST_NAMES]})
        near = process.extract(
            name,
            [names[keys[place]] for place in among],
            scorer=fuzz.ratio,
            limit=None,
            score_cutoff=_NEAR_NAME,
        )
        best = sorted((-likeness, among[at]) for _, likeness, at in near)[:_MOST_HINTS]
        hints[name] = tuple(keys[place] for _, place in best)
    return hints


def _threes(name: str) -> set[str]:
    """The groups of three letters of a name, its ends among them."""
    text = f" {name} "
    return {text[at : at + 3] for at in range(len(text) - 2)}


def near_titles(titles: Mapping[str, str]) -> Pairs:
    """Pairs of works whose titles, if they are real ones, are nearly alike."""
    return list(near_pairs({name: title for name, title in titles.items() if is_real_title(title)}))


def near_pairs(titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of names whose titles are nearly alike but not equal, in the order given."""
    forms = {name: form_of(title) for name, title in titles.items()}
    words = {name: set(form.ordered.split()) for name, form in forms.items()}
    counts = Counter(word for own in words.values() for word in own)
    sharing: dict[tuple[str, tuple[str, ...]], dict[str, str]] = defaultdict(dict)
    for name, form in forms.items():
        alike: dict[str, None] = {}
        for word in sorted(words[name], key=lambda word: (counts[word], word))[:_RAREST]:
            if counts[word] == 1:
                continue
            sharers = sharing[word, form.numerals]
            near = process.extract(
                form.ordered, sharers, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
            )
            if near:
                found = {other for *_, other in near if forms[other].plain != form.plain}
                alike |= dict.fromkeys(other for other in sharers if other in found)
            sharers[name] = form.ordered
            if len(sharers) > _MOST_SHARING:
                del sharers[next(iter(sharers))]
        yield from ((other, name) for other in islice(alike, _MOST_HINTS))


class Alike(Struct, frozen=True):
    """Who tells what is nearly alike; it may be remembered, as it follows from names alone."""

    titles: Callable[[Mapping[str, str]], Pairs] = near_titles
    names: Callable[[Mapping[str, str], Sequence[str]], Hints] = near_names
