"""That the math font has what formulas are drawn with, in every size, and little else."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from importlib import metadata
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from harness import seeds

from papergarden.core.mathfont import characters, formulas, subset
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read
from papergarden.core.syntax.math import mathml


@cache
def whole_font() -> bytes:
    """The font as its package brings it."""
    files = metadata.files("ziamath") or ()
    return next(file for file in files if file.suffix == ".ttf").read_binary()


def drawn(latex: str) -> frozenset[str]:
    """The characters that this formula is drawn with."""
    return characters([mathml(latex, display=False)])


def opened(data: bytes) -> Any:  # noqa: ANN401 # a font has no types
    return TTFont(BytesIO(data))


def covered(data: bytes) -> set[str]:
    return set(map(chr, opened(data).getBestCmap()))


def variants(font: Any, sign: str) -> tuple[set[str], set[str]]:  # noqa: ANN401 # same
    """The glyphs of the sizes of a sign, and those that it is put together from."""
    table = font["MATH"].table.MathVariants
    glyph = font.getBestCmap()[ord(sign)]
    sizes: set[str] = set()
    parts: set[str] = set()
    for coverage, constructions in (
        (table.VertGlyphCoverage, table.VertGlyphConstruction),
        (table.HorizGlyphCoverage, table.HorizGlyphConstruction),
    ):
        if coverage is None or glyph not in coverage.glyphs:
            continue
        construction = constructions[coverage.glyphs.index(glyph)]
        sizes |= {v.VariantGlyph for v in construction.MathGlyphVariantRecord}
        if construction.GlyphAssembly:
            parts |= {part.glyph for part in construction.GlyphAssembly.PartRecords}
    return sizes, parts


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x", "x𝑥"),
        ("h", "hℎ"),
        ("Zz", "Z𝑍z𝑧"),
        (r"\alpha\omega\epsilon\varpi", "α𝛼ω𝜔ϵ𝜖ϖ𝜛"),
        (r"\mathrm{d}\Gamma", "dΓ"),
        (r"\sin", "sin"),
        (r"\sqrt{2}", "√2"),
        (r"\sqrt[3]{2}", "√23"),
        (r"a<b", "a𝑎b𝑏<"),
        (r"\text{if } 1", "if\u00a01"),
        (r"\partial\imath", "∂𝜕ı𝚤"),
    ],
)
def test_a_letter_alone_is_drawn_in_italics_and_a_root_with_its_sign(
    latex: str, expected: str
) -> None:
    """The font must have what a browser draws, which is more than what is written."""
    assert drawn(latex) == set(expected)


def test_the_source_of_a_formula_is_not_drawn() -> None:
    """What is kept for copying, such as a backslash, takes no room in the font."""
    assert "\\" not in drawn(r"\alpha")


def test_what_is_drawn_is_covered_and_nothing_more() -> None:
    """The cut font has all characters asked for as far as the whole font has them."""
    asked = drawn(r"\hat{x} \le \sqrt{y} \text{ 日本 }")
    cut = covered(subset(whole_font(), asked))

    assert cut >= asked & covered(whole_font())
    assert len(cut) < len(asked) + 5  # such as ≥ beside ≤, for text that runs the other way
    assert {"𝑥", "√", "≤"} <= cut


@pytest.mark.parametrize("sign", list("(){}[]|‖√∑∫⏞⏟\u0302‾→"))
def test_what_stretches_keeps_all_its_sizes_and_parts(sign: str) -> None:
    """A bracket, root or brace can grow as far as with the whole font."""
    whole, cut = opened(whole_font()), opened(subset(whole_font(), frozenset(sign)))
    expected, found = variants(whole, sign), variants(cut, sign)

    assert any(map(len, expected))
    assert list(map(len, found)) == list(map(len, expected))
    for glyph in set().union(*found):
        assert cut["glyf"][glyph].numberOfContours, glyph


def test_a_bar_is_a_sign_that_stretches_to_its_exact_width() -> None:
    """A line over or under several letters is as long as they are."""
    assert "‾" in drawn(r"\overline{AB}")
    assert "_" in drawn(r"\underline{AB}")


def test_small_forms_for_indices_stay() -> None:
    """A prime or a letter in an index is drawn with the form that is made for small sizes."""
    cut = opened(subset(whole_font(), frozenset("𝑥′")))
    tags = {record.FeatureTag for record in cut["GSUB"].table.FeatureList.FeatureRecord}

    assert "ssty" in tags


def test_the_font_still_says_whose_it_is_and_under_which_licence() -> None:
    """The licence asks that its name and the copyright stay in the font."""
    names = opened(subset(whole_font(), frozenset("x")))["name"]

    assert "STIX Fonts Project Authors" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


def test_the_same_characters_give_the_same_bytes() -> None:
    """Neither the clock nor the seed of Python's hashes is in the font."""
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:];"
        "from test_mathfont import subset, whole_font, drawn;"
        r"print(hashlib.sha256(subset(whole_font(), drawn(r'\hat{x}^2 + \sqrt{y}'))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, *filter(None, sys.path)],
            env={"PATH": os.defpath, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch},
            check=True,
            capture_output=True,
        ).stdout
        for seed, epoch in (("1", "1000000000"), ("4711", "1700000000"))
    }

    assert len(digests) == 1


def test_the_formulas_of_the_real_documents_are_drawn_with_one_small_font() -> None:
    """No character of them falls back to another font, and the font stays small."""
    notes = [parse(read(path.name, path.read_bytes()), Settings()) for path in seeds().glob("*.md")]
    found = list(formulas(s for note in notes for s in note.body.segments if isinstance(s, str)))
    asked = characters(found)
    cut = subset(whole_font(), asked)

    assert len(found) == 41
    assert asked <= covered(cut)
    assert len(cut) < 40_000
