"""Fields of a task: dates and priority behind emoji, or in Dataview's brackets.

Format: https://publish.obsidian.md/tasks/Reference/Task+Formats/About+Task+Formats
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from papergarden.core.dates import date_of

_DATE_EMOJI = {
    "➕": "created",
    "⏳": "scheduled",
    "⌛": "scheduled",
    "🛫": "start",
    "📅": "due",
    "📆": "due",
    "🗓": "due",
    "✅": "done",
    "❌": "cancelled",
}
_PRIORITY = {"🔺": "highest", "⏫": "high", "🔼": "medium", "🔽": "low", "⏬": "lowest"}
# Where Dataview's name is not ours.
_DATAVIEW = {
    "completion": "done",
    "dependsOn": "depends-on",
    "onCompletion": "on-completion",
}
_NAMES = (
    "created|scheduled|start|due|completion|cancelled|priority|repeat|onCompletion|id|dependsOn"
)
_SPACE = r"[ \t\u00a0]*"

_FIELD = re.compile(
    rf"(?P<emoji>[{''.join(_DATE_EMOJI)}])\ufe0f?{_SPACE}(?P<date>\d{{4}}-\d{{2}}-\d{{2}})(?!\d)"
    rf"|(?P<priority>[{''.join(_PRIORITY)}])\ufe0f?"
    rf"|🔁\ufe0f?{_SPACE}(?P<repeat>[a-zA-Z0-9, !]+)"
    rf"|🏁\ufe0f?{_SPACE}(?P<completion>keep|delete)"
    rf"|🆔\ufe0f?{_SPACE}(?P<id>[\w-]+)"
    rf"|⛔\ufe0f?{_SPACE}(?P<depends>[\w-]+(?:{_SPACE},{_SPACE}[\w-]+)*)"
    rf"|[\[(](?P<name>{_NAMES})::(?P<value>[^\[\]()\n]*)[\])]"
)


def install(md: MarkdownIt) -> None:
    """Cut fields out of the text of items with a box, into tokens of their own."""
    md.core.ruler.before("text_join", "fields", _fields)
    md.add_render_rule("field", _render)


def _fields(state: StateCore) -> None:
    for inline in state.tokens:
        if inline.meta and "box" in inline.meta and inline.type == "inline" and inline.children:
            inline.children = [part for child in inline.children for part in _cut(child)]


def _cut(token: Token) -> list[Token]:
    if token.type != "text":
        return [token]
    parts: list[Token] = []
    end = 0
    for match in _FIELD.finditer(token.content):
        name, value = _named(match)
        if not _fits(name, value):
            continue
        parts += _text(token, token.content[end : match.start()])
        parts.append(
            Token(
                "field",
                "",
                0,
                content=match[0].strip(),
                level=token.level,
                meta={"name": name, "value": value},
            )
        )
        end = match.end()
    return [*parts, *_text(token, token.content[end:])] if parts else [token]


def _fits(name: str, value: str) -> bool:
    """Whether a value is one that its field can have: a day of the calendar, a known priority."""
    if name in _DATE_EMOJI.values():
        return (
            re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None
            and date_of(value) is not None
        )
    return name != "priority" or value in _PRIORITY.values()


def _text(like: Token, content: str) -> list[Token]:
    return [Token("text", "", 0, content=content, level=like.level)] if content else []


def _named(match: re.Match[str]) -> tuple[str, str]:
    if match["emoji"]:
        return _DATE_EMOJI[match["emoji"]], match["date"]
    if match["priority"]:
        return "priority", _PRIORITY[match["priority"]]
    for group, name in (
        ("repeat", "repeat"),
        ("completion", "on-completion"),
        ("id", "id"),
        ("depends", "depends-on"),
    ):
        if match[group]:
            return name, match[group].strip()
    return _DATAVIEW.get(match["name"], match["name"]), match["value"].strip(" \t\u00a0")


def _render(_self: object, tokens: list[Token], index: int, *_: object) -> str:
    token = tokens[index]
    return f'<span class="field" title="{token.meta["name"]}">{escapeHtml(token.content)}</span>'
