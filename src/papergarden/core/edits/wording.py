"""How a work is written down: its title in square brackets, its address, and what stands behind."""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct

from papergarden.core.addresses import url_of
from papergarden.core.edits.boxes import Stamp, field

Priority = Literal["highest", "high", "medium", "low", "lowest"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)

_EMOJI = {"highest": "🔺", "high": "⏫", "medium": "🔼", "low": "🔽", "lowest": "⏬"}
_MATH = re.compile(r"(\$[^$\n]+\$)")
# What Markdown, Obsidian and this tool would not show as it stands.
_SPECIAL = re.compile(
    r"[\[\]`*<]|(?<!\w)_|_(?!\w)|~(?=~)|=(?==)|%(?=%)|(?:^|(?<=\s))#(?=\S)|\\(?!\w)|&(?=\w+;|#)"
)
_NEEDS_BRACKETS = re.compile(r"[()\s]")


class Wanted(Struct, frozen=True):
    """A work that is to be written down: its key, its address, and its title if one is known."""

    key: str
    url: str
    title: str | None = None


class Extras(Struct, frozen=True):
    """What the user says of a new entry besides."""

    tags: tuple[str, ...] = ()
    priority: Priority | None = None
    notes: tuple[str, ...] = ()


def stand_in(key: str, url: str) -> str:
    """What stands for a title that is not known yet.

    It is the identifier as its source writes it, or the address itself. An anchor that is equal to
    it asks for a title; the reader takes neither for one. A user who changes the anchor has given
    a title, and nothing will replace it.
    """
    scheme, _, name = key.partition(":")
    return {"arxiv": f"arXiv:{name}", "doi": f"doi:{name}"}.get(scheme, url)


def asks_for_title(anchor: str, key: str, href: str) -> bool:
    """Whether a link as it stands in a note has no title yet but what stands in for one."""
    return anchor in {stand_in(key, href), stand_in(key, url_of(key) or href)}


def link(work: Wanted) -> str:
    """The work as a link of Markdown."""
    text = escaped(work.title) if work.title else stand_in(work.key, work.url)
    url = work.url.replace("<", "%3C").replace(">", "%3E")
    return f"[{text}](<{url}>)" if _NEEDS_BRACKETS.search(url) else f"[{text}]({url})"


def escaped(title: str) -> str:
    """A title as it must be typed to be read as it is; formulas stay formulas."""
    pieces = _MATH.split(" ".join(title.split()))
    return "".join(
        piece if number % 2 else _SPECIAL.sub(r"\\\g<0>", piece)
        for number, piece in enumerate(pieces)
    )


def box_line(work: Wanted, extras: Extras, stamp: Stamp | None, *, dataview: bool) -> str:
    """A new entry of a reading list, behind its bullet."""
    parts = ["[ ]", link(work), *(f"#{tag.removeprefix('#')}" for tag in extras.tags)]
    if extras.priority:
        name = extras.priority
        parts.append(f"[priority:: {name}]" if dataview else _EMOJI[name])
    if stamp:
        parts.append(field("created", stamp))
    return " ".join(parts)
