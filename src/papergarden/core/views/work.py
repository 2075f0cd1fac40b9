"""The page of a work: all that was written about it, gathered from everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar

from markupsafe import Markup, escape
from mdurl import encode

from papergarden.core.addresses import identify, is_outside
from papergarden.core.escaping import Later
from papergarden.core.machines.bibtex import bibtex
from papergarden.core.machines.describe import citation_meta, coins, json_ld, script_text
from papergarden.core.machines.people import name_of, natural_order
from papergarden.core.model import Work
from papergarden.core.pages import COPY_SCRIPT, LIBRARY
from papergarden.core.paths import relative
from papergarden.core.views.common import Site
from papergarden.core.views.lines import of_work
from papergarden.core.views.shapes import Anchor, Around, Page, Quote, View, WorkLine
from papergarden.core.words import dated_status, day_text, kind_word

_LABELS = {
    "arxiv": "arXiv",
    "doi": "DOI",
    "openreview": "OpenReview",
    "acl": "ACL Anthology",
    "pmlr": "PMLR",
    "jmlr": "JMLR",
}
_MOST_ADDRESSES = 8


class _Told(Later):
    """What a function tells of a work, once the page is written."""

    __slots__ = ("_given", "_tell")

    def __init__(self, tell: Callable[..., str], *given: Work | str) -> None:
        self._tell = tell
        self._given = given

    def __html__(self) -> str:
        """What it tells."""
        return escape(self._tell(*self._given))


def _json_ld(work: Work) -> Markup:
    return script_text(json_ld(work))


class WorkView(View, frozen=True):
    """The page of one work."""

    template: ClassVar[str] = "work.html"
    kind: str
    status: str
    word: str  # its status, with the day it was read
    queued_on: str
    aliases: tuple[str, ...]
    addresses: tuple[Anchor, ...]
    topics: tuple[Anchor, ...]
    tags: tuple[Anchor, ...]
    summaries: tuple[Quote, ...]
    contexts: tuple[Quote, ...]
    refers_to: tuple[Anchor, ...]
    referred_by: tuple[Anchor, ...]
    authors: tuple[str, ...]
    abstract: str
    bibtex: _Told
    copy_script: str
    coins: _Told  # for the title of a span of class Z3988
    json_ld: _Told
    citation: tuple[tuple[str, str], ...]  # names and contents of `meta` elements
    related: tuple[WorkLine, ...]
    around: Around | None


def pages(site: Site, works: Iterable[str]) -> Iterator[Page]:
    """A page for each of these works."""
    refers, referred = site.references
    ground, in_net, related, keys = site.ground, site.in_net, site.related, site.citation_keys
    faces, lines, notes = site.faces.works, site.faces.lines, site.faces.notes
    for work_id in works:
        work, path = site.graph.works[work_id], site.pages.works[work_id]
        to, by = refers.get(work_id, []), referred.get(work_id, [])
        follows_from = (
            ground,
            faces[work_id],
            keys[work_id],
            [notes[place.note] for place in work.places],
            [lines[other] for other in related[work_id]],
            [lines[other] for other in to],
            [lines[other] for other in by],
            path in in_net,
        )
        yield Page(path, WorkView.template, follows_from, partial(_view, site, work, to, by))


def _view(site: Site, work: Work, refers: list[str], referred: list[str]) -> WorkView:
    path = site.pages.works[work.id]
    summaries, contexts = _quotes(site, work, path)
    return WorkView(
        path=path,
        title=work.title,
        description=of_work(work, (site.mention(place)[1].summary for place in work.places)),
        frame=site.frame(path, LIBRARY),
        kind=kind_word(work.kind),
        status=work.status,
        word=dated_status(work),
        queued_on=day_text(work.queued_on) if work.queued_on else "",
        aliases=work.aliases,
        addresses=_addresses(site, work),
        topics=site.topics(work.topics, path),
        tags=site.tags(work.tags, path),
        summaries=summaries,
        contexts=contexts,
        refers_to=_works(site, refers, path),
        referred_by=_works(site, referred, path),
        authors=tuple(natural_order(name_of(author)) for author in work.authors),
        abstract=work.abstract,
        bibtex=_Told(bibtex, work, site.citation_keys[work.id]),
        copy_script=relative(path, COPY_SCRIPT),
        coins=_Told(coins, work),
        json_ld=_Told(_json_ld, work),
        citation=citation_meta(work),
        related=tuple(site.line(site.graph.works[other], path) for other in site.related[work.id]),
        around=site.around(path),
    )


def _quotes(site: Site, work: Work, path: str) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
    """What was written about it, and where else it is spoken of; each passage once."""
    summaries: list[Quote] = []
    contexts: list[Quote] = []
    seen: set[tuple[str, int]] = set()
    for place in work.places:
        note, mention = site.mention(place)
        if (note.id, mention.head.start) in seen:
            continue
        seen.add((note.id, mention.head.start))
        quote = site.quote(note, mention, mention.head, mention.body, path)
        (summaries if mention.summary else contexts).append(quote)
    return tuple(summaries), tuple(contexts)


def _addresses(site: Site, work: Work) -> tuple[Anchor, ...]:
    """Where the work is to be found, the best address first, each place once."""
    found: dict[str, Anchor] = {}
    scheme, _, name = work.id.partition(":")
    if work.url:
        text = f"{_LABELS[scheme]} {name}" if scheme in _LABELS else _short(work.url)
        found[identify(work.url).key] = Anchor(text, encode(work.url))
    hrefs = dict.fromkeys(
        href
        for place in work.places
        for mention in (site.mention(place)[1],)
        for href in (mention.href, *mention.extra)
        if href and is_outside(href)
    )
    for href in hrefs:
        if len(found) < _MOST_ADDRESSES:
            key = identify(href).key
            if key not in found:
                found[key] = Anchor(_short(href), encode(href))
    return tuple(found.values())


def _short(url: str) -> str:
    return url.split("://", 1)[1].removeprefix("www.").rstrip("/")


def _works(site: Site, ids: list[str], path: str) -> tuple[Anchor, ...]:
    works = (site.graph.works[work_id] for work_id in ids)
    return tuple(Anchor(w.title, relative(path, site.pages.works[w.id])) for w in works)
