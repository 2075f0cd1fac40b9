"""A page that is open while its note is edited: it follows, and stays where it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from followed import served
from harness import write_files

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import Page, expect
from waiting import becomes

_LONG = "# A\n\n" + "".join(f"Paragraph {number} of many.\n\n" for number in range(200))
_NOTE_TEMPLATE = '{% extends "default/note.html" %}'


pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the console of the browser says; the policy of the pages would complain there."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_an_open_page_shows_the_edit_and_stays_where_it_was(
    page: Page, tmp_path: Path, said: list[str]
) -> None:
    """Whoever reads far below stays there while the text above changes."""
    vault = write_files(tmp_path / "vault", {"a.md": _LONG, "b.md": "# B\n"})
    with served(vault) as site:
        page.goto(f"{site.url}notes/a.html")
        page.evaluate("scrollTo({ top: 1500, behavior: 'instant' })")
        becomes(page, lambda: page.evaluate("scrollY"), 1500)
        write_files(vault, {"a.md": _LONG + "The new end.\n"})

        expect(page.locator("main")).to_contain_text("The new end.")
        becomes(page, lambda: page.evaluate("scrollY"), 1500)
        page.locator("a", has_text="Library").first.click()
        expect(page).to_have_url(f"{site.url}library.html")
        becomes(page, lambda: page.evaluate("scrollY"), 0)
        assert said == []
        page.goto("about:blank")


def test_a_mistake_is_shown_over_the_page_and_goes_when_it_is_mended(
    page: Page, tmp_path: Path, said: list[str]
) -> None:
    """The page below stays, and can be read again afterwards."""
    vault = write_files(tmp_path / "vault", {"a.md": "# A\n\nFirst words.\n"})
    theme = write_files(tmp_path / "theme", {"note.html": _NOTE_TEMPLATE})
    config = tmp_path / "notes.toml"
    config.write_text('[theme]\nfolder = "theme"\n')
    with served(vault, config) as site:
        page.goto(f"{site.url}notes/a.html")
        wrong = "{% block content %}\n{{ nothing['<b>'] }}{% endblock %}"
        write_files(theme, {"note.html": _NOTE_TEMPLATE + wrong})

        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("note.html:2")
        expect(alert.locator("b")).to_have_count(0)
        box = alert.bounding_box()
        assert box
        assert box["width"] > 500
        expect(page.locator("main")).to_contain_text("First words.")

        write_files(theme, {"note.html": _NOTE_TEMPLATE})
        expect(alert).to_have_count(0)
        write_files(theme, {"note.html": _NOTE_TEMPLATE + wrong})
        alert.get_by_role("button", name="Hide").click()
        expect(alert).to_have_count(0)
        assert said == []
        page.goto("about:blank")


def test_a_page_comes_back_to_a_server_that_was_started_again(page: Page, tmp_path: Path) -> None:
    """An open page goes on asking, and shows what changed in between."""
    vault = write_files(tmp_path / "vault", {"a.md": "# A\n\nFirst words.\n"})
    with served(vault) as site:
        page.goto(f"{site.url}notes/a.html")
        port = int(site.url.rstrip("/").rpartition(":")[2])
    write_files(vault, {"a.md": "# A\n\nSecond words.\n"})
    with served(vault, port=port) as site:
        assert not site.taken
        expect(page.locator("main")).to_contain_text("Second words.")
        page.goto("about:blank")
