"""What is shown of a site while it is served."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from harness import write_files

from papergarden.stage import Stage

STYLED = b'<link rel="stylesheet" href="new.css">'


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A site of two pages."""
    write_files(tmp_path, {"a.html": b"first", "b.html": b"other"})
    found = Stage(tmp_path)
    found.show({"a.html": digest(b"first"), "b.html": digest(b"other")})
    return found


def test_a_page_ahead_is_shown_until_it_is_in_its_place(stage: Stage) -> None:
    """Or until a build is over."""
    stage.show_ahead("a.html", b"ahead")
    stage.show_ahead("b.html", b"ahead, too")
    assert stage.read("a.html") == b"ahead"
    assert stage.files["a.html"] == digest(b"ahead")

    write_files(stage.folder, {"a.html": b"second"})
    stage.renew({"a.html": digest(b"second")})
    assert stage.read("a.html") == b"second"
    assert stage.files["a.html"] == digest(b"second")
    assert stage.read("b.html") == b"ahead, too"

    stage.show({"a.html": digest(b"second"), "b.html": digest(b"other")})
    assert stage.read("b.html") == b"other"
    assert stage.files["b.html"] == digest(b"other")


def test_a_problem_shows_the_site_that_lies_there(stage: Stage) -> None:
    """What was ahead of it may be private by now."""
    stage.show_ahead("a.html", b"ahead")
    stage.complain("something is wrong")
    assert stage.read("a.html") == b"first"
    assert stage.files["a.html"] == digest(b"first")


def test_a_page_ahead_consists_of_what_it_names(stage: Stage) -> None:
    """Another style is another version of it."""
    stage.show_ahead("a.html", STYLED)
    before = stage.version("a.html", STYLED)
    stage.renew({"new.css": digest(b"p { color: red }")})
    assert stage.version("a.html", STYLED) != before
