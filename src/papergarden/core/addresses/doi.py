"""DOIs: as such, in the addresses of publishers, and those that hold another identifier."""

from __future__ import annotations

import re
from urllib.parse import quote

from papergarden.core.addresses import acl, arxiv
from papergarden.core.addresses.web import Address, Web, malformed

HINT = "it has the form `10.1145/3397271.3401075`"

# Old ones hold more signs than those of https://www.crossref.org/blog/dois-and-matching-regular-expressions/
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
# One publishing platform serves most of the learned societies, with one form of address.
_PLATFORM = (
    r"/doi/(?:(?:abs|book|epdf|epub|full|fullHtml|pdf|pdfdirect|pdfplus|proceedings|reader)/)?"
    r"(10\..+)"
)
_PREPRINT = r"10\.(?:1101|64898)/(?:\d{4}\.\d{2}\.\d{2}\.)?\d{6,8}"
_PREPRINTS = rf"/content/({_PREPRINT}(?:v\d+)?)(?:\.[a-z].*)?"
_PATHS = {
    "doi.org": r"/(?:doi:)?(10\..+)",
    "dx.doi.org": r"/(?:doi:)?(10\..+)",
    "dl.acm.org": _PLATFORM,
    "epubs.siam.org": _PLATFORM,
    "journals.sagepub.com": _PLATFORM,
    "onlinelibrary.wiley.com": _PLATFORM,
    "pnas.org": _PLATFORM,
    "pubs.acs.org": _PLATFORM,
    "royalsocietypublishing.org": _PLATFORM,
    "science.org": _PLATFORM,
    "tandfonline.com": _PLATFORM,
    "link.springer.com": r"/(?:article|book|chapter|content/pdf)/(10\..+?)"
    r"(?:\.pdf|/fulltext\.html|/(?:figures|tables)/\d+)?",
    "biorxiv.org": _PREPRINTS,
    "medrxiv.org": _PREPRINTS,
}
HOSTS = {*_PATHS, "nature.com"}
_NATURE = re.compile(
    r"/articles/([\w.-]+?)(?:\.e?pdf|_reference\.pdf)?(?:/(?:figures|tables)/\d+)?"
)
_EARLY = re.compile(
    r"/content/(?:\w+/)?early/\d{4}/\d\d/\d\d/((?:(\d{4}\.\d\d)\.\d\d\.)?\d{6,8})\b.*"
)
_LAST_MONTH_OF_10_1101 = "2025.11"
_VERSIONED = re.compile(rf"({_PREPRINT})v([1-9]\d*)")
_ARXIV = re.compile(r"10\.48550/arxiv\.(.+)")


def read(web: Web) -> Address | None:
    """The work to which an address of a resolver, publisher or preprint server leads."""
    path = web.plain_path
    if web.host == "nature.com":
        match = _NATURE.fullmatch(path)
        return of(f"10.1038/{match[1]}") if match else None
    if (match := _EARLY.fullmatch(path)) and (prefix := _prefix(match[2])):
        return of(f"{prefix}/{match[1]}")
    host = "onlinelibrary.wiley.com" if web.host.endswith(".wiley.com") else web.host
    match = re.fullmatch(_PATHS.get(host, r"(?!)"), path)
    if not match:
        return None
    return of(match[1]) or malformed(web, "paper", f"`{match[1]}` is no DOI", HINT)


def of(text: str) -> Address | None:
    """The work of a DOI, or None if it is malformed. DOIs do not tell capitals apart."""
    doi = trimmed(text).lower()
    if not _DOI.fullmatch(doi):
        return None
    if match := _ARXIV.fullmatch(doi):
        return arxiv.of(match[1])
    if match := _VERSIONED.fullmatch(doi):
        return Address(f"doi:{match[1]}", "paper", version=match[2])
    return acl.of_doi(doi) or Address(f"doi:{doi}", "paper")


def url(doi: str) -> str:
    """The address that resolves a DOI."""
    return f"https://doi.org/{quote(doi, safe='/:;()')}"


def trimmed(text: str) -> str:
    """A DOI without the punctuation of the sentence around it; brackets in pairs are its own."""
    end, too_many = len(text), text.count(")") - text.count("(")
    while end and (text[end - 1] in ".,;/" or (text[end - 1] == ")" and too_many > 0)):
        too_many -= text[end - 1] == ")"
        end -= 1
    return text[:end]


def _prefix(month: str | None) -> str | None:
    """Under which prefix a preprint of a month is registered; December 2025 has both."""
    if month is None or month <= _LAST_MONTH_OF_10_1101:
        return "10.1101"
    return "10.64898" if month > "2025.12" else None
