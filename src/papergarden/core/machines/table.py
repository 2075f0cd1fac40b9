"""Works as a table of comma-separated values, for spreadsheets and scripts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from papergarden.core.model import Graph, Work

COLUMNS = "id title status kind queued_on read_on url authors year topics tags".split()
# A spreadsheet takes a cell for a formula that begins with one of these, wide ones included.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_LIST_SIGN = "; "


class _Lines:
    """What the writer of rows writes to: it hands each line back."""

    @staticmethod
    def write(line: str) -> str:
        return line


def csv_table(graph: Graph, only: Iterable[str] | None = None) -> bytes:
    """One row a work, in the order of their ids, below the names of the columns."""
    writer = csv.writer(_Lines())
    ids = graph.works if only is None else sorted(only)
    rows = [COLUMNS, *(list(_row(graph.works[name])) for name in ids)]
    return "".join(map(writer.writerow, rows)).encode()


def _row(work: Work) -> Iterator[str]:
    for column in COLUMNS:
        value = getattr(work, column)
        text = _LIST_SIGN.join(value) if isinstance(value, tuple) else str(value or "")
        yield f"'{text}" if text.lstrip().startswith(_BEGINS_A_FORMULA) else text
