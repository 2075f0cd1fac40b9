"""What holds on each kind of page in a browser: for all readers, on all screens, from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from sites import SUB_PATH, VAULTS, Site, built, served

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Request, expect

# A target of 24 pixels is of WCAG 2.2 AA, which is what axe leaves out unless asked. What scrolls
# sideways gets the focus from the browser just where it scrolls; axe would have each piece of code
# and each formula be a stop for the Tab key.
_AXE = """axe.run({resultTypes: ["violations"], rules: {
    "target-size": {enabled: true}, "scrollable-region-focusable": {enabled: false}
}}).then(
    found => found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`)))"""
_LOOKS = [("light", 1440), ("dark", 390)]  # each way of colours, each way of laying a page out
_OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"
_FIELDS = "input:visible:enabled, textarea:visible:enabled"
_CONTROLS = "button, input, select, textarea, [role=button], [role=slider], [role=tab]"
_IN_MAIN = "document.querySelector('main').contains(document.activeElement)"
_IN_HEADER = "!!document.activeElement.closest('body > header')"
# The widest part of a page that is wider than the screen, unless it scrolls in its own place.
_TOO_WIDE = """() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return ""
    const ends = [...document.querySelectorAll("body *")].filter(
        node => node.getBoundingClientRect().right > root.clientWidth)
    return ends.slice(-1).map(node => node.outerHTML.slice(0, 160))[0] || "something unseen"
}"""
# One of each kind of control, and whether its look tells that it has the focus.
_UNMARKED = """() => {
    const look = node => (({outlineStyle, outlineWidth, boxShadow}) =>
        outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 || boxShadow !== "none"
    )(getComputedStyle(node))
    const kinds = new Map()
    for (const node of document.querySelectorAll("a[href], button, input, select, textarea, " +
            "summary, [tabindex='0']"))
        if (node.checkVisibility({visibilityProperty: true})) kinds.set([node.tagName,
            node.type, node.className,
            node.closest("header, nav, main, footer")?.tagName].join(), node)
    return [...kinds].filter(([, node]) => {
        node.focus()
        return document.activeElement !== node || !look(node)
    }).map(([kind]) => kind)
}"""
# What a page keeps from a reader without scripts, apart from what is folded.
_UNSEEN = """() => [...document.querySelectorAll(
        "main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, pre, figure, svg, math, img)")].filter(
    node => !node.checkVisibility() && !node.closest("details:not([open]), [hidden], head")
).map(node => node.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module", params=VAULTS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The built site of one of the vaults."""
    return built(request.param, tmp_path_factory)


def _opened(page: Page, site: Site, paths: list[str] | None = None) -> Iterator[str]:
    """Open the pages of a site from disk, one after the other."""
    for path in site.pages if paths is None else paths:
        page.goto((site.folder / path).as_uri())
        yield path


def test_every_reader_can_use_every_page(page: Page, site: Site) -> None:
    """No rule of axe is broken in light or dark, on a phone or a desk, with all folds open."""
    page.emulate_media(reduced_motion="reduce")
    found: set[str] = set()
    for path in _opened(page, site):
        page.evaluate(_OPEN_ALL)
        page.evaluate(AXE_SCRIPT)
        for scheme, width in _LOOKS:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            found |= {f"{path} ({scheme}, {width}): {problem}" for problem in page.evaluate(_AXE)}

    assert sorted(found) == []


@pytest.mark.parametrize("way", ["disk", "web"])
def test_a_page_is_quiet_and_asks_only_its_own_site(page: Page, site: Site, way: str) -> None:
    """Nothing on the console, nothing missing, no other host, from disk and below any path."""
    said: list[str] = []
    asked: list[str] = []
    answered: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))

    def failed(request: Request) -> None:
        if "ABORTED" in str(request.failure):  # cut off by the next page
            answered.append(request.url)
        else:
            said.append(f"{request.url}: {request.failure}")

    page.on("requestfailed", failed)
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: answered.append(request.url))
    with served(site.root) as (address, answers):
        base = f"{address}{SUB_PATH}/" if way == "web" else f"{site.folder.as_uri()}/"
        for path in site.pages:
            page.goto(base + quote(path))
            _use(page)
            while len(answered) < len(asked) and not said:
                page.wait_for_timeout(10)

    assert said == []
    assert [url for url in asked if not url.startswith(base)] == []
    assert [(path, code) for path, code in answers if code not in {200, 304}] == []
    assert bool(answers) == (way == "web")


def _use(page: Page) -> None:
    """Do what may make a page ask for more: point at a link, fill in a field."""
    for link in page.locator("main a:visible").all()[:2]:
        link.hover()
    page.mouse.move(0, 0)  # what has begun to load is waited for, and no more begins
    for field in page.locator(_FIELDS).all():
        if field.get_attribute("type") in {None, "text", "search"}:
            field.fill("a")


def test_a_moved_page_leads_on(page: Page, site: Site) -> None:
    """An old address brings the reader to where the note is now, from disk and from the web."""
    with served(site.root) as (address, _):
        for base in (f"{site.folder.as_uri()}/", f"{address}{SUB_PATH}/"):
            for path in site.redirects:
                page.goto(base + quote(path), wait_until="commit")  # it may have gone on by then
                expect(page).not_to_have_url(base + quote(path))
                expect(page.locator("main h1")).to_be_visible()
                assert page.url.startswith(base)


def test_no_page_is_wider_than_its_screen(page: Page, site: Site) -> None:
    """What is too wide scrolls in its own place, also with all folds open."""
    found = []
    for path in _opened(page, site):
        page.evaluate(_OPEN_ALL)
        for width in (320, 390, 1024):
            page.set_viewport_size({"width": width, "height": 900})
            if wide := page.evaluate(_TOO_WIDE):
                found.append((path, width, wide))

    assert found == []


def test_the_keyboard_reaches_the_content_first(page: Page, site: Site) -> None:
    """The first key leads to the link over the header, the next ones through the header."""
    for path in _opened(page, site):
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        target = skip.get_attribute("href")
        assert target == "#" + (page.locator("main").get_attribute("id") or ""), path
        skip.evaluate("link => Promise.all(link.getAnimations().map(moving => moving.finished))")
        box = skip.bounding_box()
        assert box is not None, path
        assert min(box["x"], box["y"]) >= 0, path

        page.keyboard.press("Tab")
        assert page.evaluate(_IN_HEADER), path
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{target}")
        page.keyboard.press("Tab")
        if page.locator("main a:visible, main summary:visible").count():
            assert page.evaluate(_IN_MAIN), path
        assert not page.evaluate(_IN_HEADER), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen(page: Page, site: Site, scheme: str) -> None:
    """Each kind of control shows when the keyboard has reached it."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    for path in _opened(page, site):
        page.keyboard.press("Tab")
        if unmarked := page.evaluate(_UNMARKED):
            found[path] = unmarked

    assert found == {}


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_all_text_is_there_and_no_dead_control(page: Page, site: Site) -> None:
    """A reader without JavaScript misses nothing, and is offered nothing that does not work."""
    for path in _opened(page, site):
        assert page.locator("main h1").is_visible(), path
        assert page.evaluate(_UNSEEN) == [], path
        dead = page.locator(_CONTROLS).locator("visible=true").all()
        assert [control.inner_text() for control in dead if control.is_enabled()] == [], path
