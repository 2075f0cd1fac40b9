"""The Markdown that notes are written in: one rule of syntax a file, put together here."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from mdit_py_plugins.deflist import deflist_plugin

from papergarden.core.syntax import (
    addresses,
    attributes,
    beginnings,
    blockids,
    boxes,
    callouts,
    divs,
    embeds,
    fields,
    footnotes,
    highlight,
    highlights,
    labels,
    limits,
    links,
    liquid,
    math,
    mermaid,
    rawhtml,
    shortcuts,
    slots,
    tags,
)
from papergarden.core.syntax.writing import Writer


@cache
def markdown(*, raw_html: bool = False) -> MarkdownIt:
    """The one parser, with all rules. It keeps no state from one note to the next."""
    md = dialect(raw_html=raw_html, writer=Writer)
    for module in (shortcuts, beginnings):
        md.use(module.install)
    return md


def dialect(*, raw_html: bool, writer: type[RendererHTML]) -> MarkdownIt:
    """A parser with all rules as they are, which takes its time."""
    md = MarkdownIt(
        "gfm-like2",
        {
            "alerts": False,
            "html": False,
            "strikethrough_single_tilde": False,
            "tasklists": False,
            "xhtmlOut": False,
        },
        renderer_cls=writer,
    )
    md.use(footnotes.install)
    md.use(deflist_plugin)
    # Rules of blocks run in the order in which they are named here, and so do those of text.
    block_rules = (
        addresses,
        math,
        links,
        liquid,
        attributes,
        highlights,
        labels,
        divs,
        highlight,
        mermaid,
    )
    for rule in block_rules:
        md.use(rule.install)
    for rule in (boxes, callouts, blockids):  # each goes right behind the blocks: last one first
        md.use(rule.install)
    for rule in (limits, fields, tags, embeds, slots):
        md.use(rule.install)
    if raw_html:
        md.use(rawhtml.install)
    return md
