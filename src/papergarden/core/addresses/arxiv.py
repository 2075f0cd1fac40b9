"""arXiv, and the sites that show its papers under addresses of their own."""

from __future__ import annotations

import re

from papergarden.core.addresses.web import Address, Web, malformed

HINT = "year and month, a dot, and since 2015 five digits, before that four"

# https://info.arxiv.org/help/arxiv_identifier.html
_NEW = re.compile(r"(\d{2})(0[1-9]|1[0-2])\.(\d{4,5})(?:v([1-9]\d*))?")
_OLD = re.compile(
    r"([a-z]+(?:-[a-z]+)*)(?:\.[A-Za-z-]+)?/((\d{2}(?:0[1-9]|1[0-2]))\d{3})(?:v([1-9]\d*))?"
)
_ALMOST_NEW = re.compile(r"[\d.]+(?:v\d*)?")
_ALMOST_OLD = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d+(?:v\d*)?")
_FIRST_MONTH, _FIRST_OF_NEW = "9108", "0704"
_FIRST_YEAR_OF_FIVE_DIGITS = 15

_FORMS = r"/(?:abs|pdf|html|format|src|e-print|ps|ftp/arxiv/papers/\d{4})/(.+)"
_PATHS = {
    "arxiv.org": _FORMS,
    "xxx.lanl.gov": _FORMS,
    "alphaxiv.org": r"/(?:abs|pdf|overview)/(.+)",
    "huggingface.co": r"/papers/(.+)",
    "hf.co": r"/papers/(.+)",
    "ar5iv.org": r"/(?:abs|html)/(.+)",
    "ar5iv.labs.arxiv.org": r"/(?:abs|html)/(.+)",
    "arxiv-vanity.com": r"/papers/(.+)",
    "scirate.com": r"/arxiv/(.+)",
    "papers.cool": r"/arxiv/(.+)",
    "semanticscholar.org": r"/arxiv/(.+)",
    "api.semanticscholar.org": r"(?:/graph/v1/paper)?/arxiv:(.+)",
    "ui.adsabs.harvard.edu": r"/abs/arxiv:(.+?)(?:/abstract)?",
}
_FORM_OF = {host: re.compile(form, re.IGNORECASE) for host, form in _PATHS.items()}
HOSTS = {*_PATHS, "dblp.org"}
LISTING = frozenset({"context"})  # parameters that tell from which list a reader came
_OWN_HOSTS = {"arxiv.org", "xxx.lanl.gov"}
_ENDING = re.compile(r"\.(?:pdf|md)$")
_PREFIX = re.compile(r"^arxiv:", re.IGNORECASE)
# Both sites write identifiers in a form of their own.
_BIBCODE = re.compile(r"/abs/\d{4}arXiv(\d{4})\.?(\d{4,5})[A-Z](?:/abstract)?")
_DBLP = re.compile(r"/rec/(?:html/|bibtex/)?journals/corr/abs-(\d{4})-(\d{4,5})(?:\.[a-z]+)?")


def read(web: Web) -> Address | None:
    """The paper to which an address of arXiv or of a mirror leads."""
    path = web.plain_path
    if match := _BIBCODE.fullmatch(path) or _DBLP.fullmatch(path):
        return of(f"{match[1]}.{match[2]}")
    host = "arxiv.org" if is_own(web.host) else web.host
    match = _FORM_OF[host].fullmatch(path) if host in _FORM_OF else None
    if not match:
        return None
    name = _PREFIX.sub("", match[1])
    if found := of(_ENDING.sub("", name)):
        return found
    # A mirror may have pages of its own under the same address, but none is called by digits.
    if _ALMOST_NEW.fullmatch(name) or (host == "arxiv.org" and _ALMOST_OLD.fullmatch(name)):
        return malformed(web, "paper", f"`{match[1]}` is no arXiv identifier", HINT, LISTING)
    return None


def of(text: str) -> Address | None:
    """The paper of an identifier, or None if it is malformed."""
    found = arxiv_id(text)
    return Address(f"arxiv:{found[0]}", "paper", version=found[1]) if found else None


def arxiv_id(text: str) -> tuple[str, str | None] | None:
    """An arXiv identifier in its canonical form, and its version, or None if it is malformed."""
    if match := _NEW.fullmatch(text):
        year, month, number, version = match.groups()
        if (len(number) == 5) == (  # noqa: PLR2004 # digits, four of them in the years before
            int(year) >= _FIRST_YEAR_OF_FIVE_DIGITS
        ) and year + month >= _FIRST_OF_NEW:
            return f"{year}{month}.{number}", version
    if match := _OLD.fullmatch(text):
        archive, number, month, version = match.groups()
        if month >= _FIRST_MONTH or month < _FIRST_OF_NEW:
            return f"{archive}/{number}", version
    return None


def is_own(host: str) -> bool:
    """Whether a host is one of arXiv's own."""
    return host in _OWN_HOSTS or (host.endswith(".arxiv.org") and host not in _PATHS)
