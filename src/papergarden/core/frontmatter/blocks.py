"""Where the front matter of a note stands, and in which language it is written."""

from __future__ import annotations

import json
import re
from typing import Literal

import msgspec

from papergarden.core.frontmatter.flags import flags_in
from papergarden.core.frontmatter.jsontext import end_of

Language = Literal["yaml", "toml", "json"]

_FENCE = re.compile(r"(---|\+\+\+|;;;)(yaml|yml|toml|json)?[ \t]*\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
    ";;;": re.compile(r"^;;;[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_LANGUAGES: dict[str, Language] = {
    "---": "yaml",
    "+++": "toml",
    ";;;": "json",
    "yaml": "yaml",
    "yml": "yaml",
    "toml": "toml",
    "json": "json",
}
_OBJECT = re.compile(r'\{\s*(?:"(?:\\.|[^"\\\n])*"\s*:|\}[ \t]*(?:\n|\Z))')
_REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
_BRACE = re.compile(r"^\}[ \t]*(?:\n|\Z)", re.MULTILINE)
_NAME = re.compile(r"""["']?([\w-]+)["']?[ \t]*[:=]""")

# The form of nbdev and fastpages: a title, what it is about, and a list of values.
_CELL = re.compile(
    r"# +(?P<title>\S.*)\n(?:[ \t]*+\n)*+(?:> *(?P<about>\S.*)\n(?:[ \t]*+\n)*+)?"
    r"(?P<list>(?:[-*] +[\w-]+:(?:[ \t].*)?(?:\n|\Z))++)(?=[ \t]*+\n|\Z)"
)
_ITEM = re.compile(r"^[-*] +", re.MULTILINE)
# Names that stand in such lists only, and names that may stand there too.
_OF_NOTEBOOKS = set(
    "badges branch categories comments default_exp hide hide_binder_badge hide_colab_badge "
    "hide_deepnote_badge hide_github_badge image layout output-file permalink search_exclude "
    "show_tags skip_exec skip_showdoc sticky_rank toc use_math".split()
)
_OF_NOTES = set(
    "aliases author bibliography citation created cssclass cssclasses date description "
    "dg-publish draft execute format keywords lang order private publish published subtitle tags "
    "title unlisted updated".split()
)


class Block(msgspec.Struct, frozen=True):
    """The front matter of a note as it is written."""

    language: Language
    text: str
    line: int  # of the file, on which the text begins
    end: int  # how many characters stand before the body
    is_closed: bool = True
    is_sure: bool = True  # or it may be text between two lines across the page


def find(text: str) -> Block | None:
    """The front matter with which a note begins, if it begins with any."""
    if fence := _FENCE.match(text):
        return _fenced(text, fence)
    if _OBJECT.match(text):
        return _object(text)
    if cell := _CELL.match(text):
        return _cell(cell)
    return None


def _fenced(text: str, fence: re.Match[str]) -> Block | None:
    language = _LANGUAGES[fence[2] or fence[1]]
    closing = _CLOSING[fence[1]].search(text, fence.end())
    if closing is None:
        paragraph = text[fence.end() :].split("\n\n", 1)[0]
        name = _NAME.match(paragraph)
        if not flags_in(paragraph) and not (name and name[1].lower() in _OF_NOTES | _OF_NOTEBOOKS):
            return None  # a line across the page
        return Block(language, paragraph, line=2, end=0, is_closed=False)
    block = text[fence.end() : closing.start()]
    if language == "yaml" and block.lstrip().startswith("{") and end_of(block.lstrip()):
        language = "json"  # which may be indented with tabs, unlike YAML
    paragraphs = not all(line.strip() for line in block.split("\n")[:-1])
    is_sure = not paragraphs or bool(_NAME.match(block.lstrip()) or flags_in(block))
    return Block(language, block, line=2, end=closing.end(), is_sure=is_sure)


def _object(text: str) -> Block | None:
    end = end_of(text)
    if end is not None:
        rest = _REST_OF_LINE.match(text, end)
        return Block("json", text[:end], line=1, end=rest.end()) if rest else None
    paragraph = text.split("\n\n", 1)[0]
    brace = _BRACE.search(paragraph)
    if brace is None:
        return Block("json", paragraph, line=1, end=0, is_closed=False)
    return Block("json", text[: brace.end()], line=1, end=brace.end())


def _cell(cell: re.Match[str]) -> Block | None:
    """The form of notebooks as YAML with as many lines."""
    items = _ITEM.sub("", cell["list"])
    names = {line.split(":", 1)[0] for line in items.split("\n") if line}
    if not names <= _OF_NOTES | _OF_NOTEBOOKS or not (names & _OF_NOTEBOOKS or cell["about"]):
        return None
    lines = [""] * cell[0][: -len(cell["list"])].count("\n")
    lines[0] = _quoted("title", cell["title"])
    if cell["about"]:
        about = cell.string.count("\n", 0, cell.start("about"))
        lines[about] = _quoted("description", cell["about"])
    return Block("yaml", "\n".join([*lines, items]), line=1, end=cell.end())


def _quoted(name: str, text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    return f"{name}: {json.dumps(text.strip(), ensure_ascii=False)}"
