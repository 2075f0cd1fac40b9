"""What a query asks for: words, phrases, what to leave out, operators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from msgspec import Struct

from papergarden.core.search.words import STOP, compounds, words

Operator = Literal["status", "kind", "tag", "topic", "author", "year", "in"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
_BY_NAME: dict[str, Operator] = {name: name for name in OPERATORS}

MOST_WORDS = 32  # who pastes more is understood by these
_PART = re.compile(
    rf'(-?)(?:({"|".join(OPERATORS)}):("[^"]*"?|\S*)|"([^"]*)"?|(\S+))', re.IGNORECASE
)
_OPERATOR = re.compile(rf"(-?(?:{'|'.join(OPERATORS)}):)(.*)", re.IGNORECASE | re.DOTALL)


class Word(Struct, frozen=True):
    """A word that is asked for."""

    text: str
    joined: str = ""  # as one with its neighbours: `pretraining` for `pre` of `pre-training`


class Filter(Struct, frozen=True):
    """An operator with its value."""

    name: Operator
    text: str
    negated: bool = False


class Query(Struct, frozen=True):
    """A query, taken apart."""

    words: tuple[Word, ...] = ()
    optional: tuple[Word, ...] = ()  # words that stand everywhere: they count in names
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    filters: tuple[Filter, ...] = ()
    rest: str = ""  # all but the operators, as written

    @property
    def is_blank(self) -> bool:
        """Whether it asks for nothing, such as signs without any word."""
        return not (self.words or self.phrases or self.without or self.filters)


def parse(text: str) -> Query:
    """Take a query apart."""
    left = MOST_WORDS
    asked: list[Word] = []
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    filters: list[Filter] = []
    for minus, name, value, phrase, plain in (match.groups() for match in _PART.finditer(text)):
        if name:
            meant = value.replace('"', "")
            if meant:
                filters.append(Filter(_BY_NAME[name.lower()], meant, bool(minus)))
            continue
        if phrase is None and not minus:
            some = _words_of(plain)[:left]
            asked += some
            left -= len(some)
            continue
        listed = tuple(words(plain if phrase is None else phrase)[:left])
        left -= len(listed)
        if listed:
            (without if minus else phrases).append(listed)
    telling = [word for word in asked if word.text not in STOP]
    return Query(
        words=_each_once(telling or asked),
        optional=tuple(word for word in asked if word.text in STOP) if telling else (),
        phrases=tuple(phrases),
        without=tuple(without),
        filters=tuple(filters),
        rest=_PART.sub(lambda part: "" if part[2] else part[0], text).strip(),
    )


def readings(arguments: Sequence[str]) -> tuple[str, ...]:
    """The queries that arguments may mean, as a shell takes quotes away; the likeliest first.

    Of several arguments one with a blank in it was quoted: it is a phrase, or the value of an
    operator. A single one is the whole query in quotes, unless it is an operator with its value.
    """
    whole = " ".join(arguments)
    quoted = " ".join(map(_quoted, arguments))
    if len(arguments) > 1:
        return (quoted,)
    return tuple(dict.fromkeys([quoted, whole] if _OPERATOR.fullmatch(whole) else [whole]))


def _quoted(argument: str) -> str:
    if not _is_cut(argument):
        return argument
    if match := _OPERATOR.fullmatch(argument):
        return f'{match[1]}"{match[2]}"'
    return f'-"{argument[1:]}"' if argument.startswith("-") else f'"{argument}"'


def _is_cut(argument: str) -> bool:
    return '"' not in argument and len(argument.split()) > 1


def _words_of(text: str) -> list[Word]:
    """The words of a piece: `pre-training` is met by its parts, or by `pretraining`."""
    parts = words(text)
    joined = compounds(text)
    is_one = len(joined) == 1 and len(parts) > 1 and "".join(parts) == joined[0]
    return [Word(part, joined[0] if is_one else "") for part in parts]


def _each_once(asked: Iterable[Word]) -> tuple[Word, ...]:
    return tuple({word.text: word for word in asked}.values())
