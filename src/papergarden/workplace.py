"""Where a command works: the vault and its configuration; and how it shows a place in there."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergarden.errors import UsageError

# The decoder of configurations is imported once there is one to read: `--help` goes without it.
if TYPE_CHECKING:
    from papergarden.config import Config
    from papergarden.crew import Crew
    from papergarden.looks import Sights

PATH = click.Path(path_type=Path)


class Workplace:
    """Where the vault and its configuration are, from the arguments and the current folder."""

    def __init__(self, vault: Path | None, config_file: Path | None) -> None:
        from papergarden.config import (
            FILE_NAME,
            Config,
            find_config,
            is_within,
            load_config,
            places,
        )
        from papergarden.folders import VARIABLE

        # The configuration that counts for a vault is the nearest one around it.
        start = (vault or Path.cwd()).resolve()
        found = config_file or find_config(start)
        self._signposts = [config_file] if config_file else places(start)
        self.config: Config = load_config(found) if found else Config()
        self.base = found.resolve().parent if found else Path.cwd()
        self._is_configured = found is not None
        self.config_file = found or self.base / FILE_NAME  # where it is, or would be
        self.vault = vault or self._default()
        if not self.vault.is_dir():
            what = "is no folder" if self.vault.exists() else "does not exist"
            raise UsageError(f"the vault {self.vault} {what}")
        if (given := os.environ.get(VARIABLE)) and is_within(Path(given), self.vault):
            raise UsageError(f"the cache {given} lies inside the vault: set {VARIABLE} elsewhere")

    def _default(self) -> Path:
        if self.config.vault.path is not None:
            return self.base / self.config.vault.path
        notes = Path("notes")
        if notes.is_dir():
            return notes
        self._signposts.append(notes)  # it would be the vault
        return Path()

    @property
    def memo(self) -> Path:
        """The file that holds what was made of this vault before."""
        return self._known("memo", ".sqlite")

    def served(self, *, drafts: bool) -> Path:
        """The folder of the site that was last served of this vault."""
        from papergarden.cache import SERVED

        return self._known(SERVED, "-drafts" if drafts else "")

    def _known(self, kind: str, ending: str) -> Path:
        from papergarden.folders import cache_folder

        name = hashlib.sha256(os.fsencode(self.vault.resolve())).hexdigest()[:16]
        return cache_folder(os.environ) / kind / f"{name}{ending}"

    def must_have_notes(self) -> None:
        """Refuse a folder that is no vault; one with a configuration may wait for its first note.

        Raises:
            UsageError: no note lies in it.
        """
        from papergarden.vault import holds_notes

        if not self._is_configured and not holds_notes(self.vault):
            where = self.vault if self.vault.name else "this folder"
            raise UsageError(
                f"there are no notes in {where}; name a vault with --vault, or begin one with "
                "notes init"
            )

    @contextmanager
    def crew(self, jobs: int | None = None, *, shown: bool = False) -> Iterator[Crew]:
        """Those who read and publish the vault, with what they know of it.

        `jobs` processes, or one for each core; on a terminal they say how far they are if `shown`.
        """
        from papergarden.cache import Memo
        from papergarden.crew import Crew, cores
        from papergarden.progress import Progress

        memo, progress = Memo(self.memo), Progress(shown=shown)
        try:
            yield Crew(memo, jobs or cores(), progress)
        finally:
            progress.end()
            memo.close()

    def output(self, wanted: Path | None) -> Path:
        """The output folder, which may neither lie in the vault nor hold it."""
        from papergarden.config import default_output, is_within

        output = wanted or default_output(self.vault.resolve(), self.base)
        if is_within(output, self.vault):
            raise UsageError(f"the output folder {output} lies inside the vault {self.vault}")
        if is_within(self.vault, output):
            raise UsageError(f"the output folder {output} holds the vault {self.vault}")
        return output

    def sights(self, output: Path) -> Sights:
        """Where to look for what a site in this folder is made from."""
        from papergarden.looks import Sights

        signposts = tuple(map(str, self._signposts))
        return Sights(str(self.vault), str(output), self.config.theme.folder, signposts)

    def shown(self, path: str, line: int) -> str:
        """A line of a note as an editor opens it from here."""
        return f"{shown(self.vault / path)}:{line}"

    @cache  # noqa: B019 # a command has one, and ends with it
    def lines(self, path: str) -> list[str]:
        """The lines of a note, as far as they are text."""
        text = (self.vault / path).read_bytes().decode("utf-8-sig", "replace")
        return re.split(r"\r\n|\r|\n", text)

    def named(self, query: str) -> str:
        """A query, or the path in the vault if it names a file there, seen from here."""
        path = Path(query)
        try:
            is_meant = path.is_file() and not (self.vault / path).is_file()
        except OSError:  # such as a title that is too long for the name of a file
            return query
        if not is_meant:
            return query
        place, vault = path.resolve(), self.vault.resolve()
        return place.relative_to(vault).as_posix() if place.is_relative_to(vault) else query


def vault_options(command: click.decorators.FC) -> click.decorators.FC:
    """The options that every command takes."""
    command = click.option("--config", "config_file", type=PATH, help="Configuration file.")(
        command
    )
    return click.option("--vault", type=PATH, help="Folder of notes.")(command)


def in_vault(vault: Path, text: str) -> str:
    """A file that somebody names as a path in the vault: seen from there, or else from here.

    One that is to be made lies in a folder that is there, if there is one in either way.
    """
    there, here = vault / text, Path(text)
    is_there = there.exists() or (there.parent.is_dir() and not here.exists())
    ways = (there, here) if is_there else (here, there)
    return next(filter(None, (_path_in(vault, way) for way in ways)), text)


def _path_in(vault: Path, path: Path) -> str | None:
    """The path in the vault of a file that may be a link to another; None outside of it."""
    place, folder = path.parent.resolve() / path.name, vault.resolve()
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else None


def shown(path: Path) -> str:
    """A path as seen from the current folder, if that is shorter."""
    return min(str(path), os.path.relpath(path), key=len)
