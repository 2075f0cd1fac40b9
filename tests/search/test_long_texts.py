"""The search in a vault of long notes: what one says last is in another file, and is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import SiteTest, write_files

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from finding import Finder
from playwright.sync_api import Browser

# By its name, the text of the last one begins in the last file.
NAMES = ("a", "b", "c", "last35")
LONG = "Many words are said here before the end. " * 500
LAST_FILE = "text-31.js"


def test_what_a_long_note_says_last_is_shown(browser: Browser, tmp_path: Path) -> None:
    """Also of the one whose end stands in the first file."""
    notes = {f"{n}.md": f"# Note {n}\n\n{LONG}\n\nThe tale of {n} ends.\n" for n in NAMES}
    site = SiteTest(write_files(tmp_path / "vault", notes), tmp_path / "site")
    site.build()
    page = browser.new_page()
    finder = Finder(page, site.output).open()
    for name in NAMES:
        (result,) = finder.ask(f'"tale of {name} ends"')["results"]
        assert result["title"] == f"Note {name}"
        assert [said["text"] for said in result["passages"]] == [f"The tale of {name} ends."]

    assert LAST_FILE in {path.name for path in finder.loaded}
    assert "text-0.js" in {path.name for path in finder.loaded}
    assert finder.errors == []
    page.close()
