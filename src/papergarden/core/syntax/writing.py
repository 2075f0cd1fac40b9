"""Writes tokens as HTML: what the library's renderer writes, with fewer calls for each token."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


class Writer(RendererHTML):
    """The renderer with a loop of its own; it writes HTML, and not XHTML."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """HTML of blocks and of what is in them."""
        rules = self.rules
        out: list[str] = []
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                out.append(escapeHtml(token.content))
            elif kind == "inline":
                if token.children:
                    out.append(self.render(token.children, options, env))
            elif kind in rules:
                out.append(rules[kind](tokens, index, options, env))
            elif not token.hidden:
                out.append(self.renderToken(tokens, index, options, env))
        return "".join(out)

    def renderToken(  # noqa: N802 # foreign name, and signature
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002
        env: EnvType,  # noqa: ARG002
    ) -> str:
        """A tag, and the ends of lines around it."""
        token = tokens[idx]
        if token.hidden:
            return ""
        attrs = self.renderAttrs(token) if token.attrs else ""
        if not token.block:
            return f"</{token.tag}{attrs}>" if token.nesting == -1 else f"<{token.tag}{attrs}>"
        if token.nesting == -1:
            return f"</{token.tag}{attrs}>\n"
        before = "\n" if idx and tokens[idx - 1].hidden else ""
        end = "" if token.nesting == 1 and _goes_on(token, tokens[idx + 1 : idx + 2]) else "\n"
        return f"{before}<{token.tag}{attrs}>{end}"


def _goes_on(token: Token, behind: Sequence[Token]) -> bool:
    """Whether the line goes on behind the beginning of a block: with text, or with its end."""
    return any(
        after.type == "inline" or after.hidden or (after.nesting == -1 and after.tag == token.tag)
        for after in behind
    )
