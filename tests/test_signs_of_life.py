"""What a long command says of how far it is."""

from __future__ import annotations

import pytest

from papergarden.crew import FEWEST, Crew
from papergarden.progress import Progress


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Progress:
    """On a terminal, where nobody has patience."""
    monkeypatch.setattr("papergarden.progress.is_watched", lambda: True)
    monkeypatch.setattr("papergarden.progress._SOON", -1.0)
    monkeypatch.setattr("papergarden.progress._OFTEN", -1.0)
    return Progress(shown=True)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was said, one thing over the other."""
    return [line.rstrip() for line in capsys.readouterr().err.split("\r")[1:]]


def test_a_stage_tells_how_many_of_all_its_things_are_done(
    shown: Progress, capsys: pytest.CaptureFixture[str]
) -> None:
    """Though it does some at a time, and these in parts."""
    with shown.stage("read and parse"):
        for some in shown.some([range(1500), range(500)], 2000):
            assert some
            for part in range(1, 3):
                shown.at(part, 2)

    said = [f"read and parse: {n} of 2,000" for n in ("750", "1,500", "1,750", "2,000")]
    assert lines(capsys) == ["read and parse", *said]


def test_a_stage_that_ends_early_is_forgotten(
    shown: Progress, capsys: pytest.CaptureFixture[str]
) -> None:
    """What comes next counts for itself."""
    for _ in shown.some([range(500), range(500)], 1500):
        break
    with shown.stage("make pages"):
        shown.at(1, 2)

    assert lines(capsys) == ["make pages", "make pages: 1 of 2"]


def test_other_stages_tell_their_parts(shown: Progress, capsys: pytest.CaptureFixture[str]) -> None:
    """And the line is wiped away in the end."""
    with shown.stage("make pages"):
        assert list(shown.each("ab", 2)) == ["a", "b"]
    shown.end()

    assert lines(capsys) == ["make pages", "make pages: 1 of 2", "make pages: 2 of 2", "", ""]


def test_nothing_is_said_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    """Such as into a file."""
    with Progress(shown=True).stage("make pages") as _:
        Progress(shown=True).at(1, 2)

    assert capsys.readouterr().err == ""


def test_work_of_several_processes_is_told_to_its_end(
    shown: Progress, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others tell of theirs when they are done: what was begun before a part counts with it."""
    with shown.stage("make pages"):
        list(Crew(hands=2, progress=shown).spread(str, range(FEWEST)))
    told = [line.removeprefix("make pages: ").split(" of ") for line in lines(capsys)[1:]]
    numbers = [int(number) for number, _ in told]

    assert numbers == sorted(numbers)
    assert told[-1] == ["32", "32"]
    assert {total for _, total in told} == {"32"}
