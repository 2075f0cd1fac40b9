"""What reference managers, spreadsheets and search engines read of works."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qsl

import pytest
from graphs import graph_of, only_work
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from papergarden.core.machines.bibtex import bibliography
from papergarden.core.machines.csl import csl_json
from papergarden.core.machines.describe import citation_meta, coins, json_ld, script_text
from papergarden.core.machines.table import COLUMNS, csv_table
from papergarden.core.model import Graph, Work

ATTENTION = (
    "# models\n- [x] [Attention Is All You Need](https://arxiv.org/abs/1706.03762v5) "
    "#nlp ✅ 2025-02-11\n"
)
KINDS = """\
- 📜 [A Proof of It](https://example.org/paper.pdf)
- 📝 [An Essay on It](https://example.org/article)
- 📖 [A Book of It](https://example.org/book)
- 📺 [A Film of It](https://youtu.be/kCc8FmEb1nY)
- 💻 [A Program](https://github.com/xhluca/bm25s)
- 🌐 [A Place](https://example.org/place)
- 📜 [A Study](https://doi.org/10.1145/3397271.3401075)
- 📜 [GloVe](https://aclanthology.org/D14-1162/)
"""
UNADDRESSED = "- [ ] [Some Other Place](https://example.org/other)\n- [ ] zebra\n"


def one(text: str) -> Work:
    """The one work of a note."""
    return only_work(graph_of({"a.md": text}))


def titled(title: str) -> Graph:
    """A graph of one work that has a title as it stands."""
    graph = graph_of({"a.md": ATTENTION})
    work = structs.replace(only_work(graph), title=title)
    return structs.replace(graph, works={work.id: work})


def csl_of(text: str) -> list[dict[str, object]]:
    """The works of a note in CSL-JSON."""
    found: list[dict[str, object]] = json.loads(csl_json(graph_of({"a.md": text})))
    return found


def test_a_paper_on_arxiv_is_what_zotero_makes_of_it() -> None:
    """Number, publisher and DOI are those by which Zotero and pandoc know a preprint."""
    assert csl_of(ATTENTION) == [
        {
            "id": "arxiv-1706.03762",
            "type": "article",
            "title": "Attention Is All You Need",
            "issued": {"date-parts": [[2017]]},
            "publisher": "arXiv",
            "number": "arXiv:1706.03762",
            "DOI": "10.48550/arXiv.1706.03762",
            "URL": "https://arxiv.org/abs/1706.03762",
            "keyword": "models, nlp",
            "note": "read on 2025-02-11",
            "custom": {"work": "arxiv:1706.03762"},
        }
    ]


def test_a_comma_in_a_topic_becomes_one_blank() -> None:
    """As commas part keywords, in CSL-JSON and in BibTeX."""
    text = ATTENTION.replace("# models", "# models, large")

    assert csl_of(text)[0]["keyword"] == "models large, nlp"
    assert b"{models large, nlp}" in bibliography(graph_of({"a.md": text}))


def test_authors_have_a_family_and_a_given_name() -> None:
    """A name without parts stays whole."""
    graph = titled("x")
    (work,) = graph.works.values()
    work = structs.replace(work, authors=("Ashish Vaswani", "OpenAI"))
    (found,) = json.loads(csl_json(structs.replace(graph, works={work.id: work})))

    assert found["author"] == [{"family": "Vaswani", "given": "Ashish"}, {"literal": "OpenAI"}]
    assert found["id"] == "vaswani2017x"


def test_every_kind_has_its_type() -> None:
    """No kind of work is called something else by CSL, and what has no address is a document."""
    found = {entry["title"]: entry["type"] for entry in csl_of(f"{KINDS}\n# others\n{UNADDRESSED}")}

    assert found == {
        "A Proof of It": "article",
        "An Essay on It": "webpage",
        "A Book of It": "book",
        "A Film of It": "motion_picture",
        "A Program": "software",
        "A Place": "webpage",
        "A Study": "article-journal",
        "GloVe": "paper-conference",
        "Some Other Place": "webpage",
        "zebra": "document",
    }


def test_both_libraries_have_the_same_keys_in_the_same_order() -> None:
    """A text that cites by a key can be set by LaTeX and by pandoc."""
    graph = graph_of({"a.md": KINDS, "b.md": ATTENTION})
    keys = re.findall(r"^@[a-z]+\{(.+),$", bibliography(graph).decode(), re.MULTILINE)

    assert keys == [entry["id"] for entry in json.loads(csl_json(graph))] == sorted(set(keys))
    assert len(keys) == 9
    assert csl_json(graph_of({})) == b"[]\n"


def rows(graph: Graph) -> list[dict[str, str]]:
    """The table, as a program reads it."""
    return list(csv.DictReader(io.StringIO(csv_table(graph).decode(), newline="")))


def test_the_table_has_one_row_a_work() -> None:
    """All columns, lists joined, and nothing where nothing is known."""
    graph = graph_of(
        {
            "a.md": ATTENTION,
            "b.md": "# models\n# transformers\n"
            "- [ ] [att, then](https://arxiv.org/abs/1706.03762)\n- [ ] zebra ➕ 2025-01-02\n",
        }
    )
    row, other = rows(graph)

    assert list(row) == COLUMNS
    assert row == {
        "id": "arxiv:1706.03762",
        "title": "Attention Is All You Need",
        "status": "read",
        "kind": "paper",
        "queued_on": "",
        "read_on": "2025-02-11",
        "url": "https://arxiv.org/abs/1706.03762",
        "authors": "",
        "year": "2017",
        "topics": "models; transformers",
        "tags": "nlp",
    }
    assert (other["id"], other["queued_on"], other["year"]) == ("title:zebra", "2025-01-02", "")


@given(st.text())
@example('a, "b"\r\nc;d')
@example("=HYPERLINK(1)")
@example(" \t-1")
@example("＝1")
def test_no_cell_of_the_table_is_a_formula(title: str) -> None:
    """Any title comes back, with a sign before it if a spreadsheet would compute it."""
    (row,) = rows(titled(title.replace("\0", "")))
    cell = row["title"]

    assert not cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert cell.removeprefix("'") == title.replace("\0", "").removeprefix("'")


def test_a_work_is_described_in_the_words_of_schema_org() -> None:
    """Type, names, addresses and identifiers, and nothing that is not known."""
    assert json_ld(one(ATTENTION)) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": "Attention Is All You Need",
        "datePublished": "2017",
        "url": "https://arxiv.org/abs/1706.03762",
        "identifier": [{"@type": "PropertyValue", "propertyID": "arXiv", "value": "1706.03762"}],
        "keywords": ["models", "nlp"],
    }
    assert json_ld(graph_of({"a.md": UNADDRESSED}).works["title:zebra"]) == {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": "zebra",
    }


def test_every_kind_has_its_type_in_schema_org() -> None:
    """Search engines are told what they are shown."""
    works = graph_of({"a.md": KINDS}).works.values()

    assert {json_ld(work)["@type"] for work in works} == {
        *("ScholarlyArticle", "Article", "Book", "VideoObject"),
        *("SoftwareSourceCode", "CreativeWork"),
    }


@given(st.text())
@example("</script><!-- & \u2028 \\u003c")
def test_a_block_of_data_cannot_end_its_element(title: str) -> None:
    """Any title comes back from the block, and none of its signs means anything in HTML."""
    (work,) = titled(title).works.values()
    text = script_text(json_ld(work))

    assert json.loads(text).get("name", "") == title
    assert not set("<>&\u2028\u2029") & set(text)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "[Attention Is All You Need](https://arxiv.org/abs/1706.03762)",
            {
                "rft_val_fmt": "info:ofi/fmt:kev:mtx:journal",
                "rft.genre": "preprint",
                "rft.atitle": "Attention Is All You Need",
                "rft.date": "2017",
                "rft_id": "https://arxiv.org/abs/1706.03762",
            },
        ),
        (
            "📖 [Speech & Language=Processing](https://web.stanford.edu/~jurafsky/slp3/)",
            {
                "rft_val_fmt": "info:ofi/fmt:kev:mtx:book",
                "rft.genre": "book",
                "rft.btitle": "Speech & Language=Processing",
                "rft_id": "https://web.stanford.edu/~jurafsky/slp3/",
            },
        ),
        (
            "[Let's Build GPT From Scratch](https://youtu.be/kCc8FmEb1nY)",
            {
                "rft_val_fmt": "info:ofi/fmt:kev:mtx:dc",
                "rft.type": "videoRecording",
                "rft.title": "Let's Build GPT From Scratch",
                "rft.identifier": "https://www.youtube.com/watch?v=kCc8FmEb1nY",
                "rft_id": "https://www.youtube.com/watch?v=kCc8FmEb1nY",
            },
        ),
    ],
)
def test_a_context_object_says_what_a_work_is(line: str, told: dict[str, str]) -> None:
    """Pairs of names and values, as the address of a query; an address may stand beside a DOI."""
    pairs = parse_qsl(coins(one(f"- {line}\n")), strict_parsing=True)

    assert dict(pairs) == {"ctx_ver": "Z39.88-2004", **told}
    dois = [value for name, value in pairs if name == "rft_id" and value.startswith("info:doi/")]
    assert dois == (["info:doi/10.48550/arXiv.1706.03762"] if "arxiv" in line else [])


def test_a_paper_has_the_elements_that_publishers_write() -> None:
    """Title, year, identifiers and the PDF, under the names that reference managers know."""
    assert dict(citation_meta(one(ATTENTION))) == {
        "citation_title": "Attention Is All You Need",
        "citation_publication_date": "2017",
        "citation_doi": "10.48550/arXiv.1706.03762",
        "citation_arxiv_id": "1706.03762",
        "citation_pdf_url": "https://arxiv.org/pdf/1706.03762",
        "citation_public_url": "https://arxiv.org/abs/1706.03762",
    }
    assert citation_meta(one("- [A Film of It](https://youtu.be/kCc8FmEb1nY)\n")) == ()
