"""What can be found: each work and each note with its names, its facts and its passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, msgpack

from papergarden.core.digests import digest
from papergarden.core.model import Body, Graph, ParsedNote, Work, WorksIn
from papergarden.core.pages import Pages
from papergarden.core.passages import unpacked, with_titles
from papergarden.core.scripts import all_hashed
from papergarden.core.words import day_text, status_word

# In the order in which texts with them are sorted.
_DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_PAIRS = [one + other for one in _DIGITS for other in _DIGITS]
PLACE = {pair: place for place, pair in enumerate(_PAIRS)}  # among the beginnings of keys
KEY = 4  # digits of a key
_KEYS = len(_DIGITS) ** KEY
# The hashes of like names are near each other. By this factor they come apart, so that no file
# has much more texts than another (multiplicative hashing, Knuth: The Art of Computer Programming,
# section 6.4).
_HASHES, _GOLDEN = 1 << 32, 2_654_435_769
_ENCODER = msgpack.Encoder()


class Named(Struct, frozen=True, omit_defaults=True, gc=False):
    """What is known of all works and notes before any text is read; short, as all of it is sent."""

    t: str  # title
    k: str  # kind
    s: str = ""  # status, of a work
    d: str = ""  # day of the status or of the note, ISO without hyphens
    y: tuple[int, ...] = ()  # years
    a: tuple[str, ...] = ()  # other names
    u: tuple[str, ...] = ()  # authors
    g: tuple[str, ...] = ()  # tags
    p: tuple[str, ...] = ()  # topics
    n: tuple[str, ...] = ()  # identifiers
    l: int = 0  # how long its text is: the logarithm of its number of words, to 2  # noqa: E741 # short, as the others


class Shown(Struct, frozen=True, gc=False):
    """What is needed of a document to show it."""

    id: str
    href: str
    word: str  # its status
    day: str  # of its status or of the note, as one says it


class Said(Struct, frozen=True, gc=False, array_like=True):
    """A passage, seen from the document under which it stands."""

    note: str  # id
    anchor: str
    text: str
    own: bool
    several: bool  # it stands under other documents as well


_SAID = msgpack.Decoder(list[tuple[str, str, bool, bool]])  # each without its note


class Document(Struct, frozen=True, gc=False):
    """A work or a note, as the search gives it."""

    key: str
    named: Named
    shown: Shown
    said: tuple[Said, ...]  # the user's own summaries first
    addresses: tuple[str, ...]  # keys of all addresses of a work
    inside: tuple[str, ...]  # keys of the works in a note, sorted


class Documents:
    """All works and notes of a vault, by key; each is made when it is asked for.

    A key is a hash of the id, so that an edit of one note changes no other.
    """

    def __init__(
        self,
        graph: Graph,
        pages: Pages,
        works_in: WorksIn | None = None,
        keys: Mapping[str, str] | None = None,
    ) -> None:
        """`keys` are those of all names, as far as they are asked for, if the graph is a part."""
        self.graph = graph
        self.pages = pages
        self.keys = keys or keys_of(  # by `work:…` and `note:…`
            [f"work:{name}" for name in graph.works] + [f"note:{name}" for name in graph.notes]
        )
        self._works_in = graph.works_in() if works_in is None else works_in
        self._heard: dict[str, dict[str, bytes]] = {}

    def __iter__(self) -> Iterator[Document]:
        """All of them, by key."""
        return map(self.__getitem__, self.names)

    def __getitem__(self, key: str) -> Document:
        """The document of a key, which there has to be."""
        kind, _, name = self.names[key].partition(":")
        return self._of_work(key, name) if kind == "work" else self._of_note(key, name)

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each key, by key."""
        return dict(sorted((key, name) for name, key in self.keys.items()))

    def faces(self, known: Mapping[str, bytes]) -> dict[str, bytes]:
        """By name a digest of all that a document follows from, made without its text.

        That of a note is of all that it says, and so it stands in those of its works. Of what else
        is `known` of each work there is a digest by its id.
        """
        pages, keys = self.pages, self.keys
        key_of = {work: keys[f"work:{work}"] for work in self.graph.works}
        said = {name: self._face(note, key_of) for name, note in self.graph.notes.items()}
        works = {
            f"work:{name}": digest(
                key_of[name],
                pages.works[name],
                known[name],
                [place.mention for place in work.places],
                [said[place.note] for place in work.places],
            )
            for name, work in self.graph.works.items()
        }
        return works | {f"note:{name}": face for name, face in said.items()}

    def face_of_note(self, name: str) -> bytes:
        """The same of one note."""
        works = filter(None, self._works_in[name])
        return self._face(self.graph.notes[name], {w: self.keys[f"work:{w}"] for w in works})

    def _face(self, note: ParsedNote, key_of: Mapping[str, str]) -> bytes:
        return digest(
            self.keys[f"note:{note.id}"],
            self.pages.notes[note.id],
            note.path,
            note.digest,
            note.date,
            [work and key_of[work] for work in self._works_in[note.id]],
            self._titles(note),
        )

    def _of_work(self, key: str, name: str) -> Document:
        work = self.graph.works[name]
        said = [said for note in self._notes_of(work) for said in self._said_in(note, name)]
        word = status_word(work.status, work.kind)
        shown = Shown(work.id, self.pages.works[name], word, _day_text(_day(work)))
        named, addresses = _of_work(self.graph, work), _addresses(self.graph, work)
        return Document(key, named, shown, _own_first(said), addresses, ())

    def _of_note(self, key: str, name: str) -> Document:
        note = self.graph.notes[name]
        said = self._said_in(name, "")
        shown = Shown(name, self.pages.notes[name], "", _day_text(_last_day(note)))
        inside = {self.keys[f"work:{work}"] for work in self._works_in[name] if work}
        return Document(key, _of_note(note), shown, _own_first(said), (), tuple(sorted(inside)))

    def _notes_of(self, work: Work) -> dict[str, None]:
        return dict.fromkeys(place.note for place in work.places)

    def _said_in(self, name: str, work: str) -> list[Said]:
        """What a note says of a work, or of none.

        All that it says is found out at once. What is said of others waits, in a form that does not
        fill the memory, until it is asked for; who asks a second time has it found out again.
        """
        waiting = self._heard.get(name, {})
        if work not in waiting:
            note, works = self.graph.notes[name], self._works_in[name]
            heard = _heard(note, self.graph.body(note), works, self.graph.works)
            of = ["", *filter(None, works)]
            waiting = {one: _packed(heard.get(one, ())) for one in of}
            self._heard[name] = waiting
        return [Said(name, *said) for said in _SAID.decode(waiting.pop(work))]

    def _titles(self, note: ParsedNote) -> list[str]:
        """The titles of works that stand in the text of a note for an address."""
        return [
            self.graph.works[work].title
            for link in note.links
            if not link.text and link.mention is not None
            if (work := self._works_in[note.id][link.mention])
        ]


def _heard(
    note: ParsedNote, body: Body, of_mention: Sequence[str | None], works: Mapping[str, Work]
) -> dict[str, list[Said]]:
    def title(number: int) -> str:
        work = of_mention[number]
        return works[work].title if work else ""

    heard: dict[str, list[Said]] = {}
    for passage in unpacked(body.said):
        text = with_titles(passage.text, title)
        if not text:
            continue
        own = {of_mention[number] for number in passage.own}
        spoken_of = {work for number in passage.mentions if (work := of_mention[number])}
        for work in sorted(spoken_of) or [""]:
            said = Said(note.id, passage.anchor, text, work in own, len(spoken_of) > 1)
            heard.setdefault(work, []).append(said)
    return heard


def _packed(said: Iterable[Said]) -> bytes:
    return _ENCODER.encode([(one.anchor, one.text, one.own, one.several) for one in said])


def _own_first(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple(sorted(said, key=lambda one: not one.own))


def keys_of(names: Iterable[str]) -> dict[str, str]:
    """A short key for each name, which follows from the name alone unless two meet at one."""
    names = sorted(names)
    keys: dict[str, str] = {}
    taken: set[int] = set()
    for name, wanted in zip(names, all_hashed(names), strict=True):
        number = wanted * _GOLDEN % _HASHES * _KEYS // _HASHES
        while number in taken:
            number = (number + 1) % _KEYS
        taken.add(number)
        keys[name] = _PAIRS[number // len(_PAIRS)] + _PAIRS[number % len(_PAIRS)]
    return keys


def _of_work(graph: Graph, work: Work) -> Named:
    dates = (graph.notes[place.note].mentions[place.mention].date for place in work.places)
    return Named(
        t=work.title,
        k=work.kind,
        s=work.status,
        d=(_day(work) or max(filter(None, dates), default="")).replace("-", ""),
        y=(work.year,) if work.year else (),
        a=tuple(alias for alias in work.aliases if alias != work.title),
        u=work.authors,
        g=work.tags,
        p=work.topics,
        n=tuple(work.identifiers.values()),
    )


def _of_note(note: ParsedNote) -> Named:
    years = {int(text[:4]) for text in (note.date or "", *(d.date for d in note.days)) if text}
    return Named(
        t=note.title,
        k=note.kind,
        d=_last_day(note).replace("-", ""),
        y=tuple(sorted(years)),
        a=note.aliases,
        g=note.tags,
    )


def _day(work: Work) -> str:
    return (work.read_on if work.status == "read" else work.queued_on) or ""


def _last_day(note: ParsedNote) -> str:
    return max([note.date or "", *(day.date for day in note.days)])


def _day_text(iso: str) -> str:
    return day_text(iso) if iso else ""


def _addresses(graph: Graph, work: Work) -> tuple[str, ...]:
    """The keys of everything that leads to a work, each once."""
    # An edit of prose asks for notes alone, and to know all forms of addresses takes long.
    from papergarden.core.addresses import identify, is_outside  # noqa: PLC0415

    found = {f"{scheme}:{name}" for scheme, name in work.identifiers.items()}
    for place in work.places:
        mention = graph.notes[place.note].mentions[place.mention]
        found.add(mention.key)
        found |= {identify(href).key for href in mention.extra if is_outside(href)}
        if mention.href and is_outside(mention.href):
            found.add(identify(mention.href).key)
    return tuple(sorted(key for key in found if not key.startswith("title:")))
