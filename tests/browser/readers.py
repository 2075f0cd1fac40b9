"""A site to search in, and its readers, as a plugin of the tests that need them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from searching import NOTE, Reader, build
from sites import SUB_PATH, served

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def searchable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site below it."""
    return build(tmp_path_factory.mktemp("searchable"))


@pytest.fixture
def reader(page: Page, searchable: Path) -> Iterator[Reader]:
    """A reader of the site from disk, who in the end has been told nothing by the console."""
    someone = Reader(page, f"{(searchable / SUB_PATH).as_uri()}/")
    someone.open(NOTE)
    yield someone
    assert someone.said == []


@pytest.fixture(params=["disk", "web"])
def anywhere(request: pytest.FixtureRequest, page: Page, searchable: Path) -> Iterator[Reader]:
    """A reader of the site from disk, and of one below a path of a host."""
    with served(searchable) as (address, answers):
        from_disk = f"{(searchable / SUB_PATH).as_uri()}/"
        someone = Reader(page, from_disk if request.param == "disk" else f"{address}{SUB_PATH}/")
        page.route("**/favicon.ico", lambda route: route.fulfill(body=""))
        someone.open(NOTE)
        yield someone
        assert someone.said == []
        assert [(path, code) for path, code in answers if code not in {200, 304}] == []
        assert bool(answers) == (request.param == "web")
