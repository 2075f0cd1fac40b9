"""Number the links and mentions of a note, and mark in its tokens what can be quoted elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from papergarden.core.addresses import is_outside
from papergarden.core.blocks import Block, Piece, walk
from papergarden.core.found import Found
from papergarden.core.slugs import unique
from papergarden.core.syntax.slots import anchored, mark

# What stands behind a title in its line, or is a link of its own.
_NO_TITLE = {"field", "tag", "footnote_ref", "image"}
_HOLDERS = {"list_item", "dd"}  # whose first line has no element of its own in a tight list
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Spot:
    """One link, the line of text it stands in, and the mention it makes or belongs to."""

    piece: Piece
    block: Block
    entry: Found | None  # whose address or title it is, or (prose) to which it refers
    mention: int | None = None


@dataclass(slots=True)
class Marked:
    """A note whose links and mentions are numbered."""

    tokens: list[Token]
    spots: list[Spot]
    mentions: list[Found | Spot]  # in the order of their lines
    owners: dict[int, Found]  # of a line, by its place: the entry in whose text it stands
    anchors: dict[int, str] = field(default_factory=dict)  # of a line or entry, by its place

    def number_of(self, entry: Found) -> int:
        """The number of the mention that an entry makes."""
        return self._numbers[id(entry)]

    _numbers: dict[int, int] = field(default_factory=dict)


def mark_up(
    tokens: Sequence[Token],
    blocks: Sequence[Block],
    entries: Sequence[Found],
    parts: Mapping[str, tuple[int, int]],
    first_line: int,
) -> Marked:
    """Number and mark the tokens of a note.

    `parts` names runs of tokens to be marked besides; `first_line` is the body's first line on
    disk.
    """
    for entry in entries:
        if entry.link is None or entry.to_note:
            _wrap_title(entry)
    every = list(walk(blocks))
    lines = [block for block in every if block.inline is not None]
    spots = _spots(lines, entries)
    marked = Marked([], spots, _ordered(spots, entries), _owners(lines, entries))
    marked._numbers = {id(mention): n for n, mention in enumerate(marked.mentions)}  # noqa: SLF001 # its maker
    for number, spot in enumerate(spots):
        maker = spot.entry or spot
        spot.mention = marked._numbers.get(id(maker))  # noqa: SLF001 # its maker
        for token in (spot.piece.link, spot.piece.end):
            if token:
                token.meta["link"] = number
    parents = {id(child): block for block in every for child in block.children}
    before = _marks(marked, entries, parts, parents, first_line)
    marked.tokens = [t for i, token in enumerate(tokens) for t in (*before.get(i, ()), token)]
    marked.tokens += before.get(len(tokens), ())
    return marked


def line_of(entry: Found) -> Block | None:
    """The line of text with which an entry begins."""
    if entry.block.inline is not None:
        return entry.block
    first = entry.block.children[0] if entry.block.children else None
    return first if first and first.inline is not None else None


def _wrap_title(entry: Found) -> None:
    """Make the text of an entry without an address a link, unless there is a link in it."""
    line = line_of(entry)
    children = line.inline.children if line and line.inline else None
    if line is None or not children or any(token.type == "link_open" for token in children):
        return
    end = next((i for i, t in enumerate(children) if t.type in _NO_TITLE), len(children))
    start, end = _whole(children, end)
    if start == end:
        return
    opening = Token("link_open", "a", 1, attrs={"href": ""}, meta={"entry": entry})
    closing = Token("link_close", "a", -1)
    line.rewrite([*children[:start], opening, *children[start:end], closing, *children[end:]])


def _whole(children: Sequence[Token], end: int) -> tuple[int, int]:
    """The run up to `end` without emphasis that ends behind it; what begins the line is skipped."""
    open_: list[int] = []
    for place, token in enumerate(children[:end]):
        if token.nesting == 1:
            open_.append(place)
        elif token.nesting == -1:
            open_.pop()
    start = next((n for n, place in enumerate(open_) if n != place), len(open_))
    return start, open_[start] if start < len(open_) else end


def _spots(lines: Sequence[Block], entries: Sequence[Found]) -> list[Spot]:
    owned = {
        id(piece.link): entry
        for entry in entries
        for piece in (entry.link, *entry.extra)
        if piece is not None
    }
    spots = []
    for block in lines:
        for piece in block.pieces():
            token = piece.link
            if token is None:
                continue
            entry = token.meta.get("entry") or token.meta.get("refers") or owned.get(id(token))
            if entry or piece.is_wiki or not _leads_elsewhere(piece.href):
                spots.append(Spot(piece, block, entry))
    return spots


def _leads_elsewhere(href: str) -> bool:
    """Whether an address leads neither to the web nor into the vault, such as one for mail."""
    return not is_outside(href) and _OTHER_SCHEME.match(href) is not None


def _ordered(spots: Sequence[Spot], entries: Sequence[Found]) -> list[Found | Spot]:
    """The mentions: every entry, and every link to the outside that is no entry's."""
    places = {id(spot.entry): i for i, spot in reversed(list(enumerate(spots))) if spot.entry}
    mentions: list[tuple[int, int, Found | Spot]] = [
        (entry.line, places.get(id(entry), -1), entry) for entry in entries
    ]
    mentions += [
        (spot.piece.line, i, spot)
        for i, spot in enumerate(spots)
        if spot.entry is None and not spot.piece.is_wiki and is_outside(spot.piece.href)
    ]
    return [mention for *_, mention in sorted(mentions, key=lambda m: m[:2])]


def _owners(lines: Sequence[Block], entries: Sequence[Found]) -> dict[int, Found]:
    """For each line the innermost entry around it; one pass over both, in the order of the text."""
    reach = sorted(
        ((e.block.start, max(e.block.stop, *(b.stop for b in e.body), 0), e) for e in entries),
        key=lambda r: (r[0], -r[1]),
    )
    starts = [start for start, *_ in reach]
    owners: dict[int, Found] = {}
    open_: list[tuple[int, Found]] = []
    done = 0
    for block in lines:
        until = bisect_right(starts, block.start)
        open_ += [(stop, entry) for _, stop, entry in reach[done:until]]
        done = until
        while open_ and open_[-1][0] < block.start:
            open_.pop()
        if open_:
            owners[block.start] = open_[-1][1]
    return owners


def _marks(
    marked: Marked,
    entries: Sequence[Found],
    parts: Mapping[str, tuple[int, int]],
    parents: dict[int, Block],
    first_line: int,
) -> dict[int, list[Token]]:
    """Which marks go before which token; anchors are set on the way."""
    before: dict[int, list[Token]] = defaultdict(list)
    lines = {spot.block.start: spot.block for spot in marked.spots}
    bodies: set[int] = set()
    for entry in entries:
        if line := line_of(entry):
            lines[line.start] = line
        if entry.body and entry.block.start not in bodies:
            bodies.add(entry.block.start)
            before[entry.body[0].start].append(mark(f"b{entry.block.start}<"))
            before[entry.body[-1].stop + 1].insert(0, mark(f"b{entry.block.start}>"))
    for name, (first, end) in parts.items():
        before[first].append(mark(f"{name}<"))
        before[end].insert(0, mark(f"{name}>"))
    taken: dict[str, int] = {}
    for start, line in sorted(lines.items()):
        before[start + 1].append(mark(f"i{start}<"))
        before[line.stop].insert(0, mark(f"i{start}>"))
        parent = parents.get(id(line))
        is_first = parent and parent.type in _HOLDERS and parent.children[0] is line
        holder = parent if parent and is_first else line
        name = str(holder.token.attrs.get("id", "")).strip("\0#")
        if not name:
            name = unique(f"L{holder.line + first_line}", taken)
            anchored(holder.token, name)
        marked.anchors[start] = name
    return before
