"""`notes sync`: find out what is missing, fetch it, and keep each answer as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from papergarden.capture.fetch import Fetcher, Wanted
from papergarden.capture.libraryfile import LibraryFile
from papergarden.capture.values import Metadata, Problem
from papergarden.core.addresses import PAPER_SCHEMES
from papergarden.core.doubts import has_little_in_common
from papergarden.core.metadata import PAGE_TITLE, Record
from papergarden.core.model import Graph, Mention, ParsedNote, Work
from papergarden.core.titles import is_real_title
from papergarden.core.works import identifier_of


class Retitle(Struct, frozen=True, order=True):
    """An entry whose link has an identifier or an address for a title, and the title by now."""

    path: str
    line: int
    href: str
    key: str
    title: str


# Changes notes, or shows what it would change, and says how many titles it replaced.
Retitler = Callable[[Sequence[Retitle]], int]
Progress = Callable[[int, int], None]


class Failure(Struct, frozen=True):
    """A work of which nothing is known still, and why."""

    work: str
    title: str
    problem: Problem


class Report(Struct):
    """What a run did, as far as it came."""

    wanted: int
    found: int = 0
    failures: list[Failure] = []
    doubts: list[tuple[str, str, str]] = []  # work, title in the notes, title of the service
    interrupted: bool = False

    @property
    def left(self) -> int:
        """How many works nobody was asked about, because of an interruption."""
        return self.wanted - self.found - len(self.failures)


def wanted(graph: Graph, records: Mapping[str, Record], *, refresh: bool = False) -> list[Wanted]:
    """The works to ask for, in the order of their ids; with `refresh` also those that are known.

    A web page tells nothing but a title, so it is asked for only if the notes give none.
    """
    works = graph.works.values()
    return [
        Wanted(work.id, work.title if is_real_title(work.title) else "", work.url or "")
        for work in works
        if _is_described(work) and (refresh or not _keys(work) & records.keys())
    ]


def _keys(work: Work) -> set[str]:
    return {work.id, *(f"{scheme}:{name}" for scheme, name in work.identifiers.items())}


def _is_described(work: Work) -> bool:
    """Whether some service may tell more of it than the notes do."""
    scheme = work.id.partition(":")[0]
    if scheme in PAPER_SCHEMES:
        return True
    untitled = work.title == identifier_of(work.id)
    return scheme in {"url", "youtube"} and bool(work.url) and untitled


def sync(
    graph: Graph,
    works: Sequence[Wanted],
    fetcher: Fetcher,
    store: LibraryFile,
    progress: Progress | None = None,
) -> Report:
    """Fetch works one answer after the other; each is on disk before the next is asked for.

    An interruption ends it early, and the report says so: another run goes on from there.
    """
    report = Report(len(works))
    titles = {work.key: work.title for work in works}
    done = 0
    try:
        if progress:
            progress(0, len(works))
        for results in fetcher.fetch(works):
            good = {key: found for key, found in results.items() if isinstance(found, Metadata)}
            if good:
                store.add(good, graph.works)
            report.found += len(good)
            for key, found in results.items():
                if isinstance(found, Problem):
                    report.failures.append(Failure(key, titles[key], found))
                elif _contradicts(titles[key], found):
                    report.doubts.append((key, titles[key], found.title))
            done += len(results)
            if progress:
                progress(done, len(works))
    except KeyboardInterrupt:
        report.interrupted = True
    return report


def _contradicts(title: str, found: Metadata) -> bool:
    """Whether the notes call a work by quite another real title: the address may be a slip."""
    return bool(title) and found.source != PAGE_TITLE and has_little_in_common(title, found.title)


def retitles(graph: Graph, records: Mapping[str, Record]) -> list[Retitle]:
    """Where nothing stands for a title that is known by now, in a vault read anew.

    Whether the link is still as `notes add` wrote it is for the editor to see, who has the bytes.
    """
    return sorted(
        Retitle(note.path, mention.line, mention.href, mention.key, work.title)
        for work in graph.works.values()
        if work.title in {records[key].title for key in _keys(work) & records.keys()}
        for note, mention in _mentions(graph, work)
        if mention.role == "entry" and mention.href and mention.title is None
    )


def _mentions(graph: Graph, work: Work) -> Iterable[tuple[ParsedNote, Mention]]:
    for place in work.places:
        note = graph.notes[place.note]
        yield note, note.mentions[place.mention]
