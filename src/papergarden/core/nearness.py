"""Titles that are nearly alike, such as one with a slip in it. They join nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from msgspec import Struct
from rapidfuzz import fuzz, process, utils

# Likeness, of 100, from which two titles may be one; words may stand in another order.
NEAR = 95

# A title is compared with those that share one of its rarest words, and with no more than a few:
# this keeps the work linear in the number of titles.
_RAREST = 4
_MOST_SHARING = 50
_MOST_HINTS = 3  # for one title

_NUMERAL = re.compile(r"\d+|[ivxlc]+|\w")


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


def near_pairs(titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of names whose titles are nearly alike but not equal, in the order given."""
    forms = {name: form_of(title) for name, title in titles.items()}
    words = {name: set(form.ordered.split()) for name, form in forms.items()}
    counts = Counter(word for own in words.values() for word in own)
    sharing: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for name, form in forms.items():
        others: dict[str, str] = {}
        for word in sorted(words[name], key=lambda word: (counts[word], word))[:_RAREST]:
            sharers = sharing[word, form.numerals]
            others |= {other: forms[other].ordered for other in sharers[-_MOST_SHARING:]}
            sharers.append(name)
        near = process.extract_iter(form.ordered, others, scorer=fuzz.ratio, score_cutoff=NEAR)
        names = (other for *_, other in near if forms[other].plain != form.plain)
        yield from ((other, name) for other in islice(names, _MOST_HINTS))
