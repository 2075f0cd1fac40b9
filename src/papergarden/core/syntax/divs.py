"""Fenced divisions of Quarto, `::: {.callout-tip}`: their content is read, the fence is not shown.

Format: https://quarto.org/docs/authoring/markdown-basics.html#divs-and-spans
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

_CALLOUT = re.compile(r"\.callout-(?P<kind>note|tip|warning|caution|important)\b")
_TITLE = re.compile(r"""\btitle=(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
_KINDS = {"caution": "warning", "important": "tip"}


def install(md: MarkdownIt) -> None:
    """Read any division; those of a callout's class look like one."""
    md.use(container_plugin, "div", validate=lambda *_: True, render=_render)


def _render(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    if token.nesting == -1:
        return "</div>\n"
    callout = _CALLOUT.search(token.info)
    if callout:
        kind = _KINDS.get(callout["kind"], callout["kind"])
        title = _TITLE.search(token.info)
        shown = f'<p class="callout-title">{escapeHtml(title["text"])}</p>\n' if title else ""
        return f'<div class="callout is-{kind}">\n{shown}'
    return "<div>\n"
