"""Which works a text names that somebody typed or pasted: addresses, identifiers, links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from papergarden.core.addresses import Address, arxiv_id, identifier_in, identify, url_of
from papergarden.core.addresses.web import untracked
from papergarden.core.edits.wording import Wanted
from papergarden.core.titles import points

_LINK = re.compile(
    r"\[(?P<text>(?:[^\[\]\\\n]|\\.)+)\]"
    r"\(<?(?P<href>https?://(?:[^\s<>()]|\([^\s<>()]*\))+)>?\)"
)
_ESCAPED = re.compile(r"\\([^\w\s])")  # before a letter it is part of a formula
_URL = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/\S+", re.IGNORECASE)
_BEHIND = ".,;:!?'\"’”*_|"


class Asked(Struct, frozen=True):
    """What a text names, and what in it looks like an identifier and is none."""

    works: tuple[Wanted, ...]
    problems: tuple[str, ...]


def asked(text: str) -> Asked:
    """The works that a text names, each once, in the order in which they stand there."""
    works: dict[str, Wanted] = {}
    problems: list[str] = []
    for line in text.splitlines():
        for address, href, title in _in_line(line.strip()):
            if address.problem:
                problems.append(
                    f"{href}: {address.problem}" + f" ({address.hint})" * bool(address.hint)
                )
            else:
                url = url_of(address.key) or untracked(href)
                works.setdefault(address.key, Wanted(address.key, url, title))
    return Asked(tuple(works.values()), tuple(problems))


def names_address(text: str) -> bool:
    """Whether a text has an address or an identifier in it, even one that cannot be."""
    found = asked(text)
    return bool(found.works or found.problems)


def _in_line(line: str) -> Iterator[tuple[Address, str, str | None]]:
    """Every address of a line; without one, the identifier in it."""
    found = False
    end = 0
    for match in _LINK.finditer(line):
        yield from _addresses(line[end : match.start()])
        text = _ESCAPED.sub(r"\1", match["text"])
        yield identify(match["href"]), match["href"], None if points(text) else text
        end, found = match.end(), True
    for item in _addresses(line[end:]):
        found = True
        yield item
    if found:
        return
    if _WITHOUT_SCHEME.fullmatch(line) and not line.startswith("10."):
        yield identify(f"https://{line}"), f"https://{line}", None
    elif paper := arxiv_id(line):
        yield Address(f"arxiv:{paper[0]}", "paper"), line, None
    elif address := identifier_in(line):
        yield address, line, None


def _addresses(text: str) -> Iterator[tuple[Address, str, str | None]]:
    for match in _URL.finditer(text):
        href = trimmed(match[0])
        yield identify(href), href, None


def trimmed(href: str) -> str:
    """An address in running text without the signs of the sentence behind it."""
    while href:
        last = href[-1]
        if last in _BEHIND or (last in ")]}" and href.count(last) > href.count(_OPENING[last])):
            href = href[:-1]
        else:
            break
    return href


_OPENING = {")": "(", "]": "[", "}": "{"}
