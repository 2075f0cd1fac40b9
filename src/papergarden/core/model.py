"""The values that flow between the stages: frozen, comparable, and knowing nothing of files."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Literal

from msgspec import Struct, msgpack

from papergarden.core.diagnostics import Diagnostic

Kind = Literal["paper", "article", "book", "video", "code", "resource"]
Status = Literal["queued", "reading", "read", "on-hold", "dropped", "noted", "mentioned"]
Role = Literal["entry", "reference"]
NoteKind = Literal["log", "post", "list", "note"]
LinkStyle = Literal["outside", "local", "wiki", "title", "prose"]
DateSource = Literal["field", "day", "note"]
EdgeType = Literal["mentions", "links", "embeds", "tagged", "refers-to"]
Feature = Literal["contents", "backlinks", "graph", "node", "previews", "tags"]

KINDS: tuple[Kind, ...] = ("paper", "article", "book", "video", "code", "resource")
# In the order of their weight: the first that any entry gives is the status of the work.
STATUSES: tuple[Status, ...] = (
    "read",
    "reading",
    "queued",
    "on-hold",
    "dropped",
    "noted",
    "mentioned",
)
# What is at hand comes before what is done: the order of a reading life, not that of weight.
LIFE: tuple[Status, ...] = (
    "reading",
    "queued",
    "on-hold",
    "read",
    "noted",
    "mentioned",
    "dropped",
)


# A note's body is text of HTML, with a slot wherever the HTML depends on what the whole vault
# says. Slots are filled when a page is rendered.


class LinkStart(Struct, frozen=True, tag="link"):
    """Where link number `link` of the note begins; what tag stands there is not yet known."""

    link: int


class LinkEnd(Struct, frozen=True, tag="end"):
    """Where link number `link` ends."""

    link: int


class Anchor(Struct, frozen=True, tag="anchor"):
    """An `id` attribute, which the note's own page has and a quotation elsewhere has not."""

    name: str


class TagStart(Struct, frozen=True, tag="tag"):
    """Where the mention of a tag begins."""

    tag: str


class Jump(Struct, frozen=True, tag="jump"):
    """An `href` attribute that leads to an anchor of the same note, from wherever it is read."""

    anchor: str


Segment = str | LinkStart | LinkEnd | Anchor | TagStart | Jump

_PIECE = 8  # segments
_PIECES = msgpack.Decoder(tuple[bytes, ...])
_SEGMENTS = msgpack.Decoder(tuple[Segment, ...])


@lru_cache(maxsize=32)
def _unpacked(packed: bytes) -> tuple[Segment, ...]:
    return tuple(chain.from_iterable(map(_SEGMENTS.decode, _PIECES.decode(packed))))


class Span(Struct, frozen=True, gc=False, array_like=True):
    """A run of the segments of a body: from `start` up to, not including, `stop`."""

    start: int
    stop: int


class Body(Struct, frozen=True, gc=False, array_like=True):
    """What a note says, for those who show it: as objects it would fill the memory.

    Its HTML is packed in pieces, as most of those who ask want a few segments only.
    """

    # Without any byte, as not even the text of an empty note is, if it is kept apart.
    html: bytes = b""
    said: bytes = b""  # its passages

    @classmethod
    def of(cls, segments: tuple[Segment, ...], said: bytes = b"") -> Body:
        """That of a note with these segments and passages."""
        starts = range(0, len(segments), _PIECE)
        pieces = [msgpack.encode(segments[start : start + _PIECE]) for start in starts]
        return cls(msgpack.encode(pieces), said)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its HTML, with slots for what only the whole vault knows."""
        return _unpacked(self.html)

    def part(self, span: Span) -> tuple[Segment, ...]:
        """Some segments; of the others hardly any are unpacked."""
        first = span.start // _PIECE
        pieces = _PIECES.decode(self.html)[first : (span.stop - 1) // _PIECE + 1]
        some = tuple(chain.from_iterable(map(_SEGMENTS.decode, pieces)))
        return some[span.start - first * _PIECE : span.stop - first * _PIECE]


class Heading(Struct, frozen=True, gc=False, array_like=True):
    """A heading as the contents list shows it."""

    level: int  # 1 to 6
    text: str
    anchor: str
    names: tuple[str, ...]  # that links may give it, squeezed
    line: int
    span: Span | None  # it and all below it, up to the next of its level; None inside a block


class Block(Struct, frozen=True, gc=False, array_like=True):
    """A block with a name of its own, `^id`."""

    anchor: str
    span: Span


class Day(Struct, frozen=True, gc=False, array_like=True):
    """A dated section: its day in ISO form, where it begins, and what was written on it."""

    date: str
    line: int
    anchor: str
    text: Span | None  # without one there is nothing, or it lies within another block


class Link(Struct, frozen=True, gc=False, array_like=True):
    """One link of a note, as written. Where it leads is found by looking at the whole vault."""

    line: int
    href: str  # a web address, a path, the target of a wikilink, or empty for prose
    text: str
    style: LinkStyle
    embed: bool  # what it leads to is shown in its place
    alone: bool  # nothing else stands in its paragraph, so that a note can take its place
    size: tuple[int, int] | None  # of an embedded picture: its width, and its height or 0
    mention: int | None  # the mention it makes, is an extra address of, or (prose) refers to
    extra: bool  # a further address of its mention
    within: int | None  # the entry in whose text it stands
    anchor: str  # of the element around it in the note's page; in a property it has none
    context: Span  # the paragraph, list item or property around it


class Mention(Struct, frozen=True, gc=False, array_like=True):
    """One place that speaks of one work."""

    line: int
    role: Role
    key: str
    title: str | None
    href: str | None
    version: str | None
    start: str | None  # seconds into a video, as written
    marker: str | None  # the character in the check box
    status: Status | None  # of a reference: None
    date: str | None
    date_source: DateSource | None
    kind: Kind
    kind_told: bool  # by an emoji, rather than taken from the address
    section: tuple[str, ...]
    topic: str | None
    summary: str
    fields: dict[str, str]
    extra: tuple[str, ...]
    tags: tuple[str, ...]
    within: int | None  # the entry in whose text a reference stands
    anchor: str  # of its element in the note's page
    head: Span  # the line or paragraph that speaks of the work
    body: Span | None  # what is written under it


class ParsedNote(Struct, frozen=True, array_like=True):
    """All that one file says, without a look at any other."""

    path: str
    title: str
    kind: NoteKind
    date: str | None  # of the file itself, else the day of its first commit
    modified: str | None  # likewise, its last commit
    tags: tuple[str, ...]  # in text and properties, each once, as first written
    aliases: tuple[str, ...]
    permalink: str  # the address that the note asks for, or empty
    description: str
    image: str  # the picture that stands for it: a path or an address as written, or empty
    language: str  # of its text, as an HTML language code, or empty for that of the site
    classes: tuple[str, ...]  # that its text has, for styles of the user's own
    switched_off: tuple[Feature, ...]  # what its page is to go without
    listed: bool  # unlisted ones have a page, and nothing else knows of them
    words: int
    digest: bytes  # of the file, and of the settings with which it was read
    excerpt: str  # the first words of its text
    body: Body
    heading: Span | None  # the text of the heading with which the body begins, if it is the title
    text: Span  # the body behind that heading, up to the links of properties
    headings: tuple[Heading, ...]
    days: tuple[Day, ...]
    blocks: dict[str, Block]  # by name in lower case
    links: tuple[Link, ...]
    mentions: tuple[Mention, ...]
    formulas: str  # the characters that its formulas are drawn with, sorted
    diagnostics: tuple[Diagnostic, ...]

    @property
    def id(self) -> str:
        """The path in the vault without `.md`; another ending stays, as part of the name."""
        return self.path.removesuffix(".md")


class Place(Struct, frozen=True, order=True, gc=False, array_like=True):
    """A mention by its note and its number there."""

    note: str
    mention: int


class Work(Struct, frozen=True, array_like=True):
    """A thing one reads or watches, gathered from all its mentions."""

    id: str
    kind: Kind
    title: str
    aliases: tuple[str, ...]
    url: str | None
    identifiers: dict[str, str]
    status: Status
    queued_on: str | None
    read_on: str | None
    authors: tuple[str, ...]
    year: int | None
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[Place, ...]
    abstract: str = ""
    citekey: str = ""  # by which the user's library cites it, or empty
    venue: str = ""  # journal or proceedings, as the library has it
    volume: str = ""  # of the venue
    form: str = ""  # in which it came out there, a type of CSL


# All that is known of a work, but not where: which mentions speak of it.
facts_of = attrgetter(*(field for field in Work.__struct_fields__ if field != "places"))


class Edge(Struct, frozen=True, order=True, gc=False):
    """A typed connection between two nodes, `note:…`, `work:…` or `tag:…`."""

    source: str
    target: str
    type: EdgeType


class Found(Struct, frozen=True, gc=False, array_like=True, tag=0):
    """A local link leads to this note, and perhaps to a place in it."""

    note: str
    anchor: str | None = None
    span: Span | None = None  # of that place, to be embedded


class Attachment(Struct, frozen=True, gc=False, array_like=True, tag=1):
    """A local link leads to a file of the vault that is no note."""

    path: str


class Withheld(Struct, frozen=True, array_like=True, tag=2):
    """A local link leads to a note that is not published: its text stays, its link goes."""


class Missing(Struct, frozen=True, array_like=True, tag=3):
    """A local link leads nowhere."""


Target = Found | Attachment | Withheld | Missing
WorksIn = dict[str, list[str | None]]  # by note, for each of its mentions
# By note, where its local links lead, by their numbers; many notes have none, and are not there.
Targets = dict[str, dict[int, Target]]


_NOWHERE = dict[str, Body]().__getitem__


class Graph(Struct, frozen=True):
    """Everything that is published, and how it hangs together."""

    notes: dict[str, ParsedNote]  # by id, sorted
    unlisted: dict[str, ParsedNote]  # likewise: they have pages, but nothing tells of them
    works: dict[str, Work]  # by id, sorted
    work_of: dict[Place, str]
    targets: Targets
    attachments: tuple[str, ...]  # paths of the files of the vault that published notes show
    diagnostics: tuple[Diagnostic, ...]
    digest: bytes  # of all that it was made from
    sizes: dict[str, tuple[int, int]] = {}  # of pictures among the attachments, as far as known
    apart: Callable[[str], Body] = _NOWHERE  # the bodies of notes that do not have them, by path

    def body(self, note: ParsedNote) -> Body:
        """What a note says, wherever that is kept."""
        return note.body if note.body.html else self.apart(note.path)

    def works_in(self) -> WorksIn:
        """For each note the works of its mentions, in their order."""
        found: WorksIn = {
            note_id: [None] * len(note.mentions)
            for notes in (self.notes, self.unlisted)
            for note_id, note in notes.items()
        }
        for place, work_id in self.work_of.items():
            found[place.note][place.mention] = work_id
        return found
