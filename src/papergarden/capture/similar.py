"""What the vault has under nearly the same title as something new: it may be the same work."""

from __future__ import annotations

from msgspec import Struct

from papergarden.capture.desk import Desk
from papergarden.core.edits.wording import Wanted
from papergarden.core.identity import Keys
from papergarden.core.lookup import Shelf, may_have_title
from papergarden.core.model import Mention, Work
from papergarden.core.titles import weighty_words

_FEWEST_WORDS = 3  # what is shorter is like too many


class Similar(Struct, frozen=True):
    """Something new, and a known work with a similar title, where that has its first entry."""

    title: str
    work: Work
    path: str
    mention: Mention


def similar(desk: Desk, new: Wanted) -> Similar | None:
    """The first work that has another address and nearly the title of something new.

    Only those notes are parsed in which a line has most of its words.
    """
    title = new.title or ""
    if len(weighty_words(title)) < _FEWEST_WORDS:
        return None
    from papergarden.core.nearness import form_of, is_near  # noqa: PLC0415 # takes its time

    shelf = desk.shelf_of_those(lambda data: may_have_title(data, title))
    apart = Keys(desk.settings.not_same)
    form = form_of(title)
    for work in shelf.works.values():
        if work.id == new.key or apart.are_apart(work.id, new.key):
            continue
        for name in (work.title, *work.aliases):
            if is_near(form_of(name), form):
                path, mention = _first(shelf, work)
                return Similar(title, work, path, mention)
    return None


def _first(shelf: Shelf, work: Work) -> tuple[str, Mention]:
    """Its first entry, or, if it has none, where it is first spoken of."""
    mentions = shelf.mentions(work)
    return next((item for item in mentions if item[1].role == "entry"), mentions[0])
