"""Flags of publishing, as far as one sees them in a block that cannot be read.

A slip in the title of a private note must not publish it.
"""

from __future__ import annotations

import re

from papergarden.core.frontmatter.values import Properties

_NO = ("false", "no", "off", "n", "0")
_YES = ("true", "yes", "on", "y", "1")
# What each of them must say to keep a note from being published or listed.
_WITHHOLDING = {
    **dict.fromkeys(("publish", "dg-publish", "published"), _NO),
    **dict.fromkeys(("draft", "private", "unlisted"), _YES),
}
_FLAG = re.compile(
    r"""(?:^|[{,])[ \t]*["']?("""
    + "|".join(_WITHHOLDING)
    + r""")["']?[ \t]*[:=][ \t]*\[?["']?(\w+)""",
    re.MULTILINE | re.IGNORECASE,
)


def flags_in(block: str) -> Properties:
    """The flags of a block; of one that stands there twice the value that keeps the note back."""
    found: Properties = {}
    for match in _FLAG.finditer(block):
        name = match[1].lower()
        if str(found.get(name)).lower() not in _WITHHOLDING[name]:
            found[name] = match[2]
    return found
