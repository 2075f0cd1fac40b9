"""Status and dates of a work, from all the places that speak of it."""

from __future__ import annotations

from itertools import combinations

import pytest
from graphs import graph_of, only_work, remarks

from papergarden.core.model import Work

DPR = "https://arxiv.org/abs/2004.04906"
# One place for each status a mention can give, in the order of their weight.
PLACES = {
    "read": f"- [x] [DPR]({DPR})",
    "reading": f"- [/] [DPR]({DPR})",
    "queued": f"- [ ] [DPR]({DPR})",
    "on-hold": f"- [h] [DPR]({DPR})",
    "dropped": f"- [-] [DPR]({DPR})",
    "noted": f"- [DPR]({DPR})\n  - two encoders",
    "mentioned": f"See [DPR]({DPR}).",
}


def work_of(*texts: str) -> Work:
    """The one work that notes with these texts speak of."""
    return only_work(graph_of({f"{number}.md": text for number, text in enumerate(texts)}))


@pytest.mark.parametrize("status", PLACES)
def test_one_place_gives_its_status(status: str) -> None:
    """A work that is spoken of once has the status given there."""
    assert work_of(PLACES[status]).status == status


@pytest.mark.parametrize(("stronger", "weaker"), [*combinations(PLACES, 2)])
def test_the_stronger_status_wins(stronger: str, weaker: str) -> None:
    """Of two places the one that says more decides, in whichever order they stand."""
    assert work_of(PLACES[stronger], PLACES[weaker]).status == stronger
    assert work_of(PLACES[weaker], PLACES[stronger]).status == stronger


def test_a_bare_entry_only_mentions() -> None:
    """Without a box, a day and a summary an entry says no more than a reference."""
    assert work_of(f"- [DPR]({DPR})").status == "mentioned"


def test_a_dated_section_says_read() -> None:
    """What stands in a log was read on that day."""
    work = work_of(f"09/25/2024\n- [DPR]({DPR})")

    assert (work.status, work.read_on, work.queued_on) == ("read", "2024-09-25", None)


def test_the_box_beats_the_section() -> None:
    """An open box in a log is still to be read, and was queued on that day."""
    work = work_of(f"09/25/2024\n- [ ] [DPR]({DPR})")

    assert (work.status, work.read_on, work.queued_on) == ("queued", None, "2024-09-25")


def test_read_on_is_the_latest_day() -> None:
    """Of several days on which a work was read the last one counts."""
    work = work_of(
        f"09/25/2024\n- [DPR]({DPR})\n\n03/28/2024\n- [DPR]({DPR})",
        f"- [x] [DPR]({DPR}) ✅ 2024-12-31",
        f"- [x] [DPR]({DPR}) ✅ 2024-06-01",
    )

    assert work.read_on == "2024-12-31"


def test_a_reference_on_a_later_day_is_no_reading() -> None:
    """Only entries say when a work was read."""
    work = work_of(f"09/25/2024\n- thoughts\n  - see [DPR]({DPR})\n\n03/28/2024\n- [DPR]({DPR})")

    assert work.read_on == "2024-03-28"


def test_the_date_of_a_note_is_no_day_of_reading() -> None:
    """A ticked box in a dated post was read, but nobody knows when."""
    work = work_of(f"---\ndate: 2024-06-27\n---\n- [x] [DPR]({DPR})\n")

    assert (work.status, work.read_on) == ("read", None)


def test_a_dropped_work_was_not_read_on_the_day_it_was_dropped() -> None:
    """The date of a cancelled field is no reading."""
    assert work_of(f"- [-] [DPR]({DPR}) ❌ 2024-06-01").read_on is None


def test_queued_on_is_the_first_day() -> None:
    """Of several created fields the earliest counts, also once the work is read."""
    work = work_of(
        f"- [ ] [DPR]({DPR}) ➕ 2024-06-02",
        f"- [x] [DPR]({DPR}) ➕ 2024-06-01 ✅ 2024-06-05",
        f"06/03/2024\n- [ ] [DPR]({DPR})",
    )

    assert (work.status, work.queued_on, work.read_on) == ("read", "2024-06-01", "2024-06-05")


def test_an_open_box_for_a_work_that_was_read_names_both_places() -> None:
    """What is open in one place and read in another is reported where it is open."""
    graph = graph_of(
        {
            "list.md": f"Intro.\n\n- [ ] [DPR]({DPR})\n- [x] [SBERT](https://arxiv.org/abs/1908.10084)",
            "log.md": f"09/25/2024\n- [Dense Passage Retrieval]({DPR})",
        }
    )
    (remark,) = graph.diagnostics

    assert (remark.path, remark.line, remark.code) == ("list.md", 3, "open-but-read")
    assert remark.message == "“DPR” is open here, but read in log.md:2"
    assert remark.severity == "warning"
    assert graph.works["arxiv:2004.04906"].status == "read"


@pytest.mark.parametrize("box", ["/", "-", "h", "x"])
def test_only_open_boxes_are_reported(box: str) -> None:
    """A box that says something else than read or open is no contradiction."""
    assert remarks(graph_of({"a.md": f"- [{box}] [DPR]({DPR})\n- [x] [DPR]({DPR})"})) == []


def test_an_open_box_alone_is_no_contradiction() -> None:
    """A work that is only noted or mentioned elsewhere may well be open."""
    notes = {"a.md": PLACES["queued"], "b.md": PLACES["noted"], "c.md": PLACES["mentioned"]}

    assert remarks(graph_of(notes)) == []


def test_a_group_passes_its_status_and_its_day_on() -> None:
    """The works of a group that is done are read, on the day on which it was done."""
    graph = graph_of(
        {"a.md": f"- [x] dense papers ✅ 2024-06-01\n  - [DPR]({DPR})\n  - https://example.org/x\n"}
    )

    assert {(w.status, w.read_on) for w in graph.works.values()} == {("read", "2024-06-01")}
    assert len(graph.works) == 3


def test_topics_and_tags_of_a_work_are_those_of_its_entries() -> None:
    """Sections and tags around entries are a work's topics, those around references are not."""
    work = work_of(
        f"## dense\n- [ ] [DPR]({DPR}) #ir #nlp/qa\n## later\nSee [DPR]({DPR}) #other.",
        f"09/25/2024\n- [DPR]({DPR}) #ir",
        f"## to present\n- [x] [DPR]({DPR})",
    )

    assert work.topics == ("dense", "to present")
    assert work.tags == ("ir", "nlp/qa")
