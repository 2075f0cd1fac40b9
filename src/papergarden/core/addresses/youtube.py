"""YouTube: a video by its identifier, from whatever second on."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from papergarden.core.addresses.web import Address, Web, malformed

HOSTS = {
    "youtu.be",
    "youtube.com",
    "m.youtube.com",
    "music.youtube.com",
    "youtube-nocookie.com",
}
HINT = "it has eleven letters, digits, `-` or `_`"

_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_PLAYER = re.compile(r"/(?:shorts|embed|live|v|e)/([^/]+)")
# Players of something else than one video.
_NO_VIDEO = {"", "videoseries", "live_stream", "playlist"}


def read(web: Web) -> Address | None:
    """The video to which an address leads."""
    # Parameters are often joined with the wrong sign: `youtu.be/<id>&t=90`.
    name = re.split(r"[^\w-]", _name(web) or "", maxsplit=1)[0]
    if name in _NO_VIDEO:
        return None
    if not _ID.fullmatch(name):
        return malformed(web, "video", f"`{name}` is no YouTube video", HINT)
    told = {**dict(parse_qsl(web.fragment)), **web.values}
    return Address(f"youtube:{name}", "video", start=told.get("t", told.get("start")))


def _name(web: Web) -> str | None:
    if web.path in {"", "/watch", "/watch_popup"}:
        return web.values.get("v")
    if match := _PLAYER.fullmatch(web.path):
        return match[1]
    if web.host == "youtu.be" and web.path.count("/") == 1:
        return web.path[1:]
    return None
