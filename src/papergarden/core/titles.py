"""Which words are a title: of an anchor, of a whole entry, of a work with several names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

# Words that name the form in which a work comes. An anchor of nothing else is a further address.
_FORM_WORDS = frozenset(
    "abs abstract arxiv article blog blogpost code colab data dataset demo docs documentation "
    "github homepage html implementation link models notebook openreview page paper pdf post "
    "poster preprint project repo repository report site slides source supplement supplementary "
    "talk technical thread tweet vid video weights website writeup".split()
)
# Words that point at a thing without naming it.
_POINTING_WORDS = _FORM_WORDS | frozenset(
    "a an another here it its latest links new official one original papers same that the their "
    "these this via videos".split()
)
_SMALL_WORDS = frozenset(
    "a an and are as at be by can do does for from how in into is it its not of on or over the to "
    "towards toward under via vs what when which who why with without your".split()
)
_AROUND = " :,;–—-|"
_PREFIX = re.compile(r"\b(arxiv|doi):\s*", re.IGNORECASE)
_REAL_TITLE_WORDS = 4
_JOINING_LENGTH = 4

# As they stand for a title; which work they name is not asked here.
_IDENTIFIER = re.compile(
    r"[(\[]?(?:arxiv[:\s]\s?)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?[)\]]?"
    r"|(?:doi[:\s]\s?)?10\.\d{4,9}/\S+",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\w+")
_WORD = re.compile(r"[^\W_]+(?:['’\-.+#/][^\W_]+)*[+#]*")


def names_form(anchor: str) -> bool:
    """Whether an anchor only names a form: `code`, `project page`, `technical report`."""
    words = _plain_words(anchor)
    return bool(words) and all(word in _FORM_WORDS | {"the", "official"} for word in words)


def points(anchor: str) -> bool:
    """Whether an anchor only points: `this`, `vid1`, `new paper`, an address, an identifier."""
    if names_itself(anchor):
        return True
    return all(word in _POINTING_WORDS for word in _plain_words(anchor))


def names_itself(anchor: str) -> bool:
    """Whether an anchor is an address or an identifier."""
    return "://" in anchor or _IDENTIFIER.fullmatch(anchor.strip()) is not None


def without_identifiers(text: str) -> str:
    """A title without the identifiers that stand in it, unless nothing but pointing is left."""
    words = _PREFIX.sub(r"\1:", text).split()
    rest = trimmed(" ".join(word for word in words if not _IDENTIFIER.fullmatch(word)))
    return text if points(rest) else rest


def trimmed(text: str) -> str:
    """A title without the signs around it; brackets stay where both of a pair do."""
    while text := text.strip(_AROUND):
        first, last = text[0] in "([", text[-1] in ")]"
        if first and last and _is_balanced(text[1:-1]):
            text = text[1:-1]
        elif text[-1] in "([" or (last and not _is_balanced(text)):
            text = text[:-1]
        elif text[0] in ")]" or (first and not _is_balanced(text)):
            text = text[1:]
        else:
            break
    return text


def _is_balanced(text: str) -> bool:
    """Whether every bracket in a text has its other one."""
    depth = 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        if depth < 0:
            return False
    return depth == 0


@lru_cache(maxsize=1 << 12)
def is_real_title(text: str) -> bool:
    """Whether it reads like the title of a publication: four words, half of them capitalised."""
    words = _WORD.findall(text)
    return len(words) >= _REAL_TITLE_WORDS and _are_in_title_case(_weighty(words))


def is_in_title_case(text: str) -> bool:
    """Whether half of its words have a capital, the small ones aside."""
    return _are_in_title_case(weighty_words(text))


def _are_in_title_case(words: Sequence[str]) -> bool:
    return len([word for word in words if not word[0].islower()]) * 2 >= len(words)


def weighty_words(text: str) -> list[str]:
    """The words of a title without the small ones, unless it has no others."""
    return _weighty(_WORD.findall(text))


def _weighty(words: list[str]) -> list[str]:
    return [word for word in words if word.lower() not in _SMALL_WORDS] or words


def best_title(candidates: Sequence[str], fallback: Sequence[str] = ()) -> str | None:
    """The title to show, of those a work is given; `fallback` counts where nothing real is said.

    Several titles with a common beginning (chapters of a book, lectures of a course) show that
    beginning; otherwise the shortest real title, else the longest name.
    """
    if len({*candidates, *fallback}) == 1:  # as of most works
        return (*candidates, *fallback)[0]
    if beginning := common_beginning(candidates):
        return beginning
    real = [title for title in (*candidates, *fallback) if is_real_title(title)]
    if real:
        return min(real, key=lambda title: (len(title), title))
    names = candidates or fallback
    return max(names, key=_weight) if names else None


def _weight(name: str) -> tuple[int, int, str]:
    """Longer names say more, and of two that are alike the one with capitals is the careful one."""
    return len(name), sum(char.isupper() for char in name), name


_REMAINDER = re.compile(
    r"[\s,;:(\[–—-]*(?:chapters?|ch\.?|lectures?|parts?|sections?|sec\.?|weeks?|volumes?|vol\.?"
    r"|pages?|pp?\.)\s*\d.*|\s*[(\[].*",
    re.IGNORECASE | re.DOTALL,
)


def common_beginning(titles: Iterable[str]) -> str | None:
    """What titles of parts of one thing have in common, or None if they are not such titles."""
    distinct = sorted(set(titles))
    if len(distinct) < 2:  # noqa: PLR2004 # one title has nothing in common
        return None
    first, last = distinct[0], distinct[-1]  # sorted, so these two differ earliest
    length = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    for end in range(length, 0, -1):
        beginning = first[:end].rstrip(" ,;:–—-([")
        if len(beginning.split()) < 2:  # noqa: PLR2004 # a single word is a nickname
            return None
        if all(
            title == beginning or _REMAINDER.fullmatch(title, len(beginning)) for title in distinct
        ):
            return beginning
    return None


@lru_cache(maxsize=1 << 16)
def joining_form(title: str) -> str | None:
    """The form in which titles are compared, or None if it is too short to join by.

    NFKC, case folded, without spaces and punctuation.
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    form = "".join(filter(str.isalnum, folded))
    return form if len(form) >= _JOINING_LENGTH else None


def title_key(title: str) -> str:
    """The key of a work known by its title alone. Signs such as `+` stay: `C++` is not `C`."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    slug = re.sub(r"[^\w+#]+", "-", folded).strip("-")
    return f"title:{slug or folded.strip()}"


def names_in(text: str) -> frozenset[str]:
    """The words by which a title is recognised: those with a capital, a digit or a sign in them."""
    return frozenset(
        word.casefold()
        for word in _WORD.findall(text)
        if word.lower() not in _SMALL_WORDS
        and len(word) > 1
        and any(char.isupper() or char.isdigit() for char in word)
    )


def _plain_words(text: str) -> list[str]:
    """Lower-case words, without the number behind them: `vid1` is `vid`."""
    return [word.rstrip("0123456789") or word for word in _LETTERS.findall(text.lower())]
