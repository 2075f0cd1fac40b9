"""The ACL Anthology, at all the addresses it has had."""

from __future__ import annotations

import re

from papergarden.core.addresses.web import Address, Web, malformed

HINT = "it has the form `P19-1139` or `2020.emnlp-main.550`"

_ID = r"([A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+)"
_ENDING = r"(?:v\d+)?(?:\.[a-z]+)?"
_PATHS = {
    "aclanthology.org": rf"/(?:papers/[A-Z]/[A-Z]\d\d/)?{_ID}{_ENDING}",
    "aclweb.org": rf"/anthology/(?:(?:papers/)?[A-Z]/[A-Z]\d\d/)?{_ID}{_ENDING}",
}
HOSTS = set(_PATHS)
_DOI = re.compile(rf"10\.(?:18653|3115)/v1/{_ID}", re.IGNORECASE)
# Two digits behind the hyphen are a volume.
_ALMOST = re.compile(r"/(?:anthology/)?([A-Z]\d{2}-(?:\d{3}|\d{5,}))(?:\.pdf)?")


def read(web: Web) -> Address | None:
    """The paper to which an address of the anthology leads."""
    path = web.plain_path
    if match := re.fullmatch(_PATHS[web.host], path, re.IGNORECASE):
        return _paper(match[1])
    if match := _ALMOST.fullmatch(path):
        return malformed(web, "paper", f"`{match[1]}` is no identifier of the ACL Anthology", HINT)
    return None


def of_doi(doi: str) -> Address | None:
    """The paper of a DOI that holds an identifier of the anthology."""
    match = _DOI.fullmatch(doi)
    return _paper(match[1]) if match else None


def _paper(name: str) -> Address:
    return Address(f"acl:{name.upper() if name[0].isalpha() else name.lower()}", "paper")
