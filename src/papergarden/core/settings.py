"""What a vault's configuration says to the pure stages."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from papergarden.core.dates import Order
from papergarden.core.model import Kind, Status
from papergarden.core.publishing import Default

# Signs in check boxes, as Obsidian's themes and the Tasks plugin understand them. Any other sign
# is an open box.
STATUS_OF_BOX: dict[str, Status] = {
    " ": "queued",
    "/": "reading",
    "x": "read",
    "X": "read",
    "-": "dropped",
    "h": "on-hold",
    ">": "queued",
    "<": "queued",
    "?": "queued",
    "!": "queued",
    "*": "queued",
}

KIND_OF_EMOJI: dict[str, Kind] = {
    "📜": "paper",
    "📄": "paper",
    "📃": "paper",
    "📝": "article",
    "📰": "article",
    "🗞": "article",
    "📖": "book",
    "📚": "book",
    "📕": "book",
    "📺": "video",
    "🎥": "video",
    "🎬": "video",
    "🧪": "code",
    "💻": "code",
    "🌐": "resource",
}


class Settings(Struct, frozen=True):
    """The part of the configuration on which reading and identity depend."""

    statuses: dict[str, Status] = msgspec.field(default_factory=STATUS_OF_BOX.copy)
    kinds: dict[str, Kind] = msgspec.field(default_factory=KIND_OF_EMOJI.copy)
    date_order: Order = "month-first"
    same_as: tuple[tuple[str, ...], ...] = ()
    not_same: tuple[tuple[str, ...], ...] = ()
    publish: Default = "all"
    publish_pdfs: bool = False
    raw_html: bool = False
    drafts: bool = False  # show them to their writer


class SiteSettings(Struct, frozen=True):
    """What the site says about itself."""

    title: str = "Notes"
    author: str = ""
    description: str = ""
    language: str = "en"
    extra_styles: tuple[str, ...] = ()  # paths in the site, linked after the default one
    base_url: str = ""  # without a slash at its end; empty if nobody knows where the site will be
