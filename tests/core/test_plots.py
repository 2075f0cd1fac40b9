"""Plots: what is drawn for which numbers, and that nothing touches or leaves its frame."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from papergarden.core.heatmap import heatmaps, last_weeks
from papergarden.core.plots import (
    Bar,
    lying_bars,
    month_bars,
    month_labels,
    month_numbers,
    month_steps,
    shortened,
    ticks,
)

MONTHS = st.builds(
    lambda year, month: f"{year:04}-{month:02}", st.integers(1, 9999), st.integers(1, 12)
)
NEAR = st.builds(
    lambda year, month: f"{year}-{month:02}", st.integers(2020, 2026), st.integers(1, 12)
)


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (9, [0, 5, 10]),
        (62, [0, 20, 40, 60, 80]),
        (161, [0, 50, 100, 150, 200]),
    ],
)
def test_ticks_stand_at_round_numbers(most: int, expected: list[int]) -> None:
    """Few steps of 1, 2 or 5 with zeros, up to the largest number and no step further."""
    assert ticks(most) == expected


@given(st.integers(1, 10**9))
def test_ticks_are_few_and_reach_the_largest_number(most: int) -> None:
    """No bar is longer than its axis, and no axis is nearly empty."""
    found = ticks(most)

    assert 2 <= len(found) <= 5
    assert found[-2] < most <= found[-1]


@given(st.sets(st.one_of(NEAR, MONTHS), min_size=1, max_size=3), st.integers(250, 320))
def test_labels_of_months_never_touch(months: set[str], room: int) -> None:
    """From one month to ten thousand years there is a label, and room around each."""
    numbers = list(month_numbers(months))
    slot = room / len(numbers)
    labels = month_labels(numbers, slot)

    assert labels
    for (number, text), (after, _) in itertools.pairwise(labels):
        assert (after - number) * slot >= 6 * len(text)


def test_a_year_is_named_once_and_months_where_there_is_room() -> None:
    """Years for long spans, months for short ones."""
    year = list(month_numbers(["2019-03", "2024-12"]))
    short = list(month_numbers(["2024-03", "2024-05"]))

    assert [text for _, text in month_labels(year, 304 / len(year))] == [
        *("2020", "2021", "2022", "2023", "2024")
    ]
    assert [text for _, text in month_labels(short, 304 / 3)] == [
        *("Mar 2024", "Apr 2024", "May 2024")
    ]


def test_months_without_any_reading_have_their_room_but_no_bar() -> None:
    """Two bars with a gap of a month between them, each with its words."""
    drawn = month_bars("Read", {"2024-03": 2, "2024-05": 4}, {"2024-03": "two", "2024-05": "four"})
    bars = LexborHTMLParser(str(drawn)).css("rect.plot-bar")
    first, second = (
        {k: float(v or 0) for k, v in bar.attributes.items() if k in {"x", "width", "height"}}
        for bar in bars
    )

    assert [bar.text() for bar in bars] == ["two", "four"]
    assert second["height"] == 2 * first["height"] == 110
    assert second["x"] - first["x"] > 2 * first["width"]


@pytest.mark.parametrize("years", [1, 5, 12])
def test_bars_of_neighbouring_months_do_not_touch(years: int) -> None:
    """There is paper between any two bars, from one year to twelve."""
    months = [f"{2014 + year}-{month:02}" for year in range(years) for month in range(1, 13)]
    drawn = month_bars("Read", dict.fromkeys(months, 1), dict.fromkeys(months, ""))
    bars = LexborHTMLParser(str(drawn)).css("rect.plot-bar")
    places = [(float(b.attributes["x"] or 0), float(b.attributes["width"] or 0)) for b in bars]

    for (x, width), (after, _) in itertools.pairwise(places):
        assert x + width < after - 0.4


def test_a_single_month_makes_a_plot() -> None:
    """One bar of a modest width, or one step, with its month below."""
    for drawn in (
        month_bars("Read", {"2024-03": 1}, {"2024-03": ""}),
        month_steps("Queue", {"2024-03": 1}),
    ):
        page = LexborHTMLParser(str(drawn))
        assert "Mar 2024" in [text.text() for text in page.css("text")]
    assert "M30 120H30V10H334" in month_steps("Queue", {"2024-03": 1})


def test_a_step_holds_its_height_until_the_number_changes() -> None:
    """The line goes along and then up, never aslant."""
    drawn = month_steps("Queue", {"2024-01": 1, "2024-04": 4})

    assert "M30 120H30V92.5H258V10H334" in drawn


def test_a_plot_carries_no_style_and_names_itself() -> None:
    """A strict policy holds for the page, and a screen reader hears what the drawing is."""
    bars = [Bar('a "quoted" <name>', 3, 1, "1 of 3", "topics/a.html", "is-read")]
    for drawn in (
        lying_bars('<Topics> & "more"', bars),
        month_steps('<Topics> & "more"', {"2024-01": 1}),
        *(plot.svg for plot in heatmaps({"2024-02-29": 1}, {})),
    ):
        page = LexborHTMLParser(str(drawn))
        assert not page.css("[style], style, [fill]:not([fill=none]), [stroke]")
        for svg in page.css("svg"):
            assert svg.attributes["role"] == ("group" if svg.css_first("a") else "img")
            assert len(svg.css("a")) == len(svg.css('g[aria-hidden="true"] a'))
            assert svg.attributes["aria-label"]
        assert "<name>" not in drawn
        assert "<Topics>" not in drawn


def test_a_lying_bar_shows_its_part() -> None:
    """The filled part is to the whole as the one number is to the other."""
    drawn = LexborHTMLParser(
        str(lying_bars("Topics", [Bar("a", 4, 1, "1 of 4"), Bar("b", 2, 2, "2 of 2")]))
    )
    widths = [
        [
            (rect.attributes["class"], float(rect.attributes["width"] or 0))
            for rect in row.css("rect")
        ]
        for row in drawn.css("g.plot-row")
    ]
    whole = widths[0][0][1]

    assert widths == [
        [("plot-rest", whole), ("plot-bar", pytest.approx(whole / 4, abs=0.01))],
        [("plot-bar", pytest.approx(whole / 2, abs=0.01))],
    ]


@given(st.text(max_size=60))
def test_a_name_never_takes_more_than_its_room(text: str) -> None:
    """A long name is cut with dots, a short one is left alone."""
    found = shortened(text, 128)

    assert len(found) <= 20
    assert found == text or found.endswith("…")
    assert shortened("検" * 30, 128) == "検" * 9 + "…"
    assert shortened("a" * 20, 128) == "a" * 20


def squares(drawn: object) -> dict[str, tuple[int, int, int]]:
    """The column, the row and the colour of each day with entries, by its title."""
    found = {}
    for group in LexborHTMLParser(str(drawn)).css("g[class^=heat-]"):
        for cell in group.css("path"):
            place = re.match(r"M(\d+) (\d+)h10v10h-10z$", cell.attributes["d"] or "")
            assert place
            column, row = divmod(int(place[1]) - 30, 12)[0], divmod(int(place[2]) - 16, 12)[0]
            found[cell.text()] = (column, row, int((group.attributes["class"] or "")[-1]))
    return found


def ground(drawn: object) -> list[tuple[int, int, int]]:
    """Of each drawing and each row the first column and the number of days that are drawn."""
    paths = LexborHTMLParser(str(drawn)).css("path.heat-ground")
    return [
        (int(y) // 12 - 1, (int(x) - 30) // 12, (int(length) + 2) // 12)
        for path in paths
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", path.attributes["d"] or "")
    ]


def test_a_year_has_a_place_for_each_day() -> None:
    """Days with entries have words, and a link if they have a page; the others are drawn alike."""
    (plot,) = heatmaps(
        {"2024-09-25": 3, "2024-02-29": 1}, {"2024-09-25": "log/2024-09.html#d-2024-09-25"}
    )
    page = LexborHTMLParser(str(plot.svg))

    assert sum(days for _, _, days in ground(plot.svg)) == 366
    assert squares(plot.svg) == {"29 Feb 2024: 1": (8, 3, 1), "25 Sep 2024: 3": (12, 2, 2)}
    (link,) = page.css("a")
    assert link.attributes["href"] == "log/2024-09.html#d-2024-09-25"
    assert link.text() == "25 Sep 2024: 3"
    assert plot.caption == "4 entries on 2 days, most on 25 Sep 2024: 3."
    assert [(row.name, row.values) for row in plot.rows] == [
        ("February 2024", ("1", "1")),
        ("September 2024", ("3", "1")),
    ]


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
@example(date(1, 1, 1))
@example(date(9999, 12, 31))
def test_mondays_are_on_top_and_each_week_is_a_column(day: date) -> None:
    """A day of the week has one row in all fields, and all of them have room."""
    (year,) = heatmaps({day.isoformat(): 1}, {})
    weeks = last_weeks({day.isoformat(): 1}, {})
    assert weeks

    for plot, columns in ((year, 28), (weeks, 27)):
        ((column, row, _),) = squares(plot.svg).values()
        assert row == day.weekday()
        assert (row, column) in {
            (r, first + n) for r, first, count in ground(plot.svg) for n in range(count)
        }
        assert max(first + count for _, first, count in ground(plot.svg)) <= columns


def test_the_last_weeks_end_with_the_newest_entry() -> None:
    """Fifty-three weeks in two drawings of one width, the second of which begins a new week."""
    days = {"2024-03-03": 9, "2024-03-04": 2, "2024-09-08": 1, "2024-09-09": 3, "2025-03-05": 4}
    plot = last_weeks(days, {"2025-03": "log/2025-03.html"})
    assert plot
    first, second = LexborHTMLParser(str(plot.svg)).css("svg")

    assert plot.caption == "10 entries on 4 days, 4 Mar 2024 to 5 Mar 2025."
    assert ground(plot.svg) == [
        *((row, 0, 27) for row in range(7)),
        *((row, 0, 26) for row in range(7)),
    ]
    assert squares(first.html) == {"4 Mar 2024: 2": (0, 0, 2), "8 Sep 2024: 1": (26, 6, 1)}
    assert squares(second.html) == {"9 Sep 2024: 3": (0, 0, 2), "5 Mar 2025: 4": (25, 2, 3)}
    assert [len(half.css("g.plot-again text")) for half in (first, second)] == [0, 3]
    assert first.attributes["viewBox"] == second.attributes["viewBox"] == "0 0 360 98"
    assert [text.text() for text in first.css("svg > text")][3:] == [
        *("Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep")
    ]
    assert [text.text() for text in second.css("svg > text")] == [
        *("Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
    ]
    assert [(row.name, row.values, row.href) for row in plot.rows][-1] == (
        "March 2025",
        ("4", "1"),
        "log/2025-03.html",
    )
    assert last_weeks({"2024-03-03": 0}, {}) is None
    only = last_weeks({"2024-03-03": 1}, {})
    assert only
    assert only.caption == "1 entry on 1 day, 3 Mar 2024."


@pytest.mark.parametrize(("active", "most"), [(20, 5_000), (90, 14_000)])
def test_a_field_of_a_year_is_small(active: int, most: int) -> None:
    """Days without entries cost next to nothing."""
    days = {(date(2024, 1, 1) + timedelta(days=4 * n)).isoformat(): 9 for n in range(active)}
    links = {day: f"log/{day[:7]}.html#d-{day}" for day in days}
    (plot,) = heatmaps(days, links)

    assert len(plot.svg) < most


def test_the_colour_of_a_day_grows_with_its_entries() -> None:
    """The steps are fixed, so that a colour means the same in all years."""
    days = {f"2024-01-{n:02}": n for n in range(1, 10)}
    (plot,) = heatmaps(days, {})
    colours = {int(title[-1]): colour for title, (_, _, colour) in squares(plot.svg).items()}

    assert [colours[n] for n in range(1, 10)] == [1, 2, 2, 3, 3, 3, 3, 4, 4]


def test_years_come_from_the_newest_on_and_only_with_entries() -> None:
    """A year in which nothing was written down is left out, and no activity draws nothing."""
    assert [
        plot.title for plot in heatmaps({"2021-05-01": 1, "2024-05-01": 2, "2023-01-01": 0}, {})
    ] == ["2024", "2021"]
    assert heatmaps({}, {}) == ()
