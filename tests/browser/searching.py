"""A site whose search is known word for word, and the marks of a reader who uses it."""

from __future__ import annotations

import re
from pathlib import Path

from harness import SiteTest, write_files
from playwright.sync_api import Locator, Page, expect
from sites import SUB_PATH
from waiting import becomes

from papergarden.config import Config, ThemeTable

ENGINE = (Path(__file__).parent / "fake_search.js").read_text("utf-8")
LIST = """\
## sparse
- [ ] [SPLADE](https://arxiv.org/abs/2107.05720)

## dense / late
- [x] [Late interaction](https://arxiv.org/abs/2004.12832) ✅ 2025-02-04
    - It scores every token late.
"""
POST = (
    "# Post\n\nMuch was said of [ColBERT](https://arxiv.org/abs/2004.12832).\n" + "\nWords.\n" * 80
)
NOTE = "notes/deep/post.html"
LATE = "works/arxiv-2004.12832.html"
SPLADE = "works/arxiv-2107.05720.html"

AXE = """axe.run({resultTypes: ["violations"], preload: false, rules: {
    "target-size": {enabled: true}
}}).then(
    found => found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`)))"""

_ANSWERED = """() => {
    const {answered} = window.papergarden ?? {}
    return answered?.at(-1) === document.activeElement.value
}"""
_ACTIVE = """field => {
    const name = field.getAttribute("aria-activedescendant")
    const one = name && document.getElementById(name)
    const selected = [...document.querySelectorAll("[aria-selected=true]")]
    if (selected.length !== (one ? 1 : 0) || one && selected[0] !== one)
        throw new Error("what is selected is not what is active")
    return one ? one.innerText.split("\\n")[0] : ""
}"""


def build(folder: Path, engine: str = ENGINE) -> Path:
    """Build the site with an engine, below a folder that can be served; give that folder."""
    vault = write_files(folder / "vault", {"list.md": LIST, "deep/post.md": POST})
    theme = write_files(folder / "theme", {"search.js": engine} if engine else {"x.txt": ""})
    site = SiteTest(vault, folder / "host" / SUB_PATH)
    site.build(Config(theme=ThemeTable(str(theme))))
    if not engine:
        (site.output / "search.js").unlink(missing_ok=True)
    return folder / "host"


class Reader:
    """Someone at a site, who opens its pages and is told of whatever the console says."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.base + path)

    def here(self) -> str:
        """The page that is open, with what stands behind it in the address."""
        return str(self.page.evaluate("location.href")).removeprefix(self.base)

    def expect_here(self, path: str) -> None:
        """Wait until a page is open, with what stands behind it in the address."""
        expect(self.page).to_have_url(self.base + path)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type at where the focus is."""
        self.page.keyboard.type(text)

    def answered(self) -> None:
        """Wait until what is shown answers all that was typed, and not only its beginning."""
        self.page.wait_for_function(_ANSWERED)

    @property
    def field(self) -> Locator:
        """The field of the search that is in use."""
        return self.page.get_by_role("combobox", name="Search works and notes")

    def options(self) -> Locator:
        """What the field offers."""
        return self.page.get_by_role("option")

    def active(self) -> str:
        """The first line of the option that a screen reader is told is the active one."""
        return str(self.field.evaluate(_ACTIVE))

    def expect_active(self, title: str) -> None:
        """Wait until the option with this first line is the active one; none is with none."""
        becomes(self.page, self.active, title)

    @property
    def palette(self) -> Locator:
        """The palette, where it is open."""
        return self.page.get_by_role("dialog", name="Search")

    def expect_shown(self, *titles: str) -> None:
        """Wait until these are the first lines of all that is offered."""
        lines = [re.compile(rf"^{re.escape(title)}(\n|$)") for title in titles]
        expect(self.options()).to_have_text(lines, use_inner_text=True)

    def ask(self, query: str, said: str) -> None:
        """Open the palette, ask, and wait for what is said of the number of results."""
        self.page.evaluate("window.papergarden?.answered?.splice(0)")
        self.press("/")
        self.type(query)
        self.answered()
        expect(self.palette.get_by_role("status")).to_have_text(said)
