"""Light and dark: by the system, by the switch, kept from page to page, and nothing refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import SAMPLE, SiteTest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import Page, expect
from waiting import becomes, until

_GROUND = "() => getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample vault."""
    site = SiteTest(SAMPLE, tmp_path_factory.mktemp("sample") / "site")
    site.build()
    return site.output


def test_the_switch_turns_the_colours_and_the_next_page_keeps_them(
    page: Page, sample: Path
) -> None:
    """From disk, under the policy of the page, and without a word on the console."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(color_scheme="light")
    page.goto((sample / "index.html").as_uri())
    light = page.evaluate(_GROUND)
    switch = page.get_by_role("button", name="Dark colours")
    expect(switch).to_have_attribute("aria-pressed", "false")

    switch.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    dark = until(page, lambda: page.evaluate(_GROUND), lambda ground: ground != light)
    page.goto((sample / "library.html").as_uri())
    becomes(page, lambda: page.evaluate(_GROUND), dark)

    page.get_by_role("button", name="Dark colours").click()
    becomes(page, lambda: page.evaluate(_GROUND), light)
    assert said == []


def test_without_a_choice_the_system_counts(page: Page, sample: Path) -> None:
    """A page follows the system, also while it is open."""
    page.goto((sample / "index.html").as_uri())
    page.emulate_media(color_scheme="light")
    light = page.evaluate(_GROUND)
    page.emulate_media(color_scheme="dark")

    until(page, lambda: page.evaluate(_GROUND), lambda ground: ground != light)
