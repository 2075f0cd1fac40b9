"""The keys by which works are cited: readable, each used once, the same in every build."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from papergarden.core.machines.people import name_of
from papergarden.core.machines.publication import publication_of
from papergarden.core.model import Work
from papergarden.core.titles import weighty_words

# Identifiers that one can read; others are long rows of digits, and the title says more.
_READABLE = ("arxiv", "doi", "openreview", "acl", "pmlr", "jmlr", "youtube")
_UNREADABLE = re.compile(r"[^a-z0-9.]+")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_MOST_WORDS = 3
_LONGEST = 60
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def citation_keys(works: Iterable[Work]) -> dict[str, str]:
    """The key of each work by its id.

    Of works that want the same key the first keeps it, and the others get a digest of their id, so
    that a key changes neither with their order in the notes nor with what else is in the library.
    """
    wanted = {work.id: _key(work) for work in sorted(works, key=lambda work: work.id)}
    keys: dict[str, str] = {}
    taken = set(wanted.values())
    given: set[str] = set()
    for work_id, key in wanted.items():
        own = key
        if key in given:
            digest = _digest(work_id)
            length = next(n for n in range(4, len(digest)) if f"{key}-{digest[:n]}" not in taken)
            own = f"{key}-{digest[:length]}"
            taken.add(own)
        given.add(own)
        keys[work_id] = own
    return keys


def _key(work: Work) -> str:
    """As the user's library calls it.

    Else `lu2024ai` where the author is known, else its identifier, else words of its title.
    """
    if work.citekey:
        return work.citekey
    words = _words(work.title)
    if work.authors and (family := _ascii(name_of(work.authors[0]).family)):
        return f"{family}{publication_of(work).year or ''}{next(words, '')}"[:_LONGEST]
    scheme, _, name = work.id.partition(":")
    if scheme in _READABLE:
        return f"{scheme}-{_UNREADABLE.sub('-', name.lower()).strip('-.')}"
    title = "-".join(islice(words, _MOST_WORDS))[:_LONGEST].strip("-")
    return title if title and not title.isdigit() else f"work-{_digest(work.id)[:8]}"


def _words(title: str) -> Iterator[str]:
    """The words of a title, as they are asked for: most keys need one or none."""
    yield from filter(None, map(_ascii, weighty_words(title)))


def _ascii(text: str) -> str:
    """The letters and digits of a word without their accents; of another script none are left."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    return _NO_LETTERS.sub("", folded)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
