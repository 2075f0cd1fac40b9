"""What notes say in the same words is kept once: it is half of all that is known of a vault."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from operator import attrgetter

from msgspec import Struct, structs

from papergarden.core.model import ParsedNote

# By kind of value the fields that are worth it. Spans are no texts, but many of them are equal.
_OF_A_NOTE = ("title", "date", "modified", "tags", "formulas", "text")
_OF_A_LINK = ("href", "text", "anchor", "context")
_OF_A_MENTION = ("key", "title", "href", "date", "section", "topic", "anchor", "head", "body")
_OF_A_HEADING = ("text", "anchor", "names", "span")
_NO_FIELDS: dict[str, str] = {}


class Sharing:
    """Lets values that were just decoded have equal parts in common, over all notes it is given."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Hashable] = {}

    def take(self, note: ParsedNote) -> None:
        """Give a note, which nobody else has yet, the parts that others have already."""
        self._let_share((note,), _OF_A_NOTE)
        self._let_share(note.links, _OF_A_LINK)
        self._let_share(note.mentions, _OF_A_MENTION)
        for mention in note.mentions:
            if not mention.fields:
                structs.force_setattr(mention, "fields", _NO_FIELDS)
        self._let_share(note.headings, _OF_A_HEADING)

    def _let_share(self, things: Iterable[Struct], fields: tuple[str, ...]) -> None:
        """Frozen values are changed here, to equal ones: nobody can tell."""
        values_of = attrgetter(*fields)
        common = self._known.setdefault
        for thing in things:
            values = values_of(thing)
            for field, own, shared in zip(fields, values, map(common, values, values), strict=True):
                if shared is not own:
                    structs.force_setattr(thing, field, shared)
