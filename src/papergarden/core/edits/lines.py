"""A file as lines that give back its bytes, whatever they are: no byte is decoded for good."""

from __future__ import annotations

import re

from msgspec import Struct

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARK = "\ufeff"


class EditError(Exception):
    """A change that cannot be made without harm; the text says why, in one line."""


class Lines(Struct, frozen=True):
    """The lines of a file, each with its ending, and the byte order mark before them."""

    mark: str
    lines: tuple[str, ...]

    def data(self) -> bytes:
        """The bytes of the file."""
        return "".join((self.mark, *self.lines)).encode("utf-8", "surrogateescape")

    def with_line(self, index: int, line: str) -> Lines:
        """The same with another line in place of one."""
        return Lines(self.mark, (*self.lines[:index], line, *self.lines[index + 1 :]))

    def with_new(self, index: int, new: list[str]) -> Lines:
        """The same with new lines, given without endings, before one or at the end.

        Lines end as the one before them does. A file whose last line has no ending keeps it so.
        """
        ending = self.ending_at(index)
        before, after = list(self.lines[:index]), self.lines[index:]
        added = [line + ending for line in new]
        if before and not _ending(before[-1]):
            before[-1] += ending
            added[-1] = new[-1]
        return Lines(self.mark, (*before, *added, *after))

    def ending_at(self, index: int) -> str:
        """How a line written at a place is to end."""
        near = (*reversed(self.lines[:index]), *self.lines[index:])
        return next(filter(None, map(_ending, near)), "\n")

    def is_blank(self, index: int) -> bool:
        """Whether nothing stands on a line."""
        return not self.lines[index].strip()


def split(data: bytes) -> Lines:
    """The lines of a file. What is not UTF-8 is kept as it is, byte by byte."""
    text = data.decode("utf-8", "surrogateescape")
    mark = _MARK if text.startswith(_MARK) else ""
    return Lines(mark, tuple(_LINE.findall(text.removeprefix(mark))))


def parted(line: str) -> tuple[str, str]:
    """A line without its ending, and the ending."""
    ending = _ending(line)
    return line.removesuffix(ending), ending


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
