"""A site comes in parts: what is looked at is made first, nothing twice, and by how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from papergarden.core.artifact import Artifact, Job, Part
from papergarden.crew import FEWEST, Crew
from papergarden.publish import Onlookers, Published, publish

_T = TypeVar("_T")
_R = TypeVar("_R")


def part(paths: Sequence[str], made: list[str], key: bytes = b"first") -> Part:
    """A part with a job for each path, which notes when it is done."""

    def make(path: str) -> Iterator[Artifact]:
        made.append(path)
        yield Artifact(path, key)

    jobs = [Job((path,), partial(make, path), key) for path in paths]
    return Part(tuple(paths), lambda: jobs)


def test_what_is_looked_at_is_made_first_and_once(tmp_path: Path) -> None:
    """Other pages of its part come with the rest."""
    made: list[str] = []
    told: list[tuple[list[str], list[str]]] = []

    def tell(placed: Mapping[str, str]) -> None:
        told.append((list(placed), list(made)))

    parts = [part(["a.html", "b.html"], made), part(["c.html", "d.html"], made)]
    done = publish(parts, tmp_path, onlookers=Onlookers(frozenset({"d.html"}), tell))

    assert told == [(["d.html"], ["d.html"])]
    assert made == ["d.html", "a.html", "b.html", "c.html"]
    assert done == Published(pages=4, written=4, deleted=0)
    assert sorted(done.traces) == sorted(done.files) == ["a.html", "b.html", "c.html", "d.html"]


def test_only_what_differs_is_made(tmp_path: Path) -> None:
    """Of a part some jobs, of another none."""
    made: list[str] = []
    paths = ["a.html", "b.html"]
    first = publish([part(paths, made), part(["c.html"], made)], tmp_path)
    made.clear()
    other = part(["b.html"], made, b"other")
    parts = [Part.of(*part(["a.html"], made).jobs(), *other.jobs()), part(["c.html"], made)]
    done = publish(parts, tmp_path, first.traces)

    assert made == ["b.html"]
    assert done == Published(pages=3, written=1, deleted=0)
    assert (tmp_path / "b.html").read_bytes() == b"other"


@dataclass(frozen=True)
class Asked(Crew):
    """Knows how large the work was said to be."""

    large: list[bool] = field(default_factory=list)

    def spread(self, do: Callable[[_T], _R], work: Sequence[_T], **told: bool) -> Iterator[_R]:
        """Do it alone."""
        self.large.append(told["large"])
        return map(do, work)


def test_how_much_is_worth_a_second_process(tmp_path: Path) -> None:
    """A few pages that are new, or many among which one may have to be made."""
    crew = Asked()
    few, many = ([f"{n}.html" for n in range(count)] for count in (FEWEST, 1000))
    for output, paths in (("few", few), ("many", many), ("fewer", few[:9])):
        for _ in range(2):
            publish([part(paths, [])], tmp_path / output, crew=crew)

    assert crew.large == [True, False, True, True, False, False]
