"""What notes say is kept apart from what is known of them, and nobody can tell."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import weakref
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import SiteMaker
from harness import notes, tree, write_files
from msgspec import structs

from papergarden.build import build, read_vault
from papergarden.cache import NO_MEMO, Memo
from papergarden.config import Config
from papergarden.core.model import ParsedNote
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import Source
from papergarden.core.syntax.highlight import Highlight
from papergarden.crew import FEWEST, Crew, batches
from papergarden.errors import ChangedError
from papergarden.reading import read_note

NOTES: dict[str, str | bytes] = {
    "a.md": "# Of papers\n\nMany words.\n",
    "b.md": "[[a]] says:\n\n![[a]]\n",
    "c.md": "",
}


def known(vault: Path, output: Path, file: Path) -> None:
    """Build with a memo."""
    memo = Memo(file)
    build(vault, output, Config(), Crew(memo))
    memo.close()


def forget_bodies(memo: Path) -> None:
    """Take out of a memo what notes say; what is known of them stays."""
    base = sqlite3.connect(memo)
    with base:
        assert base.execute("DELETE FROM memo WHERE stage = 'bodies'").rowcount
    base.close()


def test_a_body_that_is_lost_is_made_again(site: SiteMaker) -> None:
    """What is known of a note is of use without it, until a page shows what it says."""
    garden = site(NOTES)
    memo = garden.vault.parent / "memo.sqlite"
    known(garden.vault, garden.output, memo)
    before = tree(garden.output)
    forget_bodies(memo)
    shutil.rmtree(garden.output)
    known(garden.vault, garden.output, memo)

    assert tree(garden.output) == before


def test_a_note_that_changes_while_its_body_is_looked_for_is_named(tmp_path: Path) -> None:
    """Its page would be put together from two states of it."""
    vault = write_files(tmp_path / "vault", {"a.md": "# A\n\nFirst.\n"})
    memo = tmp_path / "memo.sqlite"
    known(vault, tmp_path / "site", memo)
    forget_bodies(memo)
    opened = Memo(memo)
    graph = read_vault(vault, Config(), Crew(opened)).graph
    (vault / "a.md").write_text("# A\n\nSecond.\n")

    with pytest.raises(ChangedError, match=r"a\.md was changed meanwhile; try again"):
        graph.body(graph.notes["a"])
    opened.close()


class _Parser:
    """Parses notes, and tells how many in this process, and how many in others."""

    def __init__(self, folder: Path) -> None:
        self.here = 0
        self.dies_elsewhere = False
        self._first = os.getpid()
        self._others = folder / "parsed elsewhere"
        self._others.touch()

    @property
    def elsewhere(self) -> int:
        """How many notes another process has parsed."""
        return self._others.stat().st_size

    def __call__(self, source: Source, settings: Settings, highlight: Highlight) -> ParsedNote:
        if os.getpid() == self._first:
            self.here += 1
        elif self.dies_elsewhere:
            os.kill(os.getpid(), signal.SIGKILL)
        else:
            with self._others.open("a") as others:
                others.write(".")
        return parse(source, settings, highlight)


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> _Parser:
    """Who parses the notes of a vault in which five are many, and are read two at a time."""
    found = _Parser(tmp_path)
    monkeypatch.setattr("papergarden.core.parse.parse", found)
    monkeypatch.setattr("papergarden.reading._MANY", 4)
    monkeypatch.setattr("papergarden.reading.batches", lambda things: batches(things, 2))
    return found


MANY: dict[str, str | bytes] = {f"n{i}.md": f"# N{i}\n\n[[n{i // 2}]]" for i in range(9)}


def test_a_copy_of_the_process_parses_many_notes(tmp_path: Path, parser: _Parser) -> None:
    """What is left of that would fill the memory of those that make the pages."""
    vault = write_files(tmp_path / "vault", {**MANY, "odd.md": b"\xff\xfe"})
    memo = Memo(tmp_path / "memo.sqlite")
    found = read_vault(vault, Config(), Crew(memo, hands=2)).graph

    assert (parser.here, parser.elsewhere) == (0, 10)
    plain = read_vault(vault, Config()).graph
    assert parser.here == 10
    assert found.works == plain.works
    assert [structs.replace(note, body=found.body(note)) for note in found.notes.values()] == list(
        plain.notes.values()
    )
    assert found.diagnostics == plain.diagnostics
    memo.close()


@pytest.mark.parametrize("why", ["no memo", "alone", "ended"])
def test_this_process_parses_what_no_copy_does(tmp_path: Path, parser: _Parser, why: str) -> None:
    """Because nobody would hear of it, nobody is to help, or the copy came to no end."""
    vault = write_files(tmp_path / "vault", MANY)
    parser.dies_elsewhere = why == "ended"
    memo = NO_MEMO if why == "no memo" else Memo(tmp_path / "memo.sqlite")
    found = read_vault(vault, Config(), Crew(memo, hands=1 if why == "alone" else 2)).graph
    memo.close()

    assert (parser.here, parser.elsewhere) == (len(MANY), 0)
    assert len(found.notes) == len(MANY)


def test_a_copy_that_can_keep_nothing_goes_no_further(
    tmp_path: Path, parser: _Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody would hear of the rest: such as on a full disk."""
    vault = write_files(tmp_path / "vault", MANY)
    memo = Memo(tmp_path / "memo.sqlite")
    monkeypatch.setattr(memo, "put", lambda *_: False)
    found = read_vault(vault, Config(), Crew(memo, hands=2)).graph
    memo.close()

    assert (parser.here, parser.elsewhere) == (len(MANY), 2)
    assert len(found.notes) == len(MANY)


# A program that is killed as soon as its copy parses a note.
_KILLED = """
import os, signal, sys
from pathlib import Path
import papergarden.core.parse as parsing
from papergarden import reading
from papergarden.build import read_vault
from papergarden.cache import Memo
from papergarden.config import Config
from papergarden.crew import Crew, batches

first, parse = os.getpid(), parsing.parse

def deadly(*given):
    os.write(1, b".")
    if os.getppid() == first:
        os.kill(first, signal.SIGKILL)
    return parse(*given)

parsing.parse = deadly
reading._MANY = 4
reading.batches = lambda things: batches(things, 2)
read_vault(Path("vault"), Config(), Crew(Memo(Path.cwd() / "memo.sqlite"), hands=2))
"""


def test_a_copy_whose_first_process_was_killed_goes_no_further(tmp_path: Path) -> None:
    """Nobody waits for what it would keep, and it would be in the way of the next build."""
    write_files(tmp_path / "vault", MANY)
    command = [sys.executable, "-c", _KILLED]
    ended = subprocess.run(
        command, check=False, cwd=tmp_path, stdout=subprocess.PIPE, timeout=60
    )  # whoever is left has the other end of the output

    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout == b".."


@pytest.mark.parametrize("is_kept", [True, False])
def test_each_note_is_parsed_once(
    is_kept: bool,
    site: SiteMaker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether what it says is kept on the disk or in memory."""
    garden = site(NOTES)
    parsed: list[str] = []

    def watched(source: Source, settings: Settings, highlight: Highlight) -> ParsedNote:
        parsed.append(source.path)
        return parse(source, settings, highlight)

    monkeypatch.setattr("papergarden.core.parse.parse", watched)
    memo = Memo(garden.vault.parent / "memo.sqlite") if is_kept else NO_MEMO
    build(garden.vault, garden.output, Config(), Crew(memo))
    memo.close()

    assert sorted(parsed) == sorted(NOTES)


def test_without_a_memo_a_note_stays_as_it_was_read(tmp_path: Path) -> None:
    """There is no need to look at its file again."""
    vault = write_files(tmp_path / "vault", {"a.md": "# A\n\nFirst.\n"})
    graph = read_vault(vault, Config()).graph
    (vault / "a.md").write_text("# A\n\nSecond.\n")

    assert "First" in str(graph.body(graph.notes["a"]).segments)


def test_bodies_that_nobody_asks_for_are_forgotten(tmp_path: Path) -> None:
    """A note that was saved three hundred times leaves no more than other stages do."""
    vault = write_files(tmp_path / "vault", {"a.md": "# A\n"})
    memo = Memo(tmp_path / "memo.sqlite")
    for number in range(300):
        (vault / "a.md").write_text(f"# A\n\n{number}\n")
        read_vault(vault, Config(), Crew(memo))
    memo.close()

    base = sqlite3.connect(tmp_path / "memo.sqlite")
    rows = dict(base.execute("SELECT stage, COUNT(*) FROM memo GROUP BY stage"))
    base.close()
    assert rows["bodies"] == rows["notes"] < 262


def test_nothing_of_a_reading_stays_behind(tmp_path: Path) -> None:
    """A session that reads again and again, and looks for circles seldom, would fill the memory."""
    vault = write_files(tmp_path / "vault", NOTES)
    memo = Memo(tmp_path / "memo.sqlite")
    gc.disable()
    try:
        graph = read_vault(vault, Config(), Crew(memo)).graph
        assert graph.body(graph.notes["a"]).html
        left = weakref.ref(graph.apart)
        del graph
        assert left() is None
    finally:
        gc.enable()
        memo.close()


class Watched(Memo):
    """Knows whether it was let go of."""

    rests = 0

    def rest(self) -> None:
        """Count."""
        self.rests += 1
        super().rest()


def test_a_copy_of_a_process_opens_the_memo_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that share a connection take each other's locks away."""
    monkeypatch.setattr("papergarden.crew.can_copy", lambda: True)
    memo = Watched(tmp_path / "memo.sqlite")
    memo.put("stage", {b"key": b"value"})

    def ask(_: int) -> list[bytes]:
        return [value for _, value in memo.each("stage", [b"key"])]

    found = list(Crew(memo, hands=2).spread(ask, range(FEWEST)))

    assert memo.rests == 1
    assert found == [[b"value"]] * FEWEST
    memo.close()


class Forgetful(Memo):
    """Keeps everything but what notes say."""

    def put(self, stage: str, values: Mapping[bytes, bytes]) -> bool:
        """Keep values of other stages."""
        return stage != "bodies" and super().put(stage, values)


def test_a_record_is_kept_with_its_body_or_not_at_all(tmp_path: Path) -> None:
    """Of a saved note, whose page comes ahead of the build."""
    vault = write_files(tmp_path / "vault", {"a.md": "# A\n\nFirst.\n"})
    memo = Forgetful(tmp_path / "memo.sqlite")
    record = read_note(vault, "a.md", Settings(), Crew(memo))
    memo.close()

    assert record is not None
    assert record.note is not None
    assert "First" in str(record.note.body.segments)
    base = sqlite3.connect(tmp_path / "memo.sqlite")
    tables = base.execute("SELECT name FROM sqlite_master WHERE name = 'memo'").fetchall()
    rows = base.execute("SELECT COUNT(*) FROM memo").fetchone() if tables else (0,)
    base.close()
    assert rows == (0,)


def test_a_memo_that_was_closed_knows_nothing_more(tmp_path: Path) -> None:
    """It does not begin again by itself."""
    memo = Memo(tmp_path / "memo.sqlite")
    assert memo.put("stage", {b"key": b"value"})
    memo.close()

    assert list(memo.each("stage", [b"key"])) == []
    assert not memo.put("stage", {b"other": b"value"})


def test_a_memo_that_another_process_writes_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To wait for long is no damage: what is in it is known to the next command."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda file, **_: connect(file, timeout=0))
    memo = Memo(tmp_path / "memo.sqlite")
    assert memo.put("stage", {b"key": b"value"})
    other = connect(tmp_path / "memo.sqlite")
    other.execute("BEGIN IMMEDIATE")
    assert not memo.put("stage", {b"new": b"value"})
    other.close()

    later = Memo(tmp_path / "memo.sqlite")
    assert list(later.each("stage", [b"key", b"new"])) == [(b"key", b"value")]
    later.close()


@pytest.mark.parametrize(
    "words",
    [["search", "words"], ["export", "csv", "--all", "of papers"], ["show", "https://x.org/p"]],
)
def test_who_looks_for_words_parses_no_note_again(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What notes say is at hand for as long as the command needs it."""
    entry = "# List\n\n- [ ] [Of papers](https://x.org/p)\n    - Many words.\n"
    write_files(tmp_path / "notes", {**NOTES, "list.md": entry})
    monkeypatch.setenv("PAPERGARDEN_CACHE", str(tmp_path / "cache"))
    first = notes(*words, cwd=tmp_path, env=dict(os.environ))

    def refuse(source: Source, _: Settings) -> ParsedNote:
        pytest.fail(f"{source.path} is parsed again")

    monkeypatch.setattr("papergarden.core.parse.parse", refuse)
    second = notes(*words, cwd=tmp_path, env=dict(os.environ))

    assert (first.returncode, second.returncode) == (0, 0)
    assert b"Of papers" in first.stdout
    assert second.stdout == first.stdout
