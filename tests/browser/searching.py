"""A site whose search is known word for word, and the marks of a reader who uses it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from harness import SiteTest, write_files
from sites import SUB_PATH

from papergarden.config import Config, ThemeTable

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

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

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type at where the focus is."""
        self.page.keyboard.type(text)

    @property
    def field(self) -> Locator:
        """The field of the search that is in use."""
        return self.page.get_by_role("combobox", name="Search works and notes")

    def options(self) -> Locator:
        """What the field offers."""
        return self.page.get_by_role("option")

    def active(self) -> str:
        """The first line of the option that a screen reader is told is the active one."""
        return str(
            self.field.evaluate(
                """field => {
                    const name = field.getAttribute("aria-activedescendant")
                    const one = name && document.getElementById(name)
                    const selected = [...document.querySelectorAll("[aria-selected=true]")]
                    if (selected.length !== (one ? 1 : 0) || one && selected[0] !== one)
                        throw new Error("what is selected is not what is active")
                    return one ? one.innerText.split("\\n")[0] : ""
                }"""
            )
        )

    @property
    def palette(self) -> Locator:
        """The palette, where it is open."""
        return self.page.get_by_role("dialog", name="Search")

    def shown(self) -> list[str]:
        """The first line of all that is offered."""
        return [text.split("\n")[0] for text in self.options().all_inner_texts()]

    def ask(self, query: str, said: str) -> None:
        """Open the palette, ask, and wait for what is said of the number of results."""
        self.press("/")
        self.type(query)
        self.palette.get_by_role("status").get_by_text(said, exact=True).wait_for(timeout=5000)
