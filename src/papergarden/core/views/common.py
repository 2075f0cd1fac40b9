"""What the views of several pages share: the frame around a page, and a work as one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from urllib.parse import urlsplit

from msgspec import structs

from papergarden.core.activity import entries_by_day
from papergarden.core.digests import digest
from papergarden.core.faces import Passage
from papergarden.core.fill import Filler
from papergarden.core.lengths import length_of_note
from papergarden.core.machines.pictures import picture_address, shown_file
from papergarden.core.machines.urls import page_url
from papergarden.core.model import (
    Found,
    Graph,
    Link,
    Mention,
    ParsedNote,
    Place,
    Span,
    Work,
)
from papergarden.core.names import Names
from papergarden.core.pages import (
    BIBTEX,
    CSL,
    FEED,
    GRAPH,
    HOME,
    ICON,
    LIBRARY,
    LOAD_SCRIPT,
    LOG,
    MISSING,
    NET,
    NET_LOADER,
    NOTES,
    PALETTE_SCRIPT,
    PREVIEW_SCRIPT,
    SEARCH_PAGE,
    STATISTICS,
    STYLESHEET,
    THEME_SCRIPT,
    TOPICS,
    Pages,
)
from papergarden.core.paths import relative
from papergarden.core.related import Related, related
from papergarden.core.settings import SiteSettings
from papergarden.core.views.lines import counted, of_graph
from papergarden.core.views.shapes import (
    Alternate,
    Anchor,
    Around,
    Frame,
    Nav,
    NoteLine,
    Quote,
    Share,
    WorkLine,
)
from papergarden.core.views.surroundings import MOST_SEGMENTS, Surroundings
from papergarden.core.whole import Whole
from papergarden.core.words import day_text, kind_word, status_word

_ALTERNATES = (
    ("application/atom+xml", "Feed", FEED),
    ("application/x-bibtex", "Library as BibTeX", BIBTEX),
    ("application/vnd.citationstyles.csl+json", "Library as CSL-JSON", CSL),
    ("application/json", "Graph as JSON", GRAPH),
)


_AT_HAND = 1024  # lines of works, and rows: those of a large vault would fill the memory

# The pages of the navigation, and what it calls them; the search has a place apart.
_SECTIONS = {
    LIBRARY: "Library",
    NOTES: "Notes",
    LOG: "Log",
    TOPICS: "Topics",
    NET: "Graph",
    STATISTICS: "Statistics",
    SEARCH_PAGE: "",
}


class Site(Whole):
    """The graph and the pages, as the builders of views look at them."""

    def __init__(
        self,
        graph: Graph,
        pages: Pages,
        settings: SiteSettings,
        near: Callable[[Graph], Related] = related,
    ) -> None:
        super().__init__(graph, pages, near)
        self.settings = settings
        self._surroundings = Surroundings()
        self._lines: dict[tuple[str, str], WorkLine] = {}
        self._frames: dict[tuple[str, str], Frame] = {}
        self._rows: dict[tuple[str, str], WorkLine] = {}

    def with_graph(self, graph: Graph) -> Site:
        """The same with another text of a note; what else is known of the site is kept."""
        site = Site(graph, self.pages, self.settings)
        own = {*vars(site), "faces", "works_in"}  # which are of a graph
        vars(site).update((name, value) for name, value in vars(self).items() if name not in own)
        return site

    def warm_for_all(self) -> None:
        """Find out now what many pages will ask for: copies of this process then need not."""
        faces = self.faces
        _ = faces.notes, faces.whole, faces.works, self.of_works, self.in_net, self.related
        _ = self.ground, self.references, self.backlinks, self.citation_keys, self.topic_names

    def warm(self) -> None:
        """Find out now what the page of a note will ask for."""
        _ = self.in_net, self.has_feed, self.backlinks, self.topic_names, self._attached

    @cached_property
    def ground(self) -> bytes:
        """What the frame around every page follows from, besides its path."""
        return digest(self.settings, bool(self.pages.months), self.has_feed)

    def frame(
        self, path: str, section: str, *, note: ParsedNote | None = None, listed: bool = True
    ) -> Frame:
        """The frame of a page that belongs to a section of the navigation."""
        own = section if section in _SECTIONS else ""
        place = path if path == MISSING else path.rpartition("/")[0]  # pages of a folder have one
        if (place, own) not in self._frames:
            self._frames[place, own] = self._frame(path, own)
        frame = self._frames[place, own]
        if listed and self.settings.base_url:
            return structs.replace(frame, share=self._share(path, note))
        return frame

    def _frame(self, path: str, section: str) -> Frame:
        entries = [(text, page) for page, text in _SECTIONS.items() if text]
        if not self.pages.months:
            entries.remove(("Log", LOG))
        return Frame(
            site_title=self.settings.title,
            author=self.settings.author,
            language=self.settings.language,
            home=self.href(path, HOME),
            stylesheet=self.href(path, STYLESHEET),
            theme_script=self.href(path, THEME_SCRIPT),
            load_script=self.href(path, LOAD_SCRIPT),
            preview_script=self.href(path, PREVIEW_SCRIPT),
            palette_script=self.href(path, PALETTE_SCRIPT),
            search_page=Nav("Search", self.href(path, SEARCH_PAGE), section == SEARCH_PAGE),
            icon=self.href(path, ICON),
            extra_styles=tuple(self.href(path, style) for style in self.settings.extra_styles),
            nav=tuple(Nav(text, self.href(path, page), page == section) for text, page in entries),
            alternates=tuple(
                Alternate(form, title, self.href(path, file))
                for form, title, file in _ALTERNATES
                if file != FEED or self.has_feed
            ),
            share=None,
        )

    def href(self, page: str, target: str) -> str:
        """How a page of the site writes the address of another.

        The one that stands in for pages that are not there is shown under any path, so it begins at
        the root of the host, if it is known how the site lies there.
        """
        if page == MISSING and self.settings.base_url:
            return f"{urlsplit(self.settings.base_url).path}/{relative(HOME, target)}"
        return relative(page, target)

    def _share(self, path: str, note: ParsedNote | None) -> Share:
        url = page_url(path, self.settings.base_url)
        if note is None:
            return Share(url, "website", "")
        return Share(url, "article", self.picture(note))

    def picture(self, note: ParsedNote) -> str:
        """The address of the picture that stands for a note where others show a link to it."""
        file = shown_file(note, self._attached)
        image = page_url(self.pages.files[file], self.settings.base_url) if file else ""
        return image or picture_address(note)

    @cached_property
    def _attached(self) -> Names:
        return Names({}, self.graph.attachments)

    def line(self, work: Work, page: str) -> WorkLine:
        """A work as one line on a page; pages of one folder write it alike."""
        place = page.rpartition("/")[0], work.id
        if place not in self._lines:
            if len(self._lines) >= _AT_HAND:
                self._lines.clear()
            self._lines[place] = self._line(work, page)
        return self._lines[place]

    def row(self, work: Work, page: str) -> WorkLine:
        """A work as a row of a table on a page, with all its topics."""
        place = page.rpartition("/")[0], work.id
        if place not in self._rows:
            if len(self._rows) >= _AT_HAND:
                self._rows.clear()
            topics = self.topics(work.topics, page)
            self._rows[place] = structs.replace(self.line(work, page), topics=topics)
        return self._rows[place]

    def _line(self, work: Work, page: str) -> WorkLine:
        date = (work.read_on if work.status == "read" else work.queued_on) or ""
        return WorkLine(
            title=work.title,
            href=relative(page, self.pages.works[work.id]),
            kind=work.kind,
            kind_word=kind_word(work.kind),
            status=work.status,
            word=status_word(work.status, work.kind),
            date=date,
            date_text=day_text(date) if date else "",
            year=str(work.year or ""),
            topic=self.topic_names[work.topics[0].casefold()] if work.topics else "",
        )

    def topics(self, names: Iterable[str], page: str) -> tuple[Anchor, ...]:
        """Links to the pages of topics; those that differ in capitals are one."""
        folded = dict.fromkeys(name.casefold() for name in names)
        return tuple(
            Anchor(self.topic_names[name], relative(page, self.pages.topics[name]))
            for name in folded
        )

    def tags(self, names: Iterable[str], page: str) -> tuple[Anchor, ...]:
        """Links to the pages of tags."""
        known = self.pages.tags  # only an unlisted note can have a tag without a page
        return tuple(
            Anchor(name, relative(page, known[name.casefold()]))
            for name in names
            if name.casefold() in known
        )

    def quote(
        self, note: ParsedNote, said: Mention | Link, head: Span, body: Span | None, page: str
    ) -> Quote:
        """A passage of a note for a page.

        One with very many links is quoted around the one that is meant, or it would stand whole on
        as many pages.
        """
        if head.stop - head.start > MOST_SEGMENTS:
            return structs.replace(
                self.quote(note, said, Span(head.start, head.start), None, page),
                head=self._surroundings.of(note, self.graph.body(note), said, head),
            )
        section = said.section if isinstance(said, Mention) else ()
        date = said.date if isinstance(said, Mention) else note.date
        return Quote(
            note=note.title,
            href=relative(page, f"{self.pages.notes[note.id]}#{said.anchor}".removesuffix("#")),
            place=" › ".join(part for part in section if part not in {date, note.title}),
            line=said.line,
            date_text=day_text(date) if date else "",
            head=self.passage(note, head, page),
            body=self.passage(note, body, page) if body else None,
        )

    def passage(self, note: ParsedNote, span: Span, page: str) -> Passage:
        """A part of a note as a page quotes it; embedded notes are links."""
        return Passage(Filler(self.graph, self.pages, page), note, span)

    def text(self, note: ParsedNote) -> Passage:
        """The text of a note on its own page, with the notes that it embeds in their places."""
        return Passage(Filler(self.graph, self.pages, self.pages.notes[note.id]), note, None)

    def note_line(self, note: ParsedNote, page: str) -> NoteLine:
        """A note as one line on a page."""
        day = self.last_day[note.id]
        detail = length_of_note(note.words)
        if note.mentions:
            detail += f", {counted(len(note.mentions), 'mention')}"
        return NoteLine(
            title=note.title,
            href=relative(page, self.pages.notes[note.id]),
            kind=note.kind,
            date=day,
            date_text=day_text(day) if day else "",
            detail=detail,
        )

    def around(self, page: str) -> Around | None:
        """What is around a page in the graph, if anything is."""
        if page not in self.in_net:
            return None
        return Around(relative(page, NET_LOADER), page)

    def mention(self, place: Place) -> tuple[ParsedNote, Mention]:
        """The note and the mention at a place."""
        note = self.graph.notes[place.note]
        return note, note.mentions[place.mention]

    @cached_property
    def activity(self) -> dict[str, int]:
        """How many entries there are for each day."""
        return entries_by_day(self.graph.notes.values())

    def days(self, page: str) -> dict[str, str]:
        """From a page to the days and the months of the log, by `2024-09-25` and `2024-09`."""
        days = {day.date for note in self.graph.notes.values() for day in note.days}
        months = {month: relative(page, path) for month, path in self.pages.months.items()}
        return months | {day: f"{months[day[:7]]}#d-{day}" for day in sorted(days)}

    @cached_property
    def last_day(self) -> dict[str, str]:
        """The last day of which each note tells, or on which it was changed, or nothing.

        A post has the date that it was given.
        """
        return {
            name: note.date
            if note.kind == "post" and note.date
            else max([note.date or "", note.modified or "", *[day.date for day in note.days]])
            for name, note in self.graph.notes.items()
        }

    @cached_property
    def notes_by_age(self) -> tuple[ParsedNote, ...]:
        """All notes: dated ones from the newest on, then the others by title."""
        notes, last_day = self.graph.notes, self.last_day
        names = sorted(notes, key=lambda name: (notes[name].title.casefold(), name))
        names.sort(key=last_day.__getitem__, reverse=True)
        return tuple(notes[name] for name in names)

    @cached_property
    def summary(self) -> str:
        """How much of what there is, in a line."""
        return of_graph(self.graph)

    @cached_property
    def references(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """For each work those to which it refers; and those that refer to it."""
        to: dict[str, list[str]] = {}
        by: dict[str, list[str]] = {}
        for edge in self.ties:
            if edge.type == "refers-to":
                source, target = edge.source[len("work:") :], edge.target[len("work:") :]
                to.setdefault(source, []).append(target)
                by.setdefault(target, []).append(source)
        return to, by

    @cached_property
    def backlinks(self) -> dict[str, list[tuple[str, int]]]:
        """For each note the links of others to it, by note and number, in their order."""
        found: dict[str, list[tuple[str, int]]] = {}
        for source, targets in sorted(self.graph.targets.items()):
            if source in self.graph.notes:
                for number, target in targets.items():
                    if isinstance(target, Found) and target.note != source:
                        found.setdefault(target.note, []).append((source, number))
        return found


def by_title(works: Iterable[Work]) -> Sequence[Work]:
    """Works in the order of their titles."""
    return sorted(works, key=lambda work: (work.title.casefold(), work.id))
