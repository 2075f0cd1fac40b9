"""Topics and tags: an index of both, and a page for each with its works and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from papergarden.core.model import ParsedNote, Work
from papergarden.core.pages import TOPICS, parents_of
from papergarden.core.paths import relative
from papergarden.core.views.common import Site, by_title
from papergarden.core.views.lines import of_graph, of_topic
from papergarden.core.views.shapes import Anchor, Page, View, WorkLine


class TopicsView(View, frozen=True):
    """The index of topics and tags."""

    template: ClassVar[str] = "topics.html"
    topics: tuple[Anchor, ...]
    tags: tuple[Anchor, ...]


class TopicView(View, frozen=True):
    """The page of one topic or tag."""

    template: ClassVar[str] = "topic.html"
    what: str  # `topic` or `tag`
    works: tuple[WorkLine, ...]
    notes: tuple[Anchor, ...]


def pages(site: Site) -> Iterator[Page]:
    """The index, the topics and the tags."""
    of_topic: dict[str, list[Work]] = defaultdict(list)
    of_tag: dict[str, list[Work]] = defaultdict(list)
    notes: dict[str, list[ParsedNote]] = defaultdict(list)
    for work in site.graph.works.values():
        for topic in dict.fromkeys(topic.casefold() for topic in work.topics):
            of_topic[topic].append(work)
        for tag in _with_parents(work.tags):
            of_tag[tag].append(work)
    for note in site.graph.notes.values():
        for tag in _with_parents(note.tags):
            notes[tag].append(note)
    for topic, path in site.pages.topics.items():
        yield _page(site, path, site.topic_names[topic], of_topic[topic])
    for tag, path in site.pages.tags.items():
        yield _page(site, path, f"#{tag}", of_tag[tag], notes[tag])
    view = TopicsView(
        path=TOPICS,
        title="Topics",
        description=f"Topics and tags of {of_graph(site.graph)}",
        frame=site.frame(TOPICS, TOPICS),
        topics=tuple(
            Anchor(site.topic_names[topic], relative(TOPICS, path), len(of_topic[topic]))
            for topic, path in sorted(site.pages.topics.items())
        ),
        tags=tuple(
            Anchor(tag, relative(TOPICS, path), len(of_tag[tag]) + len(notes[tag]))
            for tag, path in sorted(site.pages.tags.items())
        ),
    )
    yield Page.of(view)


def _page(
    site: Site, path: str, title: str, works: list[Work], notes: list[ParsedNote] | None = None
) -> Page:
    follows_from = (
        site.ground,
        path,
        title,
        [site.faces.lines[work.id] for work in works],
        None if notes is None else [(note.title, site.pages.notes[note.id]) for note in notes],
    )
    view = partial(_view, site, path, title, works, notes)
    return Page(path, TopicView.template, follows_from, view)


def _view(
    site: Site, path: str, title: str, works: list[Work], notes: list[ParsedNote] | None
) -> TopicView:
    what = "topic" if notes is None else "tag"
    return TopicView(
        path=path,
        title=title,
        description=of_topic(what, title, works, len(notes or ())),
        frame=site.frame(path, TOPICS),
        what=what,
        works=tuple(site.row(work, path) for work in by_title(works)),
        notes=tuple(Anchor(n.title, relative(path, site.pages.notes[n.id])) for n in notes or ()),
    )


def _with_parents(tags: tuple[str, ...]) -> list[str]:
    """Tags in lower case with those they lie under, each once."""
    names = [tag.casefold() for tag in tags]
    return sorted({name for tag in names for name in (tag, *parents_of(tag))})
