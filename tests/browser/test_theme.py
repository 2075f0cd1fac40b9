"""Light and dark: by the system, by the switch, kept from page to page, and nothing refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import SAMPLE, SiteTest

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import Page

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
    assert switch.get_attribute("aria-pressed") == "false"

    switch.press("Enter")
    dark = page.evaluate(_GROUND)
    assert dark != light
    assert switch.get_attribute("aria-pressed") == "true"
    page.goto((sample / "library.html").as_uri())
    assert page.evaluate(_GROUND) == dark

    page.get_by_role("button", name="Dark colours").click()
    assert page.evaluate(_GROUND) == light
    assert said == []


def test_without_a_choice_the_system_counts(page: Page, sample: Path) -> None:
    """A page follows the system, also while it is open."""
    page.goto((sample / "index.html").as_uri())
    grounds = []
    page.emulate_media(color_scheme="light")
    grounds.append(page.evaluate(_GROUND))
    page.emulate_media(color_scheme="dark")
    grounds.append(page.evaluate(_GROUND))

    assert grounds[0] != grounds[1]
