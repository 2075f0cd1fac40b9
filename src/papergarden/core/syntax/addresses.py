"""Bare web addresses in text become links; host names and mail addresses stay text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

Rule = Callable[[StateInline, bool], bool]

_SWALLOWED = re.compile(r"[…：“”‘’]")
# What stands before an address in an attribute of HTML, which is shown as it is written.
_IN_ATTRIBUTE = re.compile(r"=[\"']?$")
_SCHEME = re.compile(r"https?$", re.IGNORECASE)


class _Scanner(LinkifyIt):  # type: ignore[misc] # the library has no types
    """The scanner, asked only where an address can be: its own search is the slow part."""

    def pretest(self, text: str) -> bool:
        return "://" in text and bool(super().pretest(text))

    def test(self, text: str) -> bool:
        return "://" in text and bool(super().test(text))

    def match(self, text: str) -> Any:  # noqa: ANN401 # the library has no types
        found = super().match(text) or ()
        return self._trimmed([m for m in found if not _IN_ATTRIBUTE.search(text[: m.index])])

    def match_at_start(self, text: str) -> Any:  # noqa: ANN401 # the library has no types
        match = super().match_at_start(text)
        return self._trimmed([match])[0] if match else None

    @staticmethod
    def _trimmed(matches: Any) -> Any:  # noqa: ANN401 # the library has no types
        """Typographic signs end an address; the library takes them into it."""
        for match in matches or ():
            if sign := _SWALLOWED.search(match.text):
                cut = len(match.text) - sign.start()
                match.text = match.text[: sign.start()]
                match.url = match.url[:-cut]
                match.raw = match.raw[:-cut]
                match.last_index -= cut
        return matches


def _outside_of_attributes(rule: Rule) -> Rule:
    def scan(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        before = _SCHEME.sub("", state.pending)
        return not _IN_ATTRIBUTE.search(before) and rule(state, silent)

    return scan


def install(md: MarkdownIt) -> None:
    """Use the scanner, and keep every address as it is written."""
    md.linkify = _Scanner().set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for rule in list(md.inline.ruler.__rules__):
        if rule.name == "linkify":
            md.inline.ruler.at(rule.name, _outside_of_attributes(rule.fn))
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
