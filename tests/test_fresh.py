"""A build of what did not change reads no note; of what did, it misses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from harness import write_files

from papergarden.cli import cli
from papergarden.config import Config
from papergarden.crew import Crew

TOML = '[site]\ntitle = "Ours"\n\n[theme]\nfolder = "theme"\n'
FILES: dict[str, str | bytes] = {
    "vault/a.md": "# A\n\n[[nowhere]] ![](p.png)\n",
    "vault/deep/b.md": "# B\n",
    "vault/p.png": b"\x89PNG",
    "theme/custom.css": "p {}",
    "notes.toml": TOML,
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a vault, in which files may be changed at once and be trusted all the same."""
    monkeypatch.setenv("PAPERGARDEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(write_files(tmp_path / "here", FILES))
    monkeypatch.setattr("papergarden.fresh.DOUBT", -(10**18))
    return tmp_path / "here"


def said(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, bool]:
    """What a build of the vault says, without its time; and whether it read anything."""
    read: list[object] = []
    from papergarden import build as module  # noqa: PLC0415 # as the command does

    real = module.read_vault

    def watched(vault: Path, config: Config, crew: Crew, *, drafts: bool) -> object:
        read.append(vault)
        return real(vault, config, crew, drafts=drafts)

    monkeypatch.setattr(module, "read_vault", watched)
    done = CliRunner().invoke(cli, ["build", "vault", "-o", "site", *arguments])
    monkeypatch.setattr(module, "read_vault", real)
    assert done.exit_code == 0, done.output
    return done.output.rpartition(";")[0], bool(read)


def test_what_did_not_change_is_not_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second build says the same, but for the files it wrote."""
    first, _ = said(monkeypatch)
    second, read = said(monkeypatch)

    assert not read
    assert "missing-link" in second
    assert second.partition("(")[0] == first.partition("(")[0]
    assert "(0 files written, 0 deleted)" in second
    assert (here / "site" / "index.html").is_file()


CHANGES: dict[str, Callable[[], object]] = {
    "a note": lambda: Path("vault/a.md").write_text("# A\n\nchanged\n"),
    "a note of the same size": lambda: Path("vault/deep/b.md").write_text("# C\n"),
    "a new note": lambda: Path("vault/deep/c.md").write_text("new\n"),
    "a note that is gone": lambda: Path("vault/deep/b.md").unlink(),
    "a note that was moved": lambda: Path("vault/deep/b.md").rename("vault/b.md"),
    "a picture": lambda: Path("vault/p.png").write_bytes(b"\x89PNG."),
    "a stylesheet": lambda: Path("theme/custom.css").write_text("q {}"),
    "the configuration": lambda: Path("notes.toml").write_text(TOML.replace("Ours", "Mine")),
    "a page that is gone": lambda: Path("site/index.html").unlink(),
    "a page that was changed": lambda: Path("site/index.html").write_text("changed"),
    "the record of the site": lambda: Path("site/.papergarden.json").unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_is_noticed(
    change: Callable[[], object], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is, on either side."""
    said(monkeypatch)
    change()

    assert said(monkeypatch)[1]
    assert not said(monkeypatch)[1]
    assert (here / "site" / "index.html").read_text().startswith("<!doctype html>")


def test_a_commit_is_noticed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives notes their dates."""
    git = ["git", "-c", "user.name=n", "-c", "user.email=n@example.org"]
    subprocess.run([*git, "init", "-q"], cwd=here, check=True)
    said(monkeypatch)
    assert not said(monkeypatch)[1]
    subprocess.run([*git, "add", "vault"], cwd=here, check=True)
    subprocess.run([*git, "commit", "-qm", "x"], cwd=here, check=True)

    assert said(monkeypatch)[1]


@pytest.mark.usefixtures("here")
def test_a_file_that_was_saved_just_now_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It may be saved once more within the same tick of the clock."""
    monkeypatch.setattr("papergarden.fresh.DOUBT", 10**15)
    said(monkeypatch)

    assert said(monkeypatch)[1]


@pytest.mark.parametrize("option", ["--no-cache", "--explain", "--verify", "--verbose"])
def test_who_wants_to_know_more_gets_a_whole_build(
    option: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was said the last time is not all there is to say."""
    said(monkeypatch)

    assert said(monkeypatch, option)[1]
    assert (here / "site").is_dir()


def test_it_is_told_without_what_reading_needs(here: Path) -> None:
    """Parser and templates take longer to import than the answer takes."""
    code = (
        "import sys; import papergarden.fresh as f; f.DOUBT = -10**18\n"
        "from papergarden.cli import cli\n"
        "cli(['build', 'vault', '-o', 'site', '-q'], standalone_mode=False)\n"
        "print(*{'jinja2', 'markdown_it', 'sqlite3'} & sys.modules.keys())"
    )
    command = [sys.executable, "-c", code]
    for names in ({"jinja2", "markdown_it", "sqlite3"}, set[str]()):
        done = subprocess.run(command, cwd=here, check=True, capture_output=True, env=os.environ)
        assert set(done.stdout.decode().split()) == names


def test_verify_finds_a_page_that_is_not_what_it_should_be(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command compares the site with one that is made from nothing."""
    verify = ["build", "vault", "-o", "site", "--verify"]
    assert "verified" in CliRunner().invoke(cli, verify).output
    monkeypatch.setattr("papergarden.core.render._with_styles", lambda _path, html: html + "!")
    done = CliRunner().invoke(cli, verify)

    assert done.exit_code == 1
    assert "not what a build from nothing gives" in done.output
    assert (here / "site").is_dir()
