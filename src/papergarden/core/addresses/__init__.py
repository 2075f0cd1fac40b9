"""From an address to the key of the work it leads to, and to the kind of thing that lies there.

Each scheme of keys has a module that knows the addresses under which its works are found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from papergarden.core.addresses import (
    acl,
    anything,
    arxiv,
    doi,
    openreview,
    proceedings,
    semantic_scholar,
    youtube,
)
from papergarden.core.addresses.arxiv import arxiv_id
from papergarden.core.addresses.web import Address, Web, take_apart

__all__ = [
    "PAPER_SCHEMES",
    "Address",
    "arxiv_id",
    "identifier_in",
    "identify",
    "is_outside",
    "url_of",
]

# Identifier schemes by which a paper is known; a key's scheme is the part before its colon. Of
# several that one work has, the first stands for it: the best known, and last that of a mere index.
PAPER_SCHEMES = (
    "arxiv",
    "doi",
    "openreview",
    "acl",
    "neurips",
    "iclr",
    "cvf",
    "pmlr",
    "jmlr",
    "s2",
)

_Reader = Callable[[Web], Address | None]
_READERS: dict[str, tuple[_Reader, ...]] = {}
for _scheme in (arxiv, doi, openreview, acl, proceedings, semantic_scholar, youtube):
    for _host in _scheme.HOSTS:
        _READERS[_host] = (*_READERS.get(_host, ()), _scheme.read)
# Hosts that have others under them, with the same addresses.
_FAMILIES = {"arxiv.org", "onlinelibrary.wiley.com"}

_FOUR_DIGITS = re.compile(r"\d{4}")  # each of these has as many
_IN_TEXT = re.compile(
    r"arxiv:\s?(?P<arxiv>[a-z-]+(?:\.[a-z-]+)?/\d{7}(?:v\d+)?|\d{4}\.\d{4,5}(?:v\d+)?)(?!\d)"
    r"|(?<![\w./])(?P<doi>10\.\d{4,9}/[-._;()/:a-z0-9]+)"
    r"|(?<![\w./])(?P<bare>\d{4}\.\d{4,5}(?:v\d+)?)(?!\d|\.\d)",
    re.IGNORECASE,
)


def is_outside(href: str) -> bool:
    """Whether an address leads out of the vault, to a page of the web."""
    return href[:8].lower().startswith(("http://", "https://"))


@lru_cache(maxsize=1 << 12)  # the same works come up in many notes
def identify(href: str) -> Address:
    """The work to which a web address leads. Every address leads to one."""
    web = take_apart(href)
    if web is None:
        return Address(key=f"url:{href.strip()}", kind="article")
    for read in _readers(web.host):
        if found := read(web):
            return found
    return anything.read(web)


def identifier_in(text: str) -> Address | None:
    """The first identifier that stands in plain text: `arXiv:2408.06292`, a DOI.

    An old identifier of arXiv needs its prefix, for there is no end of texts like `item/1234567`.
    """
    if not _FOUR_DIGITS.search(text):
        return None
    for match in _IN_TEXT.finditer(text):
        paper = arxiv.of((match["arxiv"] or match["bare"] or "").lower())
        if found := paper or (doi.of(match["doi"]) if match["doi"] else None):
            return found
    return None


_FORMS = {
    "arxiv": "https://arxiv.org/abs/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
    "youtube": "https://www.youtube.com/watch?v={}",
}


def url_of(key: str) -> str | None:
    """The address at which the work of a key is best looked at, or None if it tells none."""
    scheme, _, name = key.partition(":")
    if scheme == "doi":
        return doi.url(name)
    if scheme == "s2":
        return semantic_scholar.url(name)
    form = _FORMS.get(scheme)
    return form.format(name) if form else proceedings.url(scheme, name)


def _readers(host: str) -> tuple[_Reader, ...]:
    parent = host.partition(".")[2]
    return _READERS.get(host) or (_READERS[parent] if parent in _FAMILIES else ())
