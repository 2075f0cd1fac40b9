"""Diagrams in Mermaid: a figure with its source, since nothing on a page runs a renderer."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token


def install(md: MarkdownIt) -> None:
    """Show fences named `mermaid` as figures; every other fence as before."""
    plain = md.renderer.rules["fence"]  # type: ignore[attr-defined] # of the HTML renderer

    def fence(_self: object, tokens: Sequence[Token], index: int, *rest: object) -> str:
        token = tokens[index]
        if token.info.strip().split(" ")[0].strip("{}").lower() != "mermaid":
            return str(plain(tokens, index, *rest))
        source = escapeHtml(token.content)
        return (
            f'<figure class="mermaid"><pre><code>{source}</code></pre>'
            "<figcaption>Diagram, in Mermaid</figcaption></figure>\n"
        )

    md.add_render_rule("fence", fence)
