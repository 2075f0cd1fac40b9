"""Which work of the vault somebody means, who is asked if several come into question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from papergarden.capture.desk import Desk
from papergarden.core.edits.asked import asked
from papergarden.core.lookup import Shelf, alike, called
from papergarden.core.model import Mention, Work
from papergarden.errors import CaptureError, NotFoundError

# Shows lines to choose from, and gives the number of one from 0, or None if nobody can be asked.
Choose = Callable[[Sequence[str]], int | None]

_MOST = 10  # works to choose from
_KEY = re.compile(r"[a-z0-9]+:\S+")


def find(desk: Desk, query: str, choose: Choose, *, boxed: bool = False) -> tuple[Shelf, Work]:
    """The work that is meant by an address, an identifier, a key, or about its title.

    With `boxed`, works that have a check box come before all others.

    Raises:
        NotFoundError: there is none.
        CaptureError: there are several and nobody to ask.
    """
    named = asked(query)
    for key in [work.key for work in named.works] + [query] * bool(_KEY.fullmatch(query)):
        shelf = desk.about(key)
        if work := shelf.by_key(key):
            return shelf, work
    shelf = desk.naming(query)
    is_address = bool(named.works or named.problems)
    found = called(shelf.works.values(), query, wholly=is_address)
    # Nothing has this name: what is like it may stand anywhere. But what has an address like the
    # one that was given is another work.
    if not found and not is_address:
        shelf = desk.whole()
        found = called(shelf.works.values(), query) or alike(shelf.works.values(), query)
    if boxed:
        found = [work for work in found if boxes(shelf, work)] or found
    if not found:
        hint = f": {'; '.join(named.problems)}" if named.problems else ""
        raise NotFoundError(f"the vault has no work like “{query}”{hint}")
    work = found[0]
    if len(found) > 1:
        lines = [_line(desk, shelf, work) for work in found[:_MOST]]
        number = choose(lines)
        if number is None:
            hint = "say more of its title, or its id"
            raise CaptureError(several(f"“{query}” may be", lines, hint))
        work = found[number]
    shelf = desk.about(work.id)
    return shelf, shelf.by_key(work.id) or work


def boxes(shelf: Shelf, work: Work) -> list[tuple[str, Mention]]:
    """The entries of a work with a check box, and the path of the note of each."""
    return [item for item in shelf.mentions(work) if item[1].marker is not None]


def several(what: str, lines: Sequence[str], hint: str) -> str:
    """What somebody is told who cannot be asked."""
    return "\n  ".join([f"{what} ({hint}):", *lines])


def _line(desk: Desk, shelf: Shelf, work: Work) -> str:
    path, mention = next(iter(boxes(shelf, work)), shelf.mentions(work)[0])
    return f"{work.title} [{work.id}] {desk.shown(path, mention.line)}"
