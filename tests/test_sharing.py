"""What pages say to search engines, and to those who show a preview of a link."""

from __future__ import annotations

import re

import pytest
from conftest import SiteMaker
from harness import SiteTest
from test_embeds import PNG

BASE = "https://example.org/garden"
GARDEN: dict[str, str | bytes] = {
    "posts/über.md": "---\ntitle: A <post>\nimage: ../pictures/a.png\ndescription: Of & for.\n"
    "aliases: [old]\ntags: [t]\n---\n![[a.png]] with [DPR](https://arxiv.org/abs/2004.04906).\n",
    "log.md": "02/11/2025\n- [ColBERT](https://arxiv.org/abs/2004.12832)\n  - Late interaction.\n"
    "  - Fast.\n",
    "hidden.md": "---\nunlisted: true\npermalink: /h/\nimage: https://x.org/p.png\n---\nText.\n",
    "pictures/a.png": PNG,
}


# Pages that search engines are to leave alone.
OF_NO_USE = {"search.html", "404.html", "h/index.html", "notes/hidden.html", "notes/old.html"}


def meta(garden: SiteTest, path: str) -> dict[str, str]:
    """The contents of the `meta` elements of a page by name, and its canonical address."""
    page = garden.page(path)
    found = {
        node.attributes.get("property") or node.attributes.get("name") or "": content
        for node in page.css("meta[content]")
        if (content := node.attributes["content"]) is not None
    }
    for link in page.css("link[rel=canonical]"):
        found["canonical"] = link.attributes["href"] or ""
    return found


def shared(garden: SiteTest, path: str) -> dict[str, str]:
    """What a page says of itself to those who show a link to it."""
    told = meta(garden, path)
    names = ("canonical", "twitter:card", "robots")
    return {name: told[name] for name in told if name.startswith("og:") or name in names}


@pytest.fixture
def garden(site: SiteMaker) -> SiteTest:
    """A small site that knows where it will be."""
    made = site(GARDEN)
    made.build(site={"title": "Garden", "base_url": BASE})
    return made


def test_a_note_says_what_a_link_to_it_shows(garden: SiteTest) -> None:
    """Its addresses are whole, and its picture is that of the site."""
    url = f"{BASE}/notes/posts/%C3%BCber.html"

    assert shared(garden, "notes/posts/über.html") == {
        "canonical": url,
        "og:type": "article",
        "og:title": "A <post>",
        "og:url": url,
        "og:site_name": "Garden",
        "og:description": "Of & for.",
        "og:image": f"{BASE}/files/pictures/a.png",
        "twitter:card": "summary_large_image",
    }
    assert "files/pictures/a.png" in garden.files()


def test_every_listed_page_names_its_address(garden: SiteTest) -> None:
    """The addresses are those of the map; the front page is the site itself."""
    pages = [path for path in garden.files() if path.endswith(".html")]
    named = {path: told for path in pages if "og:url" in (told := shared(garden, path))}
    listed = {path for path in pages if "robots" not in meta(garden, path)}

    assert listed == named.keys()
    assert {*pages} - listed == OF_NO_USE
    assert all(told["canonical"] == told["og:url"] for told in named.values())
    assert named["index.html"]["og:url"] == f"{BASE}/"
    assert named["library.html"]["og:type"] == "website"
    for told in named.values():
        assert f"<loc>{told['og:url']}</loc>" in garden.source("sitemap.xml")


def test_another_name_of_a_note_leads_search_engines_to_its_page(garden: SiteTest) -> None:
    """That of an unlisted note tells them nothing."""
    assert shared(garden, "notes/old.html")["canonical"] == f"{BASE}/notes/posts/%C3%BCber.html"
    for path in ("notes/hidden.html", "h/index.html", "404.html"):
        assert shared(garden, path) == {"robots": "noindex"}


def test_without_an_address_pages_say_nothing_of_it(site: SiteMaker) -> None:
    """Nothing points to a place that nobody knows."""
    garden = site(GARDEN)
    garden.build()

    for path in garden.files():
        if path.endswith(".html"):
            assert {*shared(garden, path)} <= {"robots", "canonical"}, path
    assert "canonical" not in shared(garden, "notes/log.html")
    assert shared(garden, "notes/old.html")["canonical"] == "posts/%C3%BCber.html"


@pytest.mark.parametrize(
    ("block", "image"),
    [
        ("cover: a.png", f"{BASE}/files/pictures/a.png"),
        ('socialImage: "[[a.png]]"', f"{BASE}/files/pictures/a.png"),
        ("image: /pictures/a.png", f"{BASE}/files/pictures/a.png"),
        ("image: https://x.org/ä b.png", "https://x.org/%C3%A4%20b.png"),
        ("image: javascript:x", None),
        ("image: data:image/png;base64,AAAA", None),
        ("image: secret.png", None),
        ("image: shown-in.md", None),
        ("image: ../../a", None),
    ],
)
def test_the_picture_of_a_note_is_one_of_the_site_or_an_address(
    site: SiteMaker, block: str, image: str | None
) -> None:
    """A file that no published note shows is not named; nothing is loaded from elsewhere."""
    garden = site(
        {
            "n.md": f"---\n{block}\n---\nText.\n",
            "shown-in.md": "![[a.png]]",
            "pictures/a.png": PNG,
            "secret.png": PNG,
        }
    )
    garden.build(site={"base_url": BASE})

    assert shared(garden, "notes/n.html").get("og:image") == image
    assert garden.page("notes/n.html").css("img, [src*=x]") == []


@pytest.mark.parametrize(
    ("path", "description"),
    [
        ("index.html", "2 notes about 2 works: 2 papers"),
        ("library.html", "Library of 2 works: 2 papers"),
        ("log.html", "Log of February 2025 to February 2025: 1 entry on 1 day"),
        ("log/2025-02.html", "Log of February 2025: 1 entry on 1 day"),
        ("topics.html", "Topics and tags of 2 notes about 2 works: 2 papers"),
        ("tags/t.html", "Tag #t, in 1 note"),
        ("statistics.html", "Numbers and plots of 2 notes about 2 works: 2 papers"),
        ("works/arxiv-2004.12832.html", "Paper, read on 11 Feb 2025: Late interaction."),
        ("works/arxiv-2004.04906.html", "Paper, mentioned: DPR"),
        ("notes/posts/über.html", "Of & for."),
        ("notes/log.html", "02/11/2025 ColBERT Late interaction. Fast."),
    ],
)
def test_every_page_says_what_it_is_about(garden: SiteTest, path: str, description: str) -> None:
    """One line of facts, whatever the page."""
    assert meta(garden, path)["description"] == description


def test_the_site_is_described_in_the_words_of_its_configuration(site: SiteMaker) -> None:
    """What the user says comes before any counts."""
    garden = site(GARDEN)
    garden.build(site={"description": "All about search."})

    assert meta(garden, "index.html")["description"] == "All about search."


@pytest.mark.parametrize(
    ("base_url", "before"),
    [(BASE, "/garden/"), ("https://example.org", "/"), ("", "")],
)
def test_the_page_for_what_is_missing_works_under_any_path(
    site: SiteMaker, base_url: str, before: str
) -> None:
    """All that it loads and leads to begins at the root of the host, as far as that is known."""
    garden = site(GARDEN)
    garden.build(site={"base_url": base_url})
    page = garden.page("404.html")
    written = [
        node.attributes.get("href") or node.attributes.get("src") or ""
        for node in page.css("[href], [src]")
        if node.attributes.get("href") != "#site:main"
    ]

    assert "Nothing is found under this address." in garden.text("404.html")
    assert all(address.startswith(before) for address in written)
    found = {address.removeprefix(before) for address in written}
    assert {"style.css", "theme.js", "index.html", "library.html", "topics.html"} <= found
    assert found <= {*garden.files()}
    assert meta(garden, "404.html")["robots"] == "noindex"


def test_the_map_has_the_pages_that_are_to_be_found_and_no_other(site: SiteMaker) -> None:
    """Every kind of page is in it; unlisted notes, other names and the page of errors are not."""
    garden = site(GARDEN)
    garden.build(site={"base_url": "https://example.org"})
    named = re.findall(r"<loc>https://example\.org/(.*?)</loc>", garden.source("sitemap.xml"))

    assert named == [
        "",
        "graph.html",
        "library.html",
        "log.html",
        "log/2025-02.html",
        "notes.html",
        "notes/log.html",
        "notes/posts/%C3%BCber.html",
        "statistics.html",
        "tags/t.html",
        "topics.html",
        "works/arxiv-2004.04906.html",
        "works/arxiv-2004.12832.html",
    ]
    assert garden.source("robots.txt").endswith("\nSitemap: https://example.org/sitemap.xml\n")
    for path in ("feed.xml", "graph.json", "library.bib", "library.json", "sitemap.xml"):
        assert "hidden" not in garden.source(path)
        assert "404.html" not in garden.source(path)
