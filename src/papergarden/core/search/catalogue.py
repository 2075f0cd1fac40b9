"""All works and notes by name, as the search looks at them before it looks at any text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from papergarden.core.search.documents import Document, Named
from papergarden.core.search.postings import without_formulas
from papergarden.core.search.words import compounds, last_signs, words

# What stands before a colon, or in brackets at the end, is a name by itself: `DPR: Dense …`.
_SHORT_NAMES = (re.compile(r"^([^:]+): "), re.compile(r"\(([^()]+)\)$"))

Words = tuple[str, ...]


class Entry(Struct, frozen=True, eq=False, gc=False):
    """A work or a note with its names in words."""

    document: Document
    names: tuple[Words, ...]
    joined: Words  # words with hyphens in its names, as one, and the last signs of others
    labels: tuple[Words, ...]
    own: tuple[Words, ...]  # the user's summaries, passage by passage
    other: tuple[Words, ...]
    length: float  # how long its text is, beside 150 words

    @property
    def named(self) -> Named:
        """Its facts."""
        return self.document.named

    @property
    def is_work(self) -> bool:
        """Whether it is a work, and no note."""
        return bool(self.document.named.s)


def catalogue(documents: Iterable[Document]) -> Iterator[Entry]:
    """Each document with its words."""
    known: dict[str, Words] = {}  # a paragraph about five works is taken apart once

    def words_of(text: str) -> Words:
        if text not in known:
            searched = without_formulas(text)
            known[text] = (*words(searched), *_apart(compounds(searched) + last_signs(searched)))
        return known[text]

    for document in documents:
        named = document.named
        titles = (named.t, *named.a)
        short = (
            match[1] for text in titles for form in _SHORT_NAMES if (match := form.search(text))
        )
        said = [(said.own, words_of(said.text)) for said in document.said]
        count = sum(word != GAP for _, listed in said for word in listed)
        yield Entry(
            document=document,
            names=tuple(tuple(words(name)) for name in (*titles, *named.n, *short)),
            joined=tuple(
                word for title in titles for word in (*compounds(title), *last_signs(title))
            ),
            labels=tuple(tuple(words(label)) for label in (*named.u, *named.g, *named.p)),
            own=tuple(listed for own, listed in said if own),
            other=tuple(listed for own, listed in said if not own),
            length=2 ** count.bit_length() / 150,
        )


def _apart(others: list[str]) -> Words:
    """Words behind a gap each, so that no phrase reaches into them."""
    return tuple(sign for word in others for sign in (GAP, word))


GAP = "¦"  # no letter, so no word: between texts, where no phrase goes on
