"""The words of works and notes in SQLite's FTS5, in memory, made from the vault as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from papergarden.core.search.catalogue import GAP, Entry, Words
from papergarden.core.search.meeting import Column
from papergarden.core.search.words import STOP
from papergarden.errors import UserError

# Texts come as words that are folded already, with blanks between: `ascii` parts them there alone.
_TABLES = """
CREATE VIRTUAL TABLE texts USING fts5(names, labels, own, other, content='', tokenize='ascii');
CREATE VIRTUAL TABLE places USING fts5vocab(texts, instance);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(texts, col);
"""
_BY_WEIGHT: tuple[Column, ...] = ("names", "labels", "own", "other")
_BETWEEN = f" {GAP} "


class TextIndex:
    """Where words and phrases stand."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._database = sqlite3.connect(":memory:")
        try:
            self._database.executescript(_TABLES)
        except sqlite3.OperationalError as error:
            raise UserError(
                f"this Python cannot search: its SQLite has no FTS5 ({error})"
            ) from error
        self._database.executemany(
            "INSERT INTO texts(rowid, names, labels, own, other) VALUES (?, ?, ?, ?, ?)",
            (
                (
                    number,
                    _column([*entry.names, *((word,) for word in entry.joined)]),
                    *map(_column, (entry.labels, entry.own, entry.other)),
                )
                for number, entry in enumerate(entries)
            ),
        )
        names, texts = set[str](), set[str]()
        for term, column in self._database.execute("SELECT term, col FROM vocabulary"):
            if term != GAP:
                (names if column in {"names", "labels"} else texts).add(term)
        self.names = sorted(names)
        self.texts = sorted(texts - STOP)

    def places(self, word: str) -> Iterable[tuple[int, Column]]:
        """The documents that have a word, and in which part of them."""
        rows: list[tuple[int, Column]] = self._database.execute(
            "SELECT DISTINCT doc, col FROM places WHERE term = ?", [word]
        ).fetchall()
        return rows

    def saying(self, phrase: Sequence[str]) -> dict[int, Column]:
        """The documents that have words side by side, and in which part, that which counts most."""
        found: dict[int, Column] = {}
        for column in _BY_WEIGHT:
            query = f'{column} : "{" ".join(phrase)}"'
            rows = self._database.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [query])
            for (number,) in rows:
                found.setdefault(number, column)
        return found


def _column(texts: Iterable[Words]) -> str:
    return _BETWEEN.join(" ".join(words) for words in texts)
