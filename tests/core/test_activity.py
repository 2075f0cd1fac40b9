"""What the dates of the notes tell, and what they must not be taken to tell."""

from __future__ import annotations

from graphs import graph_of

from papergarden.core.activity import (
    entries_by_day,
    queue_by_month,
    read_by_month,
    usual_wait,
    waits,
)

ONE = "[one](https://x.org/1)"


def _activity(text: str) -> dict[str, int]:
    return entries_by_day(graph_of({"note.md": text}).notes.values())


def test_an_entry_counts_on_the_day_it_was_queued_and_on_the_day_it_was_read() -> None:
    """Both dates are of the entry itself; on one and the same day it counts once."""
    assert _activity(f"- [x] {ONE} ➕ 2025-01-06 ✅ 2025-02-04\n") == {
        "2025-01-06": 1,
        "2025-02-04": 1,
    }
    assert _activity(f"- [x] {ONE} ➕ 2025-01-06 ✅ 2025-01-06\n") == {"2025-01-06": 1}


def test_entries_of_a_dated_section_count_on_its_day() -> None:
    """Each entry of a day counts, whatever it is about."""
    assert _activity(f"01/06/2025\n- {ONE}\n- [two](https://x.org/2)\n") == {"2025-01-06": 2}


def test_the_date_of_a_whole_note_says_nothing_of_its_entries() -> None:
    """A list of a hundred papers with one date at its top was not read on one day."""
    assert _activity(f"---\ndate: 2025-01-06\n---\n- [x] {ONE}\n") == {}


def test_a_link_in_running_text_is_no_activity() -> None:
    """Only entries count: that a summary names another work is not reading it."""
    text = f"01/06/2025\n- {ONE}\n  - builds on [two](https://x.org/2)\n"

    assert _activity(text) == {"2025-01-06": 1}


def test_the_queue_grows_and_shrinks_with_the_days_written_down() -> None:
    """A work waits from the day it was queued to the day it was read or dropped."""
    graph = graph_of(
        {
            "list.md": f"- [x] {ONE} ➕ 2025-01-06 ✅ 2025-03-04\n"
            "- [ ] [two](https://x.org/2) ➕ 2025-01-08\n"
            "- [-] [three](https://x.org/3) ➕ 2025-02-08 ❌ 2025-03-09\n"
        }
    )

    assert queue_by_month(waits(graph)) == {"2025-01": 2, "2025-02": 3, "2025-03": 1}


def test_what_left_the_queue_on_an_unknown_day_is_not_in_it() -> None:
    """Such works would seem to wait for ever."""
    graph = graph_of(
        {
            "list.md": f"- [x] {ONE} ➕ 2025-01-06\n"
            "- [-] [two](https://x.org/2) ➕ 2025-01-08\n"
            "- [ ] [three](https://x.org/3)\n"
        }
    )

    assert waits(graph) == []


def test_reading_is_counted_by_month_and_kind() -> None:
    """Only works with a day count, each once, on its last day."""
    graph = graph_of(
        {
            "list.md": "- [x] [a](https://arxiv.org/abs/2004.12832) ✅ 2025-02-04\n"
            "- [x] [a](https://arxiv.org/abs/2004.12832) ✅ 2025-01-04\n"
            "- [x] [b](https://www.youtube.com/watch?v=rmVRLeJRkl4) ✅ 2025-02-09\n"
            "- [x] [c](https://arxiv.org/abs/2205.09707)\n"
        }
    )

    assert read_by_month(graph.works.values()) == {"2025-02": {"paper": 1, "video": 1}}


def test_half_of_the_works_were_read_within_the_usual_wait() -> None:
    """One work that waited long does not change it; those read before they were queued are out."""
    text = "".join(
        f"- [x] [w{n}](https://x.org/{n}) ➕ 2025-01-01 ✅ {read}\n"
        for n, read in enumerate(("2025-01-03", "2025-01-06", "2026-01-01", "2024-05-01"))
    )

    assert usual_wait(graph_of({"list.md": text}).works.values()) == (3, 5)
    assert usual_wait(graph_of({"list.md": f"- [x] {ONE}\n"}).works.values()) is None


def test_digits_of_other_scripts_are_no_date() -> None:
    """What looks like a field but names no ISO day stays text, and stops nothing."""
    assert _activity(f"- [x] {ONE} ➕ ٢٠٢٤-٠١-٠١\n") == {}
