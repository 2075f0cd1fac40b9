"""Paths as text: the folders around them, and how one page of the site writes another."""

from __future__ import annotations

import pytest

from papergarden.core.paths import folders_around, relative


@pytest.mark.parametrize(
    ("path", "folders"),
    [
        ("a.md", []),
        ("a/b.md", ["a"]),
        ("a/b/c/d.md", ["a", "a/b", "a/b/c"]),
        ("ä b/日本.md", ["ä b"]),
    ],
)
def test_the_folders_around_a_path_are_whole_paths(path: str, folders: list[str]) -> None:
    """The outermost stands first, and the path itself is none of them."""
    assert folders_around(path) == folders


@pytest.mark.parametrize(
    ("page", "target", "written"),
    [
        ("index.html", "notes/a.html", "notes/a.html"),
        ("notes/a.html", "index.html", "../index.html"),
        ("notes/a.html", "notes/b.html#c", "b.html#c"),
        ("notes/a.html", "notes/a.html#c", "#c"),
        ("notes/x/a.html", "notes/b.html", "../../notes/b.html"),
        ("index.html", "notes/日.html#ä", "notes/%E6%97%A5.html#%C3%A4"),
    ],
)
def test_a_page_writes_the_way_to_another(page: str, target: str, written: str) -> None:
    """As short as the folders allow, and in ASCII."""
    assert relative(page, target) == written
