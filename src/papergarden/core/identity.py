"""Which keys name one work: told so, beside each other in one entry, or a title and its address."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from papergarden.core.addresses import PAPER_SCHEMES, identify, is_outside
from papergarden.core.metadata import Record
from papergarden.core.model import Mention, Place
from papergarden.core.titles import joining_form

Mentioned = tuple[Place, Mention]
Groups = Iterable[Sequence[str]]

# Archives of data and code: many papers may share a record of theirs.
_OF_DATA = re.compile(r"doi:10\.(?:5281/zenodo|6084/m9\.figshare|5061/dryad|17605/osf|7910/dvn)")

# How well known the identifiers of a scheme are.
_RANKS = {
    scheme: number
    for number, scheme in enumerate((*PAPER_SCHEMES, "youtube", "url", "file", "title"))
}


class Keys:
    """Sets of keys known to be one work; of each the best known identifier stands for all."""

    def __init__(self, apart: Groups = ()) -> None:
        self._parent: dict[str, str] = {}
        self._named: dict[str, dict[str, str]] = {}  # of what was joined: a key of each scheme
        self._apart: dict[str, set[str]] = defaultdict(set)
        for group in apart:
            keys = {key_of(text) for text in group}
            for key in keys:
                self._apart[key] |= keys - {key}

    def __call__(self, key: str) -> str:
        """The key that stands for the work of a key."""
        while (parent := self._parent.get(key, key)) != key:
            self._parent[key] = self._parent.get(parent, parent)
            key = parent
        return key

    def join(self, first: str, second: str) -> None:
        """Two keys name one work."""
        one, two = sorted((self(first), self(second)), key=rank)
        if one != two:
            self._parent[two] = one
            self._parent.setdefault(one, one)
            self._named[one] = {
                **self._named.pop(two, {_scheme(two): two}),
                **self._named.get(one, {_scheme(one): one}),
            }
            if others := self._apart.pop(two, None):
                self._apart[one] |= others

    def are_apart(self, first: str, second: str) -> bool:
        """Whether it was said of two works that they are not one."""
        if not self._apart:
            return False
        one, two = self(first), self(second)
        return two in map(self, self._apart.get(one, ())) or one in map(
            self, self._apart.get(two, ())
        )

    def clash(self, first: str, second: str) -> bool:
        """Whether two works have different identifiers of one kind, so that they cannot be one."""
        one, two = (self._named.get(self(key), {_scheme(key): key}) for key in (first, second))
        return any(one[scheme] != two[scheme] for scheme in one.keys() & two.keys())

    def known(self) -> AbstractSet[str]:
        """Every key that was joined with another."""
        return self._parent.keys()


def joined(
    mentioned: Mapping[str, Sequence[Mentioned]],
    same_as: Groups = (),
    not_same: Groups = (),
    records: Mapping[str, Record] = MappingProxyType({}),
) -> Keys:
    """Find out which keys are one work, from the mentions of each key and what records tell."""
    keys = Keys(not_same)
    for first, *others in filter(None, same_as):
        for other in others:
            keys.join(key_of(first), key_of(other))
    for key, mentions in mentioned.items():
        for _, mention in mentions:
            if mention.extra:
                _join_identifiers(keys, key, mention)
    for key, record in records.items():
        also = record.also  # the metadata of a preprint tells the DOI of the paper it became
        if also is None or not {key, also} <= mentioned.keys():
            continue
        if not keys.are_apart(key, also) and not keys.clash(key, also):
            keys.join(key, also)
    _join_titles(keys, mentioned, records)
    return keys


def _join_identifiers(keys: Keys, key: str, mention: Mention) -> None:
    """An entry's proceedings page and its arXiv page are one work: nothing serves two papers."""
    schemes = {key.partition(":")[0]}
    for href in mention.extra:
        other = identify(href).key
        scheme = other.partition(":")[0]
        if scheme not in PAPER_SCHEMES or not schemes <= set(PAPER_SCHEMES) or scheme in schemes:
            continue
        if _OF_DATA.match(other) or keys.are_apart(key, other) or keys.clash(key, other):
            continue
        schemes.add(scheme)
        keys.join(key, other)


def _join_titles(
    keys: Keys, mentioned: Mapping[str, Sequence[Mentioned]], records: Mapping[str, Record]
) -> None:
    """A title without an address joins the one work that has an entry of the same title."""
    by_form: dict[str, set[str]] = defaultdict(set)
    title_only: dict[str, set[str]] = defaultdict(set)
    for key, mentions in mentioned.items():
        forms = title_only if key.startswith("title:") else by_form
        entered = [m.title for _, m in mentions if m.title and m.role == "entry"]
        for title in dict.fromkeys(entered):
            if form := joining_form(title):
                forms[form].add(key)
    for key, record in records.items():  # the title that a work with an entry really has
        real = None if record.weak else joining_form(record.title)
        if real in title_only and any(m.role == "entry" for _, m in mentioned.get(key, ())):
            by_form[real].add(key)
    for form, titles in title_only.items():
        first, *others = sorted(titles)
        for other in others:  # written a little differently, the same title all the same
            if not keys.are_apart(first, other):
                keys.join(first, other)
        carriers = {keys(key) for key in by_form[form]}
        if len(carriers) == 1 and not keys.are_apart(first, *carriers):
            keys.join(first, carriers.pop())


def _scheme(key: str) -> str:
    return key.partition(":")[0]


def key_of(text: str) -> str:
    """A key as the configuration may write it: a key, or any address."""
    return identify(text).key if is_outside(text) else text


def rank(key: str) -> tuple[int, str]:
    """The order in which keys stand for a work: the best known identifier first."""
    return _RANKS.get(_scheme(key), len(_RANKS)), key
