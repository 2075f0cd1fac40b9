"""The picture that stands for a note where others show a link to it."""

from __future__ import annotations

from urllib.parse import unquote

from papergarden.core.attachments import form_of
from papergarden.core.machines.urls import url_text
from papergarden.core.model import ParsedNote
from papergarden.core.names import Names


def shown_file(note: ParsedNote, published: Names) -> str | None:
    """The file that a note names as its picture, if it is among the published ones."""
    wanted = unquote(note.image)
    if not wanted.strip("/") or "://" in wanted:
        return None
    found = published.of_address(note.path, wanted).paths
    return next((path for path in found if form_of(path) == "image"), None)


def picture_address(note: ParsedNote) -> str:
    """The picture of a note on another host, which its page only names and never loads."""
    is_address = note.image.lower().startswith(("https://", "http://"))
    return url_text(note.image) if is_address else ""
