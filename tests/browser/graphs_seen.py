"""The graph in a browser as its tests look at it: places and colours, read back from the canvas."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import Any

from harness import SiteTest, write_files
from playwright.sync_api import ConsoleMessage, Locator, Page
from waiting import becomes, until

BOXES = "x/ x x x"


def _entries(first: int) -> str:
    return "".join(
        f"- [{box}] [Work {first + n}](https://arxiv.org/abs/2001.{first + n:05})\n"
        for n, box in enumerate(BOXES)
    )


LIST = "# Reading list\n" + "".join(
    f"\n## {topic}\n{_entries(first)}"
    for topic, first in (("sparse", 10), ("dense", 30), ("graphs", 50))
)
LOG = """# Log

06/02/2024
- 📜[Work 10](https://arxiv.org/abs/2001.00010)
- 📜[Alone](https://arxiv.org/abs/2002.00001)

08/03/2024
- 📺[Work 30](https://arxiv.org/abs/2001.00030)
- 📺[Word vectors](https://www.youtube.com/watch?v=rmVRLeJRkl4)
"""
POST = "# Post\n\nOf [Work 11](https://arxiv.org/abs/2001.00011), see [[list]].\n"
OFF = "---\ndg-show-local-graph: false\n---\n# Off\n\nSee [[list]].\n"
FILES = {"list.md": LIST, "log.md": LOG, "post.md": POST, "off.md": OFF}


_CANVAS = "document.querySelector('section.graph canvas')"
# Asks until it is so, within the page, where nothing is missed between two questions.
_UNTIL = """async ([wanted, most]) => {
    const end = performance.now() + most
    const state = () => document.querySelector("section.graph canvas").papergarden?.state()
    const is = {
        settled: () => state()?.settled && !state().running,
        begun: () => !!state(),
    }[wanted]
    while (!is()) {
        if (performance.now() > end) throw new Error(`the graph is never ${wanted}`)
        await new Promise(done => setTimeout(done, 15))
    }
}"""
_PIXELS = """places => {
    const canvas = document.querySelector("section.graph canvas")
    const ratio = canvas.width / canvas.getBoundingClientRect().width
    const pen = canvas.getContext("2d")
    return places.map(([x, y]) => [
        ...pen.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data])
}"""


def built_site(folder: Path) -> Path:
    """The site of a list with three topics, a log of two months, and two notes beside them."""
    site = SiteTest(write_files(folder / "vault", FILES), folder / "site")
    site.build()
    return site.output


class GraphPage:
    """A page with a graph, as a reader sees it."""

    def __init__(self, page: Page, address: str | Path, *, wait: bool = True) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._hear)
        page.goto(address.as_uri() if isinstance(address, Path) else address)
        self.canvas = page.locator("section.graph canvas")
        if wait:
            self.canvas.scroll_into_view_if_needed()
            self.until("settled")

    def _hear(self, message: ConsoleMessage) -> None:
        if "willReadFrequently" not in message.text:  # that is advice for this test
            self.errors.append(message.text)

    def until(self, wanted: str, most: int = 60_000) -> None:
        """Wait until the graph is `begun` or `settled`."""
        self.page.evaluate(_UNTIL, [wanted, most])

    def state(self) -> dict[str, Any]:
        """What the graph says of itself."""
        found: dict[str, Any] = self.page.evaluate(f"{_CANVAS}.papergarden.state()")
        return found

    def begun(self) -> bool:
        """Whether there is anything yet."""
        return bool(self.page.evaluate(f"!!{_CANVAS}.papergarden"))

    def node(self, title: str) -> dict[str, Any]:
        """A node by its title."""
        (found,) = (node for node in self.state()["nodes"] if node["title"] == title)
        return dict(found)

    def shown(self, kind: str = "work") -> set[str]:
        """The titles of the nodes of a type that are shown."""
        nodes = self.state()["nodes"]
        return {node["title"] for node in nodes if node["shown"] and node["type"] == kind}

    def expect_shown(self, titles: set[str], kind: str = "work") -> None:
        """Wait until just these nodes of a type are shown."""
        becomes(self.page, lambda: self.shown(kind), titles)

    def pointed(self) -> str | None:
        """The title of the node that is pointed at."""
        state = self.state()
        return state["nodes"][state["pointed"]]["title"] if state["pointed"] >= 0 else None

    def expect_pointed(self, title: str | None) -> None:
        """Wait until a node is pointed at, or none."""
        becomes(self.page, self.pointed, title)

    def zoom(self) -> float:
        """How large all is drawn."""
        return float(self.state()["zoom"])

    def expect_zoom(self, *, above: float = 0.0, below: float = inf) -> None:
        """Wait until all is drawn larger than this, or smaller than that."""
        until(self.page, self.zoom, lambda zoom: above < zoom < below)

    def pixels(self, places: list[tuple[float, float]]) -> list[tuple[int, ...]]:
        """The colours at places of the canvas, as red, green, blue."""
        paper = rgb(self.state()["colours"]["paper"])  # which is seen through the canvas
        return [
            tuple(
                round((c * alpha + p * (255 - alpha)) / 255)
                for c, p in zip(found, paper, strict=True)
            )
            for *found, alpha in self.page.evaluate(_PIXELS, places)
        ]

    def pixel(self, x: float, y: float) -> tuple[int, ...]:
        """The colour at a place of the canvas."""
        (found,) = self.pixels([(x, y)])
        return found

    def colour_of(self, title: str) -> tuple[int, ...]:
        """The colour that is drawn where a node is."""
        node = self.node(title)
        return self.pixel(node["x"], node["y"])

    def place(self, title: str) -> dict[str, float]:
        """Where a node is on the canvas, for a pointer."""
        node = self.node(title)
        return {"x": node["x"], "y": node["y"]}

    @property
    def said(self) -> Locator:
        """What is said of the node that is pointed at."""
        return self.page.get_by_role("status")


def rgb(colour: str) -> tuple[int, ...]:
    """`rgb(43, 106, 69)` as numbers."""
    return tuple(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
