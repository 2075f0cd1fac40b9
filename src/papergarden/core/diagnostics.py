"""What a user should know about their files, as values with a place and a hint."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]

# Every code that can be reported, with the severity it always has. A test holds the
# documentation against this table.
CODES: dict[str, Severity] = {
    "alias-link": "info",
    "ambiguous-link": "warning",
    "bad-front-matter": "error",
    "bad-library": "error",
    "encoding-repaired": "info",
    "line-too-long": "warning",
    "malformed-identifier": "warning",
    "math-error": "warning",
    "missing-embed": "warning",
    "missing-file": "info",
    "missing-link": "warning",
    "missing-place": "warning",
    "near-title": "info",
    "nested-too-deep": "warning",
    "open-but-read": "warning",
    "repeated-property": "warning",
    "title-conflict": "warning",
    "unclosed-comment": "warning",
    "undecodable-bytes": "warning",
    "unreadable-file": "error",
}


class Diagnostic(msgspec.Struct, frozen=True, order=True, gc=False):
    """One remark on one line of one file of the vault.

    The order of the fields is the order in which remarks are listed.
    """

    path: str
    line: int  # from 1, in the file as it is on disk
    code: str
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters; it follows from the code."""
        return CODES[self.code]
