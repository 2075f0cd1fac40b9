"""What is doubtful about entries and their dates; what is in order is not remarked on."""

from __future__ import annotations

import json

import pytest
from graphs import graph_of, remarks

from papergarden.core.graph import build_graph
from papergarden.core.metadata import read_library
from papergarden.core.model import Graph
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

DPR = "https://arxiv.org/abs/2004.04906"


def log(*days: str) -> Graph:
    """A log with one entry a day."""
    return graph_of(
        {
            "log.md": "\n".join(
                f"{day}\n- [Day {n}](https://x.org/{n})" for n, day in enumerate(days)
            )
        }
    )


def with_title(title: str, note: str, source: str = "arXiv") -> Graph:
    """A note, where a catalogue knows the title of one paper."""
    item = {"id": "a", "title": title, "custom": {"work": "arxiv:2004.04906", "source": source}}
    notes = [parse(read("a.md", note.encode()), Settings())]
    records = read_library(json.dumps([item]).encode()).records
    return build_graph(notes, (), Settings(), records=records)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"[DPR]({DPR})", f"[dpr]({DPR}v2)"),
        (f"[dense]({DPR})", f"[passages]({DPR})"),
        (f"[ColBERT]({DPR})", "colbert\n- [ ] [x](https://x.org)"),
    ],
)
def test_a_work_that_is_open_twice_is_reported(first: str, second: str) -> None:
    """However it is called; the second place is named, and the first told."""
    graph = graph_of({"a.md": f"- [ ] {first}\n", "b.md": f"- [ ] {second}\n"})

    assert remarks(graph) == [("b.md", 1, "duplicate-entry")]
    assert "a.md:1" in graph.diagnostics[0].message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[ ] [DPR](https://x.org/a)", "[ ] [DPR 2](https://x.org/b)"),
        ("[x] [DPR](https://x.org/a)", "[x] [DPR](https://x.org/a)"),
        (
            "[ ] [The Book, Chapter 1](https://x.org/a)",
            "[ ] [The Book, Chapter 2](https://x.org/a)",
        ),
        ("[ ] [talk](https://youtu.be/Ilg3gGewQ5U)", "[ ] [b](https://youtu.be/Ilg3gGewQ5U?t=90)"),
        ("[ ] [DPR](https://x.org/a)", "[DPR](https://x.org/a): a remark"),
    ],
)
def test_what_is_not_said_twice_is_no_duplicate(first: str, second: str) -> None:
    """Other works, parts of one thing, and what was read more than once."""
    graph = graph_of({"a.md": f"- {first}\n- {second}\n- [ ] [x](https://x.org)\n"})

    assert "duplicate-entry" not in {code for *_, code in remarks(graph)}


def test_a_work_is_logged_once_a_day() -> None:
    """Twice on one day is a repetition, on two days it is reading on."""
    entry = f"- [DPR]({DPR})\n"
    graph = graph_of({"log.md": f"09/24/2024\n{entry}\n09/23/2024\n{entry}{entry}"})

    assert remarks(graph) == [("log.md", 6, "duplicate-entry")]


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_day_that_breaks_the_order_of_its_log_is_reported(*, newest_first: bool) -> None:
    """A slip in the year, which the days around it give away."""
    days = ["2024-01-09", "2024-01-12", "2023-01-14", "2024-01-17", "2024-01-20", "2024-01-20"]
    graph = log(*(reversed(days) if newest_first else days))

    assert remarks(graph) == [("log.md", 7 if newest_first else 5, "date-order")]
    assert "between 2024-01-" in graph.diagnostics[0].message


@pytest.mark.parametrize(
    "days",
    [
        ["2024-01-09", "2024-01-12", "2024-01-12", "2024-01-17", "2024-02-20"],
        ["2024-01-09", "2023-01-12", "2024-01-10"],
        [*["2024-01-09"] * 4, "2024-02-01", "2024-01-09"],
        ["2024-01-09", "2022-01-12", "2024-06-10", "2021-01-09", "2024-03-12", "2023-01-10"],
    ],
)
def test_a_log_without_an_order_has_none_to_break(days: list[str]) -> None:
    """Nothing is said of days in a row, of too few, and of those that follow no rule."""
    assert remarks(log(*days)) == []


@pytest.mark.parametrize(
    ("fields", "remarked"),
    [
        ("➕ 2025-02-03 ✅ 2025-02-01", True),
        ("🛫 2025-02-03 ✅ 2025-02-01", True),
        ("➕ 2025-02-03 ❌ 2025-01-03", True),
        ("➕ 2025-02-01 🛫 2025-02-01 ✅ 2025-02-01", False),
        ("✅ 2025-02-01 ➕ 2025-01-03", False),
        ("📅 2025-01-01 ✅ 2025-02-01", False),
    ],
)
def test_nothing_is_done_before_it_is_begun(fields: str, *, remarked: bool) -> None:
    """Dates of one entry that contradict each other are reported; what is late is not."""
    graph = graph_of({"a.md": f"- [x] [DPR]({DPR}) {fields}\n"})

    assert remarks(graph) == [("a.md", 1, "date-order")] * remarked


@pytest.mark.parametrize(
    ("anchor", "title", "code"),
    [
        ("Scaling Laws for Language Models", "Dense passage retrieval", "metadata-conflict"),
        ("Scaling Laws for Language Models", "ColBERT", "metadata-conflict"),
        ("Dense Passage Retrieval of Answers", "Dense passage retrieval", None),
        ("TextGrad: Automatic Differentiation via Text", "TextGrad", None),
        ("dpr", "Dense passage retrieval", None),
    ],
)
def test_a_title_that_metadata_contradicts_is_reported(
    anchor: str, title: str, code: str | None
) -> None:
    """The address leads to something else; a nickname is no contradiction."""
    found = remarks(with_title(title, f"- [ ] [{anchor}]({DPR})\n"))

    assert found == ([("a.md", 1, code)] if code else [])


def test_the_title_of_a_page_contradicts_nothing() -> None:
    """Web pages are called all kinds of things."""
    note = f"- [ ] [Scaling Laws for Language Models]({DPR})\n"

    assert remarks(with_title("Just a moment ...", note, "page title")) == []
