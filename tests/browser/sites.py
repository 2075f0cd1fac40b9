"""Built sites for the tests in a browser: one page of each kind, from disk and over the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from harness import AWKWARD, REPOSITORY, SAMPLE, SiteTest, write_files

from papergarden.config import load_config

SUB_PATH = "some/sub/path"
_ONE_WORK = "# To read\n\n- [x] [Late interaction](https://arxiv.org/abs/2004.12832)\n    - Read.\n"
_ELEMENT = re.compile(r"<([a-z]\w*)")
_REFRESH = re.compile(r'<meta http-equiv="refresh"[^>]*>')

VAULTS: dict[str, Callable[[Path], Path]] = {
    "sample": lambda _: SAMPLE,
    "awkward": lambda _: AWKWARD,
    "empty": lambda folder: write_files(folder, {}),
    "one work": lambda folder: write_files(folder, {"list.md": _ONE_WORK}),
}


class Site:
    """A built site below a folder of other things, as a host of the web may hold it."""

    def __init__(self, vault: str, folder: Path) -> None:
        self.root = folder / "host"
        site = SiteTest(VAULTS[vault](folder / "vault"), self.root / SUB_PATH)
        site.build(load_config(REPOSITORY / "notes.toml"))
        self.folder = site.output
        self.all_pages = [path for path in site.files() if path.endswith(".html")]
        self.redirects = [path for path in self.all_pages if _REFRESH.search(site.source(path))]
        self.pages = [*self._one_of_each_kind(), *map(self._still, self.redirects[:1])]

    def _one_of_each_kind(self) -> list[str]:
        """The largest page of each kind, which is a folder or a page beside the folders.

        And of each element that is on none of these, the largest page that has it.
        """
        pages = {path: (self.folder / path).read_text("utf-8") for path in self.all_pages}
        chosen: dict[str, str] = {}
        seen: set[str] = set()
        for path in sorted(pages, key=lambda path: (-len(pages[path]), path)):
            kind = path.partition("/")[0]
            elements = set(_ELEMENT.findall(pages[path]))
            if path not in self.redirects and (kind not in chosen.values() or elements - seen):
                chosen[path] = kind
                seen |= elements
        return sorted(chosen)

    def _still(self, path: str) -> str:
        """Copy a page that leads elsewhere, so that it can be looked at."""
        still = path.removesuffix(".html") + "-still.html"
        text = (self.folder / path).read_text("utf-8")
        (self.folder / still).write_text(_REFRESH.sub("", text), "utf-8")
        return still


_BUILT: dict[str, Site] = {}


def built(vault: str, folders: pytest.TempPathFactory) -> Site:
    """The site of one of the vaults, built once for all tests that change nothing in it."""
    if vault not in _BUILT:
        _BUILT[vault] = Site(vault, folders.mktemp("sites"))
    return _BUILT[vault]


class _Files(SimpleHTTPRequestHandler):
    """Serves files, and keeps what was asked for and how it was answered."""

    def __init__(self, *arguments: object, answers: list[tuple[str, int]], root: Path) -> None:
        self.answers = answers
        super().__init__(*arguments, directory=str(root))  # type: ignore[arg-type]

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002
        self.answers.append((self.path, int(code)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # its signature
        """Say nothing: the answers are kept."""


@contextmanager
def served(root: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a folder on this machine; give its address, and the list of all that is asked for."""
    answers: list[tuple[str, int]] = []
    handler = partial(_Files, answers=answers, root=root)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", answers
        finally:
            server.shutdown()
            thread.join()
