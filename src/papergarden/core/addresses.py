"""From an address to the key of the work it leads to, and to the kind of thing that lies there."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from papergarden.core.model import Kind

# Identifier schemes by which a paper is known; a key's scheme is the part before its colon.
PAPER_SCHEMES = ("arxiv", "doi", "openreview", "acl")

# https://info.arxiv.org/help/arxiv_identifier.html: four digits until 2014, five since 2015.
_ARXIV_NEW = re.compile(r"(\d{2})(0[1-9]|1[0-2])\.(\d{4,5})(?:v([1-9]\d*))?(?:\.pdf)?$")
_ARXIV_OLD = re.compile(r"([a-z]+(?:-[a-z]+)*)(?:\.[A-Za-z-]+)?/(\d{7})(?:v([1-9]\d*))?(?:\.pdf)?$")
_ARXIV_ALMOST = re.compile(r"[\d.]+(?:v\d*)?(?:\.pdf)?$")
_ARXIV_PATHS = {
    "arxiv.org": r"/(?:abs|pdf|html|format|src|e-print|ps)/(.+)",
    "export.arxiv.org": r"/(?:abs|pdf|html|format|src|e-print|ps)/(.+)",
    "xxx.lanl.gov": r"/(?:abs|pdf|html|format|src|e-print|ps)/(.+)",
    "alphaxiv.org": r"/(?:abs|pdf|overview)/(.+)",
    "huggingface.co": r"/papers/(.+)",
    "hf.co": r"/papers/(.+)",
    "ar5iv.org": r"/(?:abs|html)/(.+)",
    "ar5iv.labs.arxiv.org": r"/(?:abs|html)/(.+)",
    "arxiv-vanity.com": r"/papers/(.+)",
    "scirate.com": r"/arxiv/(.+)",
    "papers.cool": r"/arxiv/(.+)",
    "semanticscholar.org": r"/arxiv/(.+)",
    "ui.adsabs.harvard.edu": r"/abs/arXiv:([^/]+)",
}
_ARXIV_HOSTS = {"arxiv.org", "export.arxiv.org", "xxx.lanl.gov"}
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
# https://www.crossref.org/blog/dois-and-matching-regular-expressions/
_DOI = re.compile(r"(10\.\d{4,9}/[-._;()/:A-Z0-9]+)", re.IGNORECASE)
_DOI_PATHS = {
    "doi.org": r"/(.+)",
    "dx.doi.org": r"/(.+)",
    "dl.acm.org": r"/doi/(?:abs/|pdf/|full/)?(10\..+)",
    "link.springer.com": r"/(?:article|chapter)/(10\..+)",
    "onlinelibrary.wiley.com": r"/doi/(?:abs/|pdf/|full/)?(10\..+)",
    "science.org": r"/doi/(?:abs/|pdf/|full/)?(10\..+)",
}
_ACL_ID = r"([A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+)(?:v\d+)?(?:\.pdf|\.bib)?/?"
_ACL_PATHS = {"aclanthology.org": rf"/{_ACL_ID}", "aclweb.org": rf"/anthology/{_ACL_ID}"}
_ACL_DOI = re.compile(rf"10\.18653/v1/{_ACL_ID}", re.IGNORECASE)
_YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"}
_YOUTUBE_ID = r"([A-Za-z0-9_-]{6,})"
_VIDEO_HOSTS = {"vimeo.com", "twitch.tv", "bilibili.com"}
_CODE_HOSTS = {"github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "gist.github.com"}
_TRACKING = re.compile(r"utm_.*|ref|tab")
_STATEFUL = re.compile(r"[=/!]")


class Address(msgspec.Struct, frozen=True, gc=False):
    """What an address says: which work, which version of it, which kind of thing."""

    key: str
    kind: Kind
    version: str | None = None  # of an arXiv paper, as written after its `v`
    start: str | None = None  # of a video, as written after `t=`
    problem: str | None = None  # why it is no identifier, though it looks like one


def is_outside(href: str) -> bool:
    """Whether an address leads out of the vault, to a page of the web."""
    return href[:8].lower().startswith(("http://", "https://"))


def identify(href: str) -> Address:
    """The work to which a web address leads. Every address leads to one."""
    try:
        parts = urlsplit(href.strip())
        port = parts.port
    except ValueError:  # such as a bracket left open in the host
        return Address(key=f"url:{href.strip()}", kind="article")
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path
    return (
        _arxiv(host, path)
        or _doi(host, path)
        or _openreview(host, path, parts.query)
        or _acl(host, path)
        or _youtube(host, path, parts.query)
        or _anything(host, port, path, parts.query, parts.fragment)
    )


def url_of(key: str) -> str | None:
    """The address at which the work of a key is best looked at, or None if it has none."""
    scheme, _, name = key.partition(":")
    forms = {
        "arxiv": "https://arxiv.org/abs/{}",
        "doi": "https://doi.org/{}",
        "openreview": "https://openreview.net/forum?id={}",
        "acl": "https://aclanthology.org/{}/",
        "youtube": "https://www.youtube.com/watch?v={}",
    }
    return forms[scheme].format(name) if scheme in forms else None


def arxiv_id(text: str) -> tuple[str, str | None] | None:
    """An arXiv identifier in its canonical form, and its version, or None if it is malformed."""
    if match := _ARXIV_NEW.fullmatch(text):
        year, month, number, version = match.groups()
        # Five digits came with January 2015; the numbers of the years before have four.
        if (len(number) == 5) == (int(year) >= 15):  # noqa: PLR2004
            return f"{year}{month}.{number}", version
    if match := _ARXIV_OLD.fullmatch(text):
        return f"{match[1]}/{match[2]}", match[3]
    return None


def _arxiv(host: str, path: str) -> Address | None:
    pattern = _ARXIV_PATHS.get(host)
    match = re.fullmatch(pattern, path.rstrip("/"), re.IGNORECASE) if pattern else None
    if not match:
        return None
    found = arxiv_id(match[1])
    if found:
        return Address(f"arxiv:{found[0]}", "paper", version=found[1])
    if host in _ARXIV_HOSTS and _ARXIV_ALMOST.fullmatch(match[1]):
        problem = f"`{match[1]}` is no arXiv identifier"
        return Address(f"url:{host}{path.rstrip('/')}", "paper", problem=problem)
    return None


def _doi(host: str, path: str) -> Address | None:
    pattern = _DOI_PATHS.get(host)
    match = re.fullmatch(pattern, unquote(path)) if pattern else None
    match = _DOI.match(match[1]) if match else None
    if not match:
        return None
    doi = match[1].rstrip(".,;)/").lower()
    if (arxiv := _ARXIV_DOI.fullmatch(doi)) and (found := arxiv_id(arxiv[1])):
        return Address(f"arxiv:{found[0]}", "paper", version=found[1])
    if acl := _ACL_DOI.fullmatch(match[1].rstrip(".,;)/")):
        return Address(f"acl:{acl[1]}", "paper")
    return Address(f"doi:{doi}", "paper")


def _openreview(host: str, path: str, query: str) -> Address | None:
    if host != "openreview.net" or path.rstrip("/") not in {"/forum", "/pdf", "/attachment"}:
        return None
    forum = dict(parse_qsl(query)).get("id")
    return Address(f"openreview:{forum}", "paper") if forum else None


def _acl(host: str, path: str) -> Address | None:
    pattern = _ACL_PATHS.get(host)
    match = re.fullmatch(pattern, path) if pattern else None
    return Address(f"acl:{match[1]}", "paper") if match else None


def _youtube(host: str, path: str, query: str) -> Address | None:
    values = dict(parse_qsl(query))
    video: str | None = None
    if host == "youtu.be":
        match = re.fullmatch(rf"/{_YOUTUBE_ID}/?", path)
        video = match[1] if match else None
    elif host in _YOUTUBE_HOSTS:
        match = re.fullmatch(rf"/(?:shorts|embed|live|v)/{_YOUTUBE_ID}/?", path)
        video = match[1] if match else values.get("v")
    if not video:
        return None
    return Address(f"youtube:{video}", "video", start=values.get("t"))


def _anything(host: str, port: int | None, path: str, query: str, fragment: str) -> Address:
    """Any other address, in one form: without what does not change the page it leads to."""
    netloc = host if port in {None, 80, 443} else f"{host}:{port}"
    kept = "&".join(
        part for part in query.split("&") if part and not _TRACKING.fullmatch(part.split("=")[0])
    )
    canonical = netloc + path.rstrip("/")
    canonical += f"?{kept}" if kept else ""
    canonical += f"#{fragment}" if _STATEFUL.search(fragment) else ""
    kind: Kind = "article"
    if path.lower().endswith(".pdf"):
        kind = "paper"
    elif host in _CODE_HOSTS:
        kind = "code"
    elif host in _VIDEO_HOSTS:
        kind = "video"
    return Address(f"url:{canonical}", kind)
