"""What formulas look like, without a style in any element."""

from __future__ import annotations

import re

import pytest
from harness import REPOSITORY

from papergarden.core.syntax.math import mathml
from papergarden.core.syntax.mathstyles import without_styles

CSS = (REPOSITORY / "templates" / "math.css").read_text("utf-8")
FORMULAS = [
    r"\begin{aligned}a&=b\\c&=d\end{aligned}",
    r"\begin{array}{|l|c:r|}\hline a&b&c\\ \hdashline d&e&f\\\hline\end{array}",
    r"\begin{align}a&=b\end{align}",
    r"\begin{multline}a\\b\\c\end{multline}",
    r"\begin{cases}a&b\\c&d\end{cases} \begin{dcases}a&b\\c&d\end{dcases}",
    r"\substack{a\\b} \cfrac{a}{b} \textsc{abc} a\!b",
    r"\cancel{x} \bcancel{y} \xcancel{z}",
    r"\color[RGB]{1,2,3}x \textcolor{red}{\text{\tiny a}}",
    r"\begin{equation}\label{x}a\end{equation} \eqref{x}",
]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("display", [True, False])
def test_a_formula_has_no_style_and_no_name(formula: str, *, display: bool) -> None:
    """No element says how it looks, or has a name that could stand on a page twice."""
    assert not re.search(r'<[^<>]* (?:style|id|href)="', mathml(formula, display=display))


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_stylesheet_knows_the_classes_of_formulas(formula: str) -> None:
    """Each class that stands for a style has its rule."""
    html = mathml(formula, display=True)
    names = {name for group in re.findall(r'class="([^"]*)"', html) for name in group.split()}

    assert [name for name in sorted(names) if f"math .{name}" not in CSS] == []


def test_sides_lines_and_colours_are_kept() -> None:
    """A column keeps its side and its line, a colour its value."""
    table = mathml(r"\begin{array}{l|r:}a&b\end{array}", display=True)

    assert '<mtd class="left solid-right">' in table
    assert '<mtd class="right dashed-right">' in table
    assert 'mathcolor="#FF0000"' in mathml(r"\color{red}x", display=False)


def test_only_elements_are_changed() -> None:
    """Text that looks like a style stays, and so does every other attribute."""
    formula = mathml(r'\text{ style="x" } x', display=False)

    assert 'style="x"' in formula
    assert without_styles('<mo stretchy="false">(</mo>') == '<mo stretchy="false">(</mo>'
