"""The legend with which a log begins: which emoji stands for which kind of thing."""

from __future__ import annotations

import re
import unicodedata

from papergarden.core.blocks import LISTS, Block
from papergarden.core.model import Kind

_WORDS: tuple[tuple[str, Kind], ...] = (
    ("paper|publication|preprint", "paper"),
    ("blog|article|post|project page|news", "article"),
    ("book|textbook|chapter", "book"),
    ("video|talk|lecture|film|podcast", "video"),
    ("code|experiment|repo|software|project", "code"),
    ("resource|course|general|reference|other|misc", "resource"),
)
_ITEM = re.compile(r"(?P<emoji>[^\w\s]{1,8}?)\s*[:=–—-]\s*(?P<words>\w[^\n]*)")
_MOST_WORDS = 6


def legend(block: Block) -> dict[str, Kind] | None:
    """The kinds that a list explains, or None if it is no legend: every item `emoji: words`."""
    if block.type not in LISTS or len(block.children) < 2:  # noqa: PLR2004 # one line explains itself
        return None
    kinds: dict[str, Kind] = {}
    for item in block.children:
        inline = item.children[0].inline if len(item.children) == 1 else None
        if inline is None or "box" in inline.meta:
            return None
        parts = item.children[0].pieces()
        match = _ITEM.fullmatch(parts[0].text.strip()) if len(parts) == 1 else None
        if not match or not is_emoji(match["emoji"]) or len(match["words"].split()) > _MOST_WORDS:
            return None
        kind = _kind(match["words"].lower())
        if kind:
            kinds[match["emoji"].rstrip("\ufe0f")] = kind
    return kinds


def kind_told(text: str, kinds: dict[str, Kind]) -> Kind | None:
    """The kind that the emoji at the beginning of a line tells."""
    text = text.lstrip(" \t\u00a0\"'“‘*_")
    if not text.startswith(tuple(kinds)):
        return None
    return next((kind for emoji, kind in kinds.items() if text.startswith(emoji)), None)


def without_emoji(text: str) -> str:
    """A title without the emoji before it."""
    for index, char in enumerate(text):
        if not (char.isspace() or unicodedata.category(char) in {"So", "Sk", "Mn", "Cf"}):
            return text[index:]
    return ""


def is_emoji(text: str) -> bool:
    """Whether a text is a pictograph, whatever selectors follow it."""
    return bool(text) and unicodedata.category(text[0]) == "So"


def _kind(words: str) -> Kind | None:
    return next((kind for pattern, kind in _WORDS if re.search(rf"\b(?:{pattern})", words)), None)
