"""The files of the search index after an edit, from those that lie there: few of them differ.

Which documents differ is told by the keys of the files of texts. What such a file tells of one
is all that its words follow from. So the files say what is to be taken out of the tables, and the
documents what is to be put in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from papergarden.core.artifact import Left
from papergarden.core.scripts import members
from papergarden.core.search.documents import KEY, Documents, Said
from papergarden.core.search.files import (
    REST,
    SHAPE,
    Shards,
    faces_in,
    inside_entries,
    names_entry,
    path_of,
    script,
    text_entries,
)
from papergarden.core.search.postings import Postings, Reader

_NOTES = "notes/"  # how the addresses of their pages begin
_Edit = tuple[bool, str]  # where a word stands: in an own summary?, and the signs behind it


def renewed(
    found: Documents, keys: Mapping[str, bytes], left: Left
) -> dict[str, bytes | None] | None:
    """The files that differ, and those that are no more; None if all have to be made.

    `keys` are those of all files now.
    """
    beginning = path_of("text", 0).removesuffix("0.js")
    for path, key in keys.items():
        if not path.startswith(beginning) and left.keys.get(path, b"")[:SHAPE] != key[:SHAPE]:
            return None  # there is another number of files
    try:
        return _Renewal(found, keys, left).files()
    except (OSError, ValueError):  # somebody else was at these files
        return None


class _Table:
    """The entries of one table, as far as they were asked for."""

    def __init__(self, name: str, shards: Shards, left: Left) -> None:
        self.name = name
        self._shards = shards
        self._left = left
        self._before: dict[int, dict[str, bytes]] = {}
        self._after: dict[int, dict[str, bytes]] = {}

    def shard(self, number: int) -> dict[str, bytes]:
        """The entries of one file, as JSON by key."""
        if number not in self._after:
            path = path_of(self.name, number)
            there = members(self._left.read(path)) if path in self._left.keys else {}
            self._before[number] = {key: bytes(value) for key, value in there.items()}
            self._after[number] = dict(self._before[number])
        return self._after[number]

    def get(self, key: str) -> Any:  # noqa: ANN401 # whatever the entries of the table are
        """An entry, or None."""
        value = self.shard(self._shards.of(self.name, key)).get(key)
        return None if value is None else msgspec.json.decode(value)

    def put_or_drop(self, key: str, value: str) -> None:
        """Put an entry in, or take it out if nothing is left of it."""
        if value:
            self.put(key, value)
        else:
            self.drop(key)

    def put(self, key: str, value: object) -> None:
        """Put an entry in."""
        self.shard(self._shards.of(self.name, key))[key] = msgspec.json.encode(value)

    def drop(self, key: str) -> None:
        """Take an entry out, if it is there."""
        self.shard(self._shards.of(self.name, key)).pop(key, None)

    def files(self) -> dict[str, bytes | None]:
        """The files that differ."""
        found: dict[str, bytes | None] = {}
        for number, entries in self._after.items():
            if entries == self._before[number]:
                continue
            lines = [msgspec.json.encode(key) + b":" + entries[key] for key in sorted(entries)]
            is_there = lines or self.name != "text"
            found[path_of(self.name, number)] = (
                script(self.name, number, lines) if is_there else None
            )
        return found


class _Renewal:
    """Takes documents out of the tables, and puts others in."""

    def __init__(self, found: Documents, keys: Mapping[str, bytes], left: Left) -> None:
        self._found = found
        self._shards = Shards(found.pages.search)
        self._tables = {
            name: _Table(name, self._shards, left)
            for name in ("text", "names", "inside", "addresses", "words", "vocabulary")
        }
        self._reader = Reader()
        before: dict[str, bytes] = {}
        after: dict[str, bytes] = {}
        for number in range(found.pages.search.text):
            path = path_of("text", number)
            if left.keys.get(path) != keys[path]:
                before |= self._begun_in(number, left.keys.get(path, b""))
                after |= self._begun_in(number, keys[path])
        self._has_addresses = False  # of those that are taken out; notes have none
        gone = (key for key in sorted(before) if after.get(key) != before[key])
        self._before = {key: said for key in gone if (said := self._said(key)) is not None}
        self._after = {key: found[key] for key in sorted(after) if before.get(key) != after[key]}
        self._postings = {key: self._reader.postings(d.said) for key, d in self._after.items()}

    def files(self) -> dict[str, bytes | None]:
        """All files that differ."""
        self._edit_words()  # as long as the texts are there that are replaced
        self._edit_documents()
        self._edit_addresses()
        return {
            path: data for table in self._tables.values() for path, data in table.files().items()
        }

    def _begun_in(self, number: int, key: bytes) -> dict[str, bytes]:
        """The documents whose texts begin in a file, and do not only end there, from its key."""
        of = self._shards.of
        return {name: face for name, face in faces_in(key).items() if of("text", name) == number}

    def _said(self, key: str) -> list[Said] | None:
        """What a document said; None if there was none of this key."""
        texts = self._tables["text"]
        entry = texts.get(key)
        if entry is None:
            return None
        self._has_addresses |= not entry[1].startswith(_NOTES)
        sent = [*entry[4], *(texts.get(f"{key}{REST}") or ())]
        return [Said("", "", text, bool(own), several=False) for _, _, text, *own in sent]

    def _edit_documents(self) -> None:
        """What the tables know of each document by its key."""
        texts, names, inside = (self._tables[name] for name in ("text", "names", "inside"))
        for key in self._before:
            texts.drop(key)
            texts.drop(f"{key}{REST}")
            names.drop(key)
            inside.drop(key)
        for document in self._after.values():
            for key, value in text_entries(document, self._found.keys, self._found.pages):
                texts.put(key, value)
            names.put(*names_entry(document, self._postings[document.key]))
            for key, value in inside_entries(document):
                inside.put(key, value)

    def _edit_addresses(self) -> None:
        """Which addresses lead to them. Where the old ones stand is not known, so all are read."""
        addresses = self._tables["addresses"]
        for number in range(self._found.pages.search.addresses if self._has_addresses else 0):
            for address, value in list(addresses.shard(number).items()):
                keys = _keys(msgspec.json.decode(value, type=str))
                rest = [key for key in keys if key not in self._before]
                if len(rest) < len(keys):
                    addresses.put_or_drop(address, "".join(rest))
        for document in self._after.values():
            for address in document.addresses:
                keys = _keys(addresses.get(address) or "")
                addresses.put(address, "".join(sorted([*keys, document.key])))

    def _edit_words(self) -> None:
        """In which documents each word stands, and which words there are."""
        edits: dict[str, dict[str, _Edit | None]] = defaultdict(dict)
        for key in self._before.keys() | self._after.keys():
            if self._says_the_same(key):
                continue
            before = _by_word(self._reader.postings(self._before.get(key, ())))
            after = _by_word(self._postings[key]) if key in self._postings else {}
            for word in before.keys() | after.keys():
                if before.get(word) != after.get(word):
                    edits[word][key] = after.get(word)
        words = self._tables["words"]
        new, gone = set[str](), set[str]()
        for word, edit in edits.items():
            was = words.get(word) or ""
            now = _edited(was, edit)
            words.put_or_drop(word, now)
            if now and not was:
                new.add(word)
            elif was and not now:
                gone.add(word)
        self._edit_vocabulary(new, gone)

    def _says_the_same(self, key: str) -> bool:
        """Whether all that differs of a document is no word of its text."""
        if key not in self._after:
            return False
        before, after = self._before.get(key, ()), self._after[key].said
        return [(s.text, s.own) for s in before] == [(s.text, s.own) for s in after]

    def _edit_vocabulary(self, new: set[str], gone: set[str]) -> None:
        """Which words there are that begin with a letter."""
        vocabulary = self._tables["vocabulary"]
        for letter in {word[0] for word in new | gone}:
            known = set((vocabulary.get(letter) or "").split())
            known |= {word for word in new if word[0] == letter}
            vocabulary.put_or_drop(letter, " ".join(sorted(known - gone)))


def _by_word(postings: Postings) -> dict[str, _Edit]:
    return {word: (True, signs) for word, signs in postings.own.items()} | {
        word: (False, signs) for word, signs in postings.other.items()
    }


def _edited(entry: str, edit: Mapping[str, _Edit | None]) -> str:
    """The places of a word, with those of some documents changed."""
    sides = [side.split() for side in entry.partition("|")[::2]]
    for number, is_own in enumerate((True, False)):
        kept = [place for place in sides[number] if place[:KEY] not in edit]
        new = [f"{key}{at[1]}" for key, at in edit.items() if at and at[0] == is_own]
        sides[number] = sorted([*kept, *new], key=lambda place: place[:KEY])
    own, other = map(" ".join, sides)
    return f"{own}|{other}" if other else own


def _keys(joined: str) -> list[str]:
    return [joined[start : start + KEY] for start in range(0, len(joined), KEY)]
