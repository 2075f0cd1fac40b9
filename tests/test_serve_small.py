"""Saves that concern no other page: little is done, and all is as a first build makes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from followed import NOTES, cold, served
from harness import tree, write_files

pytestmark = pytest.mark.usefixtures("own_cache")

LONG = "One sentence after another fills this paragraph until nobody reads it. " * 6


def essay(end: str, properties: str = "") -> dict[str, str | bytes]:
    """A note of which others tell no more than its beginning and its link."""
    return {"a.md": f"{properties}# A\n\n{LONG}\n\n[[b]]\n\n{end}\n"}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A small vault."""
    return write_files(tmp_path / "vault", {**NOTES, **essay("First end.")})


@pytest.mark.parametrize("properties", ["", "---\ndraft: true\n---\n"], ids=["a note", "a draft"])
def test_words_that_no_other_page_tells_make_no_build_in_full(
    properties: str, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is shown, and what is found in it; then builds in full are right again."""
    write_files(vault, essay("First end.", properties))
    with served(vault, drafts=bool(properties)) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        with monkeypatch.context() as patch:
            patch.delattr("papergarden.build.build")
            for word in ("Another", "Last"):
                write_files(vault, essay(f"{word} end.", properties))
                assert reader.hears()[0] == "change"
                site.built()
                assert f"{word} end." in site.ask("/notes/a.html").text
        if not properties:
            assert tree(site.folder) == cold(vault, tmp_path / "cold")
        # What was shown ahead is the page that lies there by now.
        (site.folder / "notes/a.html").write_text("On the disk.")
        assert "On the disk." in site.ask("/notes/a.html").text

        write_files(vault, {"a.md": "# Other title\n\n[[b]]\n", "b.md": "# B\n\n[[a]]\n"})
        site.built()
        while "Other title" not in site.ask("/notes/b.html").text:
            site.built()
        assert tree(site.folder) == cold(vault, tmp_path / "cold")


def test_a_note_that_is_saved_as_it_was_changes_nothing(vault: Path, tmp_path: Path) -> None:
    """All that is served is served still; so it is if a note that nobody sees is saved."""
    write_files(vault, {"secret.md": "---\nprivate: true\n---\n# Secret\n"})
    with served(vault) as site:
        done = site.built()
        for path in ("b.md", "secret.md", "b.md"):
            (vault / path).write_bytes((vault / path).read_bytes())
            again = site.built()
            assert again.built is None
            assert again.published.files == done.published.files
            assert again.outcome == done.outcome.repeated()
        assert site.ask("/notes/b.html").status == 200
        assert tree(site.folder) == cold(vault, tmp_path / "cold")


def test_what_is_private_since_is_not_shown_while_builds_fail(vault: Path, tmp_path: Path) -> None:
    """A page that was shown before its build goes with a build that fails."""
    config = tmp_path / "notes.toml"
    config.write_text("")
    with served(vault, config) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        config.write_text("[nonsense")
        site.problem()
        assert reader.hears()[0] == "problem"
        write_files(vault, essay("A secret."))
        site.problem()
        assert "A secret." not in site.ask("/notes/a.html").text
        write_files(vault, essay("A secret.", "---\nprivate: true\n---\n"))
        site.problem()
        assert "First end." in site.ask("/notes/a.html").text

        config.write_text("")
        site.built()
        assert site.ask("/notes/a.html").status == 404


def test_the_only_note_that_becomes_private_is_not_shown(tmp_path: Path) -> None:
    """No site is made of nothing; what is shown is the one that lies there, not what came since."""
    vault = write_files(tmp_path / "vault", {"a.md": "# A\n\nFirst words.\n"})
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        write_files(vault, {"a.md": "# A\n\nA secret.\n"})
        assert reader.hears()[0] == "change"
        write_files(vault, {"a.md": "---\nprivate: true\n---\n# A\n\nA secret.\n"})
        while reader.hears()[0] != "problem":
            pass
        shown = site.ask("/notes/a.html").text
        assert ("A secret." in shown) == ("A secret." in (site.folder / "notes/a.html").read_text())
