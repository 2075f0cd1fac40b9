"""What is wrong in a file and can be put right without asking what was meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from papergarden.core.edits.lines import Lines, parted, split
from papergarden.core.model import Found, Graph, ParsedNote
from papergarden.core.parse import parse
from papergarden.core.paths import without_ending
from papergarden.core.repair import repair
from papergarden.core.resolve import is_alias
from papergarden.core.settings import Settings
from papergarden.core.source import read

_WIKI = re.compile(r"(?<!!)\[\[([^\[\]|#\n]+)\]\]")

# For each note by path: what its links by another name say, and the note that is meant.
Aliases = Mapping[str, Mapping[str, str]]


def aliases_in(graph: Graph) -> Aliases:
    """The links that only this tool follows, as they give a note another name."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for note_id, targets in graph.targets.items():
        note = graph.notes.get(note_id) or graph.unlisted[note_id]
        for number, target in targets.items():
            link = note.links[number]
            if isinstance(target, Found) and "#" not in link.href and not link.embed:
                other = graph.notes.get(target.note) or graph.unlisted[target.note]
                if is_alias(link, other):
                    found[note.path][link.href] = without_ending(other.path)
    return found


def mended(path: str, data: bytes, aliases: Aliases = MappingProxyType({})) -> bytes:
    """The bytes of a file with damaged characters as they are read, and links Obsidian follows."""
    data = _repaired(path, data)
    return _linked(path, data, aliases[path]) if path in aliases else data


def _repaired(path: str, data: bytes) -> bytes:
    """The bytes of a file without its damage.

    Line ends, what is no UTF-8 and all else stay. If the new bytes would be read otherwise than the
    old ones, these are given back.
    """
    lines = split(data)
    texts, endings = zip(*map(parted, lines.lines), strict=True) if lines.lines else ((), ())
    repaired, repairs = repair("\n".join(texts))
    if not repairs:
        return data
    whole = zip(repaired.split("\n"), endings, strict=True)
    new = Lines(lines.mark, tuple(text + ending for text, ending in whole)).data()
    before, after = read(path, data), read(path, new)
    same = (before.body, before.properties) == (after.body, after.properties)
    return new if same else data


def _linked(path: str, data: bytes, names: Mapping[str, str]) -> bytes:
    """Links by another name lead to the note, and show that name.

    A line with code, or with a table, in which they would be read otherwise, stays.
    """

    def named(match: re.Match[str]) -> str:
        name = match[1]
        return f"[[{names[name]}|{name}]]" if name in names else match[0]

    note = parse(read(path, data), Settings())
    shown, lines = _as_shown(note, names), split(data)
    numbers = sorted({link.line - 1 for link in note.links if link.href in names})
    found = [(n, lines.lines[n]) for n in numbers if "|" not in lines.lines[n]]
    changed = [(n, new) for n, line in found if (new := _WIKI.sub(named, line)) != line]

    def reads_alike(lines: Lines) -> bool:
        return _as_shown(parse(read(path, lines.data()), Settings()), names) == shown

    return _changed(lines, changed, reads_alike).data() if changed else data


def _changed(
    lines: Lines, changed: Sequence[tuple[int, str]], is_right: Callable[[Lines], bool]
) -> Lines:
    """The lines with those in the place of others that are right there.

    All are tried at once, and only if something is wrong with them one half after the other.
    """
    new = list(lines.lines)
    for number, line in changed:
        new[number] = line
    tried = Lines(lines.mark, tuple(new))
    if is_right(tried):
        return tried
    if len(changed) == 1:
        return lines
    half = len(changed) // 2
    return _changed(_changed(lines, changed[:half], is_right), changed[half:], is_right)


def _as_shown(note: ParsedNote, names: Mapping[str, str]) -> tuple[object, ...]:
    """What a reader sees of a note and where its links lead."""
    links = [(link.line, link.text, names.get(link.href, link.href)) for link in note.links]
    return links, note.title, note.body, [mention.key for mention in note.mentions]
