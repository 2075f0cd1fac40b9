"""The files of the search index: scripts that a page from disk can load, each when it is needed.

No number in them counts through the vault. A document is known by a hash of its id, a word by its
letters, so an edit of one note changes its own text and the shards of the words it gained or lost.
In each file there is an entry a line, by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

import msgspec
from msgspec import structs

from papergarden.core.digests import digest
from papergarden.core.pages import HOME, SEARCH, Pages, SearchShards
from papergarden.core.paths import relative
from papergarden.core.scripts import call, shard_of
from papergarden.core.search.documents import KEY, PLACE, Document, Documents, Said
from papergarden.core.search.postings import Postings, Reader
from papergarden.core.search.words import shard_key

_CALL = "papergardenSearch"
_SOON_LOADED = 16_000  # characters
SHAPE = 16  # bytes: the digest with which a key begins, as long as every digest
REST = "+"  # behind the key of a document: what else it says
Entries = Iterable[tuple[str, object]]  # by key
# By word, where own and other text has it, a blank before each place: lists of places would fill
# the memory at a large vault.
_Places = dict[str, tuple[bytearray, bytearray]]


def search_files(found: Documents) -> Iterator[tuple[str, bytes]]:
    """The whole index."""
    pages = found.pages
    shards = Shards(pages.search)
    texts = Texts(shards)
    names, inside = shards.lines("names"), shards.lines("inside")
    addresses: dict[str, list[str]] = {}
    places: _Places = {}
    reader = Reader()
    for document in found:
        postings = reader.postings(document.said)
        yield from texts.before(document.key)
        texts.take(text_entries(document, found.keys, pages))
        names.take([names_entry(document, postings)])
        inside.take(inside_entries(document))
        for address in document.addresses:
            addresses.setdefault(address, []).append(document.key)
        _place(places, document.key, postings)
    for table in (texts, names, inside):
        yield from table.files()
    yield from shards.files("addresses", ((a, "".join(k)) for a, k in sorted(addresses.items())))
    ordered = sorted(places)
    yield from shards.files("words", ((word, _entry(*places.pop(word))) for word in ordered))
    beginnings: dict[str, list[str]] = {}
    for word in ordered:
        beginnings.setdefault(word[0], []).append(word)
    yield from shards.files(
        "vocabulary", ((b, " ".join(words)) for b, words in sorted(beginnings.items()))
    )


def search_keys(found: Documents, faces: Mapping[str, bytes]) -> dict[str, bytes]:
    """What each file follows from: one of texts from the documents in it, the others from all.

    Each begins with a digest that tells how many files there are. Behind that of a file of texts
    stand the documents in it, each with what it follows from. `faces` stand for the documents, by
    name.
    """
    numbers = found.pages.search
    shape = digest(numbers)
    ordered = [faces[name] for name in found.names.values()]
    inside: list[dict[str, bytes]] = [{} for _ in range(numbers.text)]
    for key, face in zip(found.names, ordered, strict=True):
        for shard in texts_of(key, numbers.text):
            inside[shard][key] = face
    return {
        **dict.fromkeys(numbers.paths(), shape + digest(ordered)),
        **{path_of("text", n): shape + _joined(inside[n]) for n in range(numbers.text)},
    }


def amended_keys(
    keys: Mapping[str, bytes], faces: Mapping[str, bytes], numbers: SearchShards
) -> dict[str, bytes]:
    """The keys of all files after some documents changed that were there before.

    `keys` are those of the files that lie there; `faces` stand for these documents, by their keys.
    """
    shape, others = digest(numbers), digest(keys, faces)
    texts = {path_of("text", n): keys.get(path_of("text", n), shape) for n in range(numbers.text)}
    for key, face in faces.items():
        for shard in texts_of(key, numbers.text):
            path = path_of("text", shard)
            texts[path] = shape + _joined({**faces_in(texts[path]), key: face})
    return {**dict.fromkeys(numbers.paths(), shape + others), **texts}


def _joined(faces: Mapping[str, bytes]) -> bytes:
    return b"".join(key.encode() + face for key, face in faces.items())


def faces_in(key: bytes) -> dict[str, bytes]:
    """The documents in a file of texts and what each follows from, as the key of the file tells."""
    starts = range(SHAPE, len(key), KEY + SHAPE)
    return {
        key[start : start + KEY].decode(): key[start + KEY : start + KEY + SHAPE]
        for start in starts
    }


def texts_of(key: str, number: int) -> tuple[int, int]:
    """In which of so many files the text of a document begins and, if it is long, ends.

    Texts stand in the order of their keys, so that one file after the other is ready as an index
    is made. What a long one says last stands in the file behind, as few need it.
    """
    begin = PLACE[key[:2]] * number // len(PLACE)
    return begin, (begin + 1) % number


def path_of(table: str, shard: int) -> str:
    """The path of a file of the index."""
    return f"{SEARCH}{table}-{shard}.js"


class Shards:
    """In which file of a table an entry stands, and what is in the files."""

    def __init__(self, numbers: SearchShards) -> None:
        self._numbers: dict[str, int] = structs.asdict(numbers)
        self._known: dict[str, int] = {}

    def of(self, table: str, key: str) -> int:
        """The number of the file with the entry of a key."""
        if table == "text":
            return texts_of(key, self._numbers[table])[key.endswith(REST)]
        if table != "words":
            return shard_of(key, self._numbers[table])
        beginning = shard_key(key)
        number = self._known.get(beginning)
        if number is None:
            number = self._known[beginning] = shard_of(beginning, self._numbers[table])
        return number

    def files(self, table: str, entries: Entries) -> Iterator[tuple[str, bytes]]:
        """The files of a table."""
        found = self.lines(table)
        found.take(entries)
        return found.files()

    def lines(self, table: str) -> Lines:
        """A table without any entry yet."""
        return Lines(table, self, self._numbers[table])


class Lines:
    """The entries of a table as they come: as lines, since as values they would fill the memory."""

    def __init__(self, table: str, shards: Shards, number: int) -> None:
        self._table = table
        self._shards = shards
        self._files: list[list[bytes]] = [[] for _ in range(number)]

    def take(self, entries: Entries) -> None:
        """Put some in their files."""
        for key, value in entries:
            self._files[self._shards.of(self._table, key)].append(line(key, value))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """All files; what is in one is forgotten with it."""
        self._files.reverse()
        for number in range(len(self._files)):
            yield path_of(self._table, number), script(self._table, number, self._files.pop())


class Texts:
    """The table of texts, file by file: all of it would fill the memory."""

    def __init__(self, shards: Shards) -> None:
        self._shards = shards
        self._done = 1  # files before this one, but for the first, which has an end of the last
        self._waiting: dict[int, dict[str, bytes]] = {}  # lines by key

    def take(self, entries: Entries) -> None:
        """Put those of a document in their files."""
        for key, value in entries:
            shard = self._waiting.setdefault(self._shards.of("text", key), {})
            shard[key] = line(key, value)

    def before(self, key: str) -> Iterator[tuple[str, bytes]]:
        """The files in which nothing is put any more once a key has its turn."""
        while self._done < self._shards.of("text", key):
            yield from self._file(self._done)
            self._done += 1

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Those that are left."""
        for number in sorted(self._waiting):
            yield from self._file(number)

    def _file(self, number: int) -> Iterator[tuple[str, bytes]]:
        """A file, if there is anything in it: others are not asked for."""
        if lines := self._waiting.pop(number, None):
            yield path_of("text", number), script("text", number, [lines[k] for k in sorted(lines)])


def line(key: str, value: object) -> bytes:
    """An entry in a file."""
    return msgspec.json.encode(key) + b":" + msgspec.json.encode(value)


def script(table: str, number: int, lines: Iterable[bytes]) -> bytes:
    """A file with its entries."""
    return call(_CALL, lines, table, number)


def names_entry(document: Document, postings: Postings) -> tuple[str, object]:
    """What is known of a document before any text is read."""
    return document.key, structs.replace(document.named, l=postings.length)


def inside_entries(document: Document) -> Iterator[tuple[str, object]]:
    """Which works a note speaks of."""
    if document.inside:
        yield document.key, "".join(document.inside)


def text_entries(
    document: Document, keys: Mapping[str, str], pages: Pages
) -> Iterator[tuple[str, object]]:
    """What is needed to show a document; what a long one says last is an entry by itself."""
    begin, rest = _parted(document.said)
    hrefs = {keys[f"note:{s.note}"]: relative(HOME, pages.notes[s.note]) for s in document.said}
    shown = document.shown
    href = relative(HOME, shown.href)
    entry = [shown.id, href, shown.word, shown.day, _sent(begin, keys), hrefs]
    yield document.key, [*entry, 1] if rest else entry
    if rest:
        yield f"{document.key}{REST}", _sent(rest, keys)


def _parted(said: tuple[Said, ...]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Passages as far as they are soon loaded; and the rest."""
    lengths = accumulate(len(s.text) for s in said)
    fits = max(1, sum(length <= _SOON_LOADED for length in lengths))
    return said[:fits], said[fits:]


def _sent(said: Iterable[Said], keys: Mapping[str, str]) -> list[tuple[str | int, ...]]:
    return [(keys[f"note:{s.note}"], s.anchor, s.text, *((1,) if s.own else ())) for s in said]


def _place(places: _Places, key: str, postings: Postings) -> None:
    """Note a document at each of its words."""
    for number, words in enumerate((postings.own, postings.other)):
        for word, signs in words.items():
            place = places.get(word)
            if place is None:
                place = places[word] = (bytearray(), bytearray())
            place[number].extend(f" {key}{signs}".encode())


def _entry(own: bytearray, other: bytearray) -> str:
    return own[1:].decode() + ("|" + other[1:].decode() if other else "")
