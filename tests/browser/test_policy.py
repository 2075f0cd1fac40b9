"""The policy of every page: it lets nothing in but files of the site, and browsers obey it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from sites import VAULTS, Site, built

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from playwright.sync_api import Page, expect
from waiting import until

_META = 'head > meta[http-equiv="Content-Security-Policy"]'
_LOADING = "head > link, head > script[src], head > style, body *"
_INJECTED = """
<style>h1 { letter-spacing: 77px }</style>
<script>document.title = "injected"</script>
<p id="styled" style="letter-spacing: 77px">x</p>
<img src="x" alt="" onerror="document.title = 'injected'">
<img src="https://example.org/x.png" alt="">
<script src="https://example.org/x.js"></script>
<script src="data:text/javascript,document.title='injected'"></script>
<a id="run" href="javascript:document.title='injected'">run</a>
"""


@pytest.fixture(scope="module", params=VAULTS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The built site of one of the vaults."""
    return built(request.param, tmp_path_factory)


def _directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in map(str.split, policy.split(";"))}


def test_every_page_lets_in_only_files_of_the_site(site: Site) -> None:
    """One policy on all pages, before anything is loaded: nothing, but what is of the site."""
    policies = set()
    for path in site.all_pages:
        page = LexborHTMLParser((site.folder / path).read_bytes())
        (meta,) = page.css(_META)
        order = [node.html for node in page.css(f"{_META}, {_LOADING}")]
        assert order[0] == meta.html, path
        policies.add(meta.attributes["content"])
    (policy,) = policies
    directives = _directives(policy or "")

    assert directives.pop("default-src") == ["'none'"]
    assert directives.pop("base-uri") == ["'none'"]
    assert directives.pop("form-action") == ["'none'"]
    assert {"script-src", "style-src", "img-src", "font-src"} <= directives.keys()
    assert {value for values in directives.values() for value in values} <= {"'self'", "'none'"}


def test_what_is_written_into_a_page_does_not_run(page: Page, tmp_path: Path) -> None:
    """Scripts and styles in a page, and files of other hosts, are refused; those beside it load."""
    site = Site("one work", tmp_path)
    home = site.folder / "index.html"
    home.write_text(home.read_text("utf-8").replace("</h1>", "</h1>" + _INJECTED), "utf-8")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(home.as_uri())
    title = page.title()
    page.locator("#run").click()
    refusal = "Content Security Policy"
    until(page, lambda: sum(refusal in text for text in refused), lambda number: number >= 7)

    assert title != "injected"
    expect(page).to_have_title(title)
    for place in ("h1", "#styled"):
        spacing = page.locator(place).evaluate("node => getComputedStyle(node).letterSpacing")
        assert spacing != "77px", place
    assert page.evaluate("document.styleSheets.length") >= 1


def test_the_injection_would_run_without_the_policy(page: Page, tmp_path: Path) -> None:
    """It is the policy that refuses: a page without it is taken over."""
    site = Site("one work", tmp_path)
    bare = tmp_path / "bare"
    shutil.copytree(site.folder, bare)
    home = bare / "index.html"
    tree = LexborHTMLParser(home.read_bytes())
    for meta in tree.css(_META):
        meta.decompose()
    page.route("https://example.org/**", lambda route: route.abort())
    home.write_text((tree.html or "").replace("</h1>", "</h1>" + _INJECTED), "utf-8")
    page.goto(home.as_uri())

    expect(page).to_have_title("injected")
