"""The parser takes shortcuts, and reads what it would read without them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from test_parse_properties import PIECES

from papergarden.core.syntax import dialect, markdown

CASES = sorted((Path(__file__).parent / "cases").iterdir())
# What begins a line, a block in a block, or an end of text, besides what notes are made of.
MORE = [
    *(
        "a",
        "2024 ",
        "\n\t- ",
        "\n    ",
        "\n  - x",
        "\n10) ",
        "\n> - ",
        "\n>",
        "- - -",
        "1.",
        "-",
        "+ ",
    ),
    *("\n| a | b |\n|---|---|\n| c | d |\n", "\n***\n", "\n~ d", "\n:::", "  \n", "\\\n", "==="),
    *(
        "*a*",
        "**b**",
        "~~c~~",
        "_d_e_",
        "!",
        "&",
        "^",
        "=",
        "~",
        "\\*",
        "\\[",
        "]: ",
        "{",
        "}",
        "<",
    ),
    *("`a`http://q.r", "<http://q.r>", "<a@b.c>", "http://x.y/z&w", "={", "://", "[a](b c)", "(d)"),
    *(
        "[a](<b c> 'd')",
        "![x](a%20b)",
        "[a](b(c)\\d)",
        "<div>\n",
        "</div>",
        "<b>x</b>",
        "###",
        "---",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES + MORE) | st.text(max_size=5), max_size=40).map("".join)


@cache
def unhurried(*, raw_html: bool) -> MarkdownIt:
    """The parser without any shortcut."""
    return dialect(raw_html=raw_html, writer=RendererHTML)


def agree(text: str, *, raw_html: bool) -> None:
    """Both make the same tokens and the same HTML of a text."""
    quick, slow = markdown(raw_html=raw_html), unhurried(raw_html=raw_html)

    assert list(map(told, quick.parse(text))) == list(map(told, slow.parse(text)))
    assert quick.render(text) == slow.render(text)


def told(token: Token) -> dict[str, Any]:
    """All that a token tells, but the level of text: nobody reads it."""
    values = token.as_dict(children=False)
    if token.type == "text":
        del values["level"]
    return {**values, "children": list(map(told, token.children or ()))}


@given(TEXTS, st.booleans())
@example("a\n: b\n---\n- c\n===\n", False)
@example("> a\nb\n---\nc\n    d\n\n    e", False)
@example("a ^[b [c](d)] `e` http://f.g, &amp; ==h *i* == j", True)
@example("[^1] \\[^2] ^a\n\n[^1]: b", False)
@example("[a]()", False)
def test_any_text_is_read_as_without_shortcuts(text: str, raw_html: bool) -> None:
    """Whichever rules are not asked, or asked only after a glance: they would have said no."""
    agree(text, raw_html=raw_html)


@pytest.mark.parametrize("path", CASES, ids=[path.name for path in CASES])
def test_the_cases_are_read_as_without_shortcuts(path: Path) -> None:
    """The same for all that the cases show."""
    agree(path.read_text("utf-8"), raw_html=False)
