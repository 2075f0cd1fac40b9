"""That all pages are valid HTML, by the Nu checker; run where it is, in CI and where you set it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from harness import AWKWARD, SAMPLE, SiteTest, write_files

_EVERY_FORM = """# Forms

$$ \\frac{a}{b} $$

```mermaid
graph LR
```

> [!note]- Folded
> A callout.

Term
: What it is.[^1]

[^1]: A footnote.
"""
_BROKEN = '<!doctype html><html lang="en"><title>x</title><p id="a">x</p><p id="a">y</p></html>'


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command of the Nu checker, whose Java archive `VNU_JAR` names."""
    jar, java = os.environ.get("VNU_JAR"), shutil.which("java")
    if not jar or not Path(jar).is_file():
        pytest.skip("VNU_JAR does not name vnu.jar, which is in the npm package vnu-jar")
    if not java:
        pytest.skip("the Nu checker needs java, which is not installed")
    return [java, "-jar", jar, "--errors-only", "--skip-non-html"]


@pytest.fixture(scope="module")
def said(checker: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the checker says of each site, and of a page with a mistake, begun once for all."""
    folder = tmp_path_factory.mktemp("html")
    vaults = {
        "sample": SAMPLE,
        "awkward": AWKWARD,
        "forms": write_files(folder / "forms", {"a.md": _EVERY_FORM}),
        "empty": write_files(folder / "empty", {}),
    }
    for name, vault in vaults.items():
        SiteTest(vault, folder / "sites" / name).build()
    write_files(folder / "sites" / "broken", {"index.html": _BROKEN})
    done = subprocess.run(
        [*checker, folder / "sites"], capture_output=True, text=True, check=False, timeout=600
    )
    found: dict[str, list[str]] = {}
    for line in done.stderr.replace(f"{folder}/sites/", "").splitlines():
        found.setdefault(line.removeprefix('"file:').partition("/")[0], []).append(line)
    return found


def test_every_page_is_valid_html(said: dict[str, list[str]]) -> None:
    """No page of any site has an error, whatever the notes hold."""
    assert {site: lines for site, lines in said.items() if site != "broken"} == {}


def test_the_checker_finds_what_is_wrong(said: dict[str, list[str]]) -> None:
    """An id that stands twice is reported, so that silence means something."""
    assert any("Duplicate ID" in line for line in said["broken"])
