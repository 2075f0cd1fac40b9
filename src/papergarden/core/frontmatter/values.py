"""What front matter comes to, in whatever language it is written: properties that are text."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import msgspec

Properties = dict[str, Any]  # text, null, lists and mappings; numbers and the like stay text

DEEPEST = 40
# Half of a character, as JSON can write it, and the sign that leaves room for links in a body.
_UNFIT = re.compile("[\ud800-\udfff\x00]")


class Broken(Exception):  # noqa: N818 # it says what the block is
    """A block that cannot be read: the line in it, from 1, and the reason in plain words."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class Loaded(msgspec.Struct, frozen=True):
    """The properties of a block, and which names stand there twice, in which line of it."""

    properties: Properties
    repeated: tuple[tuple[str, int], ...] = ()


def plain(value: object, depth: int = 0) -> Any:  # noqa: ANN401 # whatever the user wrote
    """A value of JSON or TOML with all that is no list and no mapping as text.

    Raises:
        Broken: lists and mappings lie in each other without end.
    """
    if depth > DEEPEST:
        raise Broken(1, "lists and mappings are nested too deep")
    if isinstance(value, dict):
        return {fit(str(name)): plain(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return None if value is None else fit(str(value))


def fit(text: str) -> str:
    """Text without what no file and no page can hold."""
    return _UNFIT.sub("\ufffd", text)
