"""Many write at once, and some are killed: nothing is lost, doubled or half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from harness import write_files

import papergarden
from papergarden.capture import desk as capture_desk
from papergarden.capture import store
from papergarden.capture.exchange import exchanged
from papergarden.capture.store import change
from papergarden.config import Config
from papergarden.errors import CaptureError


def play(request: pytest.FixtureRequest, what: str, folder: Path, short: str, full: str) -> Any:  # noqa: ANN401
    """Play one of the scenes, in full if the tests are asked to, and give what it tells."""
    numbers = (full if request.config.getoption("--stress") else short).split()
    done = subprocess.run(
        [sys.executable, Path(__file__).parent / "stress.py", what, folder / what, *numbers],
        env={"PATH": os.defpath, "PYTHONPATH": str(Path(papergarden.__file__).parents[1])},
        capture_output=True,
        check=True,
        timeout=600,
    )
    print(done.stdout.decode())  # noqa: T201 # figures, for whoever asks with -s
    return json.loads(done.stdout)


def test_a_crowd_of_writers_loses_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Processes of ours and a program that knows none of our locks, with a reader beside them.

    Where both replace the file at once, the older text stands there again for a moment; so what the
    reader sees is whole, and what counts is what is there at the end.
    """
    told = play(request, "crowd", tmp_path, "4 3", "8 25")

    nothing = ("failed", "lost", "double", "theirs_lost", "theirs_double", "torn", "left")
    assert {name: told[name] for name in nothing} == dict.fromkeys(nothing, 0)
    assert told["looks"] > 10
    assert told["theirs"] > 0


def test_a_writer_that_is_killed_leaves_a_whole_file(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Old or new, at whatever moment it happens."""
    told = play(request, "kills", tmp_path, "25", "200")

    assert told["torn"] == 0
    assert told["changed"] == told["kills"]


def test_commands_that_are_killed_can_be_taken_back(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The journal tells of each what it did, or that it did nothing; no lock is left behind."""
    told = play(request, "commands", tmp_path, "8", "200")

    assert told["torn"] == 0
    assert told["added"] == told["taken_back"] > told["kills"]
    assert told["as_before"]


@pytest.mark.parametrize(
    ("moments", "kept"),
    [
        ([b"theirs\n"], b"theirs\n"),
        ([b"theirs\n", b"later\n"], b"later\n"),
        ([b"theirs\n", b"later\n", b"last\n"], b"last\n"),
        ([b"theirs\n", None], b"theirs\n"),
    ],
)
def test_what_came_at_the_last_moment_is_put_back(
    moments: list[bytes | None], kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last look at the file, and before it is replaced, somebody else replaces it.

    That may happen again, or the file be deleted, while it is put back.
    """
    path = write_files(tmp_path, {"a.md": "old\n"}) / "a.md"
    if not exchanged(path, Path(write_files(tmp_path, {"b.md": ""}) / "b.md")):
        pytest.skip("this system cannot exchange two files")
    exchanged(path, tmp_path / "b.md")
    late = list(moments)

    def exchange(one: Path, other: Path) -> bool:
        theirs = late.pop(0) if late else b""
        if theirs:
            write_files(tmp_path, {"c.md": theirs})
            (tmp_path / "c.md").replace(other)
        elif theirs is None:
            other.unlink()
        return exchanged(one, other)

    monkeypatch.setattr(store, "exchanged", exchange)
    change(path, lambda data: (data or b"") + b"mine\n")

    assert path.read_bytes() == kept + b"mine\n"
    assert sorted(left.name for left in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_a_system_that_exchanges_no_files_replaces_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is changed all the same."""
    path = write_files(tmp_path, {"a.md": "old\n"}) / "a.md"
    monkeypatch.setattr(store, "exchanged", lambda *_: False)
    change(path, lambda _: b"new\n")

    assert path.read_bytes() == b"new\n"
    assert [left.name for left in tmp_path.iterdir()] == ["a.md"]


def test_what_a_killed_writer_left_is_taken_away_later(tmp_path: Path) -> None:
    """Not that of one who may still be at work."""
    path = write_files(tmp_path, {"a.md": "", ".papergarden-old": "", ".papergarden-new": ""})
    os.utime(path / ".papergarden-old", (0, 0))
    change(path / "a.md", lambda _: b"x")

    assert sorted(left.name for left in tmp_path.iterdir()) == [".papergarden-new", "a.md"]


def test_one_who_holds_the_lock_without_end_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits while others take turns goes on waiting; behind one who hangs he gives up."""
    monkeypatch.setattr(capture_desk, "_PATIENCE", 0.3)
    desk = capture_desk.Desk(tmp_path, Config(), tmp_path / "cache")
    with desk.alone():
        held = next((tmp_path / "cache" / "locks").iterdir())
        with (
            pytest.raises(CaptureError, match="another command is writing"),
            capture_desk.Desk(tmp_path, Config(), tmp_path / "cache").alone(),
        ):
            pass
    begun = threading.Event()
    over = time.monotonic() + 1

    def take_turns() -> None:
        with FileLock(held):
            begun.set()
            while time.monotonic() < over:
                time.sleep(0.05)
                os.utime(held)  # as if it had been given to somebody else

    turns = threading.Thread(target=take_turns)
    turns.start()
    begun.wait()
    with desk.alone():
        assert time.monotonic() >= over
    turns.join()
