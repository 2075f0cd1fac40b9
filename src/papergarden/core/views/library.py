"""The library: every work in one table, and what it can be filtered by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import ClassVar

from msgspec import Struct

from papergarden.core.model import KINDS, LIFE, Work
from papergarden.core.pages import LIBRARY, LIBRARY_SCRIPT
from papergarden.core.paths import relative
from papergarden.core.views.common import Site, by_title
from papergarden.core.views.lines import of_works
from papergarden.core.views.shapes import Page, View, WorkLine
from papergarden.core.words import kind_word, status_word

# Of thousands of topics or notes nobody chooses from a list: there the text field serves.
_MOST_CHOICES = 200


class Choice(Struct, frozen=True):
    """One value that works can be filtered by."""

    value: str  # as it stands in the address
    text: str
    count: int


class Facet(Struct, frozen=True):
    """One side of works, with all its values."""

    name: str
    title: str
    choices: tuple[Choice, ...]


class LibraryRow(Struct, frozen=True):
    """A work in the table, and by what else it is found there."""

    work: WorkLine
    also: str  # other names, authors and identifiers, which the table does not show
    notes: str  # the notes that mention it, as numbers of the choices of that facet


class LibraryView(View, frozen=True):
    """The table of all works."""

    template: ClassVar[str] = "library.html"
    rows: tuple[LibraryRow, ...]
    facets: tuple[Facet, ...]
    script: str


def pages(site: Site) -> Iterator[Page]:
    """The one library page."""
    # Of all topics and notes the titles are choices.
    follows_from = (
        site.ground,
        site.of_works,
        site.pages.topics,
        [(note.title, site.pages.notes[name]) for name, note in site.graph.notes.items()],
    )
    yield Page(LIBRARY, LibraryView.template, follows_from, partial(_view, site))


def _view(site: Site) -> LibraryView:
    works = by_title(site.graph.works.values())
    notes = _notes(site, works)
    numbers = {choice.value: number for number, choice in enumerate(notes.choices)}
    facets = (_statuses(works), _kinds(works), _topics(site, works), _years(works), notes)
    return LibraryView(
        path=LIBRARY,
        title="Library",
        description=f"Library of {of_works(works)}",
        frame=site.frame(LIBRARY, LIBRARY),
        rows=tuple(
            LibraryRow(
                work=site.row(work, LIBRARY),
                also=" · ".join((*work.aliases, *work.authors, *work.identifiers.values())),
                notes=" ".join(
                    str(number)
                    for number in sorted(
                        numbers[name] for name in _names(site, work) if name in numbers
                    )
                ),
            )
            for work in works
        ),
        facets=tuple(
            facet for facet in facets if any(choice.count < len(works) for choice in facet.choices)
        ),
        script=relative(LIBRARY, LIBRARY_SCRIPT),
    )


def _statuses(works: Iterable[Work]) -> Facet:
    counts = Counter(work.status for work in works)
    return Facet(
        "status",
        "Status",
        tuple(
            Choice(status, status_word(status, "paper"), counts[status])
            for status in LIFE
            if counts[status]
        ),
    )


def _kinds(works: Iterable[Work]) -> Facet:
    counts = Counter(work.kind for work in works)
    return Facet(
        "kind",
        "Kind",
        tuple(Choice(kind, kind_word(kind, 2), counts[kind]) for kind in KINDS if counts[kind]),
    )


def _topics(site: Site, works: Iterable[Work]) -> Facet:
    counts = Counter(topic for work in works for topic in {t.casefold() for t in work.topics})
    names = {_name(page): site.topic_names[topic] for topic, page in site.pages.topics.items()}
    pages = Counter({_name(site.pages.topics[topic]): n for topic, n in counts.items()})
    return _by_count("topic", "Topic", pages, names.__getitem__)


def _years(works: Iterable[Work]) -> Facet:
    counts = Counter(str(work.year) for work in works if work.year)
    newest = sorted(counts.items(), key=lambda item: -int(item[0]))
    return Facet("year", "Year", tuple(Choice(year, year, count) for year, count in newest))


def _notes(site: Site, works: Iterable[Work]) -> Facet:
    titles = {_name(site.pages.notes[note.id]): note.title for note in site.graph.notes.values()}
    counts = Counter(name for work in works for name in _names(site, work))
    return _by_count("note", "Note", counts, titles.__getitem__)


def _names(site: Site, work: Work) -> set[str]:
    """The names in the address of the notes that mention a work."""
    return {_name(site.pages.notes[place.note]) for place in work.places}


def _name(page: str) -> str:
    """A page as one says it in an address: `topics/dense-retrieval.html` as `dense-retrieval`."""
    return page.partition("/")[2].removesuffix(".html")


def _by_count(name: str, title: str, counts: Counter[str], text: Callable[[str], str]) -> Facet:
    """A facet whose most frequent values come first."""
    ranked: Sequence[tuple[str, int]] = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ranked = ranked[:_MOST_CHOICES]
    return Facet(name, title, tuple(Choice(value, text(value), n) for value, n in ranked))
