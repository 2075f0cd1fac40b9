"""The Markdown that notes are written in: one rule of syntax a file, put together here."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from papergarden.core.syntax import addresses, boxes, fields, labels, links, math, slots, tags


@cache
def markdown() -> MarkdownIt:
    """The one parser, with all rules. It keeps no state from one note to the next."""
    md = MarkdownIt(
        "gfm-like2",
        {
            "alerts": False,
            "html": False,
            "maxNesting": 100,
            "strikethrough_single_tilde": False,
            "tasklists": False,
            "xhtmlOut": False,
        },
    )
    md.use(footnote_plugin, inline=False)
    for rule in (addresses, math, links, labels, boxes, fields, tags, slots):
        md.use(rule.install)
    return md
