"""How long texts are, as lists and statistics tell it: so roughly that few edits change it."""

from __future__ import annotations

from papergarden.core.plots import number_text

_STEP = 100  # words
_SHOWN = 100  # of the sum of many: its first two digits


def length_of_note(words: int) -> str:
    """`about 300 words`, of one note."""
    if not words:
        return "empty"
    if words < _STEP:
        return f"under {_STEP} words"
    return f"about {number_text(round(words / _STEP) * _STEP)} words"


def length_of_all(words: int) -> str:
    """`about 47,000 words`, of all notes together; few words are not worth rounding."""
    step = 1
    while words >= step * _SHOWN:
        step *= 10
    rounded = round(words / step) * step
    about = "about " * (rounded != words)
    return f"{about}{number_text(rounded)} word{'s' * (rounded != 1)}"
