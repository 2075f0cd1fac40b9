"""The words of a body without its HTML, for places that show text only."""

from __future__ import annotations

import html
import re

# A quoted value may hold a `>`; what is possessive here cannot be tried in a second way.
_PIECE = re.compile(
    r"""<(/?)([a-zA-Z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*+)>|<!--.*?-->|([^<]+|<)""", re.DOTALL
)
# What begins a line of its own.
_BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt hr li ol p section summary ul".split()
)
# What says little without its look, or is no part of the sentence around it.
_LEFT_OUT = frozenset(
    "audio figure h1 h2 h3 h4 h5 h6 math pre script style svg table video".split()
)
_LEFT_OUT_CLASSES = re.compile(r' class="(?:footnotes?|field)"')
_TEX = "annotation"  # inside a formula
_WRITTEN_FORMULA = re.compile(r"\$([^$\n]+)\$")
_SHORT_FORMULA = re.compile(r"[\w ^=+*/()|,.<>'−-]{1,24}")


def plain(source: str, enough: int) -> str:
    """The words of HTML, a block a line; not much more is read than gives enough characters.

    Headings, tables, code and footnotes are left out. So are formulas that are hard to read as TeX.
    """
    found: list[str] = []
    length = 0
    left_out, depth = "", 0  # the element that is being left out, and how often it is open
    in_tex = False
    for slash, name, attributes, text in (match.groups("") for match in _PIECE.finditer(source)):
        tag = name.lower()
        if text and (in_tex or not left_out):
            words = html.unescape(text).replace("\n", " ")
            found.append(_formula(words) if in_tex else words)
            length += sum(map(len, words.split()))  # blanks may fall away
        elif left_out:
            in_tex = tag == _TEX and not slash
            depth += (-1 if slash else 1) if tag == left_out else 0
            left_out = left_out if depth else ""
        elif tag in _LEFT_OUT or _LEFT_OUT_CLASSES.search(attributes):
            left_out, depth = tag, 1
        if tag in _BLOCKS and not left_out:
            found.append("\n")
        if length > enough:
            break
    return _lines("".join(found))


def without_tex(text: str) -> str:
    """A text in which formulas stand as written, with an ellipsis for those hard to read."""
    return _WRITTEN_FORMULA.sub(lambda match: _formula(match[1]), text)


def _formula(tex: str) -> str:
    return tex.strip() if _SHORT_FORMULA.fullmatch(tex) else "…"


def cut(text: str, longest: int) -> str:
    """The text, or its beginning with an ellipsis, cut between two words if there is a gap."""
    if len(text) <= longest:
        return text
    short = text[:longest]
    gap = max(short.rfind(" "), short.rfind("\n"))
    return (short[:gap] if gap > longest // 2 else short).rstrip(" \n,;:.–—-(") + "…"


def _lines(text: str) -> str:
    """Lines without blanks at their ends, and none empty."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
