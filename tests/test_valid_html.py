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


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command of the Nu checker, whose Java archive `VNU_JAR` names."""
    jar, java = os.environ.get("VNU_JAR"), shutil.which("java")
    if not jar or not Path(jar).is_file():
        pytest.skip("VNU_JAR does not name vnu.jar, which is in the npm package vnu-jar")
    if not java:
        pytest.skip("the Nu checker needs java, which is not installed")
    return [java, "-jar", jar, "--errors-only", "--skip-non-html"]


def _checked(checker: list[str], folder: Path) -> str:
    return subprocess.run(
        [*checker, folder], capture_output=True, text=True, check=False, timeout=120
    ).stderr.replace(folder.as_uri().replace("file://", "file:"), "")


def test_every_page_is_valid_html(checker: list[str], tmp_path: Path) -> None:
    """No page of any site has an error, whatever the notes hold."""
    vaults = {
        "sample": SAMPLE,
        "awkward": AWKWARD,
        "forms": write_files(tmp_path / "forms", {"a.md": _EVERY_FORM}),
        "empty": write_files(tmp_path / "empty", {}),
    }
    for name, vault in vaults.items():
        SiteTest(vault, tmp_path / "sites" / name).build()

    assert _checked(checker, tmp_path / "sites") == ""


def test_the_checker_finds_what_is_wrong(checker: list[str], tmp_path: Path) -> None:
    """An id that stands twice is reported, so that silence means something."""
    page = '<!doctype html><html lang="en"><title>x</title><p id="a">x</p><p id="a">y</p></html>'
    write_files(tmp_path / "site", {"index.html": page})

    assert "Duplicate ID" in _checked(checker, tmp_path / "site")
