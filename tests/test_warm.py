"""What was made before is not made again, and nobody can tell from the site."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import SiteMaker
from harness import SAMPLE, notes_apart, tree, updated, write_files
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec import structs

from papergarden.build import build
from papergarden.cache import Memo
from papergarden.config import Config, ThemeTable, VaultTable
from papergarden.core.artifact import Artifact, Job
from papergarden.core.render import renderer
from papergarden.core.views.shapes import Page
from papergarden.crew import FEWEST, FEWEST_BY_ITSELF, Crew
from papergarden.retouch import outcome_of

PATHS = ("a.md", "b.md", "deep/c.md", "deep/a.md", "2025-03-04.md", "log.md")
ONE = "https://arxiv.org/abs/2107.05720"
CONTENTS = (
    "# One\n\nSee [[b]] and [[deep/c|that]], #alpha.\n",
    "---\ntitle: Two\naliases: [zwei]\ntags: [alpha/beta]\n---\n![[a]]\n\n![[c#Part]]\n",
    f"# List\n\n## topic\n- [ ] [Paper One]({ONE}) #alpha\n    - Good. [[a]]\n",
    f"# List\n\n## topic\n- [x] [Paper One]({ONE}) ✅ 2025-02-04\n",
    "03/04/2025\n\n- 📜[Paper Two](https://arxiv.org/pdf/2004.12832)\n    - $x^2$ and Paper One\n",
    f"---\ndraft: true\n---\n[[a]] [hidden]({ONE})\n",
    "---\nunlisted: true\n---\n[[a]] text\n",
    "## Part\n\n[Paper Two](https://arxiv.org/abs/2004.12832v2) again. ![x](pic.png)\n\n## Other\n",
    "",
)
MORE = (
    "\nMore words, in a paragraph.\n",
    "\nAnd [[b]] once more.\n",
    f"\n- [x] [Paper One]({ONE})\n",
    "\n## Late\n\nBelow it.\n",
    "".join(f"\nParagraph {number} of many.\n" for number in range(20)),
)
TEMPLATES = ("", '{% extends "default/note.html" %}{% block content %}{{ super() }}!{% endblock %}')


class Garden(RuleBasedStateMachine):
    """A vault that is changed at will; its site is brought up to date after each change."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.vault = write_files(self.folder / "vault", {"a.md": CONTENTS[0]})
        self.theme = write_files(self.folder / "theme", {"x.txt": ""})
        self.warm = self.folder / "warm"
        # What was written just now is trusted, so that small builds come about.
        self.trust = patch("papergarden.looks.DOUBT", -(10**18))
        self.trust.start()

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.trust.stop()
        shutil.rmtree(self.folder)

    @rule(path=st.sampled_from(PATHS), content=st.sampled_from(CONTENTS))
    def write(self, path: str, content: str) -> None:
        """A note is new or changed."""
        write_files(self.vault, {path: content})

    @rule(path=st.sampled_from(PATHS), more=st.sampled_from(MORE))
    def append(self, path: str, more: str) -> None:
        """Something is written at the end of a note."""
        if (self.vault / path).is_file():
            with (self.vault / path).open("a") as file:
                file.write(more)

    @rule(old=st.sampled_from(PATHS), new=st.sampled_from(PATHS))
    def rename(self, old: str, new: str) -> None:
        """A note takes another path, maybe that of another note."""
        if (self.vault / old).is_file():
            (self.vault / new).parent.mkdir(parents=True, exist_ok=True)
            (self.vault / old).replace(self.vault / new)

    @rule(path=st.sampled_from(PATHS))
    def delete(self, path: str) -> None:
        """A note goes."""
        (self.vault / path).unlink(missing_ok=True)

    @rule(size=st.sampled_from((1, 3)))
    def picture(self, size: int) -> None:
        """A picture is there, or another one of its name."""
        head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
        write_files(self.vault, {"pic.png": head + size.to_bytes(4) + size.to_bytes(4) + b"\x08"})

    @rule(template=st.sampled_from(TEMPLATES))
    def restyle(self, template: str) -> None:
        """The theme of the user changes."""
        if template:
            write_files(self.theme, {"note.html": template})
        else:
            (self.theme / "note.html").unlink(missing_ok=True)

    @rule(path=st.sampled_from(("index.html", "graph.json", "notes/a.html")))
    def tamper(self, path: str) -> None:
        """Somebody changes a file of the site."""
        if (self.warm / path).is_file():
            (self.warm / path).write_text("changed")

    @invariant()
    def the_site_is_the_one_of_a_first_build(self) -> None:
        """Byte for byte."""
        notes = [path for path in self.vault.rglob("*.md") if path.read_bytes()]
        if not any("draft" not in path.read_text() for path in notes):
            return  # a site is not given up for a vault without notes
        config = Config(theme=ThemeTable(str(self.theme)))
        said, _ = updated(self.vault, self.warm, config, self.folder / "memo.sqlite")
        cold = self.folder / "cold"
        built = build(self.vault, cold, config)
        assert tree(self.warm) == tree(cold)
        assert said == outcome_of(built).repeated()
        shutil.rmtree(cold)


Garden.TestCase.settings = settings(
    max_examples=10,
    stateful_step_count=7,
    deadline=None,
    phases=(Phase.generate,),  # to make a failing story shorter takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
test_a_warm_build_is_a_cold_build = Garden.TestCase


def kept(garden: Path, site: Path, memo: Path) -> int:
    """How many files a build with this memo writes."""
    opened = Memo(memo)
    written = build(garden, site, Config(), Crew(opened)).published.written
    opened.close()
    return written


def test_what_is_known_is_not_rendered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After one edit the pages that show it are made, and no other."""
    shutil.copytree(SAMPLE, tmp_path / "vault")
    memo = tmp_path / "memo.sqlite"
    kept(tmp_path / "vault", tmp_path / "site", memo)
    made: list[str] = []

    def watched(job: Job) -> Job:
        def make() -> Iterable[Artifact]:
            made.extend(job.paths)
            return job.make()

        return structs.replace(job, make=make)

    def watching(*given: object, **others: object) -> Callable[[Iterable[Page]], Iterable[Job]]:
        render = renderer(*given, **others)  # type: ignore[arg-type] # as the build gives them
        return lambda pages: map(watched, render(pages))

    monkeypatch.setattr("papergarden.build.renderer", watching)
    assert kept(tmp_path / "vault", tmp_path / "site", memo) == 0
    assert made == []
    note = tmp_path / "vault" / "index.md"
    note.write_text(note.read_text() + "\nA closing line.\n")
    kept(tmp_path / "vault", tmp_path / "site", memo)

    assert "notes/index.html" in made
    assert "library.html" not in made
    assert len(made) < len(list((tmp_path / "site").rglob("*.html"))) / 4


def test_another_way_to_read_notes_makes_their_pages_anew(site: SiteMaker) -> None:
    """The files are the same; what they give is not."""
    garden = site(
        {"a.md": "# A\n\n<abbr>HTML</abbr> of one's own, with ⚗️ and [[b]]\n", "b.md": "b"}
    )
    plain, raw = Config(), Config(vault=VaultTable(raw_html=True))
    memo = Memo(garden.vault.parent / "memo.sqlite")
    build(garden.vault, garden.output, plain, Crew(memo))
    build(garden.vault, garden.output, raw, Crew(memo))
    memo.close()
    cold = garden.vault.parent / "cold"
    build(garden.vault, cold, raw)

    assert "<abbr>" in (cold / "notes/a.html").read_text()
    assert tree(garden.output) == tree(cold)


HARM: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[: len(data) // 2],
    "overwritten": lambda data: b"no database" + data[:0],
    "a letter changed": lambda data: data.replace(b"papers", b"popers"),
    "empty": lambda data: data[:0],
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_damaged_memo_is_none(harm: Callable[[bytes], bytes], site: SiteMaker) -> None:
    """Whatever happened to the file, the site is right."""
    garden = site({"a.md": "# Of papers\n\nMany papers.\n", "b.md": "[[a]] on papers\n"})
    memo = garden.vault.parent / "memo.sqlite"
    kept(garden.vault, garden.output, memo)
    before = tree(garden.output)
    for ending in ("-wal", "-shm"):
        Path(f"{memo}{ending}").unlink(missing_ok=True)
    memo.write_bytes(harm(memo.read_bytes()))
    shutil.rmtree(garden.output)
    kept(garden.vault, garden.output, memo)

    assert tree(garden.output) == before


def test_what_nobody_asks_for_is_forgotten(tmp_path: Path) -> None:
    """The memo of a vault that is long gone, and old content of one that is there."""
    old = tmp_path / "gone.sqlite"
    begun = Memo(old)
    begun.put("notes", {b"key": b"x"})
    begun.close()
    os.utime(old, (1, 1))
    memo = Memo(tmp_path / "here.sqlite")
    values = {bytes([high, low]): b"x" for high in range(4) for low in range(256)}
    memo.put("notes", values)
    memo.tidy("notes", {b"\0\0"})

    assert not old.exists()
    assert [key for key, _ in memo.each("notes", values)] == [b"\0\0"]
    memo.close()


def test_any_number_of_processes_makes_the_same_site(tmp_path: Path) -> None:
    """Who read a note and made a page cannot be seen."""
    files: dict[str, str | bytes] = {
        f"n{number}.md": f"# Note {number}\n\n[[n{number // 2}]] {CONTENTS[number % 5]}"
        for number in range(2 * FEWEST)
    }
    write_files(tmp_path / "vault", files)
    sites = []
    for jobs in ("1", "2", "3"):
        done = notes_apart("build", "vault", "-o", jobs, "--no-cache", "--jobs", jobs, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        sites.append(tree(tmp_path / jobs))

    assert sites[0] == sites[1] == sites[2]


def test_processes_that_are_no_copies_make_the_same_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a process cannot be copied, such as while the site is served."""
    files: dict[str, str | bytes] = {
        f"n{number}.md": f"# Note {number}\n\n{CONTENTS[number % 5]}"
        for number in range(FEWEST_BY_ITSELF)
    }
    vault = write_files(tmp_path / "vault", files)
    build(vault, tmp_path / "alone", Config())
    ways: list[str] = []
    way_of = multiprocessing.get_context

    def noted(way: str) -> object:
        ways.append(way)
        return way_of(way)

    monkeypatch.setattr("papergarden.crew.can_copy", lambda: False)
    monkeypatch.setattr("multiprocessing.get_context", noted)
    build(vault, tmp_path / "together", Config(), Crew(hands=2))

    assert ways == ["spawn"]
    assert tree(tmp_path / "alone") == tree(tmp_path / "together")


def test_a_process_that_helps_another_is_no_command() -> None:
    """It imports what that one was begun with, and waits for work."""
    runpy.run_module("papergarden", run_name="__mp_main__")


def test_a_memo_whose_folder_was_deleted_begins_anew(tmp_path: Path) -> None:
    """Anybody may empty the cache, also while a session lasts."""
    memo = Memo(tmp_path / "cache" / "memo.sqlite")
    assert memo.put("stage", {b"key": b"before"})
    memo.rest()
    shutil.rmtree(tmp_path / "cache")
    assert memo.put("stage", {b"key": b"after"})
    assert dict(memo.each("stage", [b"key"])) == {b"key": b"after"}
    memo.close()


@pytest.mark.parametrize("work", [[], [1], [1, 2]])
def test_large_pieces_of_work_may_be_few(work: list[int]) -> None:
    """Or none, as where a note of a large site was saved as it was."""
    assert list(Crew(hands=2).spread(str, work, large=True)) == list(map(str, work))


# A program that shares work with another process. They wait for each other, so that each does some.
_SHARES_WORK = """
import os, signal, sys
from papergarden import crew
from papergarden.errors import WorkerError

first = os.environ.setdefault("FIRST", str(os.getpid()))
met = []

def meet(number):
    if not met:
        met.append(open("meeting", "r" if str(os.getpid()) == first else "w"))
    return os.getpid()

def die(number):
    if meet(number) != int(first):
        os.kill(os.getpid(), signal.SIGKILL)

def stop(number):
    if meet(number) == int(first):
        raise ValueError("stopped")
    signal.pause()

def no_fork():
    raise BlockingIOError(11, "no more processes")

def leave(number):
    if meet(number) == int(first):
        os.kill(os.getpid(), signal.SIGKILL)
    return "more than a pipe holds" * 10_000

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as `notes serve` has it
    crew.can_copy = lambda: sys.argv[1] != "spawn"
    os.fork = no_fork if sys.argv[1] == "none" else os.fork
    try:
        done = crew.Crew(hands=2).spread(globals()[sys.argv[2]], range(300), can_tell=True)
        print(len(set(done)), "processes")
    except (OSError, ValueError, WorkerError) as error:
        print(error)
"""


def _shared(folder: Path, way: str, what: str) -> subprocess.CompletedProcess[bytes]:
    """Run it to the end of both processes: until then its output is open."""
    write_files(folder, {"share.py": _SHARES_WORK})
    os.mkfifo(folder / "meeting")
    command = [sys.executable, "share.py", way, what]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)


_NAMED_PIPES = pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")


@_NAMED_PIPES
@pytest.mark.parametrize("way", ["fork", "spawn"])
@pytest.mark.parametrize(
    ("what", "told"), [("meet", "2 processes"), ("die", "was ended by the system")]
)
def test_who_begins_does_a_share(way: str, what: str, told: str, tmp_path: Path) -> None:
    """No process only waits. If the system ends one, for want of memory, one line says so."""
    done = _shared(tmp_path, way, what)

    assert told in done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")


@_NAMED_PIPES
@pytest.mark.parametrize(
    ("way", "what", "told"),
    [
        ("fork", "stop", "stopped"),
        ("spawn", "stop", "stopped"),
        ("none", "meet", "no more processes"),
    ],
)
def test_what_goes_wrong_is_told_once(way: str, what: str, told: str, tmp_path: Path) -> None:
    """A mistake in a piece of work, or a system that has no process to give."""
    done = _shared(tmp_path, way, what)

    assert told in done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")


@_NAMED_PIPES
def test_who_helps_ends_with_the_one_who_began(tmp_path: Path) -> None:
    """Whoever ends the command ends all of it, and there is nothing to be said of it."""
    done = _shared(tmp_path, "fork", "leave")

    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGKILL, b"", b"")
