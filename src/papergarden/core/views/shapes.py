"""What pages are made of: the frame around a page, links, works and notes as lines, passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from papergarden.core.faces import Passage
from papergarden.core.model import Kind, Status


class Anchor(Struct, frozen=True):
    """A link as a template shows it."""

    text: str
    href: str
    count: int | None = None


class Nav(Struct, frozen=True):
    """One entry of the main navigation."""

    text: str
    href: str
    current: bool


class Alternate(Struct, frozen=True):
    """A form of the site that is for machines."""

    type: str
    title: str
    href: str


class Share(Struct, frozen=True):
    """What a page says of itself to those who show a link to it; its addresses are whole."""

    url: str
    kind: str  # `article` or `website`
    image: str  # or empty


class Frame(Struct, frozen=True):
    """What stands around the content of every page."""

    site_title: str
    author: str
    language: str
    home: str
    stylesheet: str
    theme_script: str
    icon: str
    load_script: str  # which loads for the others what they need
    preview_script: str  # or empty
    palette_script: str
    search_page: Nav
    extra_styles: tuple[str, ...]
    nav: tuple[Nav, ...]
    alternates: tuple[Alternate, ...]
    share: Share | None  # of pages that are to be found, if it is known where the site will be


class View(Struct, frozen=True):
    """One page: where it lies, and what is on it. `template` names the file that shows it."""

    template: ClassVar[str]
    path: str
    title: str
    description: str
    frame: Frame


class Page(Struct, frozen=True):
    """A page that is not made yet: where it lies, and what its view will follow from.

    While the template and what it follows from are the same, so is the view, and it need not be
    made. What stands there can be encoded: values, and digests of values.
    """

    path: str
    template: str
    follows_from: object
    view: Callable[[], View]

    @classmethod
    def of(cls, view: View) -> Page:
        """A page whose view is made at once, as it takes no longer than to tell it by less."""
        return cls(view.path, view.template, view, lambda: view)


class Lot(Struct, frozen=True):
    """Some pages: where they lie, and a function that tells of each what it follows from."""

    paths: tuple[str, ...]
    pages: Callable[[], Iterator[Page]]


class WorkLine(Struct, frozen=True):
    """A work in a list or table."""

    title: str
    href: str
    kind: Kind
    kind_word: str
    status: Status
    word: str
    date: str  # ISO, or empty; of reading, else of queueing
    date_text: str
    year: str
    topic: str  # the first one
    topics: tuple[Anchor, ...] = ()  # all of them, in a table


class Quote(Struct, frozen=True):
    """A passage of a note on another page, with the way back to its exact line."""

    note: str
    href: str
    place: str  # the sections around it
    line: int
    date_text: str
    head: Passage | Markup
    body: Passage | None


class QuoteGroup(Struct, frozen=True):
    """What one note says, passage by passage."""

    note: Anchor
    facts: str
    quotes: tuple[Quote, ...]


class Around(Struct, frozen=True):
    """What the script of the graph is told by a page that shows what is around it."""

    loader: str  # which loads the script when it is needed
    page: str


class NoteLine(Struct, frozen=True):
    """A note in a list."""

    title: str
    href: str
    kind: str
    date: str  # ISO, or empty
    date_text: str
    detail: str
