"""Addresses of works as machines follow them."""

from __future__ import annotations

import re

from mdurl import encode

from papergarden.core.pages import HOME
from papergarden.core.paths import relative

_PLAIN = re.compile(r"[\w;/?:@&=+$,.!~*'()#-]*", re.ASCII)


def url_text(url: str | None) -> str:
    """An address with all signs that it cannot have written as numbers; empty without one."""
    if url is None or _PLAIN.fullmatch(url):  # nearly all, and encoding looks at every sign
        return url or ""
    return encode(url)


def page_url(page: str, base_url: str) -> str:
    """The whole address of a file of the site; of the front page that of its folder."""
    return f"{base_url}/{'' if page == HOME else relative(HOME, page)}"
