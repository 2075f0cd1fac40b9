"""Cases written as prose: `title`, a dot, the input, a dot, the expectation, a dot.

Lines of the form `name: value` right under the title are options of the case. With
`escapes: on`, escapes such as `\\ufeff` or `\\xa0` in the input mean the character itself.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

_OPTIONS = {"path", "escapes", "date_order", "raw_html"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(r))")


class Case(Struct, frozen=True):
    """One passage of Markdown and what a user gets from it."""

    name: str  # of its file, and its title
    text: str
    expected: str
    path: str
    options: dict[str, str]


def read_cases(folder: Path) -> list[Case]:
    """Every case of every file in a folder; what is no case is a mistake, not a gap."""
    cases: list[Case] = []
    for file in sorted(folder.glob("*.md")):
        found = _cases_of(file.stem, file.read_text(encoding="utf-8").split("\n"))
        if not found:
            raise ValueError(f"{file.name} holds no case")
        cases += found
    return cases


def _cases_of(stem: str, lines: list[str]) -> list[Case]:
    cases: list[Case] = []
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        dots: list[int] = []
        for number in range(place, len(lines)):
            if lines[number] == ".":
                dots.append(number)
            if len(dots) == 3:
                break
        else:
            raise ValueError(f"{stem}.md, line {place + 1}: this case does not end")
        title, *given = lines[place : dots[0]]
        cases.append(_case(stem, title, given, lines[dots[0] + 1 : dots[2]]))
        place = dots[2] + 1
        if place < len(lines) and lines[place].strip():
            raise ValueError(f"{stem}.md, line {place + 1}: a blank line ends a case")
    return cases


def _case(stem: str, title: str, given: list[str], rest: list[str]) -> Case:
    options = dict(line.split(": ", 1) for line in given)
    if unknown := options.keys() - _OPTIONS:
        raise ValueError(f"{stem}.md, {title}: there is no option {unknown}")
    middle = rest.index(".")
    text = "".join(f"{line}\n" for line in rest[:middle])
    if options.get("escapes") == "on":
        text = _ESCAPE.sub(_meant, text)
    return Case(
        name=f"{stem}: {title}",
        text=text,
        expected="\n".join(rest[middle + 1 :]),
        path=options.get("path", "note.md"),
        options=options,
    )


def _meant(match: re.Match[str]) -> str:
    return "\r" if match[3] else chr(int(match[1] or match[2], 16))
