"""A web address taken apart, what is said of one, and the form in which all its spellings agree."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from papergarden.core.model import Kind

_TRACKING = re.compile(r"utm_.*|ref|tab|fbclid|gclid")
_STATEFUL = re.compile(r"[=/!]")
# Slashes and white space of any script; the last space has number 0x3000.
_END = "/" + "".join(filter(str.isspace, map(chr, range(0x3001))))


class Address(msgspec.Struct, frozen=True, gc=False):
    """What an address says: which work, which version of it, which kind of thing."""

    key: str
    kind: Kind
    version: str | None = None  # of a preprint, as written after its `v`
    start: str | None = None  # of a video, as written after `t=` or `start=`
    problem: str | None = None  # why it is no identifier, though it looks like one
    hint: str = ""  # what such an identifier looks like


class Web(msgspec.Struct, frozen=True):
    """The parts of a web address that tell where it leads."""

    host: str  # in lower case, without `www.`
    port: int | None
    path: str  # as written, without slashes at its end
    query: str
    fragment: str

    @property
    def plain_path(self) -> str:
        """The path without percent signs, to look for identifiers in."""
        return unquote(self.path)

    @property
    def is_pdf(self) -> bool:
        """Whether the file at the address is called a PDF."""
        return self.path.lower().endswith(".pdf")

    @property
    def values(self) -> dict[str, str]:
        """The parameters of the query by name."""
        return {name: value.strip() for name, value in parse_qsl(self.query)}


def take_apart(href: str) -> Web | None:
    """The parts of an address, or None if it has none, such as a bracket left open in the host."""
    try:
        parts = urlsplit(href.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    return Web(_host(host), port, parts.path.rstrip(_END), parts.query, parts.fragment)


def canonical(web: Web, ignoring: Collection[str] = ()) -> str:
    """The address without what does not change the page it leads to.

    Nothing is decoded, encoded or put into another order: servers may tell such spellings apart.
    """
    text = f"[{web.host}]" if ":" in web.host else web.host
    text += f":{web.port}" if web.port not in {None, 80, 443} else ""
    kept = "&".join(part for part in web.query.split("&") if _matters(part, ignoring))
    text += web.path
    text += f"?{kept}" if kept else ""
    fragment = web.fragment.split(":~:", 1)[0]  # behind it: words that the browser is to highlight
    # What stands behind a PDF is a page of it to begin at.
    if _STATEFUL.search(fragment) and not web.is_pdf:
        text += f"#{fragment}"
    return text.strip()


def malformed(
    web: Web, kind: Kind, problem: str, hint: str, ignoring: Collection[str] = ()
) -> Address:
    """An address that means an identifier which cannot be one. It joins nothing."""
    page = msgspec.structs.replace(web, fragment="")
    return Address(f"url:{canonical(page, ignoring)}", kind, problem=problem, hint=hint)


def _matters(parameter: str, ignoring: Collection[str]) -> bool:
    name = parameter.split("=", 1)[0]
    return bool(parameter.strip()) and not _TRACKING.fullmatch(name) and name not in ignoring


def _host(host: str) -> str:
    host = _readable("".join(host.split()).strip("."))
    while host.startswith("www.") and "." in (rest := host[4:].lstrip(".")):
        host = rest
    return host


def _readable(host: str) -> str:
    """A host in the letters of its language, which people write as often as its `xn--` form."""
    if "xn--" not in host:
        return host
    try:
        decoded = host.encode("ascii").decode("idna")
        return decoded if decoded.encode("idna").decode("ascii") == host else host
    except UnicodeError:
        return host


def untracked(href: str) -> str:
    """An address as written, without parameters that only tell where a reader came from."""
    address, sign, fragment = href.strip().partition("#")
    page, mark, query = address.partition("?")
    kept = "&".join(part for part in query.split("&") if _matters(part, ()))
    fragment = fragment.split(":~:", 1)[0]
    return page + (mark + kept if kept else "") + (sign + fragment if fragment else "")
