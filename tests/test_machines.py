"""The files of a whole site that are for machines, and what its pages tell them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest
from bibtexparser.entrypoint import parse_string
from conftest import SiteMaker
from harness import REPOSITORY, SAMPLE, VAULTS, SiteTest, notes
from test_site import Nesting

from papergarden.config import load_config

BASE = "https://example.org/garden"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module", params=VAULTS)
def garden(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """The built site of a vault that knows where it will be."""
    site = SiteTest(VAULTS[request.param](), tmp_path_factory.mktemp("machines") / "site")
    site.build(site={"base_url": BASE})
    return site


def entries(garden: SiteTest) -> list[ET.Element]:
    """The entries of a site's feed."""
    return ET.fromstring(garden.source("feed.xml")).findall(f"{ATOM}entry")  # noqa: S314


def test_every_work_is_in_both_libraries(garden: SiteTest) -> None:
    """No entry is broken, none is missing, and both have the same keys and titles."""
    works = garden.export()["works"]
    library = parse_string(garden.source("library.bib"))
    csl = json.loads(garden.source("library.json"))

    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [entry["id"] for entry in csl]
    assert {entry["custom"]["work"] for entry in csl} == {work["id"] for work in works}
    assert {entry["title"] for entry in csl} == {work["title"] for work in works}
    for entry in library.entries:
        (told,) = (found for found in csl if found["id"] == entry.key)
        url = entry.fields_dict.get("url")
        assert (url.value if url else None) == told.get("URL")


def test_the_graph_of_the_site_is_that_of_the_export(garden: SiteTest) -> None:
    """But for the remarks, which are for the writer and quote what is not shown."""
    assert json.loads(garden.source("graph.json")) == {**garden.export(), "diagnostics": []}


def test_no_page_depends_on_how_many_shards_there_are(site: SiteMaker) -> None:
    """A vault that grows past a power of two changes what tells their number, and not its pages."""
    garden = site({"old.md": "# Old\n\n- [ ] [A work](https://example.org/a)\n"})
    garden.build()
    page, numbers = garden.source("notes/old.html"), garden.source("shards.js")
    for number in range(300):
        garden.change(f"n{number}.md", f"# Note {number}\n\nIts words.\n")
    garden.build()
    told = json.loads(garden.source("shards.js").removeprefix("papergardenShards(").strip(";)\n"))

    assert numbers != garden.source("shards.js")
    assert garden.source("notes/old.html") == page
    folders = {"previews": "previews/", "graph": "graph/", "names": "search/names-"}
    for table, folder in folders.items():
        shards = [p for p in garden.files() if re.fullmatch(rf"{folder}\d+\.js", p)]
        assert len(shards) == told[table] > 1


def test_what_the_feed_tells_is_on_the_site(garden: SiteTest) -> None:
    """Entries are unique, lead to a place of a page, and their text is whole HTML."""
    ids = set()
    for entry in entries(garden) if "feed.xml" in garden.files() else ():
        ids.add(entry.findtext(f"{ATOM}id"))
        link = entry.find(f"{ATOM}link")
        assert link is not None
        page, _, anchor = link.attrib["href"].removeprefix(f"{BASE}/").partition("#")
        assert page in garden.files()
        assert not anchor or len(garden.page(page).css(f"#{anchor}")) == 1
        content = entry.findtext(f"{ATOM}content") or ""
        assert Nesting.slips(content) == []
        assert 'href="#' not in content
        assert " id=" not in content
    assert len(ids) == len(entries(garden) if "feed.xml" in garden.files() else ())


def test_the_map_names_every_page(garden: SiteTest) -> None:
    """Every page but those that are not to be found, under an address that stands for its file."""
    root = ET.fromstring(garden.source("sitemap.xml"))  # noqa: S314 # our own bytes
    named = {
        (loc.text or "").removeprefix(f"{BASE}/") or "index.html"
        for loc in root.iter()
        if loc.text and loc.text.strip()
    }
    pages = [path for path in garden.files() if path.endswith(".html")]

    assert {page for page in pages if page.isascii() and not _is_hidden(garden, page)} == {
        page for page in named if "%" not in page
    }
    assert len(named) == sum(not _is_hidden(garden, page) for page in pages)


def _is_hidden(garden: SiteTest, page: str) -> bool:
    return bool(garden.page(page).css("meta[name=robots][content=noindex]"))


def test_the_page_of_a_work_tells_what_it_is(garden: SiteTest) -> None:
    """JSON-LD, COinS and BibTeX say the same title, and only papers and books are citations."""
    library = garden.source("library.bib")
    for work in garden.export()["works"]:
        page = garden.page(work["page"])
        (block,) = page.css('head > script[type="application/ld+json"]')
        (span,) = page.css("span.Z3988")
        (bibtex,) = page.css("details.bibtex pre")
        meta = [node.attributes["content"] for node in page.css("meta[name=citation_title]")]
        described = json.loads(block.text())
        context = parse_qs(span.attributes["title"] or "")

        assert described["name"] == work["title"]
        assert {*context["ctx_ver"]} == {"Z39.88-2004"}
        assert [work["title"]] in [context.get(f"rft.{n}title") for n in ("a", "b", "")]
        assert bibtex.text().startswith("@")
        assert bibtex.text() in library
        assert meta == ([work["title"]] if work["kind"] in {"paper", "book"} else [])


def test_every_page_names_the_forms_for_machines(garden: SiteTest) -> None:
    """A browser or reader of feeds finds feed and libraries from wherever it is."""
    for path in ("index.html", "library.html", garden.export()["notes"][0]["url"]):
        up = "../" * path.count("/")
        found = {
            node.attributes["type"]: node.attributes["href"]
            for node in garden.page(path).css('head > link[rel="alternate"]')
        }
        feed = {"application/atom+xml": f"{up}feed.xml"} if "feed.xml" in garden.files() else {}
        assert found == {
            **feed,
            "application/x-bibtex": f"{up}library.bib",
            "application/vnd.citationstyles.csl+json": f"{up}library.json",
            "application/json": f"{up}graph.json",
        }


def test_the_sample_vault_is_told_in_full(tmp_path: Path) -> None:
    """The days of its log and its posts are in the feed, its papers in the libraries."""
    garden = SiteTest(SAMPLE, tmp_path / "site")
    garden.build(load_config(REPOSITORY / "notes.toml"))
    graph = garden.export()
    titles = [entry.findtext(f"{ATOM}title") for entry in entries(garden)]

    assert "Retrieval is a budget" in titles
    assert titles == list(dict.fromkeys(titles))
    days = {
        m["date"]
        for w in graph["works"]
        for m in w["mentions"]
        if m["note"] == "research-log" and m["role"] == "entry"
    }
    assert len(titles) == len(days) + sum(note["kind"] == "post" for note in graph["notes"])
    assert "@misc{arxiv-2104.08663,\n" in garden.source("library.bib")
    assert not {"sitemap.xml", "robots.txt"} & set(garden.files())


QUIET = (
    "---\nunlisted: true\ndate: 2025-01-01\ntags: [quokkatag]\naliases: [quokkaalias]\n"
    "quokkaproperty: [\n---\n# Quokka\n- [x] [Quokka paper](https://example.org/quokka) \n"
    "[[quokkamissing]]\n02/11/2025\n- 📜[Quokka day](https://example.org/quokkaday)\n"
)


def test_no_unlisted_note_is_told_to_machines(site: SiteMaker) -> None:
    """It has its page, and no feed, map, library or graph has a word of it."""
    post = "---\ndate: 2025-02-12\n---\n[[zoo/quiet|this]]\n\n![[zoo/quiet|that]]\n"
    garden = site({"zoo/quiet.md": QUIET, "post.md": post})
    garden.build(site={"base_url": "https://example.org"})
    machines = [path for path in garden.files() if not path.endswith((".html", ".css", ".svg"))]

    assert "notes/zoo/quiet.html" in garden.files()
    assert machines == [
        *("copy.js", "feed.xml", "graph/0.js", "graph/all.js", "graph-draw.js", "graph-forces.js"),
        *("graph-hands.js", "graph-labels.js", "graph-near.js", "graph-page.js", "graph-view.js"),
        "graph.js",
        *("graph.json", "library.bib", "library.js", "library.json", "load.js"),
        *("palette.js", "previews/0.js", "previews.js", "robots.txt"),
        *(f"search/{table}-0.js" for table in ("addresses", "inside", "names", "text")),
        *("search/vocabulary-0.js", "search/words-0.js", "search-addresses.js", "search-match.js"),
        *("search-names.js", "search-query.js", "search-rank.js", "search-words.js", "search.js"),
        "searchpage.js",
        *("shards.js", "sitemap.xml", "theme.js"),
    ]
    for path in machines:
        assert "quokka" not in garden.source(path).lower(), path
        assert "quiet" not in garden.source(path).lower(), path


def test_the_forms_are_commands(site: SiteMaker) -> None:
    """Each form goes to standard output or into a file, and --all adds what is not published."""
    garden = site(
        {
            "a.md": "- [x] [bm25s](https://arxiv.org/abs/2407.03618)\n",
            "b.md": "---\ndraft: true\n---\n- [ ] [Hidden](https://example.org/hidden)\n",
        }
    )
    garden.build()
    vault = ("--vault", garden.vault)
    for form, file in (("bibtex", "library.bib"), ("csl", "library.json"), ("csv", "")):
        shown = notes("export", form, *vault, cwd=garden.vault)
        everything = notes("export", form, "--all", *vault, "-o", "../all", cwd=garden.vault)
        assert (shown.returncode, shown.stderr, everything.returncode) == (0, b"", 0)
        assert not file or shown.stdout.decode() == garden.source(file)
        assert b"idden" not in shown.stdout
        assert b"idden" in (garden.vault / "../all").read_bytes()
        refused = notes("export", form, *vault, "-o", garden.vault / "x", cwd=garden.vault)
        assert refused.returncode == 2

    table = notes("export", "csv", *vault, cwd=garden.vault).stdout.decode()
    (row,) = csv.DictReader(io.StringIO(table, newline=""))
    assert (row["id"], row["status"]) == ("arxiv:2407.03618", "read")


def test_a_part_of_the_library_is_exported(site: SiteMaker) -> None:
    """One work, or those that fit; where there are none it is said."""
    there = site(
        {
            "a.md": "- [x] [sakana](https://arxiv.org/abs/2408.06292)\n"
            "- [ ] [colbert](https://arxiv.org/abs/2004.12832)\n"
        }
    ).vault
    one = notes("export", "bibtex", "sakana", "--vault", there, cwd=there)
    some = notes("export", "csv", "status:queued", "--vault", there, cwd=there)
    none = notes("export", "csl", "status:dropped", "--vault", there, cwd=there)

    assert one.stdout.count(b"@misc") == 1
    assert [line.split(b",")[0] for line in some.stdout.splitlines()] == [
        b"id",
        b"arxiv:2004.12832",
    ]
    assert (none.returncode, none.stdout) == (1, b"")
    assert b"no work fits" in none.stderr
