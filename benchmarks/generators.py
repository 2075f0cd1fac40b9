"""What is compared: ours and the peers, how each builds a folder and how it serves it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
OURS = "papergarden"
OUTPUT = "site"
CACHE = "cache"
_VERSION = re.compile(r"\d+\.\d+[\w.]*")
# A note without front matter is no page to Zola.
_NO_FRONT_MATTER = "+++\n+++\n"


@dataclass(frozen=True, slots=True)
class Generator:
    """A generator: in these commands `{port}` is the port, and the folder is where it runs."""

    name: str
    program: tuple[str, ...]
    notes: str  # the folder of the notes within its project
    build: tuple[str, ...]
    serve: tuple[str, ...]
    version: tuple[str, ...] = ("--version",)
    caches: tuple[str, ...] = ()  # besides the output: what a first build does not have
    front_matter: bool = False  # whether each note must have some
    environment: Mapping[str, str] = field(default_factory=dict)


_HUGO = ("--destination", OUTPUT, "--cacheDir", "{folder}/cache")
GENERATORS = (
    Generator(
        OURS,
        (sys.executable, "-m", "papergarden"),
        "notes",
        ("build", "notes", "-o", OUTPUT),
        ("serve", "notes", "--port", "{port}"),
        caches=(CACHE,),
        # The checkout around this file, whatever is installed.
        environment={"PYTHONPATH": str(REPOSITORY / "src"), "PAPERGARDEN_CACHE": "{folder}/cache"},
    ),
    Generator(
        "hugo",
        ("hugo",),
        "content",
        _HUGO,
        ("server", "--bind", "127.0.0.1", "--port", "{port}", *_HUGO[2:]),
        version=("version",),
        caches=(CACHE, "resources"),
    ),
    Generator(
        "zola",
        ("zola",),
        "content",
        ("build", "--force", "--output-dir", OUTPUT),
        ("serve", "--interface", "127.0.0.1", "--port", "{port}"),
        front_matter=True,
    ),
    Generator(
        "eleventy",
        ("eleventy",),
        "content",
        ("--quiet",),
        ("--quiet", "--serve", "--port={port}"),
        caches=(".cache",),
    ),
    Generator(
        "pelican",
        ("pelican",),
        "content",
        ("content", "-s", "pelicanconf.py", "-o", OUTPUT),
        (
            *("content", "-s", "pelicanconf.py", "-o", OUTPUT, "--autoreload", "--listen"),
            *("--bind", "127.0.0.1", "--port", "{port}"),
        ),
        caches=("cache", "__pycache__"),
    ),
    Generator(
        "mkdocs",
        ("mkdocs",),
        "docs",
        ("build", "--site-dir", OUTPUT),
        ("serve", "--dev-addr", "127.0.0.1:{port}"),
    ),
    Generator(
        "zensical",
        ("zensical",),
        "docs",
        ("build",),
        ("serve", "--dev-addr", "127.0.0.1:{port}"),
        caches=(".cache",),
    ),
)
PEERS = tuple(generator.name for generator in GENERATORS if generator.name != OURS)


def installed(names: tuple[str, ...] | None) -> list[Generator]:
    """Ours, and those of these peers that can be called; of all peers, if none is named.

    Raises:
        SystemExit: a peer that was named is not there.
    """
    wanted = PEERS if names is None else names
    if unknown := set(wanted) - set(PEERS):
        raise SystemExit(
            f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}"
        )
    found = [g for g in GENERATORS if g.name in wanted and shutil.which(g.program[0])]
    if names is not None and (missing := set(names) - {g.name for g in found}):
        raise SystemExit(f"not installed: {', '.join(sorted(missing))}")
    return [GENERATORS[0], *found]


def version_of(generator: Generator) -> str:
    """What the program says, or nothing."""
    told = subprocess.run(
        [*generator.program, *generator.version],
        env=environment(generator, HERE),
        capture_output=True,
        text=True,
        check=False,
    )
    found = _VERSION.search(told.stdout)
    return found[0] if found else ""


def environment(generator: Generator, folder: Path) -> dict[str, str]:
    """The environment of a command that runs in this folder."""
    own = {name: text.format(folder=folder) for name, text in generator.environment.items()}
    inherited = dict(os.environ)
    # What pip installs is compiled once; so are we, by the first build, which is not counted.
    inherited.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**inherited, **own, "NO_COLOR": "1"}


@dataclass(frozen=True)
class Project:
    """One generator with its settings and its own copy of the notes, in a folder."""

    generator: Generator
    folder: Path

    @classmethod
    def laid(cls, generator: Generator, folder: Path, vault: Path) -> Project:
        """Put all in place."""
        settings = HERE / "peers" / generator.name
        folder.mkdir(parents=True)
        if settings.is_dir():
            shutil.copytree(settings, folder, dirs_exist_ok=True)
        project = cls(generator, folder.resolve())
        shutil.copytree(vault, project.notes)
        if generator.front_matter:
            for note in project.notes.rglob("*.md"):
                text = note.read_text("utf-8")
                if not text.startswith("---\n"):
                    note.write_text(_NO_FRONT_MATTER + text, "utf-8")
        return project

    @property
    def notes(self) -> Path:
        """Where its notes are."""
        return self.folder / self.generator.notes

    @property
    def output(self) -> Path:
        """Where its site is."""
        return self.folder / OUTPUT

    @cached_property
    def building(self) -> list[str]:
        """The command that builds it."""
        return self._command(self.generator.build)

    def serving(self, port: int) -> list[str]:
        """The command that serves it."""
        return self._command(self.generator.serve, port)

    @cached_property
    def environment(self) -> dict[str, str]:
        """In which its commands run."""
        return environment(self.generator, self.folder)

    def forget(self) -> None:
        """Back to the notes alone: no site, and nothing known.

        What was there is moved aside and stays until the end: some file systems are slow to write
        for a while after much was deleted, and what is measured next would pay for it.
        """
        aside = self.folder.with_name(f"{self.folder.name}, forgotten")
        aside.mkdir(exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=aside))
        for name in (OUTPUT, *self.generator.caches):
            with suppress(FileNotFoundError):
                (self.folder / name).rename(place / name)

    def pages(self) -> list[Path]:
        """All pages of the site."""
        return list(self.output.rglob("*.html"))

    def _command(self, options: tuple[str, ...], port: int = 0) -> list[str]:
        given = (text.format(folder=self.folder, port=port) for text in options)
        return [*self.generator.program, *given]
