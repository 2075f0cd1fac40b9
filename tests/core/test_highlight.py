"""Code in colours: what must hold whatever stands in a fence."""

from __future__ import annotations

import re

import pygments.lexers
import pytest
from harness import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st
from test_html import html, read_note

from papergarden.core.syntax.highlight import LONGEST, LONGEST_LINE, MOST_OPEN, highlighted

_PIECES = (
    'def |\'|"|"""|/*|*/|//|#|<|>|</code>|&lt;|{|\n|\t|- |+ |1.5|\\|\r|\ufeff|\x0c|if x:|$|`|日本|'
    "<?php|\u2028"
).split("|")
_CODE = st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=20).map("".join)
_NAMES = ["python", "js", "c++", "html", "diff", "console", "bash", "tex", "php", "nolang", "", "r"]


@given(_CODE, st.sampled_from(_NAMES))
def test_code_is_shown_sign_by_sign(code: str, language: str) -> None:
    """Without its classes the text is what was typed, and nothing in it is an element."""
    shown = highlighted(code, language)
    plain = re.sub(r'<span class="[a-z]{1,2}">|</span>', "", shown)

    assert "<" not in plain
    assert (
        plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
        == code
    )


@pytest.mark.parametrize(
    "code",
    [
        "x = 1\n" * LONGEST,
        f"x = '{'a' * LONGEST_LINE}'\n",
        f"x = 1{chr(10) * 5000}",
        "x = 1\n" + " \n" * 5000,
        "a\n" * (LONGEST // 2),
        "x = 1\n" + "int a[0].b<c>\n" * 110,
        f"{'a ' * 490};\n" * 20,
        "/* \n" * (MOST_OPEN + 1),
    ],
    ids=[
        "long",
        "long line",
        "blank lines",
        "lines of blanks",
        "words",
        "names",
        "some words",
        "comments",
    ],
)
def test_much_code_stays_plain(code: str) -> None:
    """What could take a lexer minutes is not given to it, and is shown all the same."""
    assert highlighted(code, "python") == code.replace("<", "&lt;").replace(">", "&gt;")
    assert "<span" in highlighted("x = 1", "python")


def test_code_of_a_usual_length_has_colours() -> None:
    """What somebody wrote has brackets and signs, and is given to its lexer."""
    java = "/** Adds. */\npublic static int add(int a, int b) {\n    return a + b; // sum\n}\n"

    prose = "Some words, and a dash - here.\n" * 400
    yaml = "key: value\n- item\n" * 800
    for code, language in ((java * 200, "java"), (yaml, "yaml"), (f"# A\n{prose}", "markdown")):
        assert len(code) > LONGEST // 2
        assert "<span" in highlighted(code, language)


def test_a_lexer_that_fails_leaves_code_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in one of many lexers costs the colours, not the note."""

    class Broken:
        def __init__(self, **_: object) -> None:
            pass

        def get_tokens(self, _: str) -> object:
            raise ValueError

    monkeypatch.setattr(pygments.lexers, "find_lexer_class", lambda _: Broken)

    assert "x &lt; 1" in html(read_note("```python\nx < 1\n```\n").body.segments)


def _themes() -> list[dict[str, str]]:
    """The colours of the light and of the dark theme, by their names."""
    css = (REPOSITORY / "templates" / "style.css").read_text("utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", css)
    return [{n: light for n, light, _ in found}, {n: dark for n, _, dark in found}]


def _light(colour: str) -> float:
    """How bright a colour is: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", _themes(), ids=["light", "dark"])
@pytest.mark.parametrize("name", ["word", "string", "number", "name", "deleted", "soft"])
def test_each_colour_of_code_can_be_read(theme: dict[str, str], name: str) -> None:
    """The contrast with the ground of code is what WCAG asks of text, in both themes."""
    dim, bright = sorted([_light(theme[name]), _light(theme["raised"])])

    assert (bright + 0.05) / (dim + 0.05) >= 4.5
