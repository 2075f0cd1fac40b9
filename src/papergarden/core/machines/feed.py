"""What the feed tells: the days of the log and the dated posts, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from markupsafe import escape
from msgspec import structs

from papergarden.core.days import day_anchor, sections_by_day
from papergarden.core.fill import Filler
from papergarden.core.machines.atom import Entry, Feed, atom
from papergarden.core.model import Found, Graph, ParsedNote, Withheld
from papergarden.core.pages import FEED, HOME, Pages
from papergarden.core.paths import relative
from papergarden.core.settings import SiteSettings
from papergarden.core.told import newest
from papergarden.core.words import day_of_month, weekday


def feed(graph: Graph, pages: Pages, settings: SiteSettings) -> bytes:
    """The feed of a site.

    Where the address of the site is known, all addresses are whole and stand for the entries as
    well. Where it is not, links are relative to the feed, and ids follow from the title and author
    of the site.
    """
    return atom(_Teller(graph, pages, settings).feed())


class _Teller:
    """Makes entries of days and posts."""

    def __init__(self, graph: Graph, pages: Pages, settings: SiteSettings) -> None:
        self._graph = _without_unlisted(graph)
        self._pages = pages
        self._settings = settings
        self._base = f"{settings.base_url}/" if settings.base_url else ""
        self._sections = sections_by_day(graph)

    def feed(self) -> Feed:
        settings = self._settings
        return Feed(
            id=self._id(""),
            title=settings.title,
            subtitle=settings.description,
            author=settings.author or settings.title,
            language=settings.language,
            home=self._base or HOME,
            self_href=self._base and self._base + FEED,
            entries=tuple(
                self._post(self._graph.notes[post]) if post else self._day(day)
                for day, post in newest(self._graph, self._sections)
            ),
        )

    def _post(self, note: ParsedNote) -> Entry:
        page = self._pages.notes[note.id]
        return Entry(
            id=self._id(page),
            title=note.title,
            href=self._href(page),
            day=note.date or "",
            html=self._filler().text(note),
            tags=note.tags,
        )

    def _day(self, day: str) -> Entry:
        """What was written on a day, as the page of its month shows it, and where it stands."""
        page = f"{self._pages.months[day[:7]]}#{day_anchor(day)}"
        return Entry(
            id=self._id(page),
            title=f"{weekday(day)}, {day_of_month(day)} {int(day[:4])}",
            href=self._href(page),
            day=day,
            html="".join(self._passages(day)) + self._sources(day),
        )

    def _passages(self, day: str) -> Iterator[str]:
        filler = self._filler()
        for note, section in self._sections[day]:
            if section.text:
                yield filler.span(note, section.text)

    def _sources(self, day: str) -> str:
        links = ", ".join(
            f'<a href="{escape(self._href(f"{self._pages.notes[note.id]}#{section.anchor}"))}">'
            f"{escape(note.title)}</a>"
            for note, section in self._sections[day]
        )
        return f"<p>In {links}</p>"

    def _filler(self) -> Filler:
        return Filler(self._graph, self._pages, FEED, self._base)

    def _href(self, page: str) -> str:
        return self._base + relative(FEED, page.removesuffix("#"))

    def _id(self, page: str) -> str:
        """An address that never changes, or a name that depends on what else tells sites apart."""
        if self._base:
            return self._base + relative(FEED, page)
        site = f"{self._settings.title}\n{self._settings.author}"
        return uuid5(NAMESPACE_URL, f"papergarden\n{site}\n{page}").urn


def _without_unlisted(graph: Graph) -> Graph:
    """The graph as if unlisted notes were withheld: a feed tells of none, not even by a link."""
    return structs.replace(
        graph,
        targets={
            note: {
                number: Withheld()
                if isinstance(target, Found) and target.note in graph.unlisted
                else target
                for number, target in own.items()
            }
            for note, own in graph.targets.items()
        },
    )
