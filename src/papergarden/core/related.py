"""Which works are near each other: by shared headings, tags and notes, and by rare words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from math import isqrt
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct

from papergarden.core.model import Graph, Work

MOST_RELATED = 6

# What two works share counts the more, the fewer others share it, too. Where many do, a work looks
# at those that stand nearest to it in the notes, and at no more: this keeps the work linear in the
# number of works.
WINDOW = 8

# Points for what two works share with each other and with nobody else. They are whole numbers, so
# that a sum does not depend on its order.
_ENTRY = 6000  # one entry speaks of both
_HEADING = 2800  # a heading of one note; its topic counts as well
_DAY = 1300
_TOPIC = 1800  # a topic or a tag, in whatever notes
_NOTE = 2000  # of works outside all headings and days
_TITLE = 1200  # a word of both titles; it counts as a word of the text as well
_WORD = 600

# Below this two works have something in common, but not enough to point from one to the other.
_ENOUGH = 1400

_MOST_TITLE, _MOST_WORDS = 4, 6  # of each work the rarest that another has as well
_MOST_TEXT = 240  # characters of what is written about a work
# A word tells nothing if one of so many works has it, or if so many have it.
_COMMONEST, MOST_SHARING = 8, 64

_WORDS = re.compile(r"[^\W\d_]{3,}")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Words of titles and notes that are rare at times and say nothing of the subject. In a vault of one
# language the most frequent ones are too common to count; in one of two, those of the other stay.
_SAY_LITTLE = frozenset(
    "about above across after against all also and any approach approaches are aware awareness "
    "based because been before being better between beyond both build building builds but can "
    "cannot comprehensive could does doing down during each effective effectively efficient "
    "efficiently either enable enables enabling enhance enhanced enhancing enough even ever every "
    "explained fast faster few for framework from further general generally get gets give given "
    "good had has have having how http https improve improved improvements improves improving into "
    "introduces introduction its itself just large larger largest let like made make makes many "
    "may method methods might model models more most much must need needs new not novel now off "
    "often one only onto other our out over own paper papers per problem problems propose proposed "
    "proposes rather really result results same scalable see should show shown shows simple "
    "simpler simply since small smaller some still study such survey system systems technique "
    "techniques than that the their them then there these they thing things this those three "
    "through too toward towards two under understanding unified until upon use used uses using "
    "very via want was way ways well were what when where whether which while who whose why will "
    "with within without work works would yet you your".split()
)
_SAY_LITTLE |= frozenset(
    "aan aber als auch auf aus aux avec bei ces cette che com como con dans das dass dat dei del "
    "della delle dem den der des desde deze die donde door dos durch een ein eine einem einen "
    "einer eines ella elle entre est esta este für gli het ist las les leur los mais met mit más "
    "naar nach nel nella nicht niet noch non nous nur não oder ook par para pas pela pelo pero "
    "plus por pour que qui sans ses sich sie sin sind sobre son sono sont sur sus uma una und une "
    "van von voor vor vous war wie wird wordt zijn zum zur über".split()
)

_OF_A_WORK = attrgetter("id", "title", "aliases", "topics", "tags", "places")

_T = TypeVar("_T", bound=Hashable)
Related = dict[str, tuple[str, ...]]
_Thing = tuple[int | str, ...]  # what works can share, its points before it
_Share = tuple[list[int], int]  # the sorted numbers of the works that share something, its weight


def related(graph: Graph) -> Related:
    """For each work those nearest to it, the nearest first; for many there are none."""
    works = _in_reading_order(graph)
    shares: list[list[_Share]] = list(rare_words(works, graph))
    for (points, *_), numbers in _by_sharers(_things(work, graph) for work in works).items():
        share = numbers, _weight(int(points), len(numbers))
        for number in numbers:
            shares[number].append(share)
    found = {
        work.id: tuple(works[other].id for other in _nearest(number, shares[number]))
        for number, work in enumerate(works)
    }
    return {work_id: found[work_id] for work_id in graph.works}


def follows_from(graph: Graph) -> object:
    """All that it follows from which works are near each other, as plain values."""
    works = list(map(_OF_A_WORK, graph.works.values()))
    # What counts of a summary is at most its beginning.
    mentions = [
        (name, [(m.section, m.within, m.summary[:_MOST_TEXT]) for m in note.mentions])
        for name, note in graph.notes.items()
    ]
    return works, mentions


def _in_reading_order(graph: Graph) -> list[Work]:
    """All works as they first come up in the notes: works that stand together get near numbers."""
    return sorted(graph.works.values(), key=lambda work: (work.places[:1], work.id))


def _weight(points: int, sharing: int) -> int:
    """What is shared by `sharing` works counts for any two of them."""
    return points * 100 // isqrt(10_000 * (sharing - 1))


def _by_sharers(own: Iterable[Iterable[_T]]) -> dict[_T, list[int]]:
    """For each thing that several works have their sorted numbers."""
    first: dict[_T, int] = {}  # most things stay with one work: only a second one makes a list
    shared: dict[_T, list[int]] = {}
    for number, things in enumerate(own):
        for thing in things:
            other = first.setdefault(thing, number)
            if other != number:
                numbers = shared.get(thing)
                if numbers is None:
                    shared[thing] = [other, number]
                else:
                    numbers.append(number)
    return shared


def _things(work: Work, graph: Graph) -> set[_Thing]:
    """What a work can share with others: entries, headings, topics and tags, each with points."""
    things: set[_Thing] = set()
    for place in work.places:
        number = place.mention
        mention = graph.notes[place.note].mentions[number]
        section = mention.section
        if not section:
            things.add((_NOTE, place.note))
        elif all(map(_ISO_DAY.fullmatch, section)):
            things.add((_DAY, place.note, *section))
        else:
            things.add((_HEADING, place.note, *section))
        things.add((_ENTRY, place.note, number if mention.within is None else mention.within))
    things.update((_TOPIC, "topic", topic.casefold()) for topic in work.topics)
    things.update((_TOPIC, "tag", tag.casefold()) for tag in work.tags)
    return things


def rare_words(works: list[Work], graph: Graph) -> Iterator[list[_Share]]:
    """For each work who shares its rarest words, and what each of them counts."""
    titles = [_words(" ".join((work.title, *work.aliases))) for work in works]
    texts = [_words(_said(work, graph)) | titles[i] for i, work in enumerate(works)]
    most = min(MOST_SHARING, len(works) // _COMMONEST)
    of_titles, of_texts = _sharers(titles, most, _TITLE), _sharers(texts, most, _WORD)
    for title, text in zip(titles, texts, strict=True):
        yield of_titles.rarest(title, _MOST_TITLE) + of_texts.rarest(text, _MOST_WORDS)


class _Sharers(Struct, frozen=True):
    """Who shares which word: the words by how rare they are."""

    rank: dict[str, int]
    shares: list[_Share]

    def rarest(self, words: set[str], most: int) -> list[_Share]:
        """The shares of the rarest of some words."""
        ranks = sorted(map(self.rank.__getitem__, words & self.rank.keys()))
        return [self.shares[rank] for rank in ranks[:most]]


def _sharers(words: Iterable[set[str]], most: int, points: int) -> _Sharers:
    """The works of each word that several have, but not too many."""
    sharing = {word: n for word, n in _by_sharers(words).items() if len(n) <= most}
    ranked = sorted(sharing, key=lambda word: (len(sharing[word]), word))
    return _Sharers(
        rank={word: rank for rank, word in enumerate(ranked)},
        shares=[(sharing[word], _weight(points, len(sharing[word]))) for word in ranked],
    )


def _said(work: Work, graph: Graph) -> str:
    """What the user wrote under the work's entries, from the beginning."""
    said = (graph.notes[place.note].mentions[place.mention].summary for place in work.places)
    return " ".join(filter(None, said))[:_MOST_TEXT]


def _words(text: str) -> set[str]:
    """Words in lower case, without the `s` of a plural."""
    found = set(_WORDS.findall(text.casefold())) - _SAY_LITTLE
    return {word[:-1] if word[-1] == "s" != word[-2] else word for word in found}


def _nearest(number: int, shares: Iterable[_Share]) -> list[int]:
    """The works with the most points; of equals the one that stands nearest in the notes."""
    points: dict[int, int] = defaultdict(int)
    for numbers, weight in shares:
        for other in window(numbers, number) if len(numbers) > 2 * WINDOW else numbers:
            points[other] += weight
    points.pop(number, None)
    enough = [
        (-score, abs(other - number), other) for other, score in points.items() if score >= _ENOUGH
    ]
    return [other for *_, other in sorted(enough)[:MOST_RELATED]]


def window(numbers: list[int], number: int) -> list[int]:
    """Of sorted numbers those around a number that is among them."""
    if len(numbers) <= 2 * WINDOW:
        return numbers
    here = bisect_left(numbers, number)
    return numbers[max(0, here - WINDOW) : here + WINDOW + 1]
