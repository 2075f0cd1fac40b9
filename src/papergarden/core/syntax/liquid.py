"""Addresses as Jekyll's Liquid makes them, `[text]({{ site.baseurl }}/path)`, are paths.

All other Liquid stays text: https://jekyllrb.com/docs/liquid/
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt

_QUOTED = r"""(?P<quote>["'])(?P<path>[^"'\n]*)(?P=quote)"""
_LIQUID = re.compile(
    r"\{\{-?\s*site\.(?:base)?url\s*-?\}\}"
    rf"|\{{\{{-?\s*{_QUOTED}\s*\|\s*(?:relative|absolute)_url\s*-?\}}\}}"
    r"|\{%-?\s*(?:link|post_url)\s+(?P<file>[^\s%]+)\s*-?%\}"
)
# An address of which nothing has to be taken apart, up to a blank or the bracket that ends it.
_PLAIN = re.compile(r"[^\x00-\x20\x7f<>()\\&{}]++(?=[ \n)]|\Z)")


def install(md: MarkdownIt) -> None:
    """Read Liquid where the address of a link or picture stands, and nowhere else."""
    plain = md.helpers.parseLinkDestination

    def destination(text: str, pos: int, maximum: int) -> Any:  # noqa: ANN401 # foreign type
        if plainly := _PLAIN.match(text, pos, maximum):
            return SimpleNamespace(ok=True, pos=plainly.end(), str=plainly[0])
        begin = ""
        while match := _LIQUID.match(text, pos, maximum):
            begin += match["path"] or match["file"] or ""
            pos = match.end()
        result = plain(text, pos, maximum)
        if begin and not result.ok:  # nothing stands behind it
            result.ok, result.pos = True, pos
        result.str = begin + result.str
        return result

    helpers = {**vars(md.helpers), "parseLinkDestination": destination}
    md.helpers = SimpleNamespace(**helpers)  # type: ignore[assignment] # of this parser alone
