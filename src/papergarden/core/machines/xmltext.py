"""Text as XML may hold it."""

from __future__ import annotations

import re

from markupsafe import escape

# XML has no way to write these, not even as numbers.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml(text: str) -> str:
    """Any text, safe in an element and in an attribute; markup in it becomes text."""
    return str(escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", str(text))))
