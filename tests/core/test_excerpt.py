"""The first words of a note, as search engines show them."""

from __future__ import annotations

import pytest

from papergarden.core.excerpt import one_line
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read


def begun(text: str) -> str:
    """The excerpt of a note of this text."""
    return parse(read("note.md", text.encode()), Settings()).excerpt


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "# Title\n\nOne **two** [three](https://x.org).\n\n- four\n- five\n",
            "One two three. four five",
        ),
        ("## Part\n\n```py\ncode\n```\n\n|a|\n|-|\n|b|\n\nText.\n", "Text."),
        ("Let $x < y$ be[^1] so.\n\n[^1]: A note.\n", "Let x < y be so."),
        ("![[plot.png]] Shown. [[b|Linked]] & <b>.\n", "Shown. Linked & <b>."),
        ("- [x] done #tag\n", "done #tag"),
        ("", ""),
        ("```\n" + "long\n" * 5_000 + "```\n\nText.\n", "Text."),
        (r"Let $\sum_{i=1}^n x_i$ be.", "Let … be."),
    ],
)
def test_the_excerpt_of_a_note_is_its_running_text(text: str, words: str) -> None:
    """Headings, code, tables, pictures and footnotes are no part of it."""
    assert begun(text) == words


def test_a_long_text_is_cut_behind_a_word() -> None:
    """What is left fits, and says that there is more."""
    short = one_line("word, " * 100)

    assert short.endswith("word…")
    assert 145 < len(short) <= 156
    assert one_line("word " * 10) == "word " * 9 + "word"
    assert one_line("日" * 500) == "日" * 155 + "…"


def test_the_excerpt_of_a_huge_note_is_found_at_once() -> None:
    """Only its beginning is looked at."""
    assert begun("word " * 40_000) == one_line("word " * 100)
