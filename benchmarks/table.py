"""Figures as tables in Markdown, and what is to be thought of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isnan
from statistics import median

from generators import OURS

COLD = "cold build"
UNCHANGED = "nothing changed"
EDIT = "one edit"
HUB = "one edit that names the hub"
SAVE = "save to page while serving"
HELP = "`notes --help`"
COLD_MEMORY = "peak memory, cold build"
EDIT_MEMORY = "peak memory, one edit"
ROWS = (COLD, UNCHANGED, EDIT, HUB, SAVE, HELP, COLD_MEMORY, EDIT_MEMORY)
_MEMORY = (COLD_MEMORY, EDIT_MEMORY)

# By row and generator, one figure a round: seconds, or megabytes.
Figures = dict[str, dict[str, list[float]]]

# What we want: so many times what Hugo needs, by row and notes; so many seconds or megabytes.
TIMES_HUGO = {
    (COLD, 1_000): 2.0,
    (COLD, 10_000): 1.5,
    (UNCHANGED, 1_000): 0.1,
    (UNCHANGED, 10_000): 0.02,
    (EDIT, 1_000): 0.35,
    (EDIT, 10_000): 0.1,
}
AT_MOST = {
    (SAVE, 1_000): 0.05,
    (SAVE, 10_000): 0.2,
    (HELP, 1_000): 0.1,
    (HELP, 10_000): 0.1,
    (COLD_MEMORY, 10_000): 500.0,
}
# What is no matter of a slow machine any more, as a part of our own cold build.
FAR_OFF = {UNCHANGED: 0.5, EDIT: 0.8, HUB: 0.8, SAVE: 0.5}
# Two sizes are never measured quite alike.
_SLACK = 1.1


def report(notes: int, figures: Figures) -> str:
    """The tables of one size: what was measured, and how ours compares with each peer."""
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    names.sort(key=lambda name: name != OURS)
    rows = [row for row in ROWS if row in figures]
    head = ["", *names, "budget"]
    lines = [
        [
            row,
            *(_span(row, figures[row].get(name, ())) for name in names),
            _limit(row, notes, figures),
        ]
        for row in rows
    ]
    text = f"## {notes:,} notes\n\n{_table(head, lines)}"
    if peers := [name for name in names if name != OURS]:
        lines = [
            [row, *(_ratio(figures[row], peer) for peer in peers)] for row in rows if row != HELP
        ]
        head = [f"{OURS} in parts of", *peers]
        lines = [[*line, _share_of_hugo(line[0], notes, figures)] for line in lines]
        text += f"\n{_table([*head, 'budget'], lines)}"
    return text


def growth(small: int, large: int, figures: Mapping[int, Figures]) -> str:
    """How much more ours needs for a larger vault."""
    head = ["", f"{small:,} notes", f"{large:,} notes", "times", "at most linear"]
    lines = []
    for row, times in _growth(figures[small], figures[large]).items():
        before, after = (_one(row, median(figures[size][row][OURS])) for size in (small, large))
        verdict = "yes" if times <= large / small * _SLACK else "**no**"
        lines.append([row, before, after, f"{times:.2f}", verdict])
    title = f"## From {small:,} to {large:,} notes, {large / small:g} times as many"
    return f"{title}\n\n{_table(head, lines)}"


def faster_than_linear(small: int, large: int, figures: Mapping[int, Figures]) -> list[str]:
    """What grows more than the vault does."""
    most = large / small * _SLACK
    grown = _growth(figures[small], figures[large])
    return [
        f"{row}: {times:.1f} times as much for {large / small:g} times as many notes"
        for row, times in grown.items()
        if times > most
    ]


def far_off(figures: Figures) -> list[str]:
    """What is so slow, seen from our own cold build, that something is broken.

    The best of each is taken: a machine with much else to do disturbs one, seldom all.
    """
    cold = min(figures[COLD][OURS])
    return [
        f"{row}: {min(figures[row][OURS]):.2f} s, but a cold build takes {cold:.2f} s"
        for row, most in FAR_OFF.items()
        if OURS in figures.get(row, {}) and min(figures[row][OURS]) >= most * cold
    ]


def _growth(small: Figures, large: Figures) -> dict[str, float]:
    return {
        row: median(large[row][OURS]) / median(small[row][OURS])
        for row in ROWS
        if OURS in small.get(row, {}) and OURS in large.get(row, {})
    }


def _ratio(row: Mapping[str, Sequence[float]], peer: str) -> str:
    """Ours by theirs in each round, where both were measured."""
    pairs = zip(row.get(OURS, ()), row.get(peer, ()), strict=False)
    return _three([ours / theirs for ours, theirs in pairs], lambda ratio: f"{ratio:.3g}")


def _share_of_hugo(row: str, notes: int, figures: Figures) -> str:
    if (most := TIMES_HUGO.get((row, notes))) is None:
        return ""
    pairs = zip(figures[row].get(OURS, ()), figures[row].get("hugo", ()), strict=False)
    ratios = [ours / hugo for ours, hugo in pairs if not isnan(hugo)]
    if not ratios:
        return f"{most:g} of hugo"
    return f"{most:g} of hugo: {'met' if median(ratios) <= most else '**not met**'}"


def _limit(row: str, notes: int, figures: Figures) -> str:
    if (most := AT_MOST.get((row, notes))) is None or OURS not in figures[row]:
        return ""
    met = median(figures[row][OURS]) <= most
    return f"{_one(row, most)}: {'met' if met else '**not met**'}"


def _span(row: str, found: Sequence[float]) -> str:
    return _three(found, lambda figure: _one(row, figure))


def _three(found: Sequence[float], shown: Callable[[float], str]) -> str:
    """The middle one, and the least and the most; what is no number was not done."""
    found = [figure for figure in found if not isnan(figure)]
    if not found:
        return "–"
    if len(found) == 1:
        return shown(found[0])
    return f"{shown(median(found))} ({shown(min(found))}–{shown(max(found))})"


def _one(row: str, figure: float) -> str:
    if row in _MEMORY:
        return f"{figure:,.0f} MB"
    digits = 3 if figure < 1 else 2 if figure < 10 else 1
    return f"{figure:.{digits}f} s"


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
