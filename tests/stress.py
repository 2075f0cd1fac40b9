"""Writers at the same time and writers that are killed: what they did is told as JSON.

`python stress.py crowd FOLDER WRITERS PAPERS`, `kills FOLDER TIMES` or `commands FOLDER TIMES`; the
code of papergarden has to be on the path. tests/test_stress.py plays them, in full with `--stress`.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from papergarden.capture import adding
from papergarden.capture.desk import Desk
from papergarden.capture.journal import undo
from papergarden.capture.store import change
from papergarden.config import Config
from papergarden.core.edits.asked import asked

HEAD = "# List\n\n- [ ] [first](https://example.org/first)\n"
_LINE = re.compile(r"- \[ \] \[[^\]]+\]\(https://[^)]+\)(?: ➕ 2025-03-14)?\n")
_SIZE = 300_000  # bytes of a file that takes a while to write


def desk_in(folder: Path) -> Desk:
    """The desk of a vault, with its cache beside it."""
    return Desk(folder / "vault", Config(), folder / "cache")


def add(desk: Desk, paper: str) -> None:
    """One `notes add`."""
    adding.add(desk, adding.Order(asked(paper).works), today="2025-03-14", command="add")


def forked(work: Callable[[], None]) -> int:
    """Run something in a process of its own; its number."""
    process = os.fork()
    if process:
        return process
    try:
        work()
    except Exception:  # noqa: BLE001 # whatever it is, it is told
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def kill_at_work(work: Callable[[], None], path: Path, later: float) -> None:
    """Kill somebody who writes a file again and again, some time after the first change."""
    before = path.stat().st_ino
    process = forked(work)
    while path.stat().st_ino == before:
        time.sleep(0.0005)
    time.sleep(later)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def crowd(folder: Path, writers: int, papers: int) -> dict[str, object]:
    """Many add papers, some of them the same, while another program adds its own lines."""
    path = folder / "vault" / "list.md"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD, "utf-8")
    began = time.monotonic()

    def writer(number: int) -> None:
        # Of each two neighbours one adds papers that the other adds as well.
        for n in range(papers):
            add(
                desk_in(folder),
                f"24{number // 2 % 12 + 1:02}.{number % 2 * papers // 2 + n + 1:05}",
            )

    running = [forked(lambda number=number: writer(number)) for number in range(writers)]  # type: ignore[misc]
    theirs = torn = looks = 0
    dice = random.Random(1)
    due = time.monotonic()
    failed = 0
    while running:
        text = path.read_bytes().decode()
        lines = text.removeprefix(HEAD).splitlines(keepends=True)
        looks += 1
        torn += not text.startswith(HEAD) or not all(map(_LINE.fullmatch, lines))
        if time.monotonic() >= due:
            theirs += 1
            _append(path, f"- [ ] [theirs {theirs}](https://example.com/{theirs})\n")
            due = time.monotonic() + dice.uniform(0, 1)
        done, status = os.waitpid(-1, os.WNOHANG)
        if done:
            running.remove(done)
            failed += status != 0
    lines = path.read_text("utf-8").removeprefix(HEAD).splitlines()
    wanted = {
        f"24{number // 2 % 12 + 1:02}.{number % 2 * papers // 2 + n + 1:05}"
        for number in range(writers)
        for n in range(papers)
    }
    added = [line.split("abs/")[1].split(")")[0] for line in lines if "arxiv.org" in line]
    own = [line for line in lines if "theirs" in line]
    return {
        "failed": failed,
        "lost": len(wanted - set(added)),
        "double": len(added) - len(set(added)),
        "theirs": theirs,
        "theirs_lost": theirs - len(set(own)),
        "theirs_double": len(own) - len(set(own)),
        "papers": len(set(added)),
        "looks": looks,
        "torn": torn,
        "left": len(list(path.parent.glob(".papergarden-*"))),
        "seconds": round(time.monotonic() - began, 1),
    }


def _append(path: Path, line: str) -> None:
    """What another program does: it knows no lock of ours, but looks before it replaces."""
    change(path, lambda data: (data or b"") + line.encode())


def kills(folder: Path, times: int) -> dict[str, object]:
    """A file is written again and again by somebody who is killed at any moment."""
    path = folder / "vault" / "list.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(_whole(0))
    dice = random.Random(2)
    torn = changed = 0
    before = path.read_bytes()
    began = time.monotonic()

    def write() -> None:
        number = _number(path.read_bytes()) or 0
        while True:
            number += 1
            new = _whole(number)
            change(path, lambda _, new=new: new)  # type: ignore[misc] # bound now

    for _ in range(times):
        kill_at_work(write, path, dice.uniform(0, 0.015))
        after = path.read_bytes()
        torn += _number(after) is None
        changed += after != before
        before = after
    return {
        "kills": times,
        "torn": torn,
        "changed": changed,
        "left": len(list(path.parent.glob(".papergarden-*"))),
        "seconds": round(time.monotonic() - began, 1),
    }


def _whole(number: int) -> bytes:
    """A file that tells of each of its bytes to which version it belongs."""
    line = f"{number:08}\n".encode()
    return line * (_SIZE // len(line))


def _number(data: bytes) -> int | None:
    """The version of a file, or None if it is not whole."""
    number = int(data[:8]) if data[:8].isdigit() else -1
    return number if data == _whole(number) else None


def killed_commands(folder: Path, times: int) -> dict[str, object]:
    """`notes add`, killed at any moment; then all that was done is taken back."""
    path = folder / "vault" / "list.md"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD, "utf-8")
    dice = random.Random(3)
    torn = 0
    add(desk_in(folder), "2401.00001")  # all that is loaded at the first time is there then
    began = time.monotonic()

    def write() -> None:
        while True:
            count = path.read_text("utf-8").count("arxiv.org")
            add(desk_in(folder), f"2401.{count + 1:05}")

    for _ in range(times):
        kill_at_work(write, path, dice.uniform(0, 0.08))
        lines = path.read_text("utf-8").removeprefix(HEAD).splitlines(keepends=True)
        papers = [f"2401.{n + 1:05}" for n in range(len(lines))]
        torn += not all(
            paper in line and _LINE.fullmatch(line)
            for paper, line in zip(papers, lines, strict=True)
        )
    added = path.read_text("utf-8").count("arxiv.org")
    steps = 0
    while True:
        desk = desk_in(folder)
        with desk.alone():
            if not undo(desk.journal):
                break
        steps += 1
    return {
        "kills": times,
        "torn": torn,
        "added": added,
        "taken_back": steps,
        "as_before": path.read_text("utf-8") == HEAD,
        "seconds": round(time.monotonic() - began, 1),
    }


if __name__ == "__main__":
    what, where, *numbers = sys.argv[1:]
    played = {"crowd": crowd, "kills": kills, "commands": killed_commands}[what]
    told = played(Path(where), *map(int, numbers))  # type: ignore[operator] # as many as it takes
    print(json.dumps(told))  # noqa: T201
