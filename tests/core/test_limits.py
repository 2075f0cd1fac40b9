"""Text that would take minutes to read is shown as it is."""

from __future__ import annotations

import pytest

from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read
from papergarden.core.syntax.limits import MOST_BRACKETS


def codes(text: str) -> list[str]:
    """What is said of a note of this text."""
    return [d.code for d in parse(read("note.md", text.encode()), Settings()).diagnostics]


@pytest.mark.parametrize("text", ["[" * 9000, "[due " * 9000, "[" * 9000 + "]" * 9000])
def test_brackets_without_end_are_not_read(text: str) -> None:
    """They are shown, and the user is told."""
    note = parse(read("note.md", text.encode()), Settings())

    assert [d.code for d in note.diagnostics] == ["line-too-long"]
    assert text.strip() in "".join(part for part in note.body.segments if isinstance(part, str))


def test_many_links_in_a_line_are_read() -> None:
    """However many there are: each is closed before the next one begins."""
    text = "[a](https://example.org/a) " * 2 * MOST_BRACKETS

    assert codes(text) == []
    assert codes("[" * 20 + "x" + "]" * 20) == []
