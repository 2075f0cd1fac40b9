"""What holds on every page of every site: a crawl over whole vaults, the same bytes anywhere."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from harness import AWKWARD, REPOSITORY, SAMPLE, SiteTest, notes_apart, seeds, tree, write_files
from selectolax.lexbor import LexborHTMLParser, LexborNode

from papergarden.config import load_config

_STYLES = {(f"{name}.css", "") for name in ("style", "math", "plots", "library", "log", "graph")}
_SCRIPTS = {
    (f"{name}.js", "")
    for name in (
        "theme",
        "load",
        "previews",
        "copy",
        "library",
        "graph",
        "graph-near",
        "graph-page",
        "palette",
        "searchpage",
    )
}
_LOADED = ("src", "srcset", "poster", "data", "background", "action", "formaction")
_FROM_A_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]?([^'\";]*)")
# Private use is where damaged emoji end up, C1 is where damaged quotes do.
_DAMAGED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\ufffe\uffff\U000f0000-\U0010ffff]"
)


def _empty(folder: Path) -> Path:
    return write_files(folder / "vault", {})


def _one_note(folder: Path) -> Path:
    return write_files(folder / "vault", {"alone.md": "Nothing but a line.\n"})


VAULTS: dict[str, Callable[[Path], Path]] = {
    "sample": lambda _: SAMPLE,
    "seeds": lambda _: seeds(),
    "awkward": lambda _: AWKWARD,
    "empty": _empty,
    "one note": _one_note,
}


class Nesting(HTMLParser):
    """Reads HTML as it is written, where a browser would mend it silently."""

    _VOID = frozenset("area br col hr img input link meta wbr".split())
    _NOT_IN_ITSELF = frozenset(("a", "p", "h1", "h2", "main", "table"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    @classmethod
    def slips(cls, html: str) -> list[str]:
        """Where elements overlap, stay open, or stand in one of their own name."""
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader.found + [f"<{tag}> stays open" for tag in reader.open]

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 # its signature
        if tag in self._NOT_IN_ITSELF and tag in self.open:
            self.found.append(f"<{tag}> in <{tag}> in line {self.getpos()[0]}")
        if tag not in self._VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """An element of MathML that is closed at once."""

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.found.append(f"</{tag}> in line {self.getpos()[0]}")


class Crawl:
    """A whole site with all its pages parsed."""

    def __init__(self, folder: Path, site: SiteTest) -> None:
        self.folder = folder
        self.site = site
        self.files = frozenset(site.files())
        self.pages = {path: site.page(path) for path in site.files() if path.endswith(".html")}
        self.ids = {
            path: [node.attributes["id"] for node in page.css("[id]")]
            for path, page in self.pages.items()
        }

    def nodes(self, selector: str) -> Iterator[tuple[str, LexborNode]]:
        """Every element that a selector finds, with the page it stands on."""
        for path, page in self.pages.items():
            for node in page.css(selector):
                yield path, node

    def links(self) -> Iterator[tuple[str, str]]:
        """Every address that a page leads to, with that page."""
        for path, node in self.nodes("a, area"):
            if "href" in node.attributes:
                yield path, node.attributes["href"] or ""

    def target(self, page: str, href: str) -> tuple[str, str]:
        """The file and the anchor that an internal address means, as a browser finds them."""
        address, _, anchor = href.partition("#")
        folder = posixpath.dirname(page)
        path = posixpath.normpath(posixpath.join(folder, unquote(address))) if address else page
        return path, unquote(anchor)


@pytest.fixture(scope="module", params=VAULTS)
def crawl(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """The built site of one of the vaults."""
    folder = tmp_path_factory.mktemp("crawl")
    site = SiteTest(VAULTS[request.param](folder), folder / "site")
    site.build()
    return Crawl(folder, site)


def _is_outside(href: str) -> bool:
    return urlsplit(href).scheme in {"http", "https"}


def _facts(page: LexborHTMLParser) -> str:
    return " ".join(node.text() for node in page.css(".quote > header .facts"))


def test_every_internal_link_leads_to_a_place_that_exists(crawl: Crawl) -> None:
    """A link inside the site leads to one of its pages, and an anchor to an element there."""
    broken = []
    for page, href in crawl.links():
        if _is_outside(href):
            continue
        path, anchor = crawl.target(page, href)
        state = path == "library.html" and "=" in anchor  # what its script is to show
        if path not in crawl.files or (anchor and not state and anchor not in crawl.ids[path]):
            broken.append((page, href))

    assert broken == []


def test_every_address_is_one_of_the_web_or_a_relative_one_of_a_page(crawl: Crawl) -> None:
    """Links work from any folder and from disk: relative, with the file's whole name."""
    page_or_form = r"[^#?]+\.(?:html(?:#.+)?|bib|json|xml)"
    internal = re.compile(rf"(?![a-z][a-z0-9+.-]*:|/){page_or_form}|#.+|", re.IGNORECASE)
    odd = [
        (page, href)
        for page, href in crawl.links()
        if not _is_outside(href) and not internal.fullmatch(href)
    ]

    assert odd == []


def test_an_address_of_the_web_has_a_host_and_no_blank(crawl: Crawl) -> None:
    """An address that leads out is one that a browser can follow as it stands."""
    odd = [
        (page, href)
        for page, href in crawl.links()
        if _is_outside(href) and (not urlsplit(href).netloc or re.search(r'[\s"<>\\]', href))
    ]

    assert odd == []


def test_no_two_elements_of_a_page_have_one_id(crawl: Crawl) -> None:
    """An anchor leads to one place."""
    twice = {
        page: [name for name, count in Counter(ids).items() if count > 1]
        for page, ids in crawl.ids.items()
    }

    assert {page: names for page, names in twice.items() if names} == {}


def test_a_quoted_passage_has_no_anchor_of_its_own(crawl: Crawl) -> None:
    """A link to a passage leads to its note, not to one of the pages that quote it."""
    assert [(page, node.html) for page, node in crawl.nodes(".quote [id], .entry [id]")] == []


def test_what_labels_an_element_is_on_the_page(crawl: Crawl) -> None:
    """A section that says what names it names an element that is there."""
    for page, node in crawl.nodes("[aria-labelledby]"):
        assert node.attributes["aria-labelledby"] in crawl.ids[page]


def test_every_page_says_what_it_is(crawl: Crawl) -> None:
    """Each page has its language, encoding, title and viewport, and the way home."""
    for path, page in crawl.pages.items():
        assert crawl.site.source(path).startswith("<!doctype html>")
        for selector in (
            'html[lang="en"]',
            'head > meta[charset="utf-8"]',
            'head > meta[name="viewport"][content*="width=device-width"]',
            'body > main[id="site:main"]',
            "body > header a.name[href]",
        ):
            assert len(page.css(selector)) == 1, (path, selector)
        title = page.css_first("head > title")
        assert title is not None
        assert title.text(strip=True), path
        assert not title.text().startswith(" ·"), path


def test_a_browser_finds_the_elements_as_they_were_written(crawl: Crawl) -> None:
    """Whatever a template or a passage opens it closes, and no link stands inside another."""
    for path, page in crawl.pages.items():
        body = page.css_first("body")
        assert body is not None
        assert [child.tag for child in body.iter()] == ["a", "header", "main", "footer"], path
        assert Nesting.slips(crawl.site.source(path)) == [], path


def test_a_page_loads_nothing_but_its_own_style(crawl: Crawl) -> None:
    """No page asks another host for anything, nor runs a script that is written into it."""
    for path, node in crawl.nodes("*"):
        for name in _LOADED if node.tag != "script" else ():
            assert name not in node.attributes, (path, node.tag, name)
        if node.tag == "link" and node.attributes["rel"] == "alternate":  # loaded if asked for
            assert crawl.target(path, node.attributes["href"] or "")[0] in crawl.files
        elif node.tag == "link" and node.attributes["rel"] == "icon":
            assert crawl.target(path, node.attributes["href"] or "")[0] == "icon.svg"
        elif node.tag == "link" and node.attributes["rel"] != "canonical":
            assert crawl.target(path, node.attributes["href"] or "") in _STYLES
        if node.tag == "script" and node.attributes != {"type": "application/ld+json"}:
            assert crawl.target(path, node.attributes.get("src") or "") in _SCRIPTS
            assert not node.text(), path
        assert node.tag not in {"style", "iframe", "object", "embed", "base"}, path
        assert "style" not in node.attributes, (path, node.tag)
        assert not [name for name in node.attributes if name.startswith("on")], (path, node.tag)
    for style, _ in _STYLES:
        if style in crawl.files:
            for match in _FROM_A_STYLE.finditer(crawl.site.source(style)):
                assert (match[1] or match[2]) in crawl.files, match[0]


def test_just_the_pages_with_a_formula_load_the_style_of_formulas(crawl: Crawl) -> None:
    """Wherever a formula is read its font is there, and no other page waits for it."""
    with_formula = {path for path, page in crawl.pages.items() if page.css_first("math")}
    with_style = {
        path
        for path, link in crawl.nodes('link[rel="stylesheet"]')
        if crawl.target(path, link.attributes["href"] or "") == ("math.css", "")
    }

    assert with_formula == with_style
    for path in ("math.css", "math.woff2", "math-font-licence.txt"):
        assert (path in crawl.files) == bool(with_formula), path


def test_the_names_of_pages_are_short_and_in_lower_case(crawl: Crawl) -> None:
    """A page can be stored on any disk and its address typed: lower case, 100 characters."""
    names = {path.casefold() for path in crawl.files}
    assert len(names) == len(crawl.files)
    for path in crawl.pages:
        name = path.removesuffix(".html").partition("/")[2]
        assert len(name) <= 100, path
        assert path == path.lower()
        assert re.fullmatch(r"[\w.\-/]+", path), path


def test_no_page_shows_damaged_or_reserved_characters(crawl: Crawl) -> None:
    """Damaged text is repaired, and no sign of the tool's own workings is left on a page."""
    found = {path: sorted(set(_DAMAGED.findall(crawl.site.source(path)))) for path in crawl.pages}

    assert {path: signs for path, signs in found.items() if signs} == {}


def test_every_work_has_a_page_with_all_that_was_said_of_it(crawl: Crawl) -> None:
    """The page of a work holds its title, and the way back to each note that mentions it."""
    graph = crawl.site.export()
    url_of = {note["id"]: note["url"] for note in graph["notes"]}
    for work in graph["works"]:
        page = crawl.pages[work["page"]]
        heading = page.css_first("h1")
        assert heading is not None
        assert heading.text() == work["title"]
        quoted = [
            crawl.target(work["page"], link.attributes["href"] or "")
            for link in page.css(".quote > header > a")
        ]
        assert {path for path, _ in quoted} == {url_of[m["note"]] for m in work["mentions"]}
        assert len(set(quoted)) == len(quoted) <= len(work["mentions"])
        lines = {int(number) for number in re.findall(r"line (\d+)", _facts(page))}
        assert lines <= {m["line"] for m in work["mentions"]}
        assert lines >= {m["line"] for m in work["mentions"] if m["role"] == "entry"}


def test_a_quotation_is_found_where_it_says_it_stands(crawl: Crawl) -> None:
    """The link above a quoted passage leads to the element of the note that holds the passage."""

    def plain(node: LexborNode) -> str:
        return "".join(node.text().replace("↗", "").split())

    for path, quote in crawl.nodes(".quote"):
        link, head = quote.css_first("header a"), quote.css_first(".head")
        assert link is not None
        assert head is not None
        target, anchor = crawl.target(path, link.attributes["href"] or "")
        places = [n for n in crawl.pages[target].css("[id]") if n.attributes["id"] == anchor]
        assert len(places) == 1, (path, target, anchor)
        assert plain(head) in plain(places[0]), (path, target, anchor)


def test_every_note_has_a_page_that_the_index_of_notes_links_to(crawl: Crawl) -> None:
    """No note is lost: each one is in the index, under its title."""
    index = {
        crawl.target("notes.html", link.attributes["href"] or "")[0]: link.text()
        for link in crawl.pages["notes.html"].css("ul.notes a")
    }

    assert {note["url"]: note["title"] for note in crawl.site.export()["notes"]} == index


@pytest.mark.parametrize("name", ["sample", "awkward", "empty", "one note"])
def test_every_page_has_one_first_heading(name: str, tmp_path: Path) -> None:
    """What a page is about is said once, at the top."""
    site = SiteTest(VAULTS[name](tmp_path), tmp_path / "site")
    site.build()
    for path in site.files():
        if path.endswith(".html"):
            assert len(site.page(path).css("h1")) == 1, path


def test_a_second_build_writes_the_same_bytes(crawl: Crawl) -> None:
    """The same vault gives the same site, in another folder and at a later time."""
    again = SiteTest(crawl.site.vault, crawl.folder / "again")
    again.build()

    assert tree(crawl.site.output) == tree(again.output)


def test_neither_place_nor_order_nor_age_of_the_files_changes_the_site(tmp_path: Path) -> None:
    """A vault that was copied to another machine gives the same site there."""
    here = SiteTest(write_files(tmp_path / "vault", tree(AWKWARD)), tmp_path / "here")
    here.build()
    copied = tmp_path / "of another name" / "copy"
    for number, (path, data) in enumerate(reversed(tree(AWKWARD).items())):
        write_files(copied, {path: data})
        os.utime(copied / path, (number, number))
    there = SiteTest(copied, tmp_path / "there")
    there.build()

    assert tree(here.output) == tree(there.output)


def test_the_same_bytes_come_out_anywhere_in_the_world(tmp_path: Path) -> None:
    """Time zone, locale and the seed of Python's hashes change nothing in site or graph."""
    for vault in (SAMPLE, AWKWARD):
        shutil.copytree(vault, tmp_path / "vault" / vault.name)
    sites, graphs = [], []
    for number, env in enumerate(
        (
            {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4711"},
        )
    ):
        output = tmp_path / str(number)
        built = notes_apart("build", "vault", "-o", output, "-q", cwd=tmp_path, env=env)
        assert built.returncode == 0, built.stderr
        sites.append(tree(output))
        exported = notes_apart("export", "graph", "--vault", "vault", cwd=tmp_path, env=env)
        graphs.append(exported.stdout)

    assert sites[0] == sites[1]
    assert graphs[0] == graphs[1] != b""


def test_the_sample_vault_is_a_good_example(tmp_path: Path) -> None:
    """The vault that documents the tool has no error, and just the one slip it speaks of."""
    config = load_config(REPOSITORY / "notes.toml")
    site = SiteTest(SAMPLE, tmp_path / "site")
    built = site.build(config)

    assert [d.code for d in built.graph.diagnostics] == ["open-but-read"]
    assert config.site.description in site.text("index.html")
