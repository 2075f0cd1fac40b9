"""The feed and the maps, read by a program that knows XML and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from graphs import graph_of
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from papergarden.core.machines.feed import feed
from papergarden.core.machines.sitemap import robots, sitemap
from papergarden.core.model import Graph
from papergarden.core.pages import Pages
from papergarden.core.settings import SiteSettings
from papergarden.core.told import has_feed

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.org/notes"
LOG = "02/11/2025\n- 📜[BM25S: Faster Search](https://arxiv.org/abs/2407.03618)\n\t- fast $x<y$\n"
POST = "---\ndate: 2025-02-12\ntags: [ir]\n---\n# A <b>post</b> & more\n\nSee [[log]].\n"
UNLISTED = "---\nunlisted: true\ndate: 2025-02-13\n---\n# Quokka\n\nWombat\n"


def read(graph: Graph, **settings: str) -> ET.Element:
    """The feed of a graph, parsed."""
    data = feed(graph, Pages.of(graph), structs.replace(SiteSettings(), **settings))
    return ET.fromstring(data)  # noqa: S314 # our own bytes


def texts(feed: ET.Element, path: str) -> list[str]:
    """The texts of all elements that a path finds."""
    return [found.text or "" for found in feed.findall(path.replace("a:", ATOM))]


def links(feed: ET.Element) -> list[tuple[str, str]]:
    """Relation and address of each link, those of entries included."""
    return [(link.attrib["rel"], link.attrib["href"]) for link in feed.iter(f"{ATOM}link")]


class Nesting(HTMLParser):
    """Whether elements close in the order in which they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hrefs += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in {"br", "hr", "img", "input", "wbr"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """An element of MathML that is closed at once."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def html(content: str) -> Nesting:
    """The content of an entry, as a reader of feeds would show it."""
    reader = Nesting()
    reader.feed(content)
    reader.close()
    assert reader.open == []
    return reader


def test_days_and_posts_are_told_newest_first() -> None:
    """A day is told by its entries, a post by its text, each dated by its note."""
    graph = graph_of({"log.md": LOG, "post.md": POST, "other.md": "nothing with a date"})
    found = read(graph, title="My <garden>", author="Ada", description="All & more")

    assert texts(found, "a:title") == ["My <garden>"]
    assert texts(found, "a:subtitle") == ["All & more"]
    assert texts(found, "a:author/a:name") == ["Ada"]
    assert texts(found, "a:updated") == ["2025-02-12T00:00:00Z"]
    assert texts(found, "a:entry/a:title") == ["A <b>post</b> & more", "Tuesday, 11 February 2025"]
    assert texts(found, "a:entry/a:updated") == ["2025-02-12T00:00:00Z", "2025-02-11T00:00:00Z"]
    assert [c.attrib["term"] for c in found.iter(f"{ATOM}category")] == ["ir"]
    post, day = (html(text) for text in texts(found, "a:entry/a:content"))
    assert post.text.split() == ["See", "log."]
    assert "BM25S: Faster Search" in day.text
    assert {"math", "annotation"} & set(_tags(found)), "math is told as MathML"


def _tags(feed: ET.Element) -> list[str]:
    content = "".join(texts(feed, "a:entry/a:content"))
    return [tag for tag in ("math", "annotation") if f"<{tag}" in content]


def test_addresses_are_whole_where_the_place_of_the_site_is_known() -> None:
    """Links, ids and the links in a text can be followed from anywhere."""
    graph = graph_of({"log.md": LOG, "post.md": POST})
    found = read(graph, base_url=BASE)

    assert links(found) == [
        ("alternate", f"{BASE}/"),
        ("self", f"{BASE}/feed.xml"),
        ("alternate", f"{BASE}/notes/post.html"),
        ("alternate", f"{BASE}/log/2025-02.html#d-2025-02-11"),
    ]
    assert texts(found, ".//a:id") == [
        f"{BASE}/",
        f"{BASE}/notes/post.html",
        f"{BASE}/log/2025-02.html#d-2025-02-11",
    ]
    hrefs = [h for text in texts(found, "a:entry/a:content") for h in html(text).hrefs]
    assert f"{BASE}/works/arxiv-2407.03618.html" in hrefs
    assert all(urlsplit(href).scheme == "https" for href in hrefs)


def test_without_a_place_links_are_relative_and_ids_are_names() -> None:
    """Ids follow from the title of the site and the page, and from nothing in its text."""
    graph = graph_of({"log.md": LOG, "post.md": POST})
    found, again = read(graph), read(graph_of({"log.md": LOG, "post.md": f"{POST}More.\n"}))
    ids = texts(found, ".//a:id")

    assert links(found) == [
        ("alternate", "index.html"),
        ("alternate", "notes/post.html"),
        ("alternate", "log/2025-02.html#d-2025-02-11"),
    ]
    assert len(set(ids)) == 3
    assert all(name.startswith("urn:uuid:") for name in ids)
    assert texts(again, ".//a:id") == ids
    assert not set(ids) & set(texts(read(graph, title="Other"), ".//a:id"))


def test_at_most_fifty_entries_are_told() -> None:
    """A reader comes back often, so the newest are enough."""
    days = "".join(
        f"{month:02}/{day:02}/2025\n- 📜[a](https://x.org/{month}/{day})\n"
        for month in (1, 2, 3)
        for day in range(1, 21)
    )
    found = texts(read(graph_of({"log.md": days})), "a:entry/a:updated")

    assert len(found) == 50
    assert found == sorted(found, reverse=True)
    assert found[0] == "2025-03-20T00:00:00Z"


def test_a_feed_tells_of_no_unlisted_note() -> None:
    """No entry, no text of an embed, and no link leads to it."""
    post = POST + "\n![[quiet]]\n\nand [[quiet|this]] and [this](quiet.md)\n"
    graph = graph_of({"post.md": post, "quiet.md": UNLISTED, "log.md": LOG})
    data = feed(graph, Pages.of(graph), SiteSettings(base_url=BASE)).decode()

    assert "and this and this" in data
    assert not [word for word in ("Quokka", "Wombat", "quiet.html") if word in data]


def test_without_a_date_there_is_no_feed() -> None:
    """A feed has to say when it changed, and only dates of notes say so."""
    assert not has_feed(graph_of({"a.md": "x", "quiet.md": UNLISTED}))
    assert not has_feed(graph_of({"a.md": "---\nlayout: post\n---\nx"}))
    assert has_feed(graph_of({"a.md": POST}))
    assert has_feed(graph_of({"a.md": LOG}))


@given(st.text(), st.text(), st.sampled_from(["", BASE]))
@example("]]> <b> & \x00\x1b\ufffe \U0001f4dc", "</feed>", "")
def test_any_title_is_told_as_it_is(title: str, text: str, base_url: str) -> None:
    """Whatever a note is called and says, the feed can be read; what XML lacks is replaced."""
    graph = graph_of({"post.md": f"{POST}{text}", "log.md": f"{LOG}\t- {text}\n"})
    note = structs.replace(graph.notes["post"], title=title)
    graph = structs.replace(graph, notes={**graph.notes, "post": note})
    found = read(graph, title=title, base_url=base_url)
    told = texts(found, "a:entry/a:title")

    assert told[0] == texts(found, "a:title")[0]
    forbidden = {chr(n) for n in range(32)} - set("\t\n\r") | {"\ufffe", "\uffff"}
    expected = "".join("\ufffd" if char in forbidden else char for char in title)
    # What XML does with the ends of lines is its own business.
    assert told[0].split() == expected.split()


def pages_of(data: bytes, name: str) -> list[str]:
    """The addresses of a map."""
    root = ET.fromstring(data)  # noqa: S314 # our own bytes
    assert root.tag == MAP + name
    return [loc.text or "" for loc in root.iter(f"{MAP}loc")]


def test_a_map_lists_pages_by_their_whole_addresses() -> None:
    """Sorted, with the signs of an address, and the front page as a browser shows it."""
    ((path, data),) = sitemap(["notes/ü & b.html", "index.html", "a/index.html"], BASE)

    assert path == "sitemap.xml"
    assert pages_of(data, "urlset") == [
        f"{BASE}/",
        f"{BASE}/a/index.html",
        f"{BASE}/notes/%C3%BC%20%26%20b.html",
    ]


def test_a_large_site_has_several_maps() -> None:
    """Each holds no more than search engines read, and one of them names the others."""
    (path, index), *parts = sitemap((f"works/{number}.html" for number in range(50_001)), BASE)

    assert path == "sitemap.xml"
    names = [f"{BASE}/{name}" for name, _ in parts]
    assert pages_of(index, "sitemapindex") == names == [f"{BASE}/sitemap-{n}.xml" for n in (1, 2)]
    assert [len(pages_of(data, "urlset")) for _, data in parts] == [50_000, 1]


@pytest.mark.parametrize(
    ("base_url", "files"), [("https://example.org", ["robots.txt"]), (BASE, [])]
)
def test_robots_are_told_of_the_map_at_the_root_of_a_host(base_url: str, files: list[str]) -> None:
    """Nobody looks for the file anywhere else."""
    found = dict(robots(base_url))

    assert list(found) == files
    assert all(b"\nSitemap: https://example.org/sitemap.xml\n" in data for data in found.values())
