"""The graph as JSON, which other programs rely on, and what must never be in it."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from conftest import SiteMaker
from harness import VAULTS, SiteTest, notes, tree
from schema import Export, Exported

from papergarden.build import read_vault
from papergarden.config import Config
from papergarden.core.diagnostics import CODES
from papergarden.core.export import graph_json


@pytest.fixture(scope="module", params=VAULTS)
def garden(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """A vault with its built site."""
    folder = tmp_path_factory.mktemp("export")
    site = SiteTest(VAULTS[request.param](), folder / "site")
    site.build()
    return site


def _objects(value: Any, shape: Any) -> Iterator[tuple[dict[str, Any], type[Exported]]]:  # noqa: ANN401 # any JSON
    """Every object of a document with the shape it should have."""
    yield value, shape
    for field in msgspec.structs.fields(shape):
        inner = getattr(field.type, "__args__", (None,))[0]
        if isinstance(inner, type) and issubclass(inner, Exported):
            for item in value[field.name]:
                yield from _objects(item, inner)


def test_the_document_has_the_shape_that_is_promised(garden: SiteTest) -> None:
    """Keys, types and order are those of the schema; what is unknown is null, never left out."""
    data = graph_json(read_vault(garden.vault, Config()).graph)
    document = json.loads(data)

    msgspec.json.decode(data, type=Export)
    for value, shape in _objects(document, Export):
        assert list(value) == [field.name for field in msgspec.structs.fields(shape)]
    assert document["works"]
    assert document["edges"]


def test_everything_is_sorted(garden: SiteTest) -> None:
    """Two exports can be compared line by line."""
    graph = garden.export()
    edges = [(edge["source"], edge["target"], edge["type"]) for edge in graph["edges"]]
    remarks = [(d["path"], d["line"], d["code"], d["message"]) for d in graph["diagnostics"]]

    paths = [note["path"] for note in graph["notes"]]
    ids = [work["id"] for work in graph["works"]]
    for found in (paths, ids, edges):
        assert found == sorted(set(found))
    assert remarks == sorted(remarks)
    for work in graph["works"]:
        places = [(mention["note"], mention["line"]) for mention in work["mentions"]]
        assert places == sorted(places)
        assert list(work["identifiers"]) == sorted(work["identifiers"])


def test_each_thing_stands_on_a_line_of_its_own(garden: SiteTest) -> None:
    """A change of one note is a change of few lines in version control."""
    data = graph_json(read_vault(garden.vault, Config()).graph).decode()
    graph = json.loads(data)
    first, *lines = data.splitlines()

    assert first == '{"schema": "papergarden-graph/1",'
    assert [json.loads(line.rstrip(",")) for line in lines if line.startswith("{")] == [
        thing for name in ("notes", "works", "edges", "diagnostics") for thing in graph[name]
    ]
    assert data.endswith("}\n")


def test_every_end_of_an_edge_is_a_node(garden: SiteTest) -> None:
    """An edge connects what the document lists: notes, works, and tags in lower case."""
    graph = garden.export()
    tags = {tag.casefold() for thing in (*graph["notes"], *graph["works"]) for tag in thing["tags"]}
    nodes = {
        *(f"note:{note['id']}" for note in graph["notes"]),
        *(f"work:{work['id']}" for work in graph["works"]),
        *(f"tag:{tag}" for tag in tags),
    }
    ends = {end for edge in graph["edges"] for end in (edge["source"], edge["target"])}

    assert ends <= nodes
    assert all(edge["source"] != edge["target"] for edge in graph["edges"])
    assert {node for node in nodes if not node.startswith("note:")} <= ends
    assert {
        (f"note:{mention['note']}", f"work:{work['id']}")
        for work in graph["works"]
        for mention in work["mentions"]
    } == {(e["source"], e["target"]) for e in graph["edges"] if e["type"] == "mentions"}


def test_every_thing_has_its_page(garden: SiteTest) -> None:
    """What the document says of pages is true of the site that is built from the same vault."""
    graph = garden.export()
    pages = [note["url"] for note in graph["notes"]] + [work["page"] for work in graph["works"]]

    assert len(set(pages)) == len(pages)
    assert set(pages) <= set(garden.files())


def test_a_line_is_one_of_the_file_on_disk(garden: SiteTest) -> None:
    """The line of a mention or remark counts from 1 in the file; its address stands there."""
    lines = {
        path: data.decode("utf-8-sig").splitlines()
        for path, data in tree(garden.vault).items()
        if path.endswith(".md")
    }
    graph = garden.export()
    paths = {note["id"]: note["path"] for note in graph["notes"]}
    for work in graph["works"]:
        for mention in work["mentions"]:
            here = lines[paths[mention["note"]]][mention["line"] - 1 :]
            if mention["href"]:
                # Of an item it is the first line, and its address may stand on the next.
                assert mention["href"] in " ".join(here[:3]), (work["id"], mention)
    for remark in graph["diagnostics"]:
        assert 1 <= remark["line"] <= len(lines[remark["path"]])
        assert remark["severity"] == CODES[remark["code"]]


def test_ids_are_paths_without_their_ending(garden: SiteTest) -> None:
    """The id of a note is its path in the vault without `.md`, with forward slashes."""
    for note in garden.export()["notes"]:
        assert note["path"] == f"{note['id']}.md"
        assert posixpath.normpath(note["path"]) == note["path"]
        assert (garden.vault / note["path"]).is_file()


def test_what_one_entry_says_is_in_the_document(site: SiteMaker) -> None:
    """Every field of a mention has its meaning: from marker and dates to summary and extra."""
    garden = site(
        {
            "deep/list.md": "---\ntitle: A list\n---\n# papers\n## old\n"
            "- [x] [colbert](https://arxiv.org/abs/2004.12832v2), "
            "[code](https://github.com/stanford-futuredata/ColBERT) #ir "
            "➕ 2025-01-06 ⏫ 📅 2025-02-10 ✅ 2025-02-11\n"
            "\t- one vector a token\n\t\t- and one maximum\n",
        }
    )

    (work,) = garden.export()["works"]
    assert work == {
        "id": "arxiv:2004.12832",
        "kind": "paper",
        "title": "colbert",
        "aliases": [],
        "url": "https://arxiv.org/abs/2004.12832",
        "identifiers": {"arxiv": "2004.12832"},
        "status": "read",
        "queued_on": "2025-01-06",
        "read_on": "2025-02-11",
        "authors": [],
        "year": 2020,
        "tags": ["ir"],
        "topics": ["old"],
        "page": "works/arxiv-2004.12832.html",
        "mentions": [
            {
                "note": "deep/list",
                "line": 6,
                "role": "entry",
                "title": "colbert",
                "href": "https://arxiv.org/abs/2004.12832v2",
                "marker": "x",
                "status": "read",
                "date": "2025-02-11",
                "kind": "paper",
                "section": ["papers", "old"],
                "summary": "one vector a token\n  and one maximum",
                "fields": {
                    "created": "2025-01-06",
                    "priority": "high",
                    "due": "2025-02-10",
                    "done": "2025-02-11",
                },
                "extra": ["https://github.com/stanford-futuredata/ColBERT"],
            }
        ],
    }


SECRETS = {
    "zebrafinch/quokkatale.md": "---\npublish: false\ntitle: Wombatword\ntags: [axolotltag]\n"
    "aliases: [pangolinalias]\ndescription: Narwhaltext\n---\n"
    "# Okapihead\n- [x] [Tapirtitle](https://example.org/lemuraddress) ✅ 2025-01-09\n"
    "\t- Ibexsummary\n02/11/2025\n- 📜[Gibbonpaper](https://example.org/x) #bisontag\n",
    "drafts/manateefile.md": "---\ndraft: true\n---\n[[public|see]] Yakprose [[dugongmissing]]\n",
    "caracal.md": '---\ndg-publish: "false"\n---\nServaltext [[kiwilink]]\n'
    "[Cassowary](https://arxiv.org/abs/1706.0376)\n",
    "ocelot.md": "---\nprivate: true\n---\n[[public#Here]] Margaytext\n",
    "jekyll.md": "---\npublished: false\n---\nCoatitext\n",
}
PUBLIC = "# Here\n- [ ] [Queued](https://example.org/queued)\n- [a](https://example.org/a)\n"
CANARIES = (
    "zebrafinch quokkatale wombatword axolotltag pangolinalias narwhaltext okapihead tapirtitle "
    "lemuraddress ibexsummary gibbonpaper bisontag manateefile yakprose dugongmissing caracal "
    "servaltext kiwilink cassowary 1706.0376 ocelot margaytext jekyll coatitext"
).split()


@pytest.fixture
def with_secrets(site: SiteMaker) -> SiteTest:
    """A vault of one public note and five that are not to be published, each in its own way."""
    garden = site({**SECRETS, "public.md": PUBLIC, "plain.md": "---\npublish: true\n---\nx\n"})
    return garden.change("caracal.png", b"a picture of a private note")


def test_nothing_of_an_unpublished_note_is_on_the_site(with_secrets: SiteTest) -> None:
    """No page, no file name and no record holds a word that only private notes know."""
    with_secrets.build()
    everything = b"\n".join(
        path.encode() + data for path, data in tree(with_secrets.output).items()
    ).lower()

    assert [word for word in CANARIES if word.encode() in everything] == []
    assert with_secrets.page("notes/public.html").css(".backlinks") == []


def test_nothing_of_an_unpublished_note_is_exported(with_secrets: SiteTest) -> None:
    """The graph knows nothing of a private note either, not even what is wrong in it."""
    exported = notes("export", "graph", "--vault", with_secrets.vault, cwd=with_secrets.vault)

    assert exported.returncode == 0
    assert [word for word in CANARIES if word.encode() in exported.stdout.lower()] == []
    assert {note["id"] for note in json.loads(exported.stdout)["notes"]} == {"plain", "public"}


def test_everything_is_exported_if_asked_for(with_secrets: SiteTest) -> None:
    """With --all the owner gets the whole graph, private notes and their remarks included."""
    exported = notes(
        *("export", "graph", "--all", "--vault", with_secrets.vault), cwd=with_secrets.vault
    )
    found = exported.stdout.lower()
    graph = json.loads(exported.stdout)

    known = {"zebrafinch", "wombatword", "axolotltag", "tapirtitle", "ibexsummary", "kiwilink"}
    assert {word for word in known if word.encode() in found} == known
    assert len(graph["notes"]) == len(SECRETS) + 2


def test_a_status_that_only_a_private_note_gives_is_not_told(site: SiteMaker) -> None:
    """A paper that is read in secret is open in public, without a date or a name from there."""
    garden = site(
        {
            "list.md": "- [ ] [bm25s](https://arxiv.org/abs/2407.03618)\n",
            "log.md": "---\nprivate: true\n---\n02/11/2025\n"
            "- 📜[BM25S: Orders of Magnitude](https://arxiv.org/abs/2407.03618)\n",
        }
    )
    for everything, expected in (
        (False, ("queued", None, "bm25s", [], 1)),
        (True, ("read", "2025-02-11", "BM25S: Orders of Magnitude", ["bm25s"], 2)),
    ):
        (work,) = garden.export(everything=everything)["works"]
        told = work["status"], work["read_on"], work["title"], work["aliases"]
        assert (*told, len(work["mentions"])) == expected


def test_a_note_that_becomes_private_leaves_the_site(site: SiteMaker) -> None:
    """One line in a note takes its page, its works and its links from a site that had them."""
    garden = site({"a.md": "[[b]]\n", "b.md": "# Quokka\n- [x](https://example.org/quokka)\n"})
    garden.build()
    assert b"uokka" in b"".join(tree(garden.output).values())
    garden.change("b.md", "---\npublish: false\n---\n# Quokka\n").build()

    assert b"uokka" not in b"".join(tree(garden.output).values())
    assert garden.page("notes/a.html").css(".prose a") == []
