"""For which works a query asks: those it names, and those that fit all of its conditions."""

from __future__ import annotations

import json

import pytest
from bibtexparser.entrypoint import parse_string
from graphs import graph_of

from papergarden.core.graph import build_graph
from papergarden.core.machines.bibtex import bibliography
from papergarden.core.machines.csl import csl_json
from papergarden.core.machines.keys import citation_keys
from papergarden.core.machines.table import csv_table
from papergarden.core.metadata import read_library
from papergarden.core.model import Graph
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read
from papergarden.errors import UsageError
from papergarden.library.selection import selected

GRAPH = graph_of(
    {
        "a.md": "## retrieval\n"
        "- [x] [Dense Passage Retrieval](https://arxiv.org/abs/2004.04906) #nlp\n"
        "- [ ] [ColBERT](https://arxiv.org/abs/2004.12832)\n"
        "## agents\n"
        "- [ ] [The AI Scientist](https://arxiv.org/abs/2408.06292)\n"
        "- [ ] [Passages](https://x.org/p)\n",
        "b.md": "- [sakana](https://arxiv.org/abs/2408.06292)\n",
    }
)
DPR, COLBERT, SAKANA, OTHER = (
    "arxiv:2004.04906",
    "arxiv:2004.12832",
    "arxiv:2408.06292",
    "url:x.org/p",
)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (["2408.06292"], [SAKANA]),
        (["https://arxiv.org/pdf/2408.06292v3"], [SAKANA]),
        ([SAKANA], [SAKANA]),
        (["sakana"], [SAKANA]),
        (["the ai scientist"], [SAKANA]),
        (["2408.06292", "colbert"], [COLBERT, SAKANA]),
        (["status:read"], [DPR]),
        (["passage"], [DPR, OTHER]),
        (["passage", "kind:paper"], [DPR]),
        (["passage kind:paper"], [DPR]),
        (["passage", "-kind:paper"], [OTHER]),
        (["topic:retrieval", "topic:agents", "status:open"], [COLBERT, SAKANA, OTHER]),
        (["in:b"], [SAKANA]),
        (["topic:retriev", "status:queued"], [COLBERT]),
        (["tag:#nlp"], [DPR]),
        (["year:2020", "sakana"], [DPR, COLBERT, SAKANA]),
        (["colbert", "status:read"], [DPR, COLBERT]),
        (["nothing"], []),
        (["2408.06293"], []),
        (["status:reading"], []),
    ],
)
def test_a_query_asks_for_works(query: list[str], ids: list[str]) -> None:
    """Names stand for themselves, whatever else is asked; conditions hold together."""
    assert selected(GRAPH, query) == ids


def test_every_form_gives_those_and_no_others() -> None:
    """A work is cited by one key, whether it is exported alone or with all."""
    keys = citation_keys(GRAPH.works.values())
    (entry,) = parse_string(bibliography(GRAPH, [SAKANA]).decode()).entries
    (item,) = json.loads(csl_json(GRAPH, [SAKANA]))
    _, row = csv_table(GRAPH, [SAKANA]).decode().splitlines()

    assert entry.key == item["id"] == keys[SAKANA]
    assert row.startswith(f"{SAKANA},")


@pytest.mark.parametrize("text", ["status:foo", "kind:log", "-year:20x", "year:2017..2016"])
def test_a_value_that_there_is_not_is_refused(text: str) -> None:
    """As it is a slip: nothing would fit in any vault."""
    with pytest.raises(UsageError):
        selected(GRAPH, [text])


def test_works_can_be_chosen_by_author() -> None:
    """A word of a name, or how it begins."""
    graph = with_venue("https://x.org/a", author=[{"family": "Khattab", "given": "Omar"}])

    assert selected(graph, ["author:khat"]) == ["url:x.org/a"]
    assert selected(graph, ["author:hattab"]) == []


def with_venue(address: str, **fields: object) -> Graph:
    """One paper, where the library says more of it."""
    item = {"id": "a", "title": "A Study of It", "URL": address, **fields}
    notes = [parse(read("a.md", f"- [ ] [A Study of It]({address})\n".encode()), Settings())]
    records = read_library(json.dumps([item]).encode()).records
    return build_graph(notes, (), Settings(), records=records)


@pytest.mark.parametrize(
    ("address", "fields", "kind", "told"),
    [
        (
            "https://doi.org/10.1000/182",
            {"type": "article-journal", "container-title": "Journal of A & B", "volume": "7"},
            "article",
            {"journal": r"Journal of A \& B", "volume": "7"},
        ),
        (
            "https://doi.org/10.1000/182",
            {"type": "paper-conference", "container-title": "Proceedings of X"},
            "inproceedings",
            {"booktitle": "Proceedings of X"},
        ),
        (
            "https://proceedings.mlr.press/v97/tan19a.html",
            {"type": "paper-conference", "container-title": "Other Proceedings"},
            "inproceedings",
            {"booktitle": "Other Proceedings"},
        ),
        (
            "https://openreview.net/forum?id=B1ckMDqlg",
            {"type": "article", "container-title": "ICLR 2017 poster"},
            "misc",
            {"howpublished": "{ICLR} 2017 poster"},
        ),
        (
            "https://arxiv.org/abs/1605.08386",
            {"type": "article-journal", "container-title": "Annals"},
            "article",
            {"journal": "Annals", "eprint": "1605.08386"},
        ),
    ],
)
def test_the_library_says_where_a_paper_came_out(
    address: str, fields: dict[str, object], kind: str, told: dict[str, str]
) -> None:
    """Journal or proceedings, as reference managers want it; the same in CSL-JSON."""
    graph = with_venue(address, **fields)
    (entry,) = parse_string(bibliography(graph).decode()).entries
    (item,) = json.loads(csl_json(graph))
    found = {field.key: field.value for field in entry.fields}

    assert entry.entry_type == kind
    venues = {"journal", "booktitle", "howpublished"}
    assert {name: found.get(name) for name in told} == {
        name: value.replace("{ICLR}", "ICLR") for name, value in told.items()
    }
    assert found.keys() & venues == told.keys() & venues
    assert item["container-title"] == fields["container-title"]
