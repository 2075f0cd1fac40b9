"""Formulas between dollar signs, shown as MathML."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from math_core import LatexError, LatexToMathML
from mdit_py_plugins.dollarmath import dollarmath_plugin

from papergarden.core.syntax.mathstyles import without_styles

# What the converter lacks, in terms of what it has.
_MACROS = {"substack": r"\begin{subarray}{c}#1\end{subarray}", "mathbbm": r"\mathbb{#1}"}
_ENVIRONMENTS = {"split": "aligned", "smallmatrix": "matrix"}
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(split|smallmatrix)\}")

# A bar over or under a formula, as a sign that stretches to its exact width.
_BARS = {"\u0332</mo></mover>": "‾</mo></mover>", "\u0332</mo></munder>": "_</mo></munder>"}

# In what the library says: colours, and before all else how many characters into the formula.
_NOISE = re.compile(r"\x1b\[[0-9;]*m|\A\d+: ")

TYPES = ("math_inline", "math_inline_double", "math_block")


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(
        macros=_MACROS, annotation=True, fancy_error=False, allow_unreliable_rendering=True
    )


@lru_cache(maxsize=4096)  # as many formulas stand in several places
def mathml(latex: str, *, display: bool) -> str:
    r"""The formula as MathML, its source kept as annotation.

    Raises:
        LatexError: the converter does not know what is written there.
    """
    latex = _ENVIRONMENT.sub(lambda m: rf"\{m[1]}{{{_ENVIRONMENTS[m[2]]}}}", latex)
    converted = _converter().convert_with_local_state(latex, displaystyle=display)
    for given, better in _BARS.items():
        converted = converted.replace(given, better)
    return without_styles(converted)


def install(md: MarkdownIt) -> None:
    """Read `$…$` and `$$…$$`; prices such as `$5 and $10` stay text."""
    md.use(
        dollarmath_plugin,
        allow_space=False,
        allow_digits=False,
        double_inline=True,
        allow_labels=False,
    )
    _refuse_code(md)
    md.core.ruler.push("math", _convert)
    for kind in TYPES:
        md.add_render_rule(kind, _render)


def _refuse_code(md: MarkdownIt) -> None:
    """A formula holds no back-tick: in ``$5 and `$x$` `` the code span comes first."""
    rules = md.inline.ruler
    plain = next(rule.fn for rule in rules.__rules__ if rule.name == "math_inline")

    def without_code(state: Any, silent: bool) -> bool:  # noqa: ANN401, FBT001 # foreign signature
        before, count = state.pos, len(state.tokens)
        pending = state.pending
        if not plain(state, silent):
            return False
        if "`" not in state.src[before : state.pos]:
            return True
        state.pos, state.pending = before, pending
        del state.tokens[count:]
        return False

    rules.at("math_inline", without_code)


def _convert(state: StateCore) -> None:
    """Convert each formula once, here, so that what fails is known with its line."""
    if "$" not in state.src:
        return
    for block in state.tokens:
        inside = "$" in block.content if block.children else block.type in TYPES
        for token in (block.children or [block]) if inside else ():
            if token.type not in TYPES:
                continue
            display = token.type != "math_inline"
            try:
                token.meta["html"] = mathml(token.content.strip(), display=display)
            except LatexError as error:
                token.meta["error"] = _NOISE.sub("", str(error)).split("\n", 1)[0]


def _render(_self: object, tokens: list[Token], index: int, *_: object) -> str:
    token = tokens[index]
    source = escapeHtml(token.content.strip())
    if "error" in token.meta:
        html = f'<code class="math-error" title="{escapeHtml(token.meta["error"])}">{source}</code>'
    else:
        html = token.meta["html"]
    return html if token.type == "math_inline" else f'<span class="math-block">{html}</span>\n'
