"""Topics and tags: an index of both, and a page for each with its works and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import ClassVar

from papergarden.core.pages import TOPICS, parents_of
from papergarden.core.paths import relative
from papergarden.core.views.common import Site, by_title
from papergarden.core.views.lines import of_topic
from papergarden.core.views.shapes import Anchor, Page, View, WorkLine

_Listed = tuple[str, str]  # a note: its title and its page
_Counted = tuple[str, str, int]  # a topic or tag: its name, its page, and how much it has


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
    names, lines, pages_of = site.topic_names, site.faces.lines, site.pages
    works, notes = site.graph.works, site.graph.notes
    of_topic: dict[str, list[str]] = defaultdict(list)
    of_tag: dict[str, list[str]] = defaultdict(list)
    listed: dict[str, list[_Listed]] = defaultdict(list)
    above = _tags_above(tag for some in (works, notes) for one in some.values() for tag in one.tags)
    for name, work in works.items():
        for topic in {topic.casefold() for topic in work.topics}:
            of_topic[topic].append(name)
        for tag in {one for written in work.tags for one in above[written]}:
            of_tag[tag].append(name)
    for name, note in notes.items():
        line = note.title, pages_of.notes[name]
        for tag in {one for written in note.tags for one in above[written]}:
            listed[tag].append(line)
    topics, tags = sorted(pages_of.topics.items()), sorted(pages_of.tags.items())
    for title, path, own, others in (
        *((names[topic], path, of_topic[topic], None) for topic, path in topics),
        *((f"#{tag}", path, of_tag[tag], listed[tag]) for tag, path in tags),
    ):
        follows_from = site.ground, title, [lines[name] for name in own], others
        view = partial(_view, site, path, title, own, others)
        yield Page(path, TopicView.template, follows_from, view)
    counts = (
        [(names[topic], path, len(of_topic[topic])) for topic, path in topics],
        [(tag, path, len(of_tag[tag]) + len(listed[tag])) for tag, path in tags],
    )
    index = site.ground, site.summary, counts
    yield Page(TOPICS, TopicsView.template, index, partial(_index, site, *counts))


def _index(site: Site, topics: list[_Counted], tags: list[_Counted]) -> TopicsView:
    return TopicsView(
        path=TOPICS,
        title="Topics",
        description=f"Topics and tags of {site.summary}",
        frame=site.frame(TOPICS, TOPICS),
        topics=_anchors(topics),
        tags=_anchors(tags),
    )


def _anchors(counted: list[_Counted]) -> tuple[Anchor, ...]:
    return tuple(Anchor(name, relative(TOPICS, path), number) for name, path, number in counted)


def _view(
    site: Site, path: str, title: str, own: list[str], notes: list[_Listed] | None
) -> TopicView:
    what = "topic" if notes is None else "tag"
    works = [site.graph.works[name] for name in own]
    return TopicView(
        path=path,
        title=title,
        description=of_topic(what, title, works, len(notes or ())),
        frame=site.frame(path, TOPICS),
        what=what,
        works=tuple(site.row(work, path) for work in by_title(works)),
        notes=tuple(Anchor(note, relative(path, page)) for note, page in notes or ()),
    )


def _tags_above(tags: Iterable[str]) -> dict[str, list[str]]:
    """For each tag, as it is written, its name in lower case and those that it lies under."""
    folded = {tag: tag.casefold() for tag in set(tags)}
    return {tag: [name, *parents_of(name)] for tag, name in folded.items()}
