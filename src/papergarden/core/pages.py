"""Which page each thing of the graph has in the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil

from msgspec import Struct, structs

from papergarden.core.model import Graph, ParsedNote
from papergarden.core.paths import all_folders, folders_around
from papergarden.core.scripts import power_of_two
from papergarden.core.slugs import LONGEST_NAME, page_names, page_slug, shortened

HOME, LIBRARY, LOG, TOPICS = "index.html", "library.html", "log.html", "topics.html"
NOTES, SEARCH_PAGE, STATISTICS = "notes.html", "search.html", "statistics.html"
NET = "graph.html"
MISSING = "404.html"  # by this name hosts know it
STYLESHEET, THEME_SCRIPT, ICON = "style.css", "theme.js", "icon.svg"
LOAD_SCRIPT, SHARDS = "load.js", "shards.js"  # what loads shards, and how many there are of each
PREVIEW_SCRIPT, COPY_SCRIPT = "previews.js", "copy.js"
PREVIEWS = "previews/"  # the folder of its shards
LIBRARY_SCRIPT = "library.js"
NET_SCRIPT, NET_PAGE_SCRIPT, NET_LOADER = "graph.js", "graph-page.js", "graph-near.js"
# What the first of these loads when a graph comes into sight.
NET_PARTS = tuple(f"graph-{part}.js" for part in ("forces", "draw", "hands", "view"))
NETS = "graph/"  # the folder of what these load
NET_DATA = f"{NETS}all.js"
# What opens the search, what the search page adds, and what finds things for both.
PALETTE_SCRIPT, SEARCH_PAGE_SCRIPT, SEARCH_SCRIPT = "palette.js", "searchpage.js", "search.js"
# What it loads when something is looked for.
SEARCH_PARTS = tuple(
    f"search-{part}.js" for part in ("words", "names", "query", "match", "rank", "addresses")
)
SEARCH = "search/"  # the folder of its shards
MATH_STYLE, MATH_FONT, MATH_LICENCE = "math.css", "math.woff2", "math-font-licence.txt"
# What a page shows if its HTML holds such a sign, and the style that it loads for that.
STYLES_BY_SIGN = (
    ("<math", MATH_STYLE),
    ('class="plots"', "plots.css"),
    ('class="library"', "library.css"),
    ('class="searching"', "library.css"),
    ('class="months"', "log.css"),
    ('class="passages"', "log.css"),
    ('class="graph', "graph.css"),
    ('class="tree"', "graph.css"),
)
# What machines read.
BIBTEX, CSL, FEED, GRAPH = "library.bib", "library.json", "feed.xml", "graph.json"
ROBOTS, SITEMAP = "robots.txt", "sitemap.xml"

_OWN: tuple[str, ...] = (
    HOME,
    LIBRARY,
    LOG,
    TOPICS,
    NOTES,
    SEARCH_PAGE,
    STATISTICS,
    NET,
    MISSING,
    STYLESHEET,
    THEME_SCRIPT,
    ICON,
    LOAD_SCRIPT,
    SHARDS,
    PREVIEW_SCRIPT,
    COPY_SCRIPT,
    LIBRARY_SCRIPT,
    NET_SCRIPT,
    NET_LOADER,
    NET_PAGE_SCRIPT,
    *NET_PARTS,
    NET_DATA,
    PALETTE_SCRIPT,
    SEARCH_PAGE_SCRIPT,
    SEARCH_SCRIPT,
    *SEARCH_PARTS,
    *(style for _, style in STYLES_BY_SIGN),
    MATH_FONT,
    MATH_LICENCE,
)
_OWN += (BIBTEX, CSL, FEED, GRAPH, ROBOTS, SITEMAP)

_IN_A_SHARD = 64  # at most, on the average: large enough to be few, small enough to load at once


class SearchShards(Struct, frozen=True):
    """How many shards each table of the search has: a power of two, as its script expects."""

    names: int
    addresses: int
    inside: int
    text: int
    words: int
    vocabulary: int

    @classmethod
    def of(cls, works: int, notes: int, written: int) -> SearchShards:
        """Numbers that double as a vault grows, so that a shard stays small enough to be loaded.

        What is `written` is counted in words.
        """
        found = works + notes
        return cls(
            names=power_of_two(ceil(found / 256)),
            addresses=power_of_two(ceil(works / 256)),
            inside=power_of_two(ceil(notes / 256)),
            text=min(4096, power_of_two(max(ceil(found / 16), ceil(written / 600)))),
            words=min(1024, power_of_two(ceil(written / 3000))),
            vocabulary=min(32, power_of_two(ceil(written / 3000))),
        )

    def paths(self) -> Iterator[str]:
        """The files of all tables of the index."""
        for name in self.__struct_fields__:
            yield from (f"{SEARCH}{name}-{shard}.js" for shard in range(getattr(self, name)))


class Pages(Struct, frozen=True):
    """Paths inside the site, with forward slashes, each used once."""

    notes: dict[str, str]  # by id
    works: dict[str, str]  # by id
    topics: dict[str, str]  # by name in folded case
    tags: dict[str, str]  # by name in lower case; parents of nested tags have pages too
    months: dict[str, str]  # by `2024-09`
    files: dict[str, str]  # attachments by path
    redirects: dict[str, str]  # page to note: permalinks and aliases
    previews: tuple[str, ...]  # shards, by number: a power of two, as its script expects
    nets: tuple[str, ...]  # likewise: what is around each page in the graph
    search: SearchShards

    @classmethod
    def of(cls, graph: Graph) -> Pages:
        """The pages for a graph. They follow from the ids alone."""
        works = graph.works.values()
        tags = {tag for said in (graph.notes.values(), works) for one in said for tag in one.tags}
        tags = set(map(str.casefold, tags))
        tags |= all_folders(tags)
        topics = {topic.casefold() for work in works for topic in work.topics}
        months = {day.date[:7] for note in graph.notes.values() for day in note.days}
        notes = {**graph.notes, **graph.unlisted}
        pages = cls(
            notes=_under("notes", notes),
            works=_under("works", graph.works, flat=True),
            topics=_under("topics", topics, flat=True),
            tags=_under("tags", tags),
            months={month: f"log/{month}.html" for month in sorted(months)},
            files=_files(graph.attachments),
            redirects={},
            previews=_shards(PREVIEWS, len(graph.works) + len(graph.notes)),
            nets=_shards(NETS, len(graph.works) + len(graph.notes)),
            search=SearchShards.of(len(works), len(graph.notes), words_in(graph)),
        )
        return structs.replace(pages, redirects=_redirects(notes, pages))


def words_in(graph: Graph) -> int:
    """How many words there are in all notes that are listed."""
    return sum(note.words for note in graph.notes.values())


def _redirects(notes: Mapping[str, ParsedNote], pages: Pages) -> dict[str, str]:
    """A page for each permalink and alias of a note, as far as no other page is there."""
    others = (pages.notes, pages.works, pages.topics, pages.tags, pages.months, pages.files)
    taken = {*_OWN, *pages.previews, *pages.nets, *pages.search.paths()}.union(
        *(other.values() for other in others)
    )
    folders = all_folders(taken)
    redirects: dict[str, str] = {}
    for note_id, note in sorted(notes.items()):
        for name in filter(None, (note.permalink, *note.aliases)):
            path = _redirect(name)
            # A folder cannot have the name of a file, nor a file that of a folder.
            if (
                path
                and path not in taken
                and path not in folders
                and taken.isdisjoint(folders_around(path))
            ):
                taken.add(path)
                folders |= set(folders_around(path))
                redirects[path] = note_id
    return redirects


def _redirect(name: str) -> str | None:
    """The page for a permalink such as `/posts/old/`, or for another name of a note."""
    if ".." in name.split("/") or "://" in name or not name.strip("/"):
        return None
    if "/" not in name:
        return f"notes/{shortened(page_slug(name), LONGEST_NAME)}.html"
    path = shortened(page_slug(name.strip("/").removesuffix(".html")), LONGEST_NAME)
    return f"{path}/index.html" if name.endswith("/") else f"{path}.html"


def parents_of(tag: str) -> list[str]:
    """The tags that a nested tag lies under: of `a/b/c` those are `a` and `a/b`."""
    return folders_around(tag)


def _shards(folder: str, entries: int) -> tuple[str, ...]:
    number = power_of_two(ceil(entries / _IN_A_SHARD))
    return tuple(f"{folder}{shard}.js" for shard in range(number))


def _files(paths: Iterable[str]) -> dict[str, str]:
    """Attachments keep the end of their names, by which a browser knows what they are."""
    names = page_names(paths)
    files = {}
    for path, name in names.items():
        ending = path.rpartition(".")[2].lower()
        files[path] = f"files/{name}" if name.endswith(f".{ending}") else f"files/{name}.{ending}"
    return files


def _under(folder: str, ids: Iterable[str], *, flat: bool = False) -> dict[str, str]:
    """A page in a folder for each id; `flat` keeps a slash in a name from making folders."""
    names = page_names(ids, flat=flat)
    return {name: f"{folder}/{page}.html" for name, page in names.items()}
