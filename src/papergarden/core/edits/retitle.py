"""An entry with nothing but an identifier for a title gets the title that is known by now."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from papergarden.core.addresses import identify
from papergarden.core.edits.lines import Lines, parted, split
from papergarden.core.edits.wording import asks_for_title, escaped
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

_LINK = re.compile(
    r"\[(?P<text>(?:[^\[\]\\\n]|\\.)+)\]\((?:<(?P<angled>[^<>\n]+)>|(?P<plain>[^\s<>()]+))\)"
)


class Retitled(Struct, frozen=True):
    """A file with titles in it: its bytes, and each line that changed with what stands there."""

    data: bytes
    written: tuple[tuple[int, str], ...]


def retitled(path: str, data: bytes, titles: Mapping[str, str], settings: Settings) -> Retitled:
    """Write titles, given by key, where something stands in for them.

    An anchor that is anything else was written by the user, and stays.
    """
    asking = {item for item in _untitled(path, data, settings) if titles.get(item[1])}
    while True:
        lines, written = split(data), list[tuple[int, str]]()
        for line, key in sorted(asking):
            if new := _with_title(lines, line, key, titles[key]):
                lines = new
                written.append((line, parted(lines.lines[line - 1])[0]))
        # What was changed in code beside the entry is not read as a title of it.
        lost = asking & _untitled(path, lines.data(), settings) if written else set()
        changed = {line for line, _ in written}
        if not (lost := {item for item in lost if item[0] in changed}):
            return Retitled(lines.data(), tuple(written))
        asking -= lost


def _untitled(path: str, data: bytes, settings: Settings) -> set[tuple[int, str]]:
    """The entries of a file that have an address and no title, by line and key."""
    mentions = parse(read(path, data), settings).mentions
    return {
        (mention.line, mention.key)
        for mention in mentions
        if mention.role == "entry" and mention.href and mention.title is None
    }


def _with_title(lines: Lines, line: int, key: str, title: str) -> Lines | None:
    """The lines with a title in the first link on one that asks for it; None if none does."""
    text = lines.lines[line - 1]
    for match in _LINK.finditer(text):
        href = match["angled"] or match["plain"]
        if identify(href).key == key and asks_for_title(match["text"], key, href):
            begin, end = match.span("text")
            return lines.with_line(line - 1, text[:begin] + escaped(title) + text[end:])
    return None
