"""The numbers of a library in the terminal: what is counted, and what waits."""

from __future__ import annotations

import click
from graphs import graph_of

from papergarden.library.numbers import stats_lines
from papergarden.library.tally import tally


def test_the_oldest_come_first() -> None:
    """Of works that wait, five; and months without reading are not left out."""
    items = [f"- [ ] [W{n}](https://x.org/{n}) ➕ 2025-01-{20 - n:02}" for n in range(7)]
    items += [f"- [x] [R{m}](https://x.org/r{m}) ✅ 2025-{m:02}-01" for m in (3, 6)]
    counted = tally(graph_of({"a.md": "\n".join(items)}))

    assert [one.title for one in counted.oldest] == ["W6", "W5", "W4", "W3", "W2"]
    assert [(one.month, one.read) for one in counted.months] == [
        ("2025-03", 1),
        ("2025-04", 0),
        ("2025-05", 0),
        ("2025-06", 1),
    ]


def test_a_bar_is_filled_as_far_as_works_are_read() -> None:
    """The rest of it is shaded."""
    text = "# L\n\n## T\n- [x] [A](https://x.org/a)\n- [ ] [B](https://x.org/b)\n"
    lines = [
        click.unstyle(line)
        for line in stats_lines(tally(graph_of({"a.md": text})), "2025-01-01", 80)
    ]

    assert f"  T  1 of 2  {'█' * 16}{'░' * 16}" in lines


def test_a_kind_of_which_nothing_is_read_says_so() -> None:
    """“0 of 1” stands under “1 of 1”, rather than a number of another meaning."""
    text = "- [x] [A](https://x.org/a)\n- [ ] [B](https://youtu.be/kCc8FmEb1nY)\n"
    lines = [
        click.unstyle(line)
        for line in stats_lines(tally(graph_of({"a.md": text})), "2025-01-01", 80)
    ]

    assert [line.split()[0] for line in lines if "  0 of 1" in line] == ["videos"]


def test_what_waits_longest_is_told_with_its_days() -> None:
    """And how long works wait as a rule, where enough are known."""
    items = [
        f"- [x] [{n}](https://example.org/{n}) ➕ 2025-01-01 ✅ 2025-01-1{n}" for n in range(5)
    ]
    items.append("- [ ] [Old](https://example.org/old) ➕ 2025-01-31")
    lines = [
        click.unstyle(line)
        for line in stats_lines(tally(graph_of({"a.md": "\n".join(items)})), "2025-03-01", 80)
    ]

    assert "  2025-01-31     29 days  Old" in lines
    assert lines[-1] == "Half of 5 works with both days known were read within 11 days."
