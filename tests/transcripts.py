"""Sessions at the command line, kept as text: what is typed, what is said, how it ends.

A transcript begins with a sentence of what it shows. `== path` begins a file, whose lines follow,
and `== path -> target` is a link. `$ notes …` is a command: behind it stand the lines it says,
those of standard error with `! ` before them, and `exit N`. `$ cd folder`, `$ ls folder` and
`$ cat file` are known as well; `$ echo text | notes …` gives a command something to read. Seconds
stand as `N s`, `HERE` is where the session began, and `TODAY` the day of it; `TODAY/US` is that day
as it is written in some logs.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from harness import notes, tree, write_files

_SECONDS = re.compile(r"\b\d+\.\d\d s\b")
_BEGAN = date.today()  # noqa: DTZ011 # as below
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
        piped, _, command = line.removeprefix("$ ").rpartition(" | ")
        name, *arguments = shlex.split(command)
        typed = "".join(f"{word}\n" for word in shlex.split(piped)[1:]).encode()
        if name == "cd":
            here = (here / arguments[0]).resolve()
        answer = "".join(f"{said}\n" for said in _said(name, arguments, typed, here, folder))
        played.append(f"{line}\n{answer}\n")
    return "".join(played).rstrip("\n") + "\n"


def _write(name: str, content: str, folder: Path) -> None:
    path, _, target = name.partition(" -> ")
    if target:
        (folder / path).symlink_to(target)
    else:
        write_files(folder, {path: content})


def _said(name: str, arguments: list[str], typed: bytes, here: Path, home: Path) -> Iterator[str]:
    """What a command answers, line by line."""
    match name:
        case "cd":
            pass
        case "ls":
            yield from (path for path in tree(here / arguments[0]) if ".cache/" not in path)
        case "cat":
            yield from _masked((here / arguments[0]).read_bytes(), home)
        case "notes":
            cache = {"PAPERGARDEN_CACHE": str(home / ".cache")}
            done = notes(*arguments, cwd=here, env=cache, typed=typed)
            yield from _masked(done.stdout, home)
            yield from (f"! {line}".rstrip() for line in _masked(done.stderr, home))
            yield f"exit {done.returncode}"
        case _:
            raise ValueError(f"a transcript has no command {name}")


def _masked(said: bytes, home: Path) -> list[str]:
    """Lines that are the same on every machine."""
    text = said.decode().replace(str(home.resolve()), "HERE").replace(str(home), "HERE")
    for day in {_BEGAN, date.today()}:  # noqa: DTZ011 # the clock of the wall, as a user reads it
        text = text.replace(f"{day:%Y-%m-%d}", "TODAY").replace(f"{day:%m/%d/%Y}", "TODAY/US")
    return _SECONDS.sub("N s", text).splitlines()
