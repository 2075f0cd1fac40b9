"""Forms of an English word, and words one slip apart, as in templates/search-words.js."""

from __future__ import annotations

import re
from functools import lru_cache

_ENGLISH = re.compile(r"[a-z]{4,}")
_USED = re.compile(r"[aeiou][^aeiou]e[ds]")
_USING = re.compile(r"[aeiou][^aeiou]ing")
_FLIES = re.compile(r"(?:ies|ied)$")
_VERB = re.compile(r"(?:ings?|(?<!^emb)ed|es|(?<!s)s|e)$")  # `embed` has no ending
_NOUN = re.compile(r"(?:ations?|er|(?<=....)ly|e)$")  # `clusterings` are `clusters`
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")
_SHORTEST = 3


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What the forms of a word have in common: `models`, `modelled`, `modelling`."""
    if not _ENGLISH.fullmatch(word):
        return word
    if _USED.fullmatch(word):
        return word[:-1]
    if _USING.fullmatch(word):
        return f"{word[:-3]}e"
    verb = _without(word, _FLIES)
    verb = f"{verb}y" if len(verb) < len(word) else _without(word, _VERB)
    base = _without(verb, _NOUN)
    return _DOUBLED.sub(r"\1", base.removesuffix("e")) if len(base) > _SHORTEST else base


def _without(word: str, ending: re.Pattern[str]) -> str:
    """A word without an ending, if enough of it is left."""
    base = ending.sub("", word, count=1)
    return word if len(base) < _SHORTEST else base


def is_slip(word: str, other: str) -> bool:
    """Whether one letter is too many, too few or wrong, or two have changed places."""
    if abs(len(word) - len(other)) > 1:
        return False
    i = 0
    while i < min(len(word), len(other)) and word[i] == other[i]:
        i += 1
    if len(word) > len(other):
        return word[i + 1 :] == other[i:]
    if len(word) < len(other):
        return word[i:] == other[i + 1 :]
    return word[i + 1 :] == other[i + 1 :] or (
        word[i : i + 2] == other[i : i + 2][::-1] and word[i + 2 :] == other[i + 2 :]
    )
