"""Plain text as LaTeX: signs that mean something there, capitals that have to stay, formulas."""

from __future__ import annotations

import re

from papergarden.core.titles import is_in_title_case

# In terms of groups that close, for BibTeX counts a brace with a backslash before it, too.
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "`": r"\textasciigrave{}",
    "@": "{@}",  # some readers take `@word{` for the next entry, wherever it stands
}
# Two of these in a row would become one other sign.
_SPECIAL = re.compile("|".join(map(re.escape, _SIGNS)) + "|-(?=-)|'(?=')")
_FORMULA = re.compile(r"(?<![\\$])\$(?!\s)([^$`]+?)(?<![\s\\])\$(?![\d$])")
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_SENTENCE_ENDS = ".:?!"


def plain(text: str) -> str:
    """Text in which no sign means anything."""
    return _escape(" ".join(_UNSEEN.sub(" ", text).split()))


def title(text: str) -> str:
    """A title: formulas stay as they are, and no style may lower the capitals of a name."""
    text = " ".join(_UNSEEN.sub(" ", text).split())
    names = not is_in_title_case(text)  # there only names have a capital
    out: list[str] = []
    end = 0
    for match in _FORMULA.finditer(text):
        if _is_whole(match[1]):
            out += [_words(text, end, match.start(), names=names), f"{{{match[0]}}}"]
            end = match.end()
    return "".join(out) + _words(text, end, len(text), names=names)


def _words(text: str, start: int, stop: int, *, names: bool) -> str:
    out: list[str] = []
    end = start
    for match in _WORD.finditer(text, start, stop):
        if _keeps(match[0], names=names and not _begins(text, match.start())):
            out += [_escape(text[end : match.start()]), f"{{{match[0]}}}"]
            end = match.end()
    return "".join(out) + _escape(text[end:stop])


def _keeps(word: str, *, names: bool) -> bool:
    """Whether the capitals of a word have to stay: BERT, LoRA, T5, C, and names in a sentence."""
    if word.islower() or not any(map(str.isupper, word)):
        return False
    if len(word) == 1:
        return word != "A"
    if names or word[1:] != word[1:].lower():
        return True
    return not word.isalpha() and any(map(str.isdigit, word))


def _begins(text: str, start: int) -> bool:
    """Whether the word that starts there begins a sentence, and so has a capital in any case."""
    before = text[max(start - 4, 0) : start].rstrip(" \"'“‘([")
    return not before or before[-1] in _SENTENCE_ENDS


def _is_whole(formula: str) -> bool:
    """Whether a formula can stand in a field: its braces close, and no comment begins in it."""
    depth = 0
    for sign in re.findall(r"\\.|[{}%#@]", formula):
        if sign in {"%", "#", "@"}:
            return False
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    # What BibTeX counts has to close as well, and it knows no backslash.
    return depth == 0 and _closes(formula) and not formula.endswith("\\")


def _closes(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda match: _SIGNS.get(match[0]) or match[0] + "{}", text)
