"""Whether an edit of a note changes what others tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec import structs

from papergarden.core.lengths import length_of_note
from papergarden.core.model import Body, ParsedNote, Segment, Span
from papergarden.core.passages import Passage, unpacked

_NO_SPAN = Span(0, 0)
_T = TypeVar("_T")


def told_alike(old: ParsedNote, old_body: Body, new: ParsedNote, new_body: Body) -> bool:
    """Whether two versions of a note give the same graph, and the same lines and quotations of it.

    Three things show more of a note, and have to be asked apart: its preview, notes that embed it,
    and the log and the feed, which tell whole days and posts.
    """
    return (
        _outside(old) == _outside(new)
        and list(_quoted(old, old_body)) == list(_quoted(new, new_body))
        and _of_works(old_body) == _of_works(new_body)
    )


def _outside(note: ParsedNote) -> tuple[object, ...]:
    """What a note is besides its text, without where in the text anything stands."""
    bare = structs.replace(
        note,
        words=0,
        digest=b"",
        body=Body(),
        heading=None,
        text=_NO_SPAN,
        headings=_each(note.headings, line=0, span=None),
        blocks={},
        links=_each(note.links, context=_NO_SPAN),
        mentions=_each(note.mentions, head=_NO_SPAN, body=None),
    )
    blocks = [(name, block.anchor) for name, block in note.blocks.items()]  # in their order
    return bare, blocks, length_of_note(note.words)


def _each(things: Sequence[_T], **changes: object) -> tuple[_T, ...]:
    return tuple(structs.replace(thing, **changes) for thing in things)  # type: ignore[type-var] # all of them are structs


def _quoted(note: ParsedNote, body: Body) -> Iterator[tuple[Segment, ...]]:
    """What stands around its links and mentions, in their order."""
    segments = body.segments
    for span in (
        *(link.context for link in note.links),
        *(span for mention in note.mentions for span in (mention.head, mention.body)),
    ):
        yield segments[span.start : span.stop] if span else ()


def _of_works(body: Body) -> list[Passage]:
    """What is found under its works."""
    return [passage for passage in unpacked(body.said) if passage.mentions]
