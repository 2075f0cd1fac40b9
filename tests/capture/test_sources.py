"""What each service's answer is read as: recorded answers, and what goes wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from papergarden.capture.sources import arxiv, crossref, datacite, openreview, page
from papergarden.capture.values import Metadata, Problem
from papergarden.core.machines.people import Name

RECORDED = Path(__file__).parent / "recorded"


def recorded(name: str) -> bytes:
    """A recorded answer."""
    return (RECORDED / name).read_bytes()


def good(found: object) -> Metadata:
    """What was found, which is no problem."""
    assert isinstance(found, Metadata), found
    return found


def of_arxiv(body: bytes, *ids: str) -> dict[str, Metadata | Problem]:
    """What a feed is read as, which is no problem as a whole."""
    found = arxiv.parse(body, ids)
    assert isinstance(found, dict), found
    return found


def test_a_paper_of_arxiv() -> None:
    """Title, people, first day, abstract on one line; the id has no version."""
    found = good(of_arxiv(recorded("arxiv.xml"), "1605.08386")["1605.08386"])

    assert found.title == "Heat-bath random walks with Markov bases"
    assert found.authors == (Name("Stanley", "Caprice"), Name("Windisch", "Tobias"))
    assert found.issued == (2016, 5, 26)
    assert found.abstract.startswith("Graphs on lattice points are studied")
    assert found.url == "https://arxiv.org/abs/1605.08386"
    assert found.doi == "10.48550/arXiv.1605.08386"


def test_a_paper_of_arxiv_with_an_old_id_and_a_version() -> None:
    """It is found under the id that was asked for."""
    found = of_arxiv(recorded("arxiv_old.xml"), "quant-ph/0201082")

    assert list(found) == ["quant-ph/0201082"]
    assert good(found["quant-ph/0201082"]).abstract.startswith("We show")


def test_a_paper_that_arxiv_does_not_have_is_left_out() -> None:
    """Of two ids one comes back; what was not asked for is not taken."""
    body = recorded("arxiv_one_of_two.xml")

    assert list(of_arxiv(body, "0808.05394", "1707.08567")) == ["1707.08567"]
    assert of_arxiv(body, "0808.05394") == {}


def test_an_objection_of_arxiv_is_told_in_its_words() -> None:
    """It counts for the id it names, else for all."""
    body = recorded("arxiv_error.xml")

    named = of_arxiv(body.replace(b"NAME", b"2401.00002"), "2401.00001", "2401.00002")
    assert named == {
        "2401.00002": Problem("refused", "arXiv says: incorrect id format for 2401.00002")
    }
    assert arxiv.parse(body, ["2401.00001"]) == Problem(
        "refused", "arXiv says: incorrect id format for NAME"
    )


def test_the_request_to_arxiv_says_how_many() -> None:
    """Without a number ten would come; slashes and dots of ids stay."""
    asked = arxiv.request("https://export.arxiv.org", ["2401.00001", "math/0611800"])

    assert asked.url == (
        "https://export.arxiv.org/api/query?id_list=2401.00001,math/0611800&start=0&max_results=2"
    )
    assert asked.pace == 3.0


def test_an_article_of_crossref() -> None:
    """Journal, volume, people and the day it came out."""
    found = good(crossref.parse(recorded("crossref.json"), "10.1103/physrevb.89.140501"))

    assert found.title == (
        "Particle entanglement in continuum many-body systems via quantum Monte Carlo"
    )
    assert found.authors[-1] == Name("Del Maestro", "A.")
    assert (found.venue, found.volume, found.type) == ("Physical Review B", "89", "article-journal")
    assert found.issued == (2014, 4, 4)


def test_a_paper_of_a_conference_in_crossref() -> None:
    """Its type is that of CSL, and its date may be no more than a year."""
    body = recorded("crossref_conference.json")
    found = good(crossref.parse(body, "10.1145/3184558.3186235"))

    assert found.type == "paper-conference"
    assert found.issued == (2018,)


def test_a_subtitle_belongs_to_the_title() -> None:
    """Crossref keeps the two halves apart."""
    found = good(crossref.parse(recorded("crossref_subtitle.json"), "10.1007/s40278-023-41815-2"))

    assert found.title == (
        "Convalescent-anti-sars-cov-2-plasma/immune-globulin: Fever and mild decrease in baseline "
        "oxygen saturation following off-label use: 3 case reports"
    )


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("On <i>E. coli</i> &amp;amp; H<sub>2</sub>O", "On E. coli & H2O"),
        ("If a < b and c > d", "If a < b and c > d"),
        ("Two\n   lines", "Two lines"),
        ("Itâ€™s repaired", "It’s repaired"),
    ],
)
def test_titles_are_plain_text(given: str, shown: str) -> None:
    """No element, no reference, no line break, no damage is left."""
    body = json.dumps({"status": "ok", "message": {"DOI": "10.1/x", "title": [given]}}).encode()

    assert good(crossref.parse(body, "10.1/x")).title == shown


def test_an_abstract_in_jats_is_plain_text() -> None:
    """Paragraphs become one; the heading that only says so goes."""
    abstract = "<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p>"
    message = {"DOI": "10.1/x", "title": ["T"], "abstract": abstract}
    body = json.dumps({"status": "ok", "message": message}).encode()

    assert good(crossref.parse(body, "10.1/x")).abstract == "One. Two."


@pytest.mark.parametrize(
    "message",
    [
        {"DOI": "10.1/other", "title": ["T"]},
        {"DOI": "10.1/x", "title": []},
        {"DOI": "10.1/x"},
        [],
        None,
    ],
)
def test_an_answer_of_crossref_about_something_else_is_refused(message: Any) -> None:  # noqa: ANN401
    """Another DOI, or no title, is no answer."""
    body = json.dumps({"status": "ok", "message": message}).encode()

    found = crossref.parse(body, "10.1/x")

    assert isinstance(found, Problem)
    assert found.kind == "garbled"


def test_a_record_of_datacite() -> None:
    """Names may come in parts, or as one text of a person or of a group."""
    record = {
        "doi": "10.5281/zenodo.1",
        "titles": [{"title": "Kurz", "titleType": "Subtitle"}, {"title": "The Data"}],
        "creators": [
            {"name": "Windisch, T.", "familyName": "Windisch", "givenName": "T."},
            {"name": "Stanley, Caprice"},
            {"name": "The ATLAS Collaboration", "nameType": "Organizational"},
        ],
        "dates": [
            {"date": "2021", "dateType": "Issued"},
            {"date": "2020-05", "dateType": "Submitted"},
        ],
        "descriptions": [{"descriptionType": "Abstract", "description": "Rows."}],
        "types": {"resourceTypeGeneral": "Dataset"},
        "publisher": {"name": "Zenodo"},
    }
    body = json.dumps({"data": {"attributes": record}}).encode()

    found = good(datacite.parse(body, "10.5281/zenodo.1"))

    assert (found.title, found.type, found.publisher) == ("The Data", "dataset", "Zenodo")
    assert found.authors == (
        Name("Windisch", "T."),
        Name("Stanley", "Caprice"),
        Name("The ATLAS Collaboration"),
    )
    assert found.issued == (2020, 5)


@pytest.mark.parametrize("new", [True, False])
def test_a_submission_of_openreview(new: bool) -> None:
    """The new interface and the one before it say the same in two forms."""
    said = {"title": "A Title", "authors": ["Caprice Stanley"], "abstract": "Words.", "venue": "V"}
    content = {name: {"value": value} for name, value in said.items()} if new else said
    body = json.dumps({"notes": [{"id": "x_Y", "content": content, "cdate": 1696000000000}]})

    found = good(openreview.parse(body.encode(), "x_Y"))

    assert (found.title, found.abstract, found.venue) == ("A Title", "Words.", "V")
    assert found.authors == (Name("Stanley", "Caprice"),)
    assert found.issued == (2023, 9, 29)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"notes": []}', "missing"),
        (b'{"message": "Please try again"}', "refused"),
        (b'{"notes": [{"id": "a", "content": null}]}', "garbled"),
        (b"<html>", "garbled"),
        (b'{"notes": [', "garbled"),
        (b"[" * 100_000, "garbled"),
    ],
)
def test_an_answer_of_openreview_without_a_submission(body: bytes, kind: str) -> None:
    """It is told apart whether it is not there, not told, or not readable."""
    found = openreview.parse(body, "a")

    assert isinstance(found, Problem)
    assert found.kind == kind


def test_the_page_of_a_publisher() -> None:
    """What it says for reference managers counts before what stands in the window."""
    body = b"""<html><head><title>Window | Publisher</title>
      <meta name="citation_title" content="A &amp; B">
      <meta name="citation_author" content="Stanley, Caprice"/>
      <meta name="citation_author" content="Tobias Windisch">
      <meta name="citation_publication_date" content="2016/05/26">
      <meta name="citation_journal_title" content="Journal">
      <script>document.write("<meta name='citation_title' content='no'>")</script>"""

    found = good(page.parse(body, "https://example.org/a", "text/html; charset=utf-8"))

    assert (found.title, found.venue, found.source) == ("A & B", "Journal", "page")
    assert found.authors == (Name("Stanley", "Caprice"), Name("Windisch", "Tobias"))
    assert found.issued == (2016, 5, 26)


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        (b"", "text/html; charset=windows-1252"),
        (b'<meta charset="windows-1252">', "text/html"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "text/html"),
        (b'<meta charset="no-such-thing">', "text/html"),
        (b"", ""),
    ],
)
def test_a_title_in_windows_1252(head: bytes, content_type: str) -> None:
    """The encoding is that of the server, else of the page, else what browsers would guess."""
    body = head + "<title>“Déjà vu” – it’s 5 €</title>".encode("cp1252")

    found = good(page.parse(body, "https://example.org/a", content_type))

    assert found.title == "“Déjà vu” – it’s 5 €"


def test_a_page_that_was_cut_off_within_a_character() -> None:
    """The beginning is read as what it is."""
    body = "<title>Déjà vu</title><p>".encode() + "é".encode()[:1]

    assert good(page.parse(body, "https://example.org/a")).title == "Déjà vu"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7", ""),
        (b"<title>x</title>", "application/pdf"),
        (b"<title>Just a moment...</title>", "text/html"),
        (b"<title>403 Forbidden</title>", "text/html"),
        (b"<title> </title>", "text/html"),
        (b"<script>'<title>no</title>'</script>", "text/html"),
        (b"", ""),
    ],
)
def test_a_page_without_a_title_of_its_own(body: bytes, content_type: str) -> None:
    """What a guard at the door says is not the title of the article."""
    assert isinstance(page.parse(body, "https://example.org/a", content_type), Problem)


@pytest.mark.parametrize("length", [0, 1, 30, 300, 800, 1500, 1900])
def test_no_broken_answer_is_more_than_a_problem(length: int) -> None:
    """Every source says of every beginning of an answer that it cannot be read, or reads it."""
    body = recorded("arxiv.xml")[:length]

    assert isinstance(arxiv.parse(body, ["1605.08386"]), Problem)
    for parse in (crossref.parse, datacite.parse, openreview.parse):
        assert isinstance(parse(recorded("crossref.json")[: length // 2], "10.1/x"), Problem)
