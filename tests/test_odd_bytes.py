"""Bytes that are no text: in what is typed, in names of folders, in what a terminal can show."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest
from harness import notes, notes_apart, tree, write_files

from papergarden.again import Again
from papergarden.config import Config
from papergarden.fresh import Freshness
from papergarden.looks import Sights

LIST = "- [ ] [Sur les œuvres 深度](https://x.org/1)\n"
ODD = os.fsdecode(b"caf\xe9")


@pytest.fixture
def odd_folder(tmp_path: Path) -> Path:
    """Give a folder whose name is not UTF-8, where the disk has such names."""
    try:
        return write_files(tmp_path / ODD, {"notes/list.md": LIST})
    except OSError:
        pytest.skip("the disk has only names that are text")


def test_a_folder_may_be_called_anything(odd_folder: Path, tmp_path: Path) -> None:
    """Commands write there, take it back, and name the file by its bytes."""
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "cache")}
    before = tree(odd_folder)
    for command in (["done", "sur les"], ["add", "https://x.org/2"], ["log", "https://x.org/3"]):
        done = notes(*command, "--vault", odd_folder / "notes", cwd=tmp_path, env=env)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(b"caf\xe9/notes/")
    written = tree(odd_folder)
    for _ in range(3):
        assert notes("undo", "--vault", odd_folder / "notes", cwd=tmp_path, env=env).stdout
    planned = notes("sync", "--dry-run", "--vault", odd_folder / "notes", cwd=tmp_path, env=env)

    assert len(written) == 2
    assert tree(odd_folder) == before
    assert b"without metadata" in planned.stderr


def test_a_site_in_such_a_folder_can_be_fresh(odd_folder: Path, tmp_path: Path) -> None:
    """What a configuration names, and where the site lies, is known again."""
    state, theme = tmp_path / "state", {"theme": {"folder": str(odd_folder)}}
    config = msgspec.convert(theme, Config)
    place = str(odd_folder)
    sights = Sights(place, f"{place}/site", place, (f"{place}/notes.toml",))
    again, seen = Again([place]), (b"", b"", b"")
    again.remember(sights, seen, place, 0, timed=True)

    assert Freshness(state, sights, config).outcome() is None
    assert again.said() is None


@pytest.mark.parametrize(
    "command",
    [
        ["add", f"{ODD} https://x.org/2"],
        ["add", "https://x.org/2", "--note", ODD],
        ["add", "https://x.org/2", "--title", ODD],
        ["add", "https://x.org/2", "--tag", ODD],
        ["add", "https://x.org/2", "--to", f"{ODD}.md"],
        ["log", "https://x.org/2", ODD],
        ["done", ODD],
        ["search", "--json", ODD],
        ["list", ODD],
        ["show", ODD],
        ["export", "csv", ODD],
        ["check", "--explain", ODD],
    ],
    ids=" ".join,
)
def test_what_is_no_text_is_refused(command: list[str], tmp_path: Path) -> None:
    """In one line, and nothing of it comes into a note."""
    write_files(tmp_path, {"notes/list.md": LIST})
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "cache")}
    done = notes(*command, cwd=tmp_path, env=env)

    assert done.returncode == 2
    assert b"is no text" in done.stderr
    assert tree(tmp_path / "notes") == {"list.md": LIST.encode()}


def test_a_terminal_without_all_signs_gets_those_that_it_has(tmp_path: Path) -> None:
    """A question mark stands for any other; JSON is UTF-8 whatever the terminal has."""
    write_files(tmp_path, {"notes/list.md": LIST})
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "cache"), "PYTHONIOENCODING": "latin-1"}
    listed = notes_apart("list", cwd=tmp_path, env=env)
    as_json = notes_apart("list", "--json", cwd=tmp_path, env=env)

    assert (listed.returncode, listed.stderr) == (0, b"")
    assert listed.stdout.split(b"\t")[2] == b"Sur les ?uvres ??"
    assert json.loads(as_json.stdout)["works"][0]["title"] == "Sur les œuvres 深度"


def test_no_note_gives_orders_to_the_terminal(tmp_path: Path) -> None:
    """Signs that turn colours, move the cursor or ring the bell are not handed on."""
    evil = "red\x1bc\x07 and \u202egnorw"
    text = f"- [ ] [{evil} 1](https://x.org/1)\n- [ ] [{evil} 2](https://x.org/2) [[{evil}]]\n"
    write_files(tmp_path, {"notes/list.md": text})
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "cache")}
    commands = [
        ["check"],
        ["list"],
        ["show", "red"],
        ["show", evil * 2],
        ["search", "red"],
        ["stats"],
        ["sync", "--dry-run"],
        ["done", "red"],
        ["done", f"{evil} 1"],
        ["done", f"{evil} 1"],
        ["add", "https://x.org/2"],
        ["log", "https://x.org/1"],
        ["log", "https://x.org/1"],
        ["undo"],
        ["export", "csv", "zzz" + evil],
    ]
    for command in commands:
        done = notes(*command, cwd=tmp_path, env=env)
        said = done.stdout + done.stderr
        assert said, command
        assert not {"\x1b", "\x07", "\u202e"} & set(said.decode()), command
