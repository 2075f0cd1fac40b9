"""A build of what did not change reads no note; of what did, it misses nothing."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from harness import notes, write_files
from terminals import seen

from papergarden.cli import cli
from papergarden.config import Config
from papergarden.crew import Crew
from papergarden.looks import Sights

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
    monkeypatch.setattr("papergarden.looks.DOUBT", -(10**18))
    return tmp_path / "here"


class Builds:
    """Runs the command, and knows whether it read anything."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self.turns = 0

    def say(self, *words: str, code: int = 0) -> tuple[str, bool]:
        """What a build says, without its time; and whether it read anything."""
        read: list[object] = []
        from papergarden import build as module  # noqa: PLC0415 # as the command does

        real = module.read_vault

        def watched(vault: Path, config: Config, crew: Crew, *, drafts: bool) -> object:
            read.append(vault)
            return real(vault, config, crew, drafts=drafts)

        with self._patch.context() as patch:
            patch.setattr(module, "read_vault", watched)
            done = notes("build", *words, cwd=Path.cwd(), env=dict(os.environ))
        said = done.stderr.decode()
        assert done.returncode == code, said
        return said.rpartition(";")[0], bool(read)

    def same(self) -> tuple[str, bool]:
        """A build in the same words each time."""
        return self.say("vault", "-o", "site")

    def other(self) -> tuple[str, bool]:
        """A build of the same site in other words each time."""
        self.turns += 1
        return self.say("vault", "-o", "site", "--jobs", str(self.turns))


@pytest.fixture
def builds(here: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """Builds in that folder."""
    assert here.is_dir()
    return Builds(monkeypatch)


@pytest.mark.parametrize("way", [Builds.same, Builds.other])
def test_what_did_not_change_is_not_read(
    way: Callable[[Builds], tuple[str, bool]], here: Path, builds: Builds
) -> None:
    """The second build says the same, but for the files it wrote."""
    first, _ = way(builds)
    second, read = way(builds)

    assert not read
    assert "missing-link" in second
    assert second.partition("(")[0] == first.partition("(")[0]
    assert "(0 files written, 0 deleted)" in second
    assert (here / "site" / "index.html").is_file()


def _again_as_large(path: str) -> None:
    file = Path(path)
    file.write_bytes(file.read_bytes().swapcase())


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
    "a page of the same size": lambda: _again_as_large("site/index.html"),
    "a file of somebody else": lambda: Path("site/notes/mine.txt").write_text("mine"),
    "the record of the site": lambda: Path("site/.papergarden.json").unlink(),
    "the program": lambda: Path("program/a.py").write_text("a = 2"),
}


@pytest.mark.parametrize("way", [Builds.same, Builds.other])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_is_noticed(
    change: Callable[[], object],
    way: Callable[[Builds], tuple[str, bool]],
    here: Path,
    builds: Builds,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever it is, on either side."""
    monkeypatch.setattr("papergarden.looks.PACKAGE", write_files(here / "program", {"a.py": ""}))
    way(builds)
    assert not way(builds)[1]
    change()

    assert way(builds)[1]
    assert not way(builds)[1]
    assert (here / "site" / "index.html").read_text().startswith("<!doctype html>")


def test_another_release_of_a_library_is_noticed(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may write something else."""
    builds.same()
    assert not builds.same()[1]
    monkeypatch.setattr("papergarden.looks.installed", lambda: ["jinja2-99.dist-info"])

    assert builds.same()[1]


@pytest.mark.parametrize("way", [Builds.same, Builds.other])
def test_a_nearer_configuration_is_noticed(
    way: Callable[[Builds], tuple[str, bool]], here: Path, builds: Builds
) -> None:
    """It counts instead of the one that was there."""
    write_files(here / "deep", {"vault/a.md": "x"})
    os.chdir(here / "deep")
    way(builds)
    assert not way(builds)[1]
    Path("notes.toml").write_text("[site]\ntitle = 'Nearer'\n")

    assert way(builds)[1]
    assert "Nearer" in Path("site/index.html").read_text()


def test_a_folder_that_would_be_the_vault_is_noticed(here: Path, builds: Builds) -> None:
    """Where there is a folder `notes`, the notes are in there and not around it."""
    (here / "notes.toml").unlink()
    os.chdir(here / "vault")
    output = ("-o", "../site")
    builds.say(*output)
    assert not builds.say(*output)[1]
    Path("notes").mkdir()

    assert "no notes in notes" in builds.say(*output, code=2)[0] + builds.say(*output, code=2)[0]


@pytest.mark.parametrize("logged", ["true", "false"])
def test_a_commit_is_noticed(logged: str, here: Path, builds: Builds) -> None:
    """It gives notes their dates, also where git keeps no log of what it did."""
    git = ["git", "-c", "user.name=n", "-c", "user.email=n@example.org"]
    git += ["-c", f"core.logAllRefUpdates={logged}"]
    subprocess.run([*git, "init", "-q"], cwd=here, check=True)
    builds.same()
    assert not builds.same()[1]
    subprocess.run([*git, "add", "vault"], cwd=here, check=True)
    subprocess.run([*git, "commit", "-qm", "x"], cwd=here, check=True)

    assert builds.same()[1]


def test_a_file_that_was_saved_just_now_is_looked_at_again(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be saved once more within the same tick of the clock."""
    monkeypatch.setattr("papergarden.looks.DOUBT", 10**15)
    builds.same()

    assert builds.same()[1]


@pytest.mark.parametrize("option", ["--no-cache", "--explain"])
def test_who_wants_to_know_more_gets_a_whole_build(option: str, here: Path, builds: Builds) -> None:
    """What was said the last time is not all there is to say."""
    builds.same()

    assert builds.say("vault", "-o", "site", option)[1]
    assert builds.say("vault", "-o", "site", option)[1]
    assert (here / "site").is_dir()


def test_the_same_words_end_in_the_same_way(builds: Builds) -> None:
    """With the exit code of the last time, and as quiet as they were."""
    strict = ("vault", "-o", "site", "--strict", "--quiet")
    assert builds.say(*strict, code=1) == ("", True)
    assert builds.say(*strict, code=1) == ("", False)
    assert builds.same()[0].startswith("vault/a.md:3: warning missing-link")


def test_the_same_words_elsewhere_are_others(here: Path, builds: Builds) -> None:
    """Paths are shown as seen from there."""
    words = (str(here / "vault"), "-o", str(here / "site"))
    for folder, shown in ((here, "vault/a.md:3"), (here / "vault", "a.md:3")):
        os.chdir(folder)
        assert builds.say(*words)[0].startswith(f"{shown}: warning")
        assert builds.say(*words)[0].startswith(f"{shown}: warning")


def test_what_is_said_again_has_colours_only_where_they_are_seen(here: Path) -> None:
    """A terminal has them, a file has not, and who wants none gets none."""
    code = (
        "import papergarden.looks; papergarden.looks.DOUBT = -10**18\n"
        "from papergarden.start import main; main()"
    )
    for colour, env in (("\x1b[33mwarning\x1b[0m", {}), ("warning", {"NO_COLOR": "1"})):
        for _ in range(2):
            said = seen("build", "vault", "-o", "site", cwd=here, env=env, program=("-c", code))
            assert said.startswith(f"vault/a.md:3: {colour} missing-link")


def test_nobody_has_to_listen(here: Path) -> None:
    """Where standard error is closed, the site is made all the same."""
    command = f"exec {shlex.quote(sys.executable)} -m papergarden build vault -o site 2>&-"
    for _ in range(2):
        subprocess.run(["/bin/sh", "-c", command], cwd=here, env=os.environ, check=True)
    assert (here / "site" / "index.html").is_file()


def test_a_damaged_answer_is_none(here: Path, builds: Builds) -> None:
    """Whatever is in the file, the vault is looked at instead."""
    builds.same()
    (answer,) = (here.parent / "cache" / "again").iterdir()
    whole = answer.read_bytes()
    for damaged in (b"", b"x", whole[:-1], whole[:40] + b"x" + whole[41:]):
        answer.write_bytes(damaged)
        assert "missing-link" in builds.same()[0]
        assert answer.read_bytes() == whole


def test_few_answers_are_kept(here: Path, builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each holds words of notes, and may be long."""
    monkeypatch.setattr("papergarden.again._MOST", 2)
    for _ in range(4):
        builds.other()

    assert len(list((here.parent / "cache" / "again").iterdir())) == 2


def test_it_is_told_without_what_reading_needs(here: Path) -> None:
    """Parser and templates take longer to import than the answer takes."""
    run = (
        "import sys; from papergarden.start import command\n"
        "sys.argv[1:] = ['build', 'vault', '-o', 'site', '-q']\n"
        "try: command()\n"
        "finally: print(*{'click', 'jinja2', 'markdown_it', 'msgspec'} & sys.modules.keys())"
    )
    trusting = "import papergarden.looks as f; f.DOUBT = -10**18\n"
    for code, names in (
        (trusting + run, {"click", "jinja2", "markdown_it", "msgspec"}),
        (run, set[str]()),
    ):
        assert words_of(code, here) == names
    (here / "site/index.html").write_text("changed")  # a copy of the process looks at the site

    assert "jinja2" in words_of(run, here)
    assert (here / "site/index.html").read_text().startswith("<!doctype html>")


@pytest.mark.parametrize("way", [Builds.same, Builds.other])
def test_while_a_build_is_at_work_or_was_cut_off_nothing_is_as_it_was(
    way: Callable[[Builds], tuple[str, bool]], here: Path, builds: Builds
) -> None:
    """The next one clears up, as soon as it can be known that nobody is there any more."""
    way(builds)
    left = here / "site/.papergarden-new-elsewhere-1-ab"
    left.mkdir()
    assert way(builds)[1]
    assert way(builds)[1]
    os.utime(left, (1, 1))
    assert way(builds)[1]

    assert not left.exists()
    assert not way(builds)[1]


def test_no_copy_is_made_where_there_are_threads(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would wait forever for what another thread holds."""
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("there is a copy"))
    free = threading.Event()
    other = threading.Thread(target=free.wait)
    other.start()
    sights = Sights(str(here / "vault"), str(here / "site"), None, ())
    seen = sights.signs.digest, sights.sources.digest, sights.site().digest
    try:
        assert sights.lie_as(seen)
    finally:
        free.set()
        other.join()


HINDRANCES = {
    "no further process": "import os\ndef no(): raise OSError\nos.fork = no\n",
    "nobody hears of an end": "import signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)\n",
    "none": "",
}


@pytest.mark.parametrize("hindrance", HINDRANCES.values(), ids=HINDRANCES)
def test_nobody_is_left_who_looked_at_the_site(hindrance: str, here: Path) -> None:
    """A copy of the process looks at it, and is waited for; where there can be none all is well."""
    run = (
        "import os\nfrom papergarden.looks import Sights\n"
        "there = Sights('vault', 'site', None, ())\n"
        "seen = there.signs.digest, there.sources.digest, there.site().digest\n"
        "print(Sights(*there.parts).lie_as(seen))\n"
        "os.mkdir('site'); open('site/a.html', 'w').close()\n"
        "print('not', Sights(*there.parts).lie_as(seen))\n"
        "try: os.waitpid(-1, os.WNOHANG)\n"
        "except ChildProcessError: print('alone')\n"
    )
    assert words_of(f"{hindrance}{run}", here) == {"True", "not", "False", "alone"}


def words_of(code: str, here: Path) -> set[str]:
    """The words that a program of its own says."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=here, check=True, capture_output=True, env=os.environ)
    return set(done.stdout.decode().split())


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
