"""Works by an address or identifier, as one pastes it from a sentence or a list of references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papergarden.core.addresses import arxiv_id, doi, identify

_LONGEST = 2000  # characters of an address
_LIKE_ADDRESS = re.compile(
    r"\S*(?:\d[./-]\d|://|\.[a-z]{2,}/|\d{4}\.[a-z])\S*"
    r"|[a-z-]+(?:\.[A-Z]{2})?/\d{7}\S*|(?:arxiv|doi|openreview|youtube|corpusid):.*",
    re.IGNORECASE | re.DOTALL,
)
_LIKE_NAME = re.compile(r"(?=.*[A-Z\d_-])[\w-]{8,11}")
_BEFORE = re.compile(r"""^[<(\["'“”„‘’«]+""")
_BEHIND = re.compile(r"""[\].,;>"'“”‘’»]$""")
_SUBJECT = re.compile(r"\s\[[a-z.-]+\]\W*$", re.IGNORECASE)
_WEB = re.compile(r"https?://.*", re.IGNORECASE | re.DOTALL)
_WITHOUT_SCHEME = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S.*", re.IGNORECASE)
_GAP_BEHIND_SCHEME = re.compile(r"^(arxiv|doi|corpusid):\s", re.IGNORECASE)
_KEY = re.compile(r"([a-z0-9]+):(\S+)", re.IGNORECASE)


def bare(text: str) -> str:
    """A text without the signs of the sentence around it, and without `[cs.CL]` behind it."""
    found = _SUBJECT.sub("", _BEFORE.sub("", text[: _LONGEST + 1].strip()))
    while _BEHIND.search(found) or (found.endswith(")") and found.count(")") > found.count("(")):
        found = found[:-1]
    return found


def is_web(text: str) -> bool:
    """Whether a text is an address of the web, and nothing else."""
    return bool(_WEB.fullmatch(text)) and not re.search(r"\s", text)


def keys_in(text: str) -> list[str]:
    """The keys of works that a text may mean if it is an address or identifier; none if not."""
    name = bare(text)
    if len(text) > _LONGEST or not (_LIKE_ADDRESS.fullmatch(name) or _LIKE_NAME.fullmatch(name)):
        return []
    return list(dict.fromkeys(key for one in (text.strip(), name) for key in _keys(one)))


def _keys(text: str) -> Iterator[str]:
    text = _GAP_BEHIND_SCHEME.sub(r"\1:", text.strip("<>(\"'"))
    if not text or re.search(r"\s", text):
        return
    if _WEB.fullmatch(text) or _WITHOUT_SCHEME.fullmatch(text):
        href = text if _WEB.fullmatch(text) else f"https://{text}"
        yield identify(href).key
        yield identify(href.partition("#")[0]).key
        return
    name = text.rstrip(".,;")
    if paper := arxiv_id(re.sub(r"^arxiv:|\.(?:pdf|md)$", "", name.lower())):
        yield f"arxiv:{paper[0]}"
        return
    scheme, _, number = name.rpartition(":")
    if found := doi.of(number if scheme.lower() == "doi" else name):
        yield found.key
        return
    anthology = identify(f"https://aclanthology.org/{name}")
    if anthology.key.startswith("acl:"):
        yield anthology.key
    elif scheme.lower() == "corpusid":
        yield f"s2:CorpusID:{number}"
    elif match := _KEY.fullmatch(name):
        yield f"{match[1].lower()}:{match[2]}"
    else:
        yield f"openreview:{name}"
        yield f"youtube:{name}"
