"""Where and when a work was published, as far as the library or its identifiers tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, structs

from papergarden.core.model import Work

Form = Literal["preprint", "article", "chapter", "other"]

_NEURIPS = "Advances in Neural Information Processing Systems"
_ICLR = "International Conference on Learning Representations"
_PMLR = "Proceedings of Machine Learning Research"
_JMLR = "Journal of Machine Learning Research"
_TACL = "Transactions of the Association for Computational Linguistics"
_CL = "Computational Linguistics"
_ACL_JOURNALS = {"Q": _TACL, ".tacl-": _TACL, "J": _CL, ".cl-": _CL}  # by a sign in identifiers
_CVF = re.compile(r"_([a-z]+)_(\d{4})$")
_PMLR_NUMBER = re.compile(r"[rv](\d+)/[a-z_-]+(\d\d)[a-z]?")
_JMLR_NUMBER = re.compile(r"v(\d+)/(?:[a-z_-]+)?(\d\d)")
_TWENTIETH_CENTURY = 60  # two digits from here on are of the nineteen hundreds


_FORMS: dict[str, Form] = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "chapter": "chapter",
    "paper-conference": "chapter",
}


class Publication(Struct, frozen=True):
    """What can be said of it without asking anyone."""

    form: Form
    arxiv: str = ""
    doi: str = ""
    venue: str = ""  # journal, or title of the proceedings
    volume: str = ""
    year: int | None = None
    pdf: str = ""


def publication_of(work: Work) -> Publication:
    """What the user's library says of its venue, else what its identifiers do."""
    told = _by_identifiers(work)
    if not work.venue or work.kind not in {"paper", "article"}:
        return told
    return structs.replace(
        told,
        form=_FORMS.get(work.form, told.form),
        venue=work.venue,
        volume=work.volume or (told.volume if told.venue == work.venue else ""),
    )


def _by_identifiers(work: Work) -> Publication:
    """Read the identifiers of a work; the one that names a venue tells more than a preprint."""
    known = work.identifiers
    arxiv, doi = known.get("arxiv", ""), known.get("doi", "")
    venue = next(_venues(work), None)
    form: Form = "preprint" if arxiv and not doi else "article" if doi else "other"
    if work.kind not in {"paper", "article"}:
        form = "other"
    pdf = f"https://arxiv.org/pdf/{arxiv}" if arxiv else ""
    if venue is None:
        return Publication(form, arxiv, doi, year=work.year, pdf=pdf)
    form, name, volume, year, own_pdf = venue
    return Publication(form, arxiv, doi, name, volume, work.year or year, pdf or own_pdf)


def _venues(work: Work) -> Iterator[tuple[Form, str, str, int | None, str]]:
    """Form, venue, volume, year and PDF for each identifier that names a venue."""
    known = work.identifiers
    if name := known.get("acl"):
        journal = next((title for sign, title in _ACL_JOURNALS.items() if sign in name), "")
        form: Form = "article" if journal else "chapter"
        yield form, journal, "", _acl_year(name), f"https://aclanthology.org/{name}.pdf"
    if name := known.get("neurips"):
        yield "chapter", _NEURIPS, "", _year(name), ""
    if name := known.get("iclr"):
        yield "chapter", _ICLR, "", _year(name), ""
    if match := _CVF.search(known.get("cvf", "")):
        yield "chapter", f"{match[1].upper()} {match[2]}", "", int(match[2]), ""
    if match := _PMLR_NUMBER.fullmatch(known.get("pmlr", "")):
        yield "chapter", _PMLR, match[1], _of_two_digits(match[2]), ""
    if match := _JMLR_NUMBER.match(known.get("jmlr", "")):
        # Since 2016 the digits are of the year it was handed in, not of the volume.
        year = _of_two_digits(match[2]) if known["jmlr"][-1].isalpha() else None
        yield "article", _JMLR, match[1], year, ""
    if name := known.get("openreview"):
        yield "other", "", "", None, f"https://openreview.net/pdf?id={name}"


def _year(name: str) -> int | None:
    """The year before the slash; older numbers have none."""
    year, slash, _ = name.partition("/")
    return int(year) if slash else None


def _acl_year(name: str) -> int:
    return int(name[:4]) if name[0].isdigit() else _of_two_digits(name[1:3])


def _of_two_digits(digits: str) -> int:
    return (1900 if int(digits) >= _TWENTIETH_CENTURY else 2000) + int(digits)
