"""Sessions at the command line, kept as text: what is typed, what is said, how it ends.

A transcript begins with a sentence of what it shows. `== path` begins a file, whose lines follow,
and `== path -> target` is a link. `$ notes …` is a command: behind it stand the lines it says,
those of standard error with `! ` before them, and `exit N`. `$ cd folder`, `$ ls folder` and
`$ cat file` are known as well. Seconds stand as `N s`, and `HERE` is where the session began.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from harness import notes, tree, write_files

_SECONDS = re.compile(r"\b\d+\.\d\d s\b")
_STEP = re.compile(r"^(?=== |\$ )", re.MULTILINE)


def replay(text: str, folder: Path) -> str:
    """Play a transcript in an empty folder, and give it as it should have been written."""
    title, *steps = _STEP.split(text)
    played = [title]
    here = folder
    for step in steps:
        line, _, rest = step.partition("\n")
        if line.startswith("== "):
            _write(line.removeprefix("== "), rest.rstrip("\n") + "\n", folder)
            played.append(step)
            continue
        name, *arguments = shlex.split(line.removeprefix("$ "))
        if name == "cd":
            here = (here / arguments[0]).resolve()
        answer = "".join(f"{said}\n" for said in _said(name, arguments, here, folder))
        played.append(f"{line}\n{answer}\n")
    return "".join(played).rstrip("\n") + "\n"


def _write(name: str, content: str, folder: Path) -> None:
    path, _, target = name.partition(" -> ")
    if target:
        (folder / path).symlink_to(target)
    else:
        write_files(folder, {path: content})


def _said(name: str, arguments: list[str], here: Path, home: Path) -> Iterator[str]:
    """What a command answers, line by line."""
    match name:
        case "cd":
            pass
        case "ls":
            yield from tree(here / arguments[0])
        case "cat":
            yield from (here / arguments[0]).read_text("utf-8").splitlines()
        case "notes":
            done = notes(*arguments, cwd=here)
            yield from _masked(done.stdout, home)
            yield from (f"! {line}".rstrip() for line in _masked(done.stderr, home))
            yield f"exit {done.returncode}"
        case _:
            raise ValueError(f"a transcript has no command {name}")


def _masked(said: bytes, home: Path) -> list[str]:
    """Lines that are the same on every machine."""
    text = said.decode().replace(str(home.resolve()), "HERE").replace(str(home), "HERE")
    return _SECONDS.sub("N s", text).splitlines()
