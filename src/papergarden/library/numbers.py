"""The numbers of a library as lines of the terminal, with bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from papergarden.core.columns import cut, filled, one_line, width, wrapped
from papergarden.core.model import Status
from papergarden.core.words import kind_word, short_month, status_word
from papergarden.library.signs import coloured, faint, sign, strong
from papergarden.library.tally import Share, Tally, Topic

_WIDEST = 80
_BAR = 32  # columns of the longest
_TOPICS = 10
_MONTHS = 12
_FEWEST_WAITS = 5  # of which one can speak of what is usual
_BLOCKS: tuple[str, ...] = ("", *"▏▎▍▌▋▊▉")
_PARTS = len(_BLOCKS)  # of a column


class _Bar(Struct, frozen=True):
    name: str
    total: int
    part: int  # of the total, which is filled
    text: str


def stats_lines(tally: Tally, today: str, columns: int) -> Iterator[str]:
    """The page of numbers."""
    room = min(columns, _WIDEST)
    yield strong(
        f"{_counted(tally.works, 'work')} in {_counted(tally.notes, 'note')} "
        f"with {_counted(tally.words, 'word')}"
    )
    bars = [
        _Bar(f"{sign(s)} {status_word(s, 'paper')}", n, n, f"{n:,}")
        for s, n in tally.status.items()
    ]
    yield from _section("Status", bars, room, tuple(tally.status))
    kinds = [_of_share(share, kind_word(kind, 2)) for kind, share in tally.kinds.items()]
    yield from _section("Kind, and how many of it are read", kinds, room)
    topics = [_of_share(share, one_line(share.name)) for share in tally.topics[:_TOPICS]]
    more = len(tally.topics) - len(topics)
    head = f"The {len(topics)} largest of {len(tally.topics)} topics" if more > 0 else "Topics"
    yield from _section(head, topics, room)
    yield from _months(tally, room)
    yield from _waiting(tally, today, room)


def _of_share(share: Share | Topic, name: str) -> _Bar:
    return _Bar(name, share.works, share.read, f"{share.read:,} of {share.works:,}")


def _months(tally: Tally, room: int) -> Iterator[str]:
    shown = tally.months[-_MONTHS:]
    bars = [_Bar(short_month(one.month), one.read, one.read, f"{one.read:,}") for one in shown]
    head = "Read, by month"
    if len(tally.months) > len(shown):
        head = f"Read, in the last {len(shown)} of {len(tally.months)} months"
    yield from _section(head, bars, room)
    if bars and tally.read_without_day:
        yield faint(f"  {tally.read_without_day:,} more, without a day")


def _waiting(tally: Tally, today: str, room: int) -> Iterator[str]:
    if tally.oldest:
        yield ""
        yield strong("Waiting longest")
    for one in tally.oldest:
        waited = (date.fromisoformat(today) - date.fromisoformat(one.queued_on)).days
        since = f"{one.queued_on}  {_counted(max(waited, 0), 'day'):>10}  "
        yield f"  {faint(since)}{cut(one_line(one.title), room - 2 - width(since))}"
    if tally.wait and tally.wait.works >= _FEWEST_WAITS:
        yield ""
        works, days = _counted(tally.wait.works, "work"), _counted(tally.wait.days, "day")
        yield from wrapped(f"Half of {works} with both days known were read within {days}.", room)


def _section(
    head: str, bars: Sequence[_Bar], room: int, statuses: Sequence[Status] = ()
) -> Iterator[str]:
    """Bars under a heading, the longest as long as there is room; perhaps each of a status."""
    if not bars:
        return
    yield ""
    yield strong(head)
    numbers = max(len(bar.text) for bar in bars)
    names = min(max(width(bar.name) for bar in bars), room - numbers - _BAR // 2)
    longest = max(0, min(_BAR, room - names - numbers - 6))
    unit = longest * _PARTS / (max(bar.total for bar in bars) or 1)
    for number, bar in enumerate(bars):
        name, drawn = filled(bar.name, names), _drawn(bar.part * unit)
        rest = "░" * (round(bar.total * unit / _PARTS) - len(drawn))
        if statuses:
            name, drawn = (coloured(statuses[number], text) for text in (name, drawn))
        yield f"  {name}  {bar.text:>{numbers}}  {drawn}{faint(rest) if rest else ''}".rstrip()


def _drawn(length: float) -> str:
    """A bar in eighths of a column; what is not nothing is to be seen."""
    whole, part = divmod(max(round(length), int(length > 0)), _PARTS)
    return "█" * whole + _BLOCKS[part]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"
