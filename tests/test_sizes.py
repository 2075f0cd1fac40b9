"""How much a page weighs on its way to the reader, with all that it loads."""

from __future__ import annotations

import gzip
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from harness import SAMPLE, SiteTest

_LOADED = "link[rel=stylesheet], script[src], img[src]"
_FROM_A_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)")
_FONT = re.compile(r"\.(?:woff2?|[ot]tf|eot)\b", re.IGNORECASE)
# Packed already; a server sends them as they are.
_PACKED = (".woff2", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """The site of the sample vault."""
    site = SiteTest(SAMPLE, tmp_path_factory.mktemp("sizes") / "site")
    site.build()
    return site


def loaded(site: SiteTest, page: str) -> list[str]:
    """A page, and the styles, scripts, pictures and fonts that a browser gets with it."""
    found = [page]
    for node in site.page(page).css(_LOADED):
        address = unquote(node.attributes.get("href") or node.attributes.get("src") or "")
        found.append(posixpath.normpath(posixpath.join(posixpath.dirname(page), address)))
    for style in [path for path in found if path.endswith(".css")]:
        urls = _FROM_A_STYLE.findall(site.source(style))
        found += [posixpath.join(posixpath.dirname(style), url) for url in urls]
    return list(dict.fromkeys(found))


def weight(site: SiteTest, page: str) -> int:
    """The bytes of a page and of what it loads, each file packed as a server does."""
    files = [(path, Path(site.output / path).read_bytes()) for path in loaded(site, page)]
    return sum(
        len(data if path.endswith(_PACKED) else gzip.compress(data, 9)) for path, data in files
    )


def test_the_longest_essay_weighs_less_than_60_kilobytes(sample: SiteTest) -> None:
    """With its styles, scripts, and the font of its formulas."""
    essays = [path for path in sample.files() if path.startswith("notes/study/")]
    longest = max(essays, key=lambda path: len(sample.source(path)))

    assert any(_FONT.search(path) for path in loaded(sample, longest))
    assert weight(sample, longest) < 60_000


def test_no_page_without_a_formula_loads_a_font(sample: SiteTest) -> None:
    """Words are set in fonts that the reader has."""
    pages = [path for path in sample.files() if path.endswith(".html")]
    plain = [path for path in pages if "<math" not in sample.source(path)]

    assert len(plain) > 1
    for page in plain:
        assert not [path for path in loaded(sample, page) if _FONT.search(path)], page
        assert not _FONT.search(sample.source(page)), page
