"""What notes say in the same words is kept once: it is nearly half of what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from msgspec import Struct, structs

from papergarden.core.model import Heading, Link, Mention, ParsedNote

_T = TypeVar("_T", bound=Struct)
_NO_FIELDS: dict[str, str] = {}
_Parts = tuple[tuple[str, Hashable], ...]  # of a value, by their names


class Sharing:
    """Lets values that were just decoded have equal parts in common, over all notes it is given."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Hashable] = {}

    def take(self, note: ParsedNote) -> None:
        """Give a note, which nobody else has yet, the parts that others have already."""
        self._let_share((note,), _of_a_note)
        self._let_share(note.links, _of_a_link)
        self._let_share(note.mentions, _of_a_mention)
        self._let_share(note.headings, _of_a_heading)
        for mention in note.mentions:
            if not mention.fields:
                structs.force_setattr(mention, "fields", _NO_FIELDS)

    def _let_share(self, things: Iterable[_T], parts_of: Callable[[_T], _Parts]) -> None:
        """Frozen values are changed here, to equal ones: nobody can tell."""
        common, put = self._known.setdefault, structs.force_setattr
        for thing in things:
            for name, own in parts_of(thing):
                if (shared := common(own, own)) is not own:
                    put(thing, name, shared)


# Those of which there are many, and many that are equal.


def _of_a_note(it: ParsedNote) -> _Parts:
    return ("title", it.title), ("date", it.date), ("tags", it.tags), ("formulas", it.formulas)


def _of_a_link(it: Link) -> _Parts:
    return ("href", it.href), ("text", it.text), ("anchor", it.anchor), ("context", it.context)


def _of_a_mention(it: Mention) -> _Parts:
    return (
        ("key", it.key),
        ("title", it.title),
        ("href", it.href),
        ("date", it.date),
        ("section", it.section),
        ("topic", it.topic),
        ("anchor", it.anchor),
        ("head", it.head),
    )


def _of_a_heading(it: Heading) -> _Parts:
    return ("text", it.text), ("names", it.names)
