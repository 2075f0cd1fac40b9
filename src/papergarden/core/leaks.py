"""The leak audit: nothing of a withheld note may stand in what is published.

It does not trust the stages. It takes apart the withheld files by itself, coarsely, and looks for
their words in the finished bytes.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import Struct

from papergarden.core.artifact import Artifact

_FEWEST_LETTERS = 12  # shorter texts are found anywhere
_ADDRESS = re.compile(r"https?://[^\s)>\]\"']+")
_WORDS = re.compile(r"[\w'’-]+")
_RUN = 6  # words in a row that two texts do not share by chance
_MARKUP = re.compile(r"<[^>]*>")


class Leak(Struct, frozen=True, order=True):
    """A piece of a withheld note, and the published file in which it stands."""

    note: str
    piece: str
    file: str


def leaks(
    withheld: Mapping[str, str], published: Iterable[str], artifacts: Iterable[Artifact]
) -> tuple[Leak, ...]:
    """Compare withheld texts, by path, with the files of a site.

    `published` are the texts (and paths) that may stand there: what a published note says itself is
    no leak, whoever else says it as well.
    """
    allowed = _runs(" ".join(published))
    pieces = {
        piece: path for path, text in sorted(withheld.items()) for piece in _runs(f"{path}\n{text}")
    }
    secret = pieces.keys() - allowed
    found: set[Leak] = set()
    for artifact in artifacts:
        text = artifact.data.decode("utf-8", "replace")
        shown = _runs(artifact.path + " " + text) | _runs(_plain(text))
        found |= {Leak(pieces[piece], piece, artifact.path) for piece in secret & shown}
    return tuple(sorted(found))


def _plain(text: str) -> str:
    return html.unescape(_MARKUP.sub(" ", text))


def _runs(text: str) -> set[str]:
    """What makes a text known again: its addresses, its long words, its runs of words."""
    text = unicodedata.normalize("NFKC", text).casefold()
    words = _WORDS.findall(text)
    return {
        *(address.rstrip("/.,;") for address in _ADDRESS.findall(text)),
        *(word for word in words if len(word) >= _FEWEST_LETTERS),
        *(" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)),
    }
