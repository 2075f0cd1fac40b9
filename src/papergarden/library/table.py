"""Works as a table that fits the terminal, or as lines for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from papergarden.core.columns import filled, one_line, width
from papergarden.core.model import Work
from papergarden.library.listing import date_of
from papergarden.library.signs import coloured, faint, status_text

_GAP = "  "
_TITLE = 44  # columns that a title has before anything else takes room
_FEWEST = 10  # columns of a title, or of topics
_TOPICS = 24  # columns that topics have at most, unless there is room left


class _Column(Struct, frozen=True):
    head: str
    text: Callable[[Work], str]
    right: bool = False


_STATUS = _Column("Status", status_text)
_WORK = _Column("Work", lambda work: one_line(work.title))
_KIND = _Column("Kind", lambda work: work.kind)
_TOPIC = _Column("Topics", lambda work: one_line(", ".join(work.topics)))
_YEAR = _Column("Year", lambda work: str(work.year or ""), right=True)
_DATE = _Column("Date", date_of)
_ALL = (_STATUS, _WORK, _KIND, _TOPIC, _YEAR, _DATE)
_SORTED = {"kind": _KIND, "topic": _TOPIC, "year": _YEAR, "date": _DATE}
_DROPPED = (_KIND, _TOPIC, _YEAR, _DATE)  # in this order, where there is no room


def table(works: Sequence[Work], columns: int, sort: str = "") -> Iterator[str]:
    """The lines of a table in at most so many columns, with its head.

    What it is sorted by is shown even where there is little room.
    """
    if not works:
        return
    widths = _widths(works, columns, sort)
    yield faint(_GAP.join(filled(c.head, w, right=c.right) for c, w in widths.items()).rstrip())
    for work in works:
        texts = [(c, filled(c.text(work), taken, right=c.right)) for c, taken in widths.items()]
        while not texts[-1][1].strip():
            texts.pop()
        texts[-1] = (texts[-1][0], texts[-1][1].rstrip())
        yield _GAP.join(_cell(work, column, text) for column, text in texts)


def plain_lines(works: Sequence[Work]) -> Iterator[str]:
    """A line a work, parted by tabs, nothing cut: the id comes first, the address last."""
    for work in works:
        facts = (
            work.id,
            work.status,
            work.title,
            work.kind,
            "; ".join(work.topics),
            str(work.year or ""),
            date_of(work),
            work.url or "",
        )
        yield "\t".join(map(one_line, facts))


def _cell(work: Work, column: _Column, text: str) -> str:
    if column is _STATUS or (column is _WORK and work.status == "dropped"):
        return coloured(work.status, text)
    return text if column is _WORK else faint(text)


def _widths(works: Sequence[Work], columns: int, sort: str) -> dict[_Column, int]:
    """The columns that there is room for, and how much each gets."""
    needed = {c: max((width(c.text(work)) for work in works), default=0) for c in _ALL}
    widths = {c: max(needed[c], len(c.head)) for c in _ALL if needed[c]}
    topics = widths.get(_TOPIC, 0)
    if topics:
        widths[_TOPIC] = min(topics, _TOPICS)

    def left() -> int:
        return columns - sum(w + len(_GAP) for c, w in widths.items() if c is not _WORK)

    for column in _DROPPED:
        if left() < min(widths[_WORK], _TITLE) and column is not _SORTED.get(sort):
            widths.pop(column, None)
    if _TOPIC in widths:
        widths[_TOPIC] = max(_FEWEST, widths[_TOPIC] + min(0, left() - _FEWEST))
    room = left()
    if _TOPIC in widths and room > widths[_WORK]:
        widths[_TOPIC] = min(topics, widths[_TOPIC] + room - widths[_WORK])
    widths[_WORK] = min(widths[_WORK], max(left(), 1))
    return widths
