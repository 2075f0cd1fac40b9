"""OpenReview: the page, the PDF and the attachments of one submission."""

from __future__ import annotations

import re

from papergarden.core.addresses.web import Address, Web, malformed

HOSTS = {"openreview.net"}
HINT = "it is what stands behind `id=` in the address of the paper"

_PAGES = {"/forum", "/pdf", "/attachment"}


def read(web: Web) -> Address | None:
    """The submission to which an address leads; a comment leads to what it is about."""
    if web.path not in _PAGES or "id" not in web.values:
        return None
    name = web.values["id"].rstrip(".,;)/")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        return malformed(web, "paper", f"`{name}` is no OpenReview identifier", HINT)
    return Address(f"openreview:{name}", "paper")
