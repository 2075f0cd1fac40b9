"""Code in fences that name their language: its words in colours, told at build time.

Languages and classes: https://pygments.org/docs/lexers/ and https://pygments.org/docs/tokens/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.token import Token

# `python`, `{python}`, `{.python .numberLines}`, `python{1,3}`, `rust,ignore`.
_LANGUAGE = re.compile(r"\{?\s*\.?(?P<name>[^\s{}.,:=][^\s{},:=]*)(?!\S*=)")
_TITLE = re.compile(r"(?<![\w-])(?:title|filename)=(?P<quote>[\"'])(?P<text>.*?)(?P=quote)")

# Names that are in use and that the library does not know.
_LIKE = {
    "jsonc": "json",
    "jsonl": "json",
    "kt": "kotlin",
    "ojs": "js",
    "patch": "diff",
    "svelte": "html",
    "dataviewjs": "js",
}

# The few kinds of words that are told apart, with the classes that the library's own styles use.
_CLASSES = {
    "Token.Keyword": "k",
    "Token.Operator.Word": "k",
    "Token.Comment": "c",
    "Token.Literal.String": "s",
    "Token.Literal.Number": "m",
    "Token.Name.Function": "nf",
    "Token.Name.Class": "nf",
    "Token.Name.Decorator": "nf",
    "Token.Name.Tag": "nf",
    "Token.Generic.Inserted": "gi",
    "Token.Generic.Deleted": "gd",
    "Token.Generic.Heading": "k",
    "Token.Generic.Subheading": "k",
    "Token.Generic.Prompt": "c",
}

Highlight = Callable[[str, str], str]  # from code and its language to HTML
HIGHLIGHT = "highlight"  # in the environment of the parser: who does that

# Some lexers take the square of the time that they should, or worse where nothing but space stands:
# what is longer stays plain. Those of Java and its kin read on and on in the hope of a bracket,
# from each word anew, and many look for the end of a comment that has none.
LONGEST, LONGEST_LINE, MOST_OPEN = 20_000, 1_000, 100
_SPACE = re.compile(r"\s{300}")
_WORDS, _MOST_STEPS = re.compile(r"[\w.\[\]$<>?@\s]+"), 2_000_000


def install(md: MarkdownIt) -> None:
    """Show fences with their words in colours, and with their title if they have one."""
    md.add_render_rule("fence", _render)


def language_of(info: str) -> str:
    """The language that a fence names behind its back-ticks, or empty."""
    match = _LANGUAGE.match(info.strip())
    return match["name"] if match else ""


@lru_cache(maxsize=1024)  # the same fence comes back in every version of a note
def highlighted(code: str, language: str) -> str:
    """Code as HTML; without a known language it is only escaped."""
    runs = _runs(code, language.lower())
    if "".join(text for _, text in runs) != code:  # a lexer may lose a sign
        runs = [("", code)]
    return "".join(
        f'<span class="{name}">{escapeHtml(text)}</span>' if name else escapeHtml(text)
        for name, text in runs
    )


def _runs(code: str, language: str) -> list[tuple[str, str]]:
    """Code as runs of one class each; the empty list if it is to stay plain."""
    name = _languages().get(_LIKE.get(language, language)) if language else None
    if not name or _is_much(code):
        return []
    try:
        words = list(_words(code, name))
    except Exception:  # noqa: BLE001 # six hundred foreign lexers: whatever one raises, code is shown
        return []
    return [(key, "".join(t for _, t in run)) for key, run in groupby(words, lambda word: word[0])]


def _is_much(code: str) -> bool:
    lines = code.split("\n")
    return (
        len(code) > LONGEST
        or max(map(len, lines)) > LONGEST_LINE
        or code.count("/*") - code.count("*/") > MOST_OPEN
        or bool(_SPACE.search(code))
        or sum(len(words) ** 2 for words in _WORDS.findall(code)) > _MOST_STEPS
    )


def _words(code: str, name: str) -> Iterator[tuple[str, str]]:
    from pygments.lexers import find_lexer_class  # noqa: PLC0415 # only notes with code wait for it

    lexer = find_lexer_class(name)(stripnl=False, ensurenl=False)
    for token, text in lexer.get_tokens(code):
        kind = str(token)
        while kind not in _CLASSES and "." in kind:
            kind = kind.rpartition(".")[0]
        yield "" if text.isspace() else _CLASSES.get(kind, ""), text


@cache
def _languages() -> dict[str, str]:
    """The lexers by all their names; those of plugins differ from one machine to the next."""
    from pygments.lexers import get_all_lexers  # noqa: PLC0415 # only notes with code wait for it

    return {
        alias.lower(): name
        for name, aliases, *_ in get_all_lexers(plugins=False)
        for alias in aliases
    }


def _render(
    self: MarkdownIt, tokens: Sequence[Token], index: int, _: object, env: Mapping[str, Any]
) -> str:
    token = tokens[index]
    info = unescapeAll(token.info)
    language = language_of(info)
    if language:
        token.attrJoin("class", f"language-{language}")
    attrs = self.renderAttrs(token)  # type: ignore[attr-defined] # it is called with the renderer
    highlight: Highlight = env.get(HIGHLIGHT, highlighted) if language else highlighted
    block = f"<pre><code{attrs}>{highlight(token.content, language)}</code></pre>"
    title = _TITLE.search(info)
    if not title or not title["text"].strip():
        return f"{block}\n"
    caption = escapeHtml(title["text"].strip())
    return f'<figure class="code"><figcaption>{caption}</figcaption>{block}</figure>\n'
