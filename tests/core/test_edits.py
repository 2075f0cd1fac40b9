"""Changes of notes as bytes: what is meant changes, and nothing else does."""

from __future__ import annotations

import re
import time

import pytest
from harness import seeds
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.edits.boxes import STATUS_OF_VERB, Stamp, Verb, ticked, to_change
from papergarden.core.edits.lines import EditError, split
from papergarden.core.edits.page import DASH, page_of
from papergarden.core.edits.queue import New, queued
from papergarden.core.edits.wording import Extras, Wanted
from papergarden.core.model import Mention
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

SETTINGS = Settings()
TODAY = Stamp("2025-03-14")
PAPER = Wanted("arxiv:2408.06292", "https://arxiv.org/abs/2408.06292")
LINE = "- [ ] [arXiv:2408.06292](https://arxiv.org/abs/2408.06292)"

# Pieces of which files are made that are hard to leave alone.
_ODD = st.lists(
    st.one_of(
        st.binary(max_size=8),
        st.sampled_from(
            [
                b"\r",
                b"\n",
                b"\r\n",
                b"\xef\xbb\xbf",
                b"- [ ] ",
                b"\t",
                b"\xff",
                b"\xe2\x80\xa8",
                b"\x00",
            ]
        ),
        st.sampled_from(
            [b"[a](https://x.org/1)", b"## a\n", b"```\n", b"---\n", "é".encode("cp1252")]
        ),
    ),
    max_size=30,
).map(b"".join)


def boxes(data: bytes, path: str = "list.md") -> list[Mention]:
    """The entries of a file that have a check box."""
    note = parse(read(path, data), SETTINGS)
    return [mention for mention in note.mentions if mention.marker is not None]


def tick(data: bytes, verb: Verb = "done", stamp: Stamp | None = None, line: int = 1) -> bytes:
    """A file with the box on one line changed."""
    return ticked(split(data), line, verb, stamp, SETTINGS)[0].data()


def add(data: str | bytes, heading: str = "", **more: object) -> str:
    """A file with one more paper."""
    raw = data.encode() if isinstance(data, str) else data
    new = New((PAPER,), heading, **more)  # type: ignore[arg-type] # fields of it
    return queued("list.md", raw, new, SETTINGS).data.decode()


@given(_ODD)
def test_any_file_comes_back_as_it_was(data: bytes) -> None:
    """Taking a file apart into lines loses no byte, whatever the bytes are."""
    assert split(data).data() == data


@given(_ODD)
def test_lines_are_those_that_the_reader_counts(data: bytes) -> None:
    """A line of the file and a line of the text that is read have the same number."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")

    assert len(split(data).lines) == text.count("\n") + (text[-1:] not in {"", "\n"})


@pytest.mark.parametrize("verb", ["done", "start", "drop"])
def test_every_box_of_a_real_list_costs_one_byte(verb: Verb) -> None:
    """All 161 boxes of a real reading list set to another sign are 161 changed bytes."""
    before = (seeds() / "reading-list.md").read_bytes()
    raw = [n for n, line in enumerate(before.split(b"\n"), 1) if re.match(rb"\s*- \[.\]", line)]
    lines = split(before)
    for line in raw:
        lines, _ = ticked(lines, line, "reopen", None, SETTINGS)
    opened = lines.data()
    for line in raw:
        lines, _ = ticked(lines, line, verb, None, SETTINGS)
    after = lines.data()

    assert len(raw) == 161
    assert len(after) == len(opened) == len(before)
    assert sum(a != b for a, b in zip(opened, after, strict=True)) == 161
    assert sum(a != b for a, b in zip(before, opened, strict=True)) == 50


def test_the_entries_that_are_found_are_those_with_a_box() -> None:
    """The parser finds each box of the real list on the line where it stands."""
    data = (seeds() / "reading-list.md").read_bytes()
    raw = [n for n, line in enumerate(data.split(b"\n"), 1) if re.match(rb"\s*- \[.\]", line)]

    assert sorted({mention.line for mention in boxes(data)}) == raw


@given(_ODD, st.sampled_from(list(STATUS_OF_VERB)), st.booleans())
def test_ticking_changes_the_sign_and_nothing_else_of_any_file(
    around: bytes, verb: Verb, dated: bool
) -> None:
    """Around a box there may be anything: only its sign changes, and a date is added."""
    data = around + b"\n\n- [ ] [a paper](https://arxiv.org/abs/2408.06292) x\xff\r\n\n" + around
    for mention in boxes(data):
        try:
            after = tick(data, verb, TODAY if dated else None, mention.line)
        except EditError:
            continue
        dates = rb" (?:\xe2\x9c\x85|\xe2\x9d\x8c|\xf0\x9f\x9b\xab) 2025-03-14"
        plain = re.sub(dates, b"", after)
        assert len(plain) == len(data)
        assert sum(a != b for a, b in zip(plain, data, strict=True)) <= 1


@pytest.mark.parametrize(
    ("line", "verb", "after"),
    [
        ("- [ ] a", "done", "- [x] a ✅ 2025-03-14"),
        ("- [ ] a  ", "done", "- [x] a ✅ 2025-03-14  "),
        ("- [ ] a ➕ 2025-01-01 ^b1", "done", "- [x] a ➕ 2025-01-01 ✅ 2025-03-14 ^b1"),
        ("- [x] a ✅ 2025-01-01", "reopen", "- [ ] a"),
        ("- [x] a ✅\ufe0f\u00a02025-01-01 #t", "reopen", "- [ ] a #t"),
        ("- [x] a [completion:: 2025-01-01]", "reopen", "- [ ] a"),
        ("- [x] a (completion:: 2025-01-01)", "drop", "- [-] a ❌ 2025-03-14"),
        ("- [-] a ❌ 2025-01-01", "done", "- [x] a ✅ 2025-03-14"),
        ("- [ ] a ✅ 2025-01-01", "done", "- [x] a ✅ 2025-01-01"),
        ("- [/] a 🛫 2025-01-01", "reopen", "- [ ] a"),
        ("- [x] a 🛫 2025-01-01 ✅ 2025-01-02", "reopen", "- [ ] a 🛫 2025-01-01"),
        ("- [ ] `✅ 2025-01-01`", "done", "- [x] `✅ 2025-01-01` ✅ 2025-03-14"),
        ("- [x] a ✅ 2025-99-01", "reopen", "- [ ] a ✅ 2025-99-01"),
        ("> 12) [?] a", "start", "> 12) [/] a 🛫 2025-03-14"),
        ("\t* - [é] a", "done", "\t* - [x] a ✅ 2025-03-14"),
        ("## [ ] a", "done", "## [x] a ✅ 2025-03-14"),
        ("| [ ] | [a](https://x.org) |", "done", "| [x] | [a](https://x.org) |"),
    ],
)
def test_a_line_gets_its_sign_and_its_date(line: str, verb: Verb, after: str) -> None:
    """Dates stand behind all but the name of the line, and those that contradict the box go."""
    assert tick(line.encode(), verb, TODAY).decode() == after


@pytest.mark.parametrize("odd", [" " * 8000, "\u00a0" * 16_000, "(due:: " * 3000])
def test_no_line_takes_long(odd: str) -> None:
    """However often something stands in it that may begin a field, or the name of the line."""
    data = f"- [ ] [a](https://x.org) {odd}b\n".encode()
    began = time.process_time()
    page = page_of("a.md", data, SETTINGS)
    page.deeper(None, DASH)
    ticked(page.lines, 1, "done", Stamp("2025-03-14", dataview=page.uses_dataview), SETTINGS)

    assert time.process_time() - began < 1


def test_a_file_that_uses_brackets_gets_brackets() -> None:
    """Dataview's fields stand two spaces apart, as Tasks writes them."""
    stamp = Stamp("2025-03-14", dataview=True)

    assert tick(b"- [ ] a", "drop", stamp) == b"- [-] a  [cancelled:: 2025-03-14]"


def test_a_sign_that_the_user_gave_another_meaning_is_not_used() -> None:
    """Where `x` means dropped, a read work has another sign that says so."""
    settings = Settings(statuses={" ": "queued", "x": "dropped", "v": "read"})

    assert ticked(split(b"- [ ] a"), 1, "done", None, settings)[1] == "- [v] a"


def test_a_line_without_a_box_is_refused() -> None:
    """Nothing is guessed: a box that is not there is not made."""
    with pytest.raises(EditError, match="no check box"):
        tick(b"- a [ ] b")


def test_open_entries_come_first() -> None:
    """A verb is meant for what is open, then for what was closed otherwise, and never twice."""
    text = "- [{}] [a](https://x.org/1)\n- [{}] [a](https://x.org/1)\n- [ ] [z](https://x.org/2)\n"

    def lines(one: str, two: str, verb: Verb) -> list[int]:
        found = boxes(text.format(one, two).encode())
        held = [("list.md", mention) for mention in found if mention.key.endswith("/1")]
        return [mention.line for _, mention in to_change(held, verb)]

    assert lines(" ", "x", "done") == [1]
    assert lines("x", "x", "done") == []
    assert lines("-", "x", "done") == []
    assert lines("-", "-", "done") == [1, 2]
    assert lines("x", "-", "start") == [1, 2]
    assert lines("x", " ", "reopen") == [1]


LISTS = [
    ("", LINE + "\n"),
    ("- [ ] a", f"- [ ] a\n{LINE}"),
    ("- [ ] a\r\n\r\nText.\r\n", f"- [ ] a\r\n{LINE}\r\n\r\nText.\r\n"),
    ("- [ ] a\r- [ ] b\r", f"- [ ] a\r- [ ] b\r{LINE}\r"),
    ("* [ ] a\n\n\n", f"* [ ] a\n*{LINE[1:]}\n\n\n"),
    ("1. [ ] a\n2. [ ] b\n", f"1. [ ] a\n2. [ ] b\n3.{LINE[1:]}\n"),
    ("- [ ] a\n\t- b\n\t\t- c\n", f"- [ ] a\n\t- b\n\t\t- c\n{LINE}\n"),
    ("- [ ] a\n\n- [ ] b\n", f"- [ ] a\n\n- [ ] b\n\n{LINE}\n"),
    ("  - [ ] a\nlazy\n", f"  - [ ] a\nlazy\n  {LINE}\n"),
    ("> - [ ] a\n\nText.\n", f"> - [ ] a\n> {LINE}\n\nText.\n"),
    ("- [ ] a\n\n## b\n- c\n", f"- [ ] a\n{LINE}\n\n## b\n- c\n"),
    ("- [ ] a\n**b**\n- c\n", f"- [ ] a\n{LINE}\n**b**\n- c\n"),
    ("Text.\n", f"Text.\n\n{LINE}\n"),
    ("---\ntitle: t\n---\n", f"---\ntitle: t\n---\n\n{LINE}\n"),
    ("%% - [ ] hidden %%\n- [ ] a\n", f"%% - [ ] hidden %%\n- [ ] a\n{LINE}\n"),
    ("```\n- [ ] code\n```\n- [ ] a\n", f"```\n- [ ] code\n```\n- [ ] a\n{LINE}\n"),
    ("\ufeff- [ ] a\n", f"\ufeff- [ ] a\n{LINE}\n"),
]


@pytest.mark.parametrize(("before", "after"), LISTS)
def test_a_new_entry_stands_behind_the_last_one(before: str, after: str) -> None:
    """It begins and ends as they do, and a missing end of the file stays missing."""
    assert add(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## b\n", f"## b\n\n{LINE}\n"),
        ("# t\n\n## B \n\n- [ ] a\n", f"# t\n\n## B \n\n- [ ] a\n{LINE}\n"),
        ("## b\nText.\n\n## c\n", f"## b\nText.\n\n{LINE}\n\n## c\n"),
        ("**b**\n- x\n\nother:\n- [ ] y\n", f"**b**\n- x\n{LINE}\n\nother:\n- [ ] y\n"),
        ("b:\n- [ ] x\n", f"b:\n- [ ] x\n{LINE}\n"),
        ("## b\n### c\n- [ ] x\n", f"## b\n{LINE}\n### c\n- [ ] x\n"),
        ("Text.", f"Text.\n\n## b\n\n{LINE}"),
        ("### a\n- [ ] x\n### c\n", f"### a\n- [ ] x\n### c\n### b\n{LINE}\n"),
    ],
)
def test_a_new_entry_stands_under_its_heading(before: str, after: str) -> None:
    """A heading or label is found whatever its capitals, or made like the others."""
    assert add(before, "b") == after


def test_what_is_said_of_a_new_entry_is_read_again() -> None:
    """Tags, priority, date and remarks are where the reader looks for them."""
    extras = Extras(("rag", "to/read"), "high", ("by heart",))
    for before in ("1. [ ] x\n", "- [ ] x [due:: 2025-01-01]\n", "- [ ] x\n\t- y\n", ""):
        text = add(before, extras=extras, day="2025-03-14")
        found = boxes(text.encode())[-1]

        assert found.tags == ("rag", "to/read")
        assert found.fields == {"priority": "high", "created": "2025-03-14"}
        assert found.summary == "by heart"
        assert found.status == "queued"
        assert ("\n\t- by heart" in text) == ("\t" in before)
        assert ("[created:: 2025-03-14]" in text) == ("[due" in before)


@pytest.mark.parametrize("before", ["```\ncode\n", "%% never closed\n", "<!--\n"])
def test_an_entry_that_would_not_be_read_is_refused(before: str) -> None:
    """At the end of a file that ends in code or in a comment nothing is written."""
    with pytest.raises(EditError, match="would not be read"):
        add(before)


@given(_ODD)
def test_adding_to_any_file_only_inserts(data: bytes) -> None:
    """What was there is there, byte by byte, before and behind what is new, or nothing is done."""
    try:
        after = queued("list.md", data, New((PAPER,), "h", "2025-03-14"), SETTINGS).data
    except EditError:
        return
    new = after
    for byte in data:  # the old bytes are a subsequence of the new ones
        place = new.find(bytes([byte]))
        assert place >= 0
        new = new[place + 1 :]
    assert after.count(b"2408.06292") == data.count(b"2408.06292") + 2
