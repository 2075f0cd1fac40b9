"""The words around a link, where the passage that holds it is too long to be quoted whole."""

from __future__ import annotations

from markupsafe import Markup, escape

from papergarden.core.model import Body, Link, LinkStart, Mention, ParsedNote, Span
from papergarden.core.plaintext import cut, plain

# A passage of more segments than this, text and links, is not quoted whole: with a thousand links
# in one paragraph it would stand on a thousand pages.
MOST_SEGMENTS = 200
_AROUND = 24  # segments on each side
_LONGEST = 400  # characters


class Surroundings:
    """Knows where in each note its links stand, once it was asked for one of them."""

    def __init__(self) -> None:
        self._places: dict[str, dict[int, int]] = {}  # by note and identity

    def of(self, note: ParsedNote, body: Body, said: Mention | Link, span: Span) -> Markup:
        """The words before and behind a link or mention, without the links in them."""
        place = self._of(note, body).get(id(said), span.start)
        part = body.segments[max(span.start, place - _AROUND) : min(span.stop, place + _AROUND)]
        html = "".join(segment for segment in part if isinstance(segment, str))
        words = " ".join(plain(html, _LONGEST).split())
        return escape(f"…{cut(words, _LONGEST)}")

    def _of(self, note: ParsedNote, body: Body) -> dict[int, int]:
        if note.id not in self._places:
            found: dict[int, int] = {}
            for place, segment in enumerate(body.segments):
                if isinstance(segment, LinkStart):
                    link = note.links[segment.link]
                    found.setdefault(id(link), place)
                    if link.mention is not None:
                        found.setdefault(id(note.mentions[link.mention]), place)
            self._places[note.id] = found
        return self._places[note.id]
