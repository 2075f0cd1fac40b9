"""Any address that is no identifier: the work is the page, its kind what the address shows."""

from __future__ import annotations

from papergarden.core.addresses import arxiv
from papergarden.core.addresses.web import Address, Web, canonical
from papergarden.core.model import Kind

_VIDEO_HOSTS = {"vimeo.com", "twitch.tv", "bilibili.com", "slideslive.com"}
_CODE_HOSTS = {"github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "gist.github.com"}


def read(web: Web) -> Address:
    """The page at an address, as a work of its own."""
    is_like_arxiv = web.host in arxiv.HOSTS or arxiv.is_own(web.host)
    return Address(f"url:{canonical(web, arxiv.LISTING if is_like_arxiv else ())}", _kind(web))


def _kind(web: Web) -> Kind:
    if web.is_pdf:
        return "paper"
    if web.host in _CODE_HOSTS:
        return "code"
    if web.host in _VIDEO_HOSTS or web.host.removeprefix("m.") + web.path == "youtube.com/playlist":
        return "video"
    return "article"
