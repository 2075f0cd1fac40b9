"""Names of people, taken apart as reference managers want them."""

from __future__ import annotations

from msgspec import Struct

# Small words that belong to the family name behind them.
_PARTICLES = frozenset(
    "af al ap av bin da dal de del della den der di do dos du el ibn la las le los "
    "op ten ter van vom von zu zum zur".split()
)
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())


class Name(Struct, frozen=True):
    """A person by family and given name, or, without a given name, whatever has one name only."""

    family: str
    given: str = ""


def name_of(text: str) -> Name:
    """Take `Ada B. van der Berg` or `van der Berg, Ada B.` apart."""
    text = " ".join(text.split())
    family, comma, given = text.partition(", ")
    if comma:
        return Name(family, given)
    words = text.split(" ")
    suffix: list[str] = []
    while len(words) > 2 and words[-1].lower() in _SUFFIXES:  # noqa: PLR2004 # two make a name
        suffix.insert(0, words.pop())
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    if start < 1:
        return Name(text)
    return Name(" ".join(words[start:]), " ".join([*words[:start], *suffix]))


def text_of(name: Name) -> str:
    """A name in one text that `name_of` takes apart again into the same parts."""
    natural = natural_order(name)
    if name_of(natural) == name:
        return natural
    return f"{name.family}, {name.given}" if name.given else name.family


def natural_order(name: Name) -> str:
    """A name as it is spoken: `Ada B. van der Berg`."""
    return f"{name.given} {name.family}".strip()
