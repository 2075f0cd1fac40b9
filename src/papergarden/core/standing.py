"""What of a site stands while nothing but the prose of some notes changes: for their pages.

The graph of a large vault takes long to make, and long to read. So each of its parts is kept as
bytes by the name of the note or work, and of these few are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn, TypeVar

from msgspec import Raw, Struct, msgpack, structs

from papergarden.core.digests import digest
from papergarden.core.faces import embedded_notes
from papergarden.core.lengths import length_of_all
from papergarden.core.model import Body, Found, Graph, ParsedNote, Place, Target, Work
from papergarden.core.pages import Pages, SearchShards
from papergarden.core.search.documents import Documents
from papergarden.core.settings import SiteSettings
from papergarden.core.told import told_posts
from papergarden.core.views.common import Site

_T = TypeVar("_T")
_ENCODER = msgpack.Encoder()
_TARGETS = msgpack.Decoder(dict[int, Target])
_WORKS_IN = msgpack.Decoder(list[str | None])
_WORK = msgpack.Decoder(Work)
_BACKLINKS = msgpack.Decoder(list[tuple[str, int]])
_Kept = dict[str, Raw]  # by name


class Standing(Struct, frozen=True, array_like=True):
    """What stands of one site."""

    ground: bytes  # a digest of all that the site was made from
    pages: Pages
    unlisted: frozenset[str]
    shown_elsewhere: frozenset[str]  # notes of which others show the whole text, or whole sections
    in_net: frozenset[str]
    topic_names: dict[str, str]
    has_feed: bool
    sizes: dict[str, tuple[int, int]]
    attachments: tuple[str, ...]
    found_by: dict[str, str]  # the keys of documents of the search, by their names
    works: _Kept  # without where they are spoken of
    works_in: _Kept
    targets: _Kept
    backlinks: _Kept

    @classmethod
    def of(cls, site: Site) -> Standing:
        """That of a site that was made whole."""
        graph = site.graph
        found = Documents(graph, site.pages, site.works_in)
        return cls(
            ground=digest(graph.digest, graph.sizes, site.settings),
            pages=site.pages,
            unlisted=frozenset(graph.unlisted),
            shown_elsewhere=frozenset(
                (
                    *(name for names in embedded_notes(graph).values() for name in names),
                    *(name for name, note in graph.notes.items() if note.days),
                    *told_posts(graph),
                )
            ),
            in_net=site.in_net,
            topic_names=site.topic_names,
            has_feed=site.has_feed,
            sizes=graph.sizes,
            attachments=graph.attachments,
            found_by=dict(found.keys),
            works=_encoded({n: structs.replace(w, places=()) for n, w in graph.works.items()}),
            works_in=_encoded(site.works_in),
            targets=_encoded(graph.targets),
            backlinks=_encoded(site.backlinks),
        )

    def holds(self, before: int, now: int) -> bool:
        """Whether all is told as it was with another number of words in all notes together."""
        works, found = len(self.works), len(self.found_by)
        shards = SearchShards.of(works, found - works, now)
        return shards == self.pages.search and length_of_all(before) == length_of_all(now)

    def site(
        self,
        notes: Iterable[ParsedNote],
        others: Callable[[str], ParsedNote],
        bodies: Callable[[str], Body],
        settings: SiteSettings,
    ) -> Site:
        """As much of the site as the pages of some notes show; `others` gives others by id.

        It cannot be asked for all notes, or all works.
        """
        own = {note.id: note for note in notes}
        around = dict(own)
        targets = {name: self._targets(name) for name in own}
        waiting = list(own)
        while waiting:
            name = waiting.pop()
            for number, target in targets[name].items():
                if isinstance(target, Found) and around[name].links[number].embed:
                    shown = target.note
                    if shown not in around:
                        around[shown], targets[shown] = others(shown), self._targets(shown)
                        waiting.append(shown)
        backlinks = {name: _decoded(_BACKLINKS, self.backlinks, name) for name in own}
        for name in (source for found in backlinks.values() for source, _ in found):
            if name not in around:
                around[name], targets[name] = others(name), self._targets(name)
        works_in = {name: _decoded(_WORKS_IN, self.works_in, name) for name in around}
        names = {name for found in works_in.values() for name in found if name}
        graph = Graph(
            notes=_Some((name, n) for name, n in around.items() if name not in self.unlisted),
            unlisted=_Some((name, n) for name, n in around.items() if name in self.unlisted),
            works=_Some((name, _WORK.decode(self.works[name])) for name in names),
            work_of={
                Place(name, number): work
                for name, found in works_in.items()
                for number, work in enumerate(found)
                if work
            },
            targets=targets,
            attachments=self.attachments,
            diagnostics=(),
            digest=b"",
            sizes=self.sizes,
            apart=bodies,
        )
        site = Site(graph, self.pages, settings)
        vars(site).update(
            in_net=self.in_net,
            topic_names=self.topic_names,
            has_feed=self.has_feed,
            backlinks=backlinks,
            works_in=works_in,
        )
        return site

    def documents(self, site: Site) -> Documents:
        """What is found in the notes of a part of the site."""
        works = {f"work:{work}" for found in site.works_in.values() for work in found if work}
        notes = {f"note:{name}" for name in site.works_in if name not in self.unlisted}
        keys = {name: self.found_by[name] for name in works | notes}
        return Documents(site.graph, site.pages, site.works_in, keys)

    def _targets(self, name: str) -> dict[int, Target]:
        return _TARGETS.decode(self.targets[name]) if name in self.targets else {}


class _Some(dict[str, _T]):
    """Some of many. What follows from all must not be made of these: that would be wrong unseen."""

    def __iter__(self) -> NoReturn:
        raise TypeError("only some are here, to be looked up by their names")

    keys = values = items = __len__ = __iter__


def _encoded(things: Mapping[str, object]) -> _Kept:
    return {name: Raw(_ENCODER.encode(thing)) for name, thing in things.items()}


def _decoded(decoder: msgpack.Decoder[list[_T]], kept: _Kept, name: str) -> list[_T]:
    return decoder.decode(kept[name]) if name in kept else []
