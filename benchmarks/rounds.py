"""All that is measured, round after round, and whether each build did what it is measured for."""

from __future__ import annotations

import html
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from statistics import median

from corpus import MARK, Corpus, Note, Paper, make, write
from generators import OURS, Generator, Project
from measuring import FailedError, can_see_memory, megabytes, seconds
from serving import can_serve, served
from table import COLD, COLD_MEMORY, EDIT, EDIT_MEMORY, HELP, HUB, SAVE, UNCHANGED, Figures

# So long a vault is left alone before a round: just after a change no program can tell from the
# times of files whether there will be another one.
_REST = 3.0  # seconds
_SAVES = 3  # for each time that the site is served
_MARK = re.compile(MARK.format(number=r"(\d+)").replace(".", r"\."))


@dataclass
class Contestant:
    """A project, where the pages of some notes are, and how many pages there are."""

    project: Project
    pages: dict[str, Path] = field(default_factory=dict)  # by the path of the note
    count: int = 0

    @property
    def name(self) -> str:
        """The name of the generator."""
        return self.project.generator.name


def measure(
    notes: int, generators: list[Generator], runs: int, folder: Path, *, short: bool
) -> Figures:
    """Build a vault of so many notes with all of them, so many times; all stays in the folder."""
    corpus = make(notes)
    write(corpus, folder / "vault")
    essays = [note for note in corpus.notes if note.kind == "essay"]
    # One in each round, from all over the vault.
    edited = [essays[(2 * r + 1) * len(essays) // (2 * runs)] for r in range(runs)]
    figures: Figures = {}
    contestants = []
    for generator in generators:
        project = Project.laid(generator, folder / generator.name, folder / "vault")
        contestants.append(Contestant(project))
    time.sleep(_REST)
    contestants = [c for c in contestants if _takes_part(c, corpus, edited)]
    for number, note in enumerate(edited):
        first = number % len(contestants)
        order = contestants[first:] + contestants[:first]
        _Round(number, note, corpus.hub, figures, short=short).run(order)
    for contestant in contestants:
        if contestant.name == OURS:
            _verify(contestant.project)
    return figures


def _takes_part(contestant: Contestant, corpus: Corpus, edited: list[Note]) -> bool:
    """Build once, unmeasured, and look at all pages; a peer that cannot do it is left out."""
    project = contestant.project
    _say(f"{contestant.name}: a first build of {len(corpus.notes)} notes")
    try:
        project.forget()
        seconds(project, project.building)
        _find_pages(contestant, corpus, edited)
    except FailedError as error:
        if contestant.name == OURS:
            raise
        _say(f"{contestant.name} is left out: {error}")
        return False
    return True


def _find_pages(contestant: Contestant, corpus: Corpus, edited: list[Note]) -> None:
    """Where the notes are that will be edited; every note has to be somewhere."""
    found: dict[int, list[Path]] = {}
    pages = contestant.project.pages()
    for page in pages:
        for number in _MARK.findall(page.read_text("utf-8")):
            found.setdefault(int(number), []).append(page)
    contestant.count = len(pages)
    if len(found) != len(corpus.notes):
        raise FailedError(f"{len(found)} of {len(corpus.notes)} notes are in the site")
    for number, note in enumerate(corpus.notes):
        if note in edited:
            if len(found[number]) != 1:
                raise FailedError(f"{note.path} is on {len(found[number])} pages")
            contestant.pages[note.path] = found[number][0]


@dataclass(frozen=True, slots=True)
class _Round:
    """One round: each kind of work by all, before the next kind begins."""

    number: int
    note: Note
    hub: Paper
    figures: Figures
    short: bool

    def run(self, order: list[Contestant]) -> None:
        steps: list[tuple[str, Callable[[Contestant], float | None]]] = [
            (COLD, self.cold),
            (UNCHANGED, self.unchanged),
            (EDIT, lambda c: self.edited(c, f"Line {self.number}, which is new.", seconds)),
            (HUB, self.hub_edited),
            (SAVE, self.saved),
        ]
        if not self.short:
            steps += [(HELP, self.helped)]
        if not self.short and can_see_memory():
            steps += [
                (COLD_MEMORY, self.cold_memory),
                (
                    EDIT_MEMORY,
                    lambda c: self.edited(c, f"Line {self.number} of memory.", megabytes),
                ),
            ]
        time.sleep(_REST)
        for row, step in steps:
            for contestant in order:
                figure = self._tried(step, contestant)
                if figure is not None:
                    _say(f"round {self.number + 1}, {row}, {contestant.name}: {figure:.3f}")
                    self.figures.setdefault(row, {}).setdefault(contestant.name, []).append(figure)

    def _tried(self, step: Callable[[Contestant], float | None], by: Contestant) -> float | None:
        """The figure; no number if a peer cannot do it, so that the rounds stay side by side."""
        try:
            return step(by)
        except FailedError as error:
            if by.name == OURS:
                raise
            _say(f"{by.name}: {error}")
            return nan

    def cold(self, contestant: Contestant) -> float:
        """No site, and nothing known."""
        contestant.project.forget()
        return self._built(contestant, seconds)

    def unchanged(self, contestant: Contestant) -> float:
        """The same once more."""
        return self._built(contestant, seconds)

    def hub_edited(self, contestant: Contestant) -> float:
        """A note names the paper that most notes name."""
        line = f"Line {self.number} of [{self.hub.title}](https://arxiv.org/abs/{self.hub.number})"
        return self.edited(contestant, line, seconds, shown=f"Line {self.number} of ")

    def cold_memory(self, contestant: Contestant) -> float:
        """The memory of a first build, in one that is not timed."""
        contestant.project.forget()
        return self._built(contestant, megabytes)

    def edited(
        self,
        contestant: Contestant,
        line: str,
        measured: Callable[[Project, list[str]], float],
        shown: str = "",
    ) -> float:
        """A line is added to a note, and it is on the page."""
        with (contestant.project.notes / self.note.path).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
        figure = self._built(contestant, measured)
        page = contestant.pages[self.note.path].read_text("utf-8")
        if (shown or line) not in html.unescape(page):
            raise FailedError(f"{contestant.name} did not build the new line of {self.note.path}")
        return figure

    def saved(self, contestant: Contestant) -> float | None:
        """From saving to the page, the middle one of a few; none where there is no server yet."""
        project = contestant.project
        if not can_serve(project):
            return None
        page, note = contestant.pages[self.note.path], project.notes / self.note.path
        found = []
        with served(project, page, note, "End of note") as site:
            for number in range(_SAVES):
                took = site.save(f"Line {self.number} saved {number}.")
                if took is None:
                    raise FailedError(f"{contestant.name} did not show the new line of {note.name}")
                found.append(took)
        return median(found)

    def helped(self, contestant: Contestant) -> float | None:
        """How soon ours says what it can do."""
        project = contestant.project
        if contestant.name != OURS:
            return None
        return seconds(project, [*project.generator.program, "--help"])

    def _built(
        self, contestant: Contestant, measured: Callable[[Project, list[str]], float]
    ) -> float:
        figure = measured(contestant.project, contestant.project.building)
        if (count := len(contestant.project.pages())) < contestant.count:
            raise FailedError(f"{contestant.name}: {count} pages, {contestant.count} before")
        return figure


def _verify(project: Project) -> None:
    """What is there after all edits is what a build from nothing gives."""
    _say(f"{project.generator.name}: is the site what a build from nothing gives?")
    seconds(project, [*project.building, "--verify"])


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
