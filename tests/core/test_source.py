"""The bytes of a file become text, properties and line numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.source import read


def test_values_of_the_front_matter_stay_text() -> None:
    """No value is taken for a number, a date or a truth: `arxiv: 2503.14470` keeps its zero."""
    source = read(
        "note.md",
        b"""---
arxiv: 2503.14470
date: 2024-07-03
time: 12:30
publish: yes
version: 007
tags: [no, 1.0]
none: null
empty:
nested: {a: 1}
12: twelve
---
""",
    )

    assert source.properties == {
        "arxiv": "2503.14470",
        "date": "2024-07-03",
        "time": "12:30",
        "publish": "yes",
        "version": "007",
        "tags": ["no", "1.0"],
        "none": None,
        "empty": None,
        "nested": {"a": "1"},
        "12": "twelve",
    }
    assert source.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "first_line", "body"),
    [
        ("a\nb\n", 1, "a\nb\n"),
        ("---\ntitle: x\n---\na\n", 4, "a\n"),
        ("---\ntitle: x\n---\n\n\na\n", 4, "\n\na\n"),
        ("--- \ntitle: x\n...\na", 4, "a"),
        ("\ufeff---\r\ntitle: x\r\n---\r\na\r\n", 4, "a\n"),
        ("---\n---\na", 3, "a"),
        ("---\ntitle: x\n---", 3, ""),
        ("---\ntitle: x\n", 1, "---\ntitle: x\n"),
        ("\n---\ntitle: x\n---\n", 1, "\n---\ntitle: x\n---\n"),
        ("----\ntitle: x\n---\n", 1, "----\ntitle: x\n---\n"),
        ("", 1, ""),
    ],
)
def test_the_body_knows_its_line_in_the_file(text: str, first_line: int, body: str) -> None:
    """Front matter is taken off, and the lines of the body still count from the file's first."""
    source = read("note.md", text.encode())

    assert (source.first_line, source.body) == (first_line, body)


def test_bytes_that_are_no_utf8_are_shown_and_reported() -> None:
    """A byte that means nothing is one strange sign, with the line on which it stands."""
    source = read("note.md", b"a\nb\ncaf\xe9 au lait\n")
    (remark,) = source.diagnostics

    assert source.body == "a\nb\ncaf\ufffd au lait\n"
    assert (remark.path, remark.line, remark.code) == ("note.md", 3, "undecodable-bytes")
    assert "0xe9" in remark.message


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("title: [x", 2),
        ("title: x\ntags: {a: b: c}", 3),
        ("a: 1\n\tb: 2", 3),
        ("- a\n- b", 2),
        ("only words", 2),
    ],
)
def test_a_broken_block_is_reported_with_its_line(block: str, line: int) -> None:
    """Front matter that is no YAML costs the note its properties and nothing else."""
    source = read("note.md", f"---\n{block}\n---\nText.\n".encode())
    (remark,) = source.diagnostics

    assert (remark.line, remark.code, remark.severity) == (line, "bad-front-matter", "error")
    assert source.properties == {}
    assert source.body == "Text.\n"


@given(st.binary() | st.text("-:\n \t[]{}&*!|>'\"%@#a\x00\x85\ufeff").map(str.encode))
def test_every_file_can_be_read(data: bytes) -> None:
    """Whatever bytes a file holds, reading it raises nothing and counts its lines."""
    for given_ in (data, b"---\n" + data + b"\n---\n"):
        source = read("note.md", given_)

        assert source.first_line >= 1
        assert "\r" not in source.body
