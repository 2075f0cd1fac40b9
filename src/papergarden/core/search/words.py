"""Words of a text as the search knows them: folded, and bigrams where there are no spaces.

templates/search.js takes texts apart in the same way; tests/search/words.toml binds both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Signs that belong to the letter before them: accents, vowel points of Hebrew and Arabic.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f"
_BOUND = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WITHOUT_SPACES = rf"{_BOUND}\u3040-\u30ff{_CHINESE}"
# `can't` is one word, `l'amour` are two.
_PLAIN = re.compile(r"[a-z0-9]+(?:'(?:s|t|re|ve|ll|d|m)(?![a-z0-9]))?")
_RAW = re.compile(
    rf"(?:[^\W_]|[{_MARKS}{_BOUND}])+(?:['’](?:s|t|re|ve|ll|d|m)(?!\w))?", re.IGNORECASE
)
_FOLDED = re.compile(rf"(?:[^\W_]|[{_BOUND}])+")
_DROPPED = re.compile(rf"[{_MARKS}'’]")
_RUN = rf"[{_WITHOUT_SPACES}]+|[^{_WITHOUT_SPACES}]+"  # few texts need it, and it compiles slowly
_SPACELESS = re.compile(rf"[{_WITHOUT_SPACES}]")

_FORMULA = re.compile("\x0e[^\x0f]*\x0f")
_HYPHEN = re.compile(r"\w[-‐‑]\w")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")

_ALTERNATING = ("e", "y")  # with `i`, in the forms of a word
LONGEST = 40  # a longer word is known by its beginning
# They stand in nearly every passage. In the text they are not looked for, in names they are.
STOP = frozenset(
    "a an and are as at be but by can do does for from had has have how i if in into is it its"
    " more no not of on or so such than that the their then there these they this to was we were"
    " what when which will with you".split()
)


def fold(text: str) -> str:
    """A text in the form in which all its spellings agree."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _DROPPED.sub("", apart))


def words(text: str) -> list[str]:
    """The words of a text in their order."""
    if text.isascii():
        found: list[str] = _PLAIN.findall(text.lower())
        if "'" in text or max(map(len, found), default=0) > LONGEST:
            return [word.replace("'", "")[:LONGEST] for word in found]
        return found
    return [word for raw in _RAW.findall(text) for word in _split(raw)]


def compounds(text: str) -> list[str]:
    """Words with hyphens as one word: `pre-training` is found by `pretraining`, too."""
    if not _HYPHEN.search(text):
        return []
    return ["".join(words(compound)) for compound in _COMPOUND.findall(text)]


def is_spaceless(word: str) -> bool:
    """Whether a word is of a script without spaces."""
    return bool(_SPACELESS.search(word))


def shard_key(word: str) -> str:
    """The beginning of a word that says in which shard its places are.

    Forms of a word are in one shard, such as “fly” and “flies”, “use” and “using”; so are all pairs
    of signs that begin with the same one.
    """
    if not word.isascii() and _SPACELESS.match(word):
        return word[0]
    return word[:2] + "i" if word[2:3] in _ALTERNATING else word[:3]


def last_signs(text: str) -> list[str]:
    """The last sign of each run without spaces, with which no pair begins."""
    if text.isascii() or not _SPACELESS.search(text):
        return []
    pieces = [p for raw in _RAW.findall(text) for p in _FOLDED.findall(fold(raw))]
    runs = (run for piece in pieces for run in re.findall(_RUN, piece))
    return [run[-1] for run in runs if len(run) > 1 and _SPACELESS.match(run)]


@lru_cache(maxsize=1 << 16)
def _split(raw: str) -> tuple[str, ...]:
    folded = fold(_DROPPED.sub("", raw))
    found: list[str] = []
    for piece in _FOLDED.findall(folded):
        if not _SPACELESS.search(piece):
            found.append(piece[:LONGEST])
            continue
        for run in re.findall(_RUN, piece):
            if _SPACELESS.match(run) and len(run) > 1:
                found += (run[i : i + 2] for i in range(len(run) - 1))
            else:
                found.append(run[:LONGEST])
    return tuple(found)


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """The words of a passage, and where in it each begins and ends; a formula has none."""
    shown = _FORMULA.sub(lambda formula: " " * len(formula[0]), text)
    found: list[tuple[str, int, int]] = []
    for match in _RAW.finditer(shown):
        split = _split(match[0])
        start, end = match.span()
        in_signs = len(split) > 1 and _SPACELESS.search(match[0])
        for i, word in enumerate(split):
            found.append((word, start + i, start + i + 2) if in_signs else (word, start, end))
    return found
