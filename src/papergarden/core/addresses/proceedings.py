"""Proceedings that number their papers themselves: NeurIPS, ICLR, CVF, PMLR and JMLR."""

from __future__ import annotations

import re

from papergarden.core.addresses.web import Address, Web, malformed

HASH_HINT = "it has 32 digits and letters from a to f"

_SCHEME_OF_HOST = {
    "proceedings.neurips.cc": "neurips",
    "papers.neurips.cc": "neurips",
    "papers.nips.cc": "neurips",
    "proceedings.iclr.cc": "iclr",
}
_HASH = re.compile(r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([0-9a-f]{8,})-.*")
_HASH_DIGITS = 32
_NUMBER = re.compile(r"/paper/(\d+)-[^/]+")
_STEM = re.compile(
    r"(?:/openaccess)?/content[^/]*(?:/[^/]+)*/([^/]+)_paper\.(?:html|pdf)", re.IGNORECASE
)
_PMLR_KEY = r"([a-z][a-z0-9_-]*\d{2}[a-z]*)(?:/\2)?(?:\.html|\.pdf)?"
# Since 2016 papers are called by year and number, before that by author and year.
_JMLR_KEY = r"(\d{2}-\d{3,4}|[a-z][a-z0-9_-]*\d{2}[a-z]?)(?:/\2)?(?:\.[a-z]+)?"
_PMLR = {
    "proceedings.mlr.press": re.compile(rf"/([rv]\d+)/{_PMLR_KEY}"),
    "jmlr.org": re.compile(rf"/proceedings/papers/(v\d+)/{_PMLR_KEY}"),
    "raw.githubusercontent.com": re.compile(
        rf"/mlresearch/([rv]\d+)/(?:main|gh-pages)/assets/{_PMLR_KEY}"
    ),
}
_JMLR = re.compile(rf"/papers/v(?:olume)?(\d+)/{_JMLR_KEY}")
_JMLR_MIRROR = "jmlr.csail.mit.edu"
_URLS = {
    "pmlr": "https://proceedings.mlr.press/{}.html",
    "jmlr": "https://jmlr.org/papers/{}.html",
}
_CVF_HOSTS = {"openaccess.thecvf.com", "cv-foundation.org"}
HOSTS = {*_SCHEME_OF_HOST, *_CVF_HOSTS, *_PMLR, _JMLR_MIRROR}


def read(web: Web) -> Address | None:
    """The paper to which an address of one of the proceedings leads."""
    path = web.plain_path
    if web.host in _SCHEME_OF_HOST:
        return _hashed(web, path)
    if web.host in _CVF_HOSTS:
        match = _STEM.fullmatch(path)
        return Address(f"cvf:{match[1].lower()}", "paper") if match else None
    host = "jmlr.org" if web.host == _JMLR_MIRROR else web.host
    if match := _PMLR[host].fullmatch(path):
        return Address(f"pmlr:{match[1]}/{match[2]}", "paper")
    if host == "jmlr.org" and (match := _JMLR.fullmatch(path)):
        return Address(f"jmlr:v{match[1]}/{match[2]}", "paper")
    return None


def url(scheme: str, name: str) -> str | None:
    """The page of a paper, where its identifier alone tells it."""
    return _URLS[scheme].format(name) if scheme in _URLS else None


def _hashed(web: Web, path: str) -> Address | None:
    """A paper by year and hash; by the hash alone, two papers of different years may be one.

    “Attention is all you need” (2017) and “MiniLM” (2020) have the same.
    """
    scheme = _SCHEME_OF_HOST[web.host]
    if match := _HASH.fullmatch(path):
        if len(match[2]) == _HASH_DIGITS:
            return Address(f"{scheme}:{match[1]}/{match[2]}", "paper")
        problem = f"`{match[2]}` is no identifier of a paper in these proceedings"
        return malformed(web, "paper", problem, HASH_HINT)
    if scheme == "neurips" and (match := _NUMBER.fullmatch(path)):
        return Address(f"neurips:{match[1]}", "paper")
    return None
