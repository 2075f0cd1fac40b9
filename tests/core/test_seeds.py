"""Five real documents as one vault: the figures that were counted in them by hand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from papergarden.core.edges import edges_of
from papergarden.core.graph import build_graph
from papergarden.core.model import Graph, Mention
from papergarden.core.parse import parse
from papergarden.core.repair import repair
from papergarden.core.settings import Settings
from papergarden.core.source import read

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
NAMES = ("machine-learning-notes", "reading-list", "reading-notes", "research-log", "tab-clearing")

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the real documents are not here: there is no folder {SEEDS}"
)


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The graph of all five documents."""
    settings = Settings()
    files = [SEEDS / f"{name}.md" for name in NAMES]
    notes = [parse(read(file.name, file.read_bytes()), settings) for file in files]
    return build_graph(notes, [], settings)


def boxes(graph: Graph) -> dict[int, str]:
    """The sign of each line of the reading list that has a box."""
    mentions = graph.notes["reading-list"].mentions
    return {m.line: m.marker for m in mentions if m.marker is not None}


def log_entries(graph: Graph) -> list[Mention]:
    """The entries of the research log."""
    return [m for m in graph.notes["research-log"].mentions if m.role == "entry"]


def lines_of(name: str) -> list[str]:
    """The lines of a document with the damage undone; the first is line 1."""
    return ["", *repair((SEEDS / f"{name}.md").read_text(encoding="utf-8"))[0].split("\n")]


def test_each_document_is_of_its_kind(graph: Graph) -> None:
    """A log, two lists and two posts, told by what is in them."""
    assert {note.id: note.kind for note in graph.notes.values()} == {
        "machine-learning-notes": "post",
        "reading-list": "list",
        "reading-notes": "list",
        "research-log": "log",
        "tab-clearing": "post",
    }


def test_the_reading_list_has_161_boxes(graph: Graph) -> None:
    """Fifty are ticked and 111 open, and each stands on the line of its box."""
    assert Counter(boxes(graph).values()) == {"x": 50, " ": 111}
    lines = lines_of("reading-list")
    assert all(f"- [{sign}]" in lines[line] for line, sign in boxes(graph).items())
    on_disk = {n for n, line in enumerate(lines) if re.match(r"\s*- \[.\] ", line)}
    assert boxes(graph).keys() == on_disk


def test_one_box_is_nested_and_has_all_fields(graph: Graph) -> None:
    """The one box inside of another entry was due in January, done in February, and urgent."""
    lines = lines_of("reading-list")
    (line,) = [line for line in boxes(graph) if lines[line].startswith("\t")]
    (nested,) = [m for m in graph.notes["reading-list"].mentions if m.line == line]

    assert nested.fields == {"due": "2025-01-31", "done": "2025-02-01", "priority": "high"}
    assert (nested.status, nested.date) == ("read", "2025-02-01")


def test_the_only_other_date_is_a_done_date(graph: Graph) -> None:
    """One more entry of the list has a field."""
    with_fields = [m for m in graph.notes["reading-list"].mentions if m.fields]
    first = min(with_fields, key=lambda m: m.line)

    assert len(with_fields) == 2
    assert first.fields == {"done": "2025-06-09"}
    assert graph.works["url:sander.ai/2023/07/20/perspectives.html"].read_on == "2025-06-09"


def test_olmo_is_one_work_with_an_open_and_a_ticked_box(graph: Graph) -> None:
    """It stands twice in one list, counts as read, and the remark names both lines."""
    work = graph.works["arxiv:2501.00656"]
    mentions = [graph.notes[place.note].mentions[place.mention] for place in work.places]
    (remark,) = [d for d in graph.diagnostics if "olmo" in d.message]

    assert work.status == "read"
    assert [(m.line, m.marker) for m in mentions] == [(15, " "), (56, "x")]
    assert (remark.path, remark.line, remark.code) == ("reading-list.md", 15, "open-but-read")
    assert "reading-list.md:56" in remark.message


def test_four_open_boxes_are_of_works_that_were_read(graph: Graph) -> None:
    """Three of them were read by the writer of the log."""
    remarks = [d for d in graph.diagnostics if d.code == "open-but-read"]

    assert {d.path for d in remarks} == {"reading-list.md"}
    assert [d.line for d in remarks] == [15, 98, 150, 369]
    assert sum("research-log.md" in d.message for d in remarks) == 3


def test_the_log_has_282_entries_of_97_days(graph: Graph) -> None:
    """Every entry belongs to a day on which it was read, and has its kind from the legend."""
    entries = log_entries(graph)
    days = [day.date for day in graph.notes["research-log"].days]

    assert len(entries) == 282
    assert (len(days), min(days), max(days)) == (97, "2024-03-28", "2024-09-25")
    assert {m.date for m in entries} <= set(days)
    assert all(m.status == "read" and m.kind_told for m in entries)
    assert Counter(m.kind for m in entries) == {
        "paper": 181,
        "article": 42,
        "code": 26,
        "book": 13,
        "resource": 12,
        "video": 8,
    }
    assert sum(bool(m.summary) for m in entries) == 128


def test_an_entry_of_the_log_needs_no_link(graph: Graph) -> None:
    """One entry is text alone, one links to the log itself; both are known by their title."""
    without = [m for m in log_entries(graph) if m.href is None]

    assert [m.line for m in without] == [491, 538]
    assert all(m.key.startswith("title:") and m.title and m.kind == "code" for m in without)


def test_254_arxiv_papers_are_mentioned(graph: Graph) -> None:
    """Fourteen of them in more than one document, eighteen works in all, each in two."""
    in_notes = {work.id: {place.note for place in work.places} for work in graph.works.values()}
    arxiv = [key for key in in_notes if key.startswith("arxiv:")]

    assert len(arxiv) == 254
    assert sum(len(in_notes[key]) > 1 for key in arxiv) == 14
    assert Counter(map(len, in_notes.values()))[2] == 18
    assert max(map(len, in_notes.values())) == 2


def test_the_malformed_identifier_is_alone(graph: Graph) -> None:
    """A digit is missing in one address; its work is not joined with the one it means."""
    (remark,) = [d for d in graph.diagnostics if d.code == "malformed-identifier"]
    alone, meant = graph.works["url:arxiv.org/pdf/1706.0376"], graph.works["arxiv:1706.03762"]

    assert (remark.path, remark.line) == ("research-log.md", 581)
    assert len(alone.places) == 1
    assert not set(alone.places) & set(meant.places)


def test_two_entries_refer_to_entries_of_other_days(graph: Graph) -> None:
    """Words such as “the paper from 07/22” are edges between works."""
    edges = [(e.source, e.target) for e in edges_of(graph) if e.type == "refers-to"]
    from_, to = zip(*edges, strict=True)

    assert len(edges) == 2
    assert from_[0] == "work:arxiv:2406.17759"
    assert to[0].startswith("work:url:alignmentforum.org/posts/EGvtgB7ctifzxZg6v/")
    assert from_[1].startswith("work:url:deepmind.google/discover/blog/ai-solves-imo-problems")
    assert to[1] == "work:arxiv:2407.10040"


def test_no_damaged_character_is_left(graph: Graph) -> None:
    """No title and no summary holds a sign of a wrong encoding."""
    texts = [
        text
        for note in graph.notes.values()
        for mention in note.mentions
        for text in (mention.title or "", mention.summary, *mention.section)
    ]

    assert sum(map(len, texts)) > 50_000
    for text in texts:
        assert repair(text) == (text, ())
        assert not any(unicodedata.category(c) in {"Co", "Cn", "Cs"} for c in text)
        assert not any("\x7f" <= c <= "\x9f" for c in text)


@pytest.mark.parametrize("name", NAMES)
def test_each_mention_stands_on_its_line(graph: Graph, name: str) -> None:
    """The line on disk holds the address of a mention, or else the beginning of its title."""
    lines = lines_of(name)

    for mention in graph.notes[name].mentions:
        line = lines[mention.line]
        assert (mention.href or "\n") in line or (mention.title or "\n")[:12] in line, mention


@pytest.mark.parametrize("name", NAMES)
def test_no_link_to_the_outside_is_lost(graph: Graph, name: str) -> None:
    """Every address that stands in a document is that of a mention or an extra one of it."""
    note = graph.notes[name]
    known = {href for m in note.mentions for href in (m.href, *m.extra) if href}
    written = set(re.findall(r"(?<!!\[)\]\((https?://[^\s()]+)\)", "\n".join(lines_of(name))))

    assert written - known == set()
