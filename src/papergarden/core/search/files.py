"""The files of the search index: scripts that a page from disk can load, each when it is needed.

No number in them counts through the vault. A document is known by a hash of its id, a word by its
letters, so an edit of one note changes its own text and the shards of the words it gained or lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, compress, pairwise
from typing import NamedTuple

import msgspec

from papergarden.core.model import Graph
from papergarden.core.pages import HOME, SEARCH, Pages
from papergarden.core.paths import relative
from papergarden.core.scripts import call, hashed, shard_of
from papergarden.core.search.documents import Document, Said, documents
from papergarden.core.search.words import STOP, compounds, last_signs, shard_key, words

_CALL = "papergardenSearch"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_KEY = 4  # digits of a key
_KEYS = len(_DIGITS) ** _KEY
_SIGNS, _SIGNS_NUMBER = 0x100, 0x200  # all of these are letters
_OWN, _OTHER = 0, 1
_SOON_LOADED = 16_000  # characters
_REST = "+"  # behind the key of a document: what else it says
# By word, where own and other text has it, a blank before each place: lists of places would fill
# the memory at a large vault.
_Places = dict[str, tuple[bytearray, bytearray]]


class Index:
    """What is found in a vault, gathered once for all tables."""

    def __init__(self, graph: Graph, pages: Pages) -> None:
        self.graph = graph
        self.pages = pages

    @cached_property
    def keys(self) -> dict[str, str]:
        """A short key for each `work:…` and `note:…`."""
        works, notes = self.graph.works, self.graph.notes
        return keys_of([f"work:{name}" for name in works] + [f"note:{name}" for name in notes])

    @cached_property
    def documents(self) -> list[Document]:
        """All documents, by key."""
        found = documents(self.graph, self.pages, self.keys)
        return sorted(found, key=lambda document: document.key)


TEXT_TABLES = ("text", "addresses", "inside")
WORD_TABLES = ("names", "words", "vocabulary")


def text_files(index: Index) -> Iterator[tuple[str, bytes]]:
    """What is shown of the documents, and which address leads to which."""
    shards, keys, found = index.pages.search, index.keys, index.documents
    yield from _files("text", shards.text, _texts(found, keys, index.pages))
    addresses: dict[str, list[str]] = {}
    for document in found:
        for address in document.addresses:
            addresses.setdefault(address, []).append(document.key)
    yield from _files(
        "addresses",
        shards.addresses,
        ((a, "".join(k), shard_of(a, shards.addresses)) for a, k in sorted(addresses.items())),
    )
    inside: dict[str, set[str]] = {}
    for place, work in index.graph.work_of.items():
        if place.note in index.graph.notes:
            inside.setdefault(keys[f"note:{place.note}"], set()).add(keys[f"work:{work}"])
    yield from _files(
        "inside",
        shards.inside,
        ((n, "".join(sorted(w)), shard_of(n, shards.inside)) for n, w in sorted(inside.items())),
    )


def word_files(index: Index) -> Iterator[tuple[str, bytes]]:
    """By which words documents are found."""
    shards, found = index.pages.search, index.documents
    places, lengths = _places(found)
    yield from _files(
        "names",
        shards.names,
        (
            (
                d.key,
                msgspec.structs.replace(d.named, l=lengths[d.key]),
                shard_of(d.key, shards.names),
            )
            for d in found
        ),
    )
    ordered = sorted(places)
    yield from _files("words", shards.words, _words(places, ordered, shards.words))
    beginnings: dict[str, list[str]] = {}
    for word in ordered:
        beginnings.setdefault(word[0], []).append(word)
    yield from _files(
        "vocabulary",
        shards.vocabulary,
        ((b, " ".join(w), shard_of(b, shards.vocabulary)) for b, w in sorted(beginnings.items())),
    )


def keys_of(names: Iterable[str]) -> dict[str, str]:
    """A short key for each name, which follows from the name alone unless two meet at one."""
    keys: dict[str, str] = {}
    taken: set[int] = set()
    for name in sorted(names):
        number = hashed(name) % _KEYS
        while number in taken:
            number = (number + 1) % _KEYS
        taken.add(number)
        keys[name] = "".join(_DIGITS[number >> shift & 63] for shift in (18, 12, 6, 0))
    return keys


def _places(found: Sequence[Document]) -> tuple[_Places, dict[str, int]]:
    """In which documents each word of their texts stands, and how many words they have."""
    places: _Places = {}
    lengths: dict[str, int] = {}
    taken: dict[str, _Taken] = {}  # a paragraph about five works is taken apart once
    often = Counter(said.text for document in found for said in document.said)
    signs = _Signs()
    for document in found:
        own, other = set[str](), set[str]()
        behind: dict[str, str] = {}
        length = 0
        for said in document.said:
            apart = taken.get(said.text)
            if apart is None:
                apart = _taken_apart(said.text, signs)
                if often[said.text] > 1:
                    taken[said.text] = apart
            (own if said.own else other).update(apart.found)
            length += len(apart.found)
            for word, sign in zip(apart.before, apart.behind, strict=True):
                known = behind.get(word, "")
                if sign not in known:
                    behind[word] = known + sign
        lengths[document.key] = length.bit_length()
        for group, number in ((own - STOP, _OWN), (other - own - STOP, _OTHER)):
            for word in group:
                place = places.get(word)
                if place is None:
                    place = places[word] = (bytearray(), bytearray())
                place[number].extend(f" {document.key}{behind.get(word, '')}".encode())
    return places, lengths


class _Taken(NamedTuple):
    """A text as the index knows it."""

    found: list[str]  # words that find it
    # In two lists, as pairs without number would keep the garbage collector busy.
    before: list[str]
    behind: list[str]  # for each of those, the sign of a word that follows


def _taken_apart(said: str, signs: _Signs) -> _Taken:
    """The words of a text, and behind each the next one that does not stand everywhere.

    One that does is noted behind it, too, but nothing behind that: such words are not in the index.
    """
    text = without_formulas(said)
    listed = words(text)
    telling = [word for word in listed if word not in STOP]
    passed = [b in STOP and a not in STOP for a, b in pairwise(listed)]
    before = telling[:-1] + list(compress(listed, passed))
    behind = telling[1:] + list(compress(listed[1:], passed))
    found = listed + compounds(text) + last_signs(text)
    return _Taken(found, before, [signs[word] for word in behind])


class _Signs(dict[str, str]):
    """A letter for each word, which is not the same for all: a phrase knows the next word by it."""

    def __missing__(self, word: str) -> str:
        sign = self[word] = chr(_SIGNS + hashed(word) % _SIGNS_NUMBER)
        return sign


def without_formulas(text: str) -> str:
    """What of a passage is searched."""
    if "\x0e" not in text:
        return text
    first, *others = text.split("\x0e")
    return first + "".join(" " + other.partition("\x0f")[2] for other in others)


def _words(places: _Places, ordered: Iterable[str], shards: int) -> Iterator[tuple[str, str, int]]:
    numbers: dict[str, int] = {}
    for word in ordered:
        own, other = places[word]
        beginning = shard_key(word)
        number = numbers.get(beginning)
        if number is None:
            number = numbers[beginning] = shard_of(beginning, shards)
        yield word, own[1:].decode() + ("|" + other[1:].decode() if other else ""), number


def _texts(
    found: Iterable[Document], keys: Mapping[str, str], pages: Pages
) -> Iterator[tuple[str, object, int]]:
    """What is needed to show each document; what a long one says last is an entry by itself."""
    for document in found:
        begin, rest = _parted(document.said)
        hrefs = {keys[f"note:{s.note}"]: relative(HOME, pages.notes[s.note]) for s in document.said}
        shown = document.shown
        href = relative(HOME, shown.href)
        entry = [shown.id, href, shown.word, shown.day, _sent(begin, keys), hrefs]
        yield (
            document.key,
            [*entry, 1] if rest else entry,
            shard_of(document.key, pages.search.text),
        )
        if rest:
            key = f"{document.key}{_REST}"
            yield key, _sent(rest, keys), shard_of(key, pages.search.text)


def _parted(said: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    """Own summaries, then other passages, as far as they are soon loaded; and the rest."""
    ordered = sorted(said, key=lambda s: not s.own)
    lengths = accumulate(len(s.text) for s in ordered)
    fits = max(1, sum(length <= _SOON_LOADED for length in lengths))
    return ordered[:fits], ordered[fits:]


def _sent(said: Iterable[Said], keys: Mapping[str, str]) -> list[tuple[str | int, ...]]:
    return [(keys[f"note:{s.note}"], s.anchor, s.text, *((1,) if s.own else ())) for s in said]


def _files(
    name: str, shards: int, entries: Iterable[tuple[str, object, int]]
) -> Iterator[tuple[str, bytes]]:
    files: list[list[bytes]] = [[] for _ in range(shards)]
    encode = msgspec.json.encode
    for key, value, shard in entries:
        files[shard].append(encode(key) + b":" + encode(value))
    for number, lines in enumerate(files):
        if not lines and name == "text":  # a text is asked for only if it is there
            continue
        yield f"{SEARCH}{name}-{number}.js", call(_CALL, lines, name, number)
