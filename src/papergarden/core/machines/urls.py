"""Addresses of works as machines follow them."""

from __future__ import annotations

import re

from mdurl import encode

_PLAIN = re.compile(r"[\w;/?:@&=+$,.!~*'()#-]*", re.ASCII)


def url_text(url: str | None) -> str:
    """An address with all signs that it cannot have written as numbers; empty without one."""
    if url is None or _PLAIN.fullmatch(url):  # nearly all, and encoding looks at every sign
        return url or ""
    return encode(url)
