"""The math font: which characters the formulas are drawn with, and a font cut down to these."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO

_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_SOURCE = re.compile(r"<annotation\b.*?</annotation>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_IDENTIFIER = re.compile(r"<mi\b(?![^>]*\bmathvariant=)[^>]*>([^<]+)</mi>")

# Elements that are drawn with a character which does not stand in them.
_DRAWN_BY_ELEMENT = {"<msqrt": "√", "<mroot": "√"}
# Browsers draw a hyphen that is an operator as a minus.
_DRAWN_FOR = {"-": "−"}

# What a browser draws for an identifier of one letter: the first letter of each run, how many
# follow each other, and where the italic run begins. ∂ and the six variants stand behind the omega.
_ITALIC_RUNS = (("A", 26, 0x1D434), ("a", 26, 0x1D44E), ("Α", 25, 0x1D6E2), ("α", 25, 0x1D6FC))
_ITALIC = {
    **{chr(ord(a) + i): chr(to + i) for a, count, to in _ITALIC_RUNS for i in range(count)},
    **{sign: chr(0x1D715 + i) for i, sign in enumerate("∂ϵϑϰϕϱϖ")},
    "h": "ℎ",
    "ı": "\U0001d6a4",
    "ȷ": "\U0001d6a5",
    "ϴ": "\U0001d6f3",
    "∇": "\U0001d6fb",
}

# They choose between forms of the character before them, and have no form themselves.
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))

# Small forms for indices and primes, dotless letters and flat accents: browsers ask for these by
# themselves when they draw a formula.
_FEATURES = ["ssty", "dtls", "flac"]
# Copyright, names, version, and the licence with its address, which have to stay with the font.
_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
COPYRIGHT, LICENCE = 0, 13


def formulas(html: Iterable[str]) -> Iterator[str]:
    """Every formula in pieces of HTML, as it stands in the pages."""
    for piece in html:
        if "<math" in piece:
            yield from _FORMULA.findall(piece)


def characters(mathml: Iterable[str]) -> frozenset[str]:
    """The characters that a browser draws these formulas with."""
    return frozenset().union(*map(_drawn, frozenset(mathml)))


@lru_cache(maxsize=4096)  # the same formula stands in several places
def _drawn(formula: str) -> frozenset[str]:
    shown = _SOURCE.sub("", formula)
    text = set(html.unescape(_TAG.sub("", shown)))
    drawn = text | {_DRAWN_FOR[sign] for sign in text & _DRAWN_FOR.keys()}
    drawn |= {sign for tag, sign in _DRAWN_BY_ELEMENT.items() if tag in shown}
    letters = {html.unescape(name).strip() for name in _IDENTIFIER.findall(shown)}
    drawn |= {_ITALIC[letter] for letter in letters & _ITALIC.keys()}
    return frozenset(filter(_has_form, drawn))


def _has_form(sign: str) -> bool:
    """Whether a font can have something for it; a space counts, for its width."""
    return (sign.isprintable() or sign == "\u00a0") and sign not in _SELECTORS


def subset(font: bytes, characters: frozenset[str]) -> bytes:
    """The font with these characters alone, in all sizes and parts they stretch to, as WOFF2.

    The same font and characters give the same bytes.
    """
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 # slow to import
    from fontTools.ttLib import TTFont  # noqa: PLC0415 # same

    options = Options(hinting=False, layout_features=_FEATURES, name_IDs=_NAMES)
    cut = TTFont(BytesIO(font), recalcTimestamp=False, lazy=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(map(ord, characters)))
    subsetter.subset(cut)
    cut.flavor = "woff2"
    out = BytesIO()
    cut.save(out)
    return out.getvalue()


def name_of(font: bytes, name: int) -> str:
    """What a font says of itself: its `COPYRIGHT`, or its `LICENCE`."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 # slow to import

    return TTFont(BytesIO(font), lazy=True)["name"].getDebugName(name) or ""
