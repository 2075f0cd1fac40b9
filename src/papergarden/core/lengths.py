"""How long texts are, as lists and statistics tell it: so roughly that few edits change it."""

from __future__ import annotations

from papergarden.core.plots import number_text


def length_of_note(words: int) -> str:
    """`about 300 words`, of one note."""
    if not words:
        return "empty"
    step = 100 if words >= 100 else 10  # noqa: PLR2004 # as one says it
    return f"about {number_text(max(1, round(words / step)) * step)} words"


def length_of_all(words: int) -> str:
    """`about 47,000 words`, of all notes together: the first two digits of their number."""
    step = 1
    while words >= step * 100:
        step *= 10
    rounded = round(words / step) * step
    about = "about " * (rounded != words)
    return f"{about}{number_text(rounded)} word{'s' * (rounded != 1)}"
