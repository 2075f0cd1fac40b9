"""Where the site lies that is served, and what is left of it for the next time."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from followed import NOTES, cold, served
from harness import tree, write_files

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A small vault."""
    return write_files(tmp_path / "vault", NOTES)


def test_the_next_time_only_what_changed_is_made(vault: Path) -> None:
    """The site of the last time is still there, also what was saved before and after its end."""
    with served(vault) as site:
        first = site.built().published.written
        write_files(vault, {"b.md": "# B\n\nWords of the first time.\n"})
        site.built()
    write_files(vault, {"a.md": "# A\n\nWords in between.\n"})
    with served(vault) as site:
        assert 0 < site.built().published.written < first / 2
        assert "first time" in site.ask("/notes/b.html").text
        assert "in between" in site.ask("/notes/a.html").text
        stage = site.session.stage
        assert stage
        assert tree(stage.folder) == cold(vault, vault.parent / "cold")


def test_a_site_that_somebody_deletes_is_made_again(vault: Path, tmp_path: Path) -> None:
    """The cache can be emptied at any time; what is there then is for nobody else to read."""
    with served(vault) as site:
        site.built()
        shutil.rmtree(tmp_path / "cache")
        site.built()

        assert site.ask("/notes/a.html").status == 200
        assert site.folder.stat().st_mode & 0o077 == 0


def test_two_at_a_time_do_not_share_a_site(vault: Path) -> None:
    """Each has what it serves for itself."""
    with served(vault) as one, served(vault) as other:
        one.built()
        other.built()
        assert one.session.stage
        assert other.session.stage
        assert one.session.stage.folder != other.session.stage.folder


def test_the_memo_does_not_grow_with_sessions(vault: Path, tmp_path: Path) -> None:
    """Of a site in a folder that is gone nothing is remembered."""
    for _ in range(2):
        with served(vault) as one, served(vault) as other:
            one.built()
            other.built()
    (file,) = (tmp_path / "cache" / "memo").glob("*.sqlite")
    base = sqlite3.connect(file)
    (rows,) = base.execute("SELECT COUNT(*) FROM memo WHERE stage = 'site'").fetchone()
    base.close()

    assert rows == 1
