"""A vault and its site, changed, built and looked at in steps that read as a story."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

import papergarden
from papergarden.build import Built, build, read_vault
from papergarden.cache import Memo
from papergarden.config import Config
from papergarden.core.export import graph_json
from papergarden.crew import Crew
from papergarden.fresh import Outcome
from papergarden.looks import Sights
from papergarden.manifest import MANIFEST
from papergarden.retouch import Retouch
from papergarden.start import command

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "notes"
AWKWARD = Path(__file__).parent / "vaults" / "awkward"
SEEDS = REPOSITORY.parent / "shared" / "seeds"

# A process of the tests runs the code that the tests import, whichever way it was installed.
_CODE = str(Path(papergarden.__file__).parents[1])


def seeds() -> Path:
    """The folder of real documents, which lies beside the checkout where there is one."""
    if not SEEDS.is_dir():
        pytest.skip("the real documents are not here: there is no ../shared/seeds")
    return SEEDS


# Vaults for what has to hold of any: the documentation by example, notes of real people, odd ones.
VAULTS: dict[str, Callable[[], Path]] = {
    "sample": lambda: SAMPLE,
    "seeds": seeds,
    "awkward": lambda: AWKWARD,
}


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder, given as path and text or bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """The bytes of every file under a folder, by sorted path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def notes(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None, typed: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run the command `notes` as a shell would, with nothing of this process's environment.

    `typed` is what it finds on its standard input. It runs within this process, as most of the time
    of a process goes by before its first line of ours; a traceback of it ends the test.
    """
    said = [io.BytesIO(typed), io.BytesIO(), io.BytesIO()]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        for name in tuple(os.environ):
            patch.delenv(name)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["notes", *map(str, arguments)])
        for name, stream in zip(("stdin", "stdout", "stderr"), said, strict=True):
            patch.setattr(sys, name, io.TextIOWrapper(stream, "utf-8", write_through=True))
        with pytest.raises(SystemExit) as end:
            command()
        _, out, err = (stream.getvalue() for stream in said)
    code = end.value.code or 0
    assert isinstance(code, int)
    return subprocess.CompletedProcess(["notes", *map(str, arguments)], code, out, err)


def updated(vault: Path, output: Path, config: Config, memo: Path) -> tuple[Outcome, bool]:
    """Bring a site up to date as the command does: what it says, and whether little was enough."""
    crew = Crew(Memo(memo))
    sights = Sights(str(vault), str(output), config.theme.folder, ())
    known = Retouch(vault, output, config, sights, crew)
    done = known.small() or known.whole()
    done.remember()
    crew.memo.close()
    return done.outcome.repeated(), done.built is None


def notes_apart(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command `notes` as a process, which finds another environment when Python begins."""
    return program("-m", "papergarden", *arguments, cwd=cwd, env=env)


def program(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run Python as a process that knows the package, and nothing else of this one."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env={"PATH": os.defpath, "PYTHONPATH": _CODE, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=300,
    )


class SiteTest:
    """A vault, its output folder, and what a reader finds there."""

    def __init__(self, vault: Path, output: Path) -> None:
        self.vault = vault
        self.output = output

    def build(self, config: Config | None = None, **tables: object) -> Built:
        """Publish the vault with a configuration, or with the given tables of `notes.toml`."""
        return build(self.vault, self.output, config or msgspec.convert(tables, Config))

    def change(self, path: str, text: str | bytes) -> Self:
        """Write a file of the vault, new or not."""
        write_files(self.vault, {path: text})
        return self

    def rename(self, old: str, new: str) -> Self:
        """Give a file of the vault another path."""
        (self.vault / new).parent.mkdir(parents=True, exist_ok=True)
        (self.vault / old).rename(self.vault / new)
        return self

    def delete(self, path: str) -> Self:
        """Delete a file or folder of the vault."""
        target = self.vault / path
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink()
        return self

    def page(self, path: str) -> LexborHTMLParser:
        """A page of the site, parsed as a browser would."""
        return LexborHTMLParser((self.output / path).read_bytes())

    def text(self, path: str) -> str:
        """What a reader sees between header and footer of a page, as one line."""
        main = self.page(path).css_first("main")
        assert main is not None, f"{path} has no main part"
        return " ".join(main.text(separator=" ").split())

    def source(self, path: str) -> str:
        """A file of the site as text."""
        return (self.output / path).read_text("utf-8")

    def files(self) -> list[str]:
        """The sorted paths of the site, without the record that a build keeps there."""
        return [path for path in tree(self.output) if path != MANIFEST]

    def export(self, *, everything: bool = False) -> dict[str, Any]:
        """The graph as `notes export graph` gives it, `everything` as with `--all`."""
        graph = read_vault(self.vault, Config(), everything=everything).graph
        exported: dict[str, Any] = json.loads(graph_json(graph))
        return exported
