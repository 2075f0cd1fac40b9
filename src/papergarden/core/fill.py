"""Fill the slots of a body: what a link leads to, seen from the page on which it is read."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape
from mdurl import encode

from papergarden.core.model import (
    Anchor,
    Attachment,
    Found,
    Graph,
    Jump,
    Link,
    LinkEnd,
    LinkStart,
    Missing,
    ParsedNote,
    Place,
    Segment,
    Span,
    TagStart,
    Work,
)
from papergarden.core.pages import Pages
from papergarden.core.paths import relative
from papergarden.core.words import status_word


def address(href: str) -> Markup:
    """A web address as an attribute may hold it."""
    return escape(encode(href))


class Filler:
    """Fills the bodies of notes for one page; `page` is that page's path."""

    def __init__(self, graph: Graph, pages: Pages, page: str) -> None:
        self._graph = graph
        self._pages = pages
        self._page = page

    def span(self, note: ParsedNote, span: Span) -> Markup:
        """A part of a note's body, or all of it, as it reads on this page."""
        return self._fill(note, note.body[span.start : span.stop])

    def href(self, target: str) -> str:
        """The address of another page of the site."""
        return relative(self._page, target)

    def _fill(self, note: ParsedNote, segments: Iterable[Segment]) -> Markup:
        own = self._page == self._pages.notes[note.id]
        out: list[str] = []
        for segment in segments:
            match segment:
                case str():
                    out.append(segment)
                case LinkStart(number):
                    out.append(self._start(note, number))
                case LinkEnd(number):
                    out.append(self._end(note, number))
                case Anchor(name) if own:
                    out.append(f' id="{escape(name)}"')
                case Anchor():
                    pass
                case Jump(name):
                    page = self._pages.notes[note.id]
                    out.append(f' href="{escape(self.href(f"{page}#{name}"))}"')
                case TagStart(tag):
                    page = self._pages.tags[tag.lower()]
                    out.append(f'<a class="tag" href="{escape(self.href(page))}">')
        return Markup("".join(out))  # noqa: S704 # the parser escapes every text of the user

    def _work(self, note: ParsedNote, link: Link) -> Work | None:
        if link.mention is None:
            return None
        return self._graph.works[self._graph.work_of[Place(note.id, link.mention)]]

    def _start(self, note: ParsedNote, number: int) -> str:
        link = note.links[number]
        target = self._graph.targets.get((note.id, number))
        if isinstance(target, Found):
            page = self._pages.notes[target.note]
            place = f"{page}#{target.anchor}" if target.anchor else page
            return f'<a class="note" href="{escape(self.href(place))}">'
        work = self._work(note, link)
        if work is None:
            word = (
                "a file of the vault" if isinstance(target, Attachment) else "there is no such note"
            )
            kind = "missing" if isinstance(target, Missing) else "file"
            return f'<span class="{kind}" title="{word}">'
        page = self._pages.works[work.id]
        if link.extra or (page == self._page and link.style == "outside"):
            return f'<a class="out" href="{address(link.href)}">'
        if page == self._page:
            return "<strong>"
        return f'<a class="work is-{work.status}" href="{escape(self.href(page))}">' + self._mark(
            note, link, work
        )

    def _mark(self, note: ParsedNote, link: Link, work: Work) -> str:
        """The status of the work, unless the check box before it says the same."""
        mention = note.mentions[link.mention] if link.mention is not None else None
        if mention and mention.marker is not None and mention.status == work.status:
            return ""
        word = escape(status_word(work.status, work.kind))
        return f'<span class="mark" role="img" aria-label="{word}" title="{word}"></span>'

    def _end(self, note: ParsedNote, number: int) -> str:
        link = note.links[number]
        if isinstance(self._graph.targets.get((note.id, number)), Found):
            return "</a>"
        work = self._work(note, link)
        if work is None:
            return "</span>"
        on_its_page = self._pages.works[work.id] == self._page
        if link.extra or (on_its_page and link.style == "outside"):
            return "</a>"
        if on_its_page:
            return "</strong>"
        if link.style != "outside":
            return "</a>"
        return (
            f'</a><a class="away" href="{address(link.href)}"'
            f' aria-label="{escape(work.title)}, at its source">↗</a>'
        )
