"""The parts of a note that links can name: sections under headings, and blocks with a `^name`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from papergarden.core.blocks import Block, walk
from papergarden.core.found import Section
from papergarden.core.model import Block as NamedBlock
from papergarden.core.model import Day, Heading, Span
from papergarden.core.places import squeezed
from papergarden.core.slugs import anchor_slug, unique
from papergarden.core.syntax.slots import anchored, span


class Parts:
    """Finds the parts, names their anchors, and reads off where they came to stand."""

    def __init__(self, blocks: Sequence[Block], sections: Sequence[Section]) -> None:
        taken: dict[str, int] = {}
        self._sections = sections
        self._anchors = [_anchor(section, taken) for section in sections]
        # As written: on the page, a heading may come to stand a level lower.
        self._levels = [section.block.token.tag for section in sections]
        every = list(walk(blocks))
        self._named = {
            str(block.token.meta["block"]).lower(): block
            for block in every
            if "block" in block.token.meta
        }
        first_lines = {
            id(block.children[0]): block
            for block in every
            if block.type == "list_item" and block.children
        }
        for name, block in self._named.items():
            # The first line of an item stands for the item.
            holder = self._named[name] = first_lines.get(id(block), block)
            if "id" not in holder.token.attrs:
                anchored(holder.token, unique(f"b-{name}", taken))
        self._reach = _reach(blocks)
        self._written = _written(blocks, sections)

    def runs(self) -> dict[str, tuple[int, int]]:
        """The runs of tokens to be marked, by the name of the mark."""
        runs = {f"h{start}": run for start, run in self._reach.items()}
        runs |= {f"d{start}": run for start, run in self._written.items()}
        for name, block in self._named.items():
            if block.type == "list_item":  # its text is shown, without the bullet
                runs[f"k{name}"] = (block.start + 1, block.stop)
            else:
                runs[f"k{name}"] = (block.start, block.stop + 1)
        return runs

    def headings(self, marks: Mapping[str, int], first_line: int) -> tuple[Heading, ...]:
        """The headings of the contents; a label or a line with a date is none."""
        return tuple(
            Heading(
                int(level[1]),
                section.text,
                anchor,
                _names(section),
                section.block.line + first_line,
                span(marks, name) if f"{(name := f'h{section.block.start}')}<" in marks else None,
            )
            for section, anchor, level in zip(
                self._sections, self._anchors, self._levels, strict=True
            )
            if section.block.type == "heading"
        )

    def days(
        self, marks: Mapping[str, int], first_line: int, day: str | None, text: Span
    ) -> tuple[Day, ...]:
        """The dated sections; a daily note, of this `day` by its name, is one as a whole."""
        whole = () if day is None else (Day(day, 1, "", text),)
        return whole + tuple(
            Day(
                section.date,
                section.block.line + first_line,
                anchor,
                span(marks, f"d{start}")
                if (start := section.block.start) in self._written
                else None,
            )
            for section, anchor in zip(self._sections, self._anchors, strict=True)
            if section.date
        )

    def _text(self, marks: Mapping[str, int], start: int) -> Span | None:
        return span(marks, f"d{start}") if start in self._written else None

    def blocks(self, marks: Mapping[str, int]) -> dict[str, NamedBlock]:
        """The named blocks."""
        return {
            name: NamedBlock(str(block.token.attrs["id"]).strip("\0#"), span(marks, f"k{name}"))
            for name, block in self._named.items()
        }


def _names(section: Section) -> tuple[str, ...]:
    """What a link may call a heading: its text, with its tags or without, or its own name."""
    inline = section.block.inline
    own = str(section.block.token.meta.get("id", ""))
    given = (section.text, inline.content if inline else "", own)
    return tuple(dict.fromkeys(filter(None, map(squeezed, given))))


def _anchor(section: Section, taken: dict[str, int]) -> str:
    own = str(section.block.token.meta.get("id", ""))
    name = f"d-{section.date}" if section.date else anchor_slug(own or section.text)
    anchor = unique(name, taken)
    anchored(section.block.token, anchor)
    if section.block.type != "heading":
        section.block.token.attrs["class"] = "day" if section.date else "label"
    return anchor


def _reach(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    """For each heading at top level, by its place, the run of tokens that is its section."""
    reach: dict[int, tuple[int, int]] = {}
    open_: list[tuple[int, int]] = []  # level and place
    end = blocks[-1].stop + 1 if blocks else 0
    for block in blocks:
        if block.type == "footnote_block":
            end = block.start
            break
        if block.type != "heading":
            continue
        level = int(block.token.tag[1])
        while open_ and open_[-1][0] >= level:
            _, start = open_.pop()
            reach[start] = (start, block.start)
        open_.append((level, block.start))
    for _, start in open_:
        reach[start] = (start, end)
    return reach


_NO_HEADING = 7  # deeper than any


def _written(blocks: Sequence[Block], sections: Sequence[Section]) -> dict[int, tuple[int, int]]:
    """For each day at top level, by its place, the run of tokens behind it.

    A day lasts until the next one; that of a heading also ends with the heading's section.
    """
    dated = {section.block.start for section in sections if section.date}
    runs: dict[int, tuple[int, int]] = {}
    day: Block | None = None
    lasts = 0
    for block in blocks:
        level = int(block.token.tag[1]) if block.type == "heading" else _NO_HEADING
        if day and (block.start in dated or level <= lasts < _NO_HEADING):
            day = None
        if block.type == "footnote_block":
            break
        if block.start in dated:
            day, lasts = block, level
        elif day:
            begin, _ = runs.get(day.start, (block.start, 0))
            runs[day.start] = (begin, block.stop + 1)
    return runs
