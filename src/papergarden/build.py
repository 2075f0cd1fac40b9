"""From a folder of notes to a site: the stages, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import starmap
from pathlib import Path

from msgspec import structs

from papergarden.cache import NO_MEMO, Memo
from papergarden.compiled import code_of
from papergarden.config import Config, is_within
from papergarden.core.artifact import Artifact, Job, Part, ready
from papergarden.core.attachments import form_of
from papergarden.core.graph import build_graph
from papergarden.core.imagesize import ENOUGH, image_size
from papergarden.core.leaks import Leak, leaks
from papergarden.core.machines.files import machine_parts, part_of_net
from papergarden.core.metadata import LIBRARY, Library, read_library
from papergarden.core.model import Graph, ParsedNote
from papergarden.core.pages import MATH_STYLE, Pages
from papergarden.core.paths import all_folders, folders_around
from papergarden.core.publishing import Publication
from papergarden.core.render import renderer
from papergarden.core.views.common import Site
from papergarden.core.views.lots import lot_of_net, lots
from papergarden.core.views.shapes import Lot, Page
from papergarden.crew import Crew, batches
from papergarden.errors import ThemeError, UsageError
from papergarden.fonts import OF_THE_FONT, math_font
from papergarden.history import Lifetime, dated, lifetimes
from papergarden.manifest import has_notes
from papergarden.near import known_alike, known_related
from papergarden.past import SiteMemo
from papergarden.publish import Onlookers, Published, publish
from papergarden.reading import read_notes
from papergarden.theme import Theme
from papergarden.themes import shown_with, theme_of
from papergarden.vault import listing, read_bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A vault as it was read: the graph of what is published, and why it is or is not."""

    graph: Graph
    published: dict[str, Publication]  # by path, sorted
    withheld: dict[str, Publication]
    others: tuple[str, ...]  # paths of all other files of the vault
    keys: dict[str, bytes]  # by which what was made of each note is kept, by path
    history: dict[str, Lifetime]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, for the summary at its end."""

    reading: Reading
    published: Published
    site: Site

    @property
    def graph(self) -> Graph:
        """What is published."""
        return self.reading.graph


def build(  # noqa: PLR0913 # one parameter for each thing that a build depends on
    vault: Path,
    output: Path,
    config: Config,
    crew: Crew | None = None,
    *,
    drafts: bool = False,
    onlookers: Onlookers | None = None,
) -> Built:
    """Publish a vault. What is known to the crew is not made again.

    With `drafts` they are shown, too. What `onlookers` look at comes first.

    Raises:
        PublishError: the output folder cannot be written.
        ThemeError: a file of the theme cannot be used.
        UsageError: there is nothing to publish, and a site would be lost; or the theme is no place
            for a theme.
        WorkerError: one of the processes was ended.
    """
    if config.theme_folder and is_within(output, config.theme_folder):
        raise UsageError(f"the output folder {output} lies inside the theme {config.theme_folder}")
    crew = crew or Crew()
    reading = read_vault(vault, config, crew, drafts=drafts)
    if not reading.published and has_notes(output):  # such as on a disk that is not there
        raise UsageError(f"no note is published in {vault}; the site in {output} is left as it is")
    known = SiteMemo(crew.memo, output)
    with crew.progress.stage("views"):
        theme = theme_of(vault, config)
        whole = site(vault, reading.graph, config, theme, crew.memo)
        made_of = parts(vault, whole, theme, crew.memo)
    published = publish(made_of, output, known.traces(), crew, onlookers)
    known.remember(published.traces)
    return Built(reading, published, whole)


def read_vault(
    vault: Path,
    config: Config,
    crew: Crew | None = None,
    *,
    everything: bool = False,
    drafts: bool = False,
) -> Reading:
    """Read a vault into its graph; `everything` takes in what is not to be published, too."""
    crew = crew or Crew()
    settings = config.settings(drafts=drafts)
    with crew.progress.stage("read and parse"):
        files = listing(vault, config.vault.exclude, config.theme_folder)
        read = read_notes(vault, files, settings, crew, everything=everything)
    published = {path: r.answer for path, r in read.records.items() if r.answer.published}
    withheld = {path: r.answer for path, r in read.records.items() if not r.answer.published}
    with crew.progress.stage("history"):
        history = lifetimes(vault)
    notes: list[ParsedNote] = []
    for path, record in read.records.items():
        # Rules of publishing come before the graph, so that nothing behind it can leak.
        if record.note is None or not (everything or record.answer.published):
            continue
        note = dated(record.note, history.get(path))
        notes.append(structs.replace(note, listed=True) if everything else note)
    with crew.progress.stage("graph"):
        library = library_of(vault)
        graph = build_graph(
            notes,
            files.others,
            settings,
            withheld=withheld,
            unread=[*files.odd, *read.unread, *library.diagnostics],
            records=library.records,
            alike=known_alike(crew.memo),
        )
    graph = structs.replace(graph, apart=read.bodies)
    return Reading(graph, published, withheld, files.others, read.keys, history)


def library_of(vault: Path) -> Library:
    """What the vault's `library.json` says of works; many vaults have none."""
    if not (vault / LIBRARY).is_file():
        return Library()
    data = read_bytes(vault, LIBRARY)
    if isinstance(data, bytes):
        return read_library(data)
    return Library(diagnostics=(structs.replace(data, hint="metadata is left out"),))


def audit(vault: Path, config: Config) -> tuple[Leak, ...]:
    """Look in the finished site for anything of the notes that are withheld."""
    reading = read_vault(vault, config)
    withheld = {path: _text(vault, path) for path in reading.withheld}
    shown = [f"{path} {_text(vault, path)}" for path in reading.published]
    # What services say of a published work is public, whoever else uses the same words.
    works = reading.graph.works.values()
    shown += [" ".join((work.title, *work.authors, work.abstract)) for work in works]
    theme = theme_of(vault, config)
    made = parts(vault, site(vault, reading.graph, config, theme), theme)
    artifacts = (artifact for part in made for job in part.jobs() for artifact in job.make())
    return leaks(withheld, shown, (a for a in artifacts if a.path not in OF_THE_FONT))


def _text(vault: Path, path: str) -> str:
    """A note as its writer sees it, comments included."""
    data = read_bytes(vault, path)
    return data.decode("utf-8-sig", "replace") if isinstance(data, bytes) else ""


def site(vault: Path, graph: Graph, config: Config, theme: Theme, memo: Memo = NO_MEMO) -> Site:
    """The graph with its pages, and with what many of them ask for."""
    graph = structs.replace(graph, sizes=sizes_of(vault, graph))
    whole = Site(graph, Pages.of(graph), shown_with(theme, config), partial(known_related, memo))
    whole.warm_for_all()
    return whole


def parts(vault: Path, whole: Site, theme: Theme, memo: Memo = NO_MEMO) -> list[Part]:
    """Every file of a site, as what is to be made; what takes longest comes first."""
    graph, settings = whole.graph, whole.settings
    render = renderer(
        theme.templates, theme.own_templates, theme.explained, code=code_of(theme.templates, memo)
    )
    net, net_data = _rendered(render, lot_of_net(whole)), part_of_net(whole)
    pages = [_rendered(render, lot) for lot in lots(whole)]
    paths = [path for part in (net, *pages) for path in part.paths]
    for_machines = list(machine_parts(whole, settings, paths))
    copies = [
        Job((target,), partial(_copied, vault, path, target))
        for path, target in whole.pages.files.items()
    ]
    drawn = frozenset[str]().union(
        *(note.formulas for note in (*graph.notes.values(), *graph.unlisted.values()))
    )
    font = Part.of(math_font(drawn)) if drawn else Part.of()
    _refuse_overwriting(theme, _taken(paths, [net_data, *for_machines], whole.pages.files, font))
    assets = [
        ready(Artifact(path, data))
        for path, data in theme.assets.items()
        if drawn or path != MATH_STYLE
    ]
    # To import what cuts the font takes longer than anything in a small vault. What is wrong in a
    # template is told of the home page, if it is wrong there.
    home, *pages = pages
    begun_first = (font, *for_machines, home, net.joined(net_data))
    return [*begun_first, *pages, *starmap(Part.of, batches(copies)), Part.of(*assets)]


def _taken(
    pages: Iterable[str], for_machines: Iterable[Part], files: Mapping[str, str], font: Part
) -> dict[str, str]:
    """What lies in the places that a theme may not have."""
    taken = {path: f"the page {path}" for path in pages}
    for part in for_machines:
        taken |= {path: f"{path}, which is made for programs" for path in part.paths}
    taken |= {target: f"{target}, which is {path} of the vault" for path, target in files.items()}
    return taken | {path: f"{path}, which formulas need" for path in font.paths}


def _rendered(render: Callable[[Iterable[Page]], Iterator[Job]], lot: Lot) -> Part:
    return Part(lot.paths, lambda: render(lot.pages()))


def _copied(vault: Path, path: str, target: str) -> Iterator[Artifact]:
    """A file of the vault as it is, if it can be read; one at a time, as some are large."""
    data = read_bytes(vault, path)
    if isinstance(data, bytes):
        yield Artifact(target, data)


def _refuse_overwriting(theme: Theme, taken: Mapping[str, str]) -> None:
    """No file of the theme takes the place of a page, nor of a folder with pages."""
    folders = all_folders(taken)
    for name in theme.assets:
        in_the_way = [what for place in (name, *folders_around(name)) if (what := taken.get(place))]
        if name in folders:
            in_the_way += [what for path, what in taken.items() if path.startswith(f"{name}/")]
        if in_the_way:
            raise ThemeError(f"{theme.own.get(name, name)} would overwrite {in_the_way[0]}")


def sizes_of(vault: Path, graph: Graph) -> dict[str, tuple[int, int]]:
    """How large the pictures are that are shown, so that a page keeps room for them."""
    sizes: dict[str, tuple[int, int]] = {}
    for path in graph.attachments:
        data = read_bytes(vault, path, ENOUGH) if form_of(path) == "image" else b""
        if isinstance(data, bytes) and (size := image_size(data)):
            sizes[path] = size
    return sizes
