"""Prose that points to another day of the log: “the Lean-STaR paper from 07/22” becomes a link."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from papergarden.core.blocks import walk
from papergarden.core.dates import Order, iso
from papergarden.core.found import Found
from papergarden.core.titles import names_in

_DAY = re.compile(
    r"\b(?:from|on|of|in|see)\s+(?:the\s+)?"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<year>\d{4}))?)(?![\d/])"
)
_MOST_WORDS_BEFORE = 12
_MOST_CHARACTERS_BEFORE = 200
_WORD = re.compile(r"[^\W_]+(?:['’\-.+#/][^\W_]+)*[+#]*")


def link_prose(entries: Sequence[Found], order: Order) -> None:
    """Turn each such phrase under an entry into a link to the entry that it means.

    The tokens of the phrase change in place; the new link's token holds the entry in its `meta`.
    """
    on_day: dict[str, list[Found]] = defaultdict(list)
    for entry in entries:
        if entry.day and entry.title:
            on_day[entry.day].append(entry)
    for entry in entries:
        if entry.day is None:
            continue
        for block in walk([entry.block]):
            if block.inline and block.inline.children and _DAY.search(block.inline.content):
                block.rewrite(
                    [
                        part
                        for token, inside in _with_links(block.inline.children)
                        for part in ([token] if inside else _linked(token, entry, on_day, order))
                    ]
                )


def _with_links(tokens: Sequence[Token]) -> Iterator[tuple[Token, bool]]:
    """Each token, and whether it stands inside a link."""
    depth = 0
    for token in tokens:
        depth += token.type == "link_open"
        yield token, depth > 0
        depth -= token.type == "link_close"


def _linked(
    token: Token, entry: Found, on_day: dict[str, list[Found]], order: Order
) -> list[Token]:
    if token.type != "text":
        return [token]
    parts: list[Token] = []
    end = 0
    for match in _DAY.finditer(token.content):
        day = _day(match, entry.day or "", order)
        earliest = max(end, match.start() - _MOST_CHARACTERS_BEFORE)
        before = token.content[earliest : match.start()]
        meant = _meant(before, [e for e in on_day.get(day or "", ()) if e is not entry])
        if meant is None:
            continue
        target, begin = meant
        begin += earliest
        if begin > end:
            parts.append(Token("text", "", 0, content=token.content[end:begin]))
        opening = Token("link_open", "a", 1, attrs={"href": ""}, meta={"refers": target})
        phrase = token.content[begin : match.end()]
        parts += [
            opening,
            Token("text", "", 0, content=phrase, meta={"refers": target}),
            Token("link_close", "a", -1),
        ]
        end = match.end()
    if not parts:
        return [token]
    if end < len(token.content):
        parts.append(Token("text", "", 0, content=token.content[end:]))
    return parts


def _meant(before: str, candidates: list[Found]) -> tuple[Found, int] | None:
    """The one entry that shares most names with the words before the date, and where they begin."""
    spoken = list(_WORD.finditer(before))[-_MOST_WORDS_BEFORE:]
    names = names_in(" ".join(word[0] for word in spoken))
    scored = sorted(
        ((len(names & names_in(entry.title or "")), -i) for i, entry in enumerate(candidates)),
        reverse=True,
    )
    if not scored or scored[0][0] == 0:
        return None
    if len(scored) > 1 and scored[1][0] == scored[0][0]:
        return None
    target = candidates[-scored[0][1]]
    shared = names & names_in(target.title or "")
    begin = next(word.start() for word in spoken if word[0].casefold() in shared)
    return target, begin


def _day(match: re.Match[str], today: str, order: Order) -> str | None:
    """The day meant; without a year it is the nearest one that is not after today."""
    if match["iso"]:
        return match["iso"]
    first, second = int(match["a"]), int(match["b"])
    month, day = (first, second) if order == "month-first" else (second, first)
    if match["year"]:
        return iso(int(match["year"]), month, day)
    this_year = iso(int(today[:4]), month, day)
    if this_year and this_year <= today:
        return this_year
    return iso(int(today[:4]) - 1, month, day)
