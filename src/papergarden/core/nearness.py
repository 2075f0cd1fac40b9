"""Titles that are nearly alike, such as one with a slip in it. They join nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, utils

# Likeness, of 100, from which two titles may be one; words may stand in another order.
NEAR = 95

# A title is compared with those that share one of its rarest words, and with no more than a few:
# this keeps the work linear in the number of titles.
_RAREST = 4
_MOST_SHARING = 50
_MOST_HINTS = 3  # for one title

_NUMERAL = re.compile(r"\d+|[ivxlc]+|\w")


def near_pairs(titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of names whose titles are nearly alike but not equal, in the order given."""
    plain = {name: utils.default_process(title) for name, title in titles.items()}
    words = {name: sorted(set(text.split())) for name, text in plain.items()}
    counts = Counter(word for own in words.values() for word in own)
    sharing: dict[str, list[str]] = defaultdict(list)
    for name, own in words.items():
        others: dict[str, None] = {}
        for word in sorted(own, key=lambda word: (counts[word], word))[:_RAREST]:
            others |= dict.fromkeys(sharing[word][-_MOST_SHARING:])
            sharing[word].append(name)
        hints = 0
        for other in others:
            if (
                hints < _MOST_HINTS
                and plain[name] != plain[other]
                and _numerals(plain[name]) == _numerals(plain[other])
                and fuzz.token_sort_ratio(plain[name], plain[other], score_cutoff=NEAR)
            ):
                hints += 1
                yield other, name


def _numerals(text: str) -> list[str]:
    """The numbers in a title, Roman ones and single letters too: part I is not part II."""
    return sorted(word for word in text.split() if _NUMERAL.fullmatch(word))
