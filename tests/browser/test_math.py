"""That formulas look right in a browser: with the font, grown brackets, and no page too wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import SiteTest, write_files

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
LONG = "+".join(f"a_{{{number}}}" for number in range(1, 41))
NOTE = rf"""# Formulas

Brackets: $($ and $\left( \frac{{a}}{{b}} \right)$, and after them words.

A long sum ${LONG}$ stands in a sentence that goes on behind it.

- in a list ${LONG}$
    - and deeper in it ${LONG}$

$$ {LONG} $$

$$ \left( \frac{{\sum_{{i=1}}^n x_i}}{{\sqrt{{y}}}} \right) $$

| sum | what |
|-----|------|
| ${LONG}$ | long |
"""


# How much of the end of a formula stays out of sight when its place is scrolled to the end.
_CUT_OFF = """formula => {
    let place = formula
    while (!["auto", "scroll"].includes(getComputedStyle(place).overflowX))
        place = place.parentElement
    place.scrollLeft = 1e6
    const last = formula.querySelector("semantics > mrow").lastElementChild
    return last.getBoundingClientRect().right - place.getBoundingClientRect().right
}"""
# How far a bracket in a formula is above or below one in the sentence around it.
_LIFTED = """() => {
    const bracket = document.querySelector("p > math mo")
    const word = document.createElement("span")
    word.textContent = "("
    bracket.closest("math").after(word)
    const [inside, outside] = [bracket, word].map(node => node.getBoundingClientRect())
    return Math.abs((inside.top + inside.bottom) - (outside.top + outside.bottom)) / 2
}"""


@pytest.fixture
def formulas(page: Page, tmp_path: Path) -> Page:
    """The page of a note with formulas, opened from disk on a phone."""
    site = SiteTest(write_files(tmp_path / "vault", {"a.md": NOTE}), tmp_path / "site")
    site.build()
    page.set_viewport_size(PHONE)
    page.goto((site.output / "notes" / "a.html").as_uri())
    page.evaluate("document.body.offsetWidth, document.fonts.ready.then(() => null)")
    return page


def _height(page: Page, formula: int) -> float:
    """How high the first bracket of a formula is drawn."""
    box = page.locator("math").nth(formula).locator("mo").first.bounding_box()
    assert box is not None
    return box["height"]


def test_the_font_comes_with_the_site(formulas: Page) -> None:
    """Formulas are drawn with the font beside the page, also when it is opened from disk."""
    fonts = formulas.evaluate("[...document.fonts].map(font => [font.family, font.status])")

    assert [status for _, status in fonts] == ["loaded"]
    assert fonts[0][0].strip('"') in formulas.locator("math").first.evaluate(
        "formula => getComputedStyle(formula).fontFamily"
    )


def test_brackets_grow_with_what_they_enclose(formulas: Page) -> None:
    """The brackets around a fraction are higher than a bracket by itself."""
    assert _height(formulas, 1) > 1.5 * _height(formulas, 0)


def test_no_formula_makes_a_page_wider_than_a_phone(formulas: Page) -> None:
    """A long formula scrolls in its own place, in a sentence, a list, a table, or by itself."""
    assert formulas.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    long = formulas.locator("math", has_text="a_{40}").all()
    assert len(long) == 5
    for formula in long:
        assert formula.evaluate(_CUT_OFF) <= 1


def test_a_formula_stands_on_the_line_of_its_sentence(formulas: Page) -> None:
    """Its own box for scrolling does not lift a formula above the words around it."""
    assert formulas.evaluate(_LIFTED) < 4
