"""The search of a built site, asked in a browser that opened it from disk."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

# As the palette does it when one begins to search.
_LOAD = """() => papergardenFiles.load("search.js")"""


@dataclass
class Finder:
    """A page of a site, at which questions are asked."""

    page: Page
    site: Path
    loaded: list[Path] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self) -> Finder:
        """Open the first page from disk; from now on what is loaded is kept."""
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto((self.site / "index.html").as_uri())
        self.page.evaluate(_LOAD)
        self.page.on("request", lambda r: self.loaded.append(Path(unquote(urlsplit(r.url).path))))
        return self

    def ask(self, query: str, limit: int = 10) -> dict[str, Any]:
        """The whole answer."""
        script = "([query, limit]) => papergarden.search(query, {limit})"
        answer: dict[str, Any] = self.page.evaluate(script, [query, limit])
        return answer

    def found(self, query: str, limit: int = 10) -> list[str]:
        """The ids of what is found, `note:` before those of notes."""
        return [
            ("note:" if result["type"] == "note" else "") + result["id"]
            for result in self.ask(query, limit)["results"]
        ]

    def milliseconds(self, query: str) -> float:
        """How long an answer takes."""
        script = """async (query) => {
            const begun = performance.now();
            await papergarden.search(query);
            return performance.now() - begun;
        }"""
        return float(self.page.evaluate(script, query))

    def compressed(self) -> int:
        """How many bytes were loaded, as a host would send them."""
        return sum(len(gzip.compress(path.read_bytes())) for path in set(self.loaded))
