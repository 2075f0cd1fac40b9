"""A file is replaced in one step, and what was done to it can be taken back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from harness import tree, write_files

from papergarden.capture.journal import spliced, taken_back
from papergarden.capture.store import Change, change
from papergarden.errors import CaptureError


def test_what_another_program_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    """A change between reading and replacing is seen, and the edit is made anew on top of it."""
    path = write_files(tmp_path, {"a.md": "one\n"}) / "a.md"
    others = [b"one\ntwo\n", b"one\ntwo\nthree\n"]
    seen: list[bytes | None] = []

    def edit(data: bytes | None) -> bytes:
        seen.append(data)
        return (data or b"") + b"mine\n"

    def meanwhile() -> None:
        if others:
            path.write_bytes(others.pop(0))

    change(path, edit, before_replacing=meanwhile)

    assert seen == [b"one\n", b"one\ntwo\n", b"one\ntwo\nthree\n"]
    assert path.read_bytes() == b"one\ntwo\nthree\nmine\n"
    assert list(tree(tmp_path)) == ["a.md"]


def test_a_new_file_does_not_take_the_place_of_one_that_just_came(tmp_path: Path) -> None:
    """Where there was no file, there may be one a moment later."""
    path = tmp_path / "a.md"

    def meanwhile() -> None:
        if not path.exists():
            path.write_bytes(b"theirs\n")

    change(path, lambda data: (data or b"") + b"mine\n", before_replacing=meanwhile)

    assert path.read_bytes() == b"theirs\nmine\n"


def test_a_file_that_never_rests_is_left_alone(tmp_path: Path) -> None:
    """After some tries it is said, and nothing is written nor left behind."""
    path = write_files(tmp_path, {"a.md": ""}) / "a.md"

    def meanwhile() -> None:
        path.write_bytes(path.read_bytes() + b"x")

    with pytest.raises(CaptureError, match="keeps changing"):
        change(path, lambda data: (data or b"") + b"mine", before_replacing=meanwhile)

    assert set(path.read_bytes()) == set(b"x")
    assert list(tree(tmp_path)) == ["a.md"]


def test_a_reader_finds_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Until the moment of replacing the old bytes are there, and the new ones lie beside them."""
    path = write_files(tmp_path, {"a.md": "old"}) / "a.md"
    found: list[tuple[bytes, int]] = []
    change(
        path,
        lambda _: b"new",
        before_replacing=lambda: found.append((path.read_bytes(), len(tree(tmp_path)))),
    )

    assert found == [(b"old", 2)]
    assert tree(tmp_path) == {"a.md": b"new"}


def test_what_the_disk_knows_of_a_file_is_kept(tmp_path: Path) -> None:
    """Such as marks of a file manager, and lists of who may read it."""
    path = write_files(tmp_path, {"a.md": "old"}) / "a.md"
    try:
        os.setxattr(path, "user.colour", b"red")
    except (OSError, AttributeError):
        pytest.skip("the disk keeps no attributes")
    change(path, lambda _: b"new")

    assert os.getxattr(path, "user.colour") == b"red"


def test_a_file_that_is_write_protected_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where another file could be put in its place."""
    path = write_files(tmp_path, {"a.md": "old"}) / "a.md"
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *_: False)  # who runs the tests may be allowed all
    with pytest.raises(CaptureError, match="write-protected"):
        change(path, lambda _: b"new")

    assert tree(tmp_path) == {"a.md": b"old"}


def test_an_edit_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """Whatever goes wrong before the file is replaced, it is as it was, with nothing beside it."""
    path = write_files(tmp_path, {"a.md": "old"}) / "a.md"

    def fail() -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        change(path, lambda _: b"new", before_replacing=fail)

    assert tree(tmp_path) == {"a.md": b"old"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"x"),
        (b"aaa", b"aa"),
        (b"abc", b"axc"),
        (None, b"new"),
        (b"abab", b"ab"),
        (b"x", b"x"),
    ],
)
def test_a_splice_leads_back(before: bytes | None, after: bytes) -> None:
    """What is kept of a change is small, and enough to have the old bytes again."""
    splice = spliced(Change("a.md", before, after))

    assert taken_back(splice, after) == before
    assert len(splice.old) <= len(before or b"")
