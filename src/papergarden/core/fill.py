"""Fill the slots of a body: what a link leads to, seen from the page on which it is read."""

from __future__ import annotations

import re

from markupsafe import Markup

from papergarden.core.attachments import form_of
from papergarden.core.escaping import escaped
from papergarden.core.machines.urls import url_text
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
    Span,
    Target,
    Work,
)
from papergarden.core.pages import Pages
from papergarden.core.paths import relative
from papergarden.core.words import status_word

_PAGE = re.compile(r"#page=\d{1,5}")
_Shown = tuple[str, Span | None]  # a note, and the part of it that is shown


def address(href: str) -> str:
    """A web address as an attribute may hold it."""
    return escaped(url_text(href))


# How deep notes are shown in notes, and how many of them on one page.
_DEEPEST, _MOST = 5, 100


class Filler:
    """Fills the bodies of notes for one page; `page` is that page's path.

    With a `base`, which ends in a slash, addresses are whole, for a page that is read elsewhere.
    """

    def __init__(self, graph: Graph, pages: Pages, page: str, base: str = "") -> None:
        self._graph = graph
        self._pages = pages
        self._page = page
        self._base = base
        self._embedded = 0

    def text(self, note: ParsedNote) -> Markup:
        """The text of a note on its own page, with the notes that it embeds in their places."""
        return self._fill(note, note.text, (note.id, None))

    def span(self, note: ParsedNote, span: Span) -> Markup:
        """A part of a note's body, as it is quoted on this page; embedded notes are links."""
        return self._fill(note, span)

    def href(self, target: str) -> str:
        """The address of another page of the site."""
        written = relative(self._page, target)
        return self._base + written if self._base else written

    def _fill(self, note: ParsedNote, span: Span, *above: _Shown) -> Markup:
        """Fill a run of segments. `above` are the notes that are being shown, if embeds are."""
        own = self._page == self._pages.notes[note.id] and len(above) <= 1
        out: list[str] = []
        ends: dict[int, str] = {}  # of the links that are open
        segments = iter(self._graph.body(note).part(span))
        for segment in segments:
            if isinstance(segment, str):
                out.append(segment)
            elif isinstance(segment, Anchor):
                out.append(f' id="{escaped(segment.name)}"' if own else "")
            elif isinstance(segment, LinkStart):
                number = segment.link
                embeds = note.links[number].embed
                shown = self._embed(note, number, above) if embeds else None
                if shown is None:
                    start, ends[number] = self._tags(note, number)
                    out.append(start)
                    continue
                out.append(shown)
                next(s for s in segments if isinstance(s, LinkEnd) and s.link == number)
            elif isinstance(segment, LinkEnd):  # the link may begin before the span
                out.append(ends.pop(segment.link, "") or self._tags(note, segment.link)[1])
            elif isinstance(segment, Jump):
                page = self._pages.notes[note.id]
                out.append(f' href="{escaped(self.href(f"{page}#{segment.anchor}"))}"')
            else:
                tag_page = self._pages.tags.get(segment.tag.casefold())
                href = f' href="{escaped(self.href(tag_page))}"' if tag_page else ""
                out.append(f'<a class="tag"{href}>')
        return Markup("".join(out))  # noqa: S704 # the parser escapes every text of the user

    def _embed(self, note: ParsedNote, number: int, above: tuple[_Shown, ...]) -> str | None:
        """What is shown in the place of an embed; None if a link stands there instead."""
        link = note.links[number]
        target = self._graph.targets.get(note.id, {}).get(number)
        if isinstance(target, Attachment):
            return self._attachment(link, target.path)
        if not isinstance(target, Found) or not above or not link.alone:
            return None
        shown = self._note(target.note)
        place = f"{self._pages.notes[shown.id]}#{target.anchor}" if target.anchor else ""
        source = escaped(self.href(place or self._pages.notes[shown.id]))
        title = escaped(link.text if target.anchor else shown.title)
        if (shown.id, target.span) in above:
            why = "is already being shown here"
        elif len(above) > _DEEPEST or self._embedded >= _MOST:
            why = "is not shown: too many notes lie within each other here"
        else:
            self._embedded += 1
            text = self._fill(shown, target.span or shown.text, *above, (shown.id, target.span))
            return (
                f'<div class="embed"><p class="embed-source"><a class="note" href="{source}">'
                f"{title}</a></p>\n{text}</div>"
            )
        return f'<p class="embed-stop"><a class="note" href="{source}">{title}</a> {why}</p>'

    def _attachment(self, link: Link, path: str) -> str:
        file = self._pages.files.get(path)
        name = escaped(link.text)
        form = form_of(path)
        if file is None or form == "other":
            return f'<span class="file">{name}</span>'
        address = escaped(self.href(file))
        if form == "image":
            width, height = _shown_size(link.size, self._graph.sizes.get(path))
            # A box that the user gave stays as it is: a theme shows the whole picture inside it.
            size = ' class="boxed"' if link.size and all(link.size) else ""
            size += f' width="{width}"' if width else ""
            size += f' height="{height}"' if height else ""
            return f'<img src="{address}" alt="{name}"{size} loading="lazy" decoding="async">'
        if form == "pdf":
            page = _PAGE.search(link.href)  # viewers of browsers open it there
            return f'<a class="file" href="{address}{page[0] if page else ""}">{name}</a>'
        return f'<{form} controls preload="metadata" src="{address}">{name}</{form}>'

    def _note(self, note_id: str) -> ParsedNote:
        return self._graph.notes.get(note_id) or self._graph.unlisted[note_id]

    def _work(self, note: ParsedNote, link: Link) -> Work | None:
        if link.mention is None:
            return None
        work_id = self._graph.work_of.get(Place(note.id, link.mention))
        return self._graph.works[work_id] if work_id else None

    def _tags(self, note: ParsedNote, number: int) -> tuple[str, str]:
        """What stands before and behind the text of a link."""
        link = note.links[number]
        target = self._graph.targets.get(note.id, {}).get(number)
        if isinstance(target, Found):
            page = self._pages.notes[target.note]
            place = f"{page}#{target.anchor}" if target.anchor else page
            return f'<a class="note" href="{escaped(self.href(place))}">', "</a>"
        work = self._work(note, link)
        if work is None:
            return self._nowhere(link, target)
        page = self._pages.works[work.id]
        if link.extra or (page == self._page and link.style == "outside"):
            return f'<a class="out" href="{address(link.href)}">', "</a>"
        if page == self._page:
            return "<strong>", "</strong>"
        opening = f'<a class="work is-{work.status}" href="{escaped(self.href(page))}">'
        opening += self._mark(note, link, work)
        if not link.text:  # `[](address)`: without a name of its own it has that of the work
            opening += escaped(work.title)
        if link.style != "outside":
            return opening, "</a>"
        away = (
            f'</a><a class="away" href="{address(link.href)}"'
            f' aria-label="{escaped(work.title)}, at its source">↗</a>'
        )
        return opening, away

    @staticmethod
    def _nowhere(link: Link, target: Target | None) -> tuple[str, str]:
        """A link that leads to no page of this site."""
        if isinstance(target, Missing):
            return '<span class="missing" title="there is no such note">', "</span>"
        if isinstance(target, Attachment):
            return '<span class="file" title="a file of the vault">', "</span>"
        if link.style == "outside":
            return f'<a class="out" href="{address(link.href)}">', "</a>"
        return "", ""

    def _mark(self, note: ParsedNote, link: Link, work: Work) -> str:
        """The status of the work, unless the check box before it says the same."""
        mention = note.mentions[link.mention] if link.mention is not None else None
        if mention and mention.marker is not None and mention.status == work.status:
            return ""
        word = escaped(status_word(work.status, work.kind))
        return f'<span class="mark" role="img" aria-label="{word}" title="{word}"></span>'


def _shown_size(asked: tuple[int, int] | None, own: tuple[int, int] | None) -> tuple[int, int]:
    """How wide and high a picture is shown, 0 if unknown; a width alone keeps its form."""
    if not asked:
        return own or (0, 0)
    width, height = asked
    if width and not height and own:
        height = max(1, round(width * own[1] / own[0]))
    return width, height
