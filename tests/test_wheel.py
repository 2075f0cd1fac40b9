"""What is in the package that users install, and that it works without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from harness import REPOSITORY, SiteTest, tree, write_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as an installer would."""
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed: no wheel can be built")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_with_its_theme_and_no_more(wheel: Path) -> None:
    """Every module and every file of the theme is in, and neither tests nor notes are."""
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    modules = {
        f"papergarden/{path}"
        for path in tree(REPOSITORY / "src" / "papergarden")
        if "__pycache__" not in path
    }
    theme = {f"papergarden/templates/{path}" for path in tree(REPOSITORY / "templates")}

    assert names == modules | theme
    assert {"papergarden/templates/base.html", "papergarden/templates/style.css"} <= theme
    assert "papergarden/py.typed" in names


def test_the_wheel_says_how_to_run_it(wheel: Path) -> None:
    """The command `notes` comes with the package, and so does its license."""
    with zipfile.ZipFile(wheel) as archive:
        texts = {name.split("/")[-1]: archive.read(name).decode() for name in archive.namelist()}

    assert "notes = papergarden.start:main" in texts["entry_points.txt"]
    assert texts["LICENSE"] == (REPOSITORY / "LICENSE").read_text()
    assert "Requires-Dist: markdown-it-py" in texts["METADATA"]


def test_what_is_installed_builds_the_same_site(wheel: Path, tmp_path: Path) -> None:
    """A site made with the wheel alone is the one that the checkout makes."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    vault = write_files(tmp_path / "vault", {"a.md": "- [ ] [x](https://x.org) #tag\n"})
    here = SiteTest(vault, tmp_path / "here")
    here.build()
    done = subprocess.run(
        [sys.executable, "-m", "papergarden", "build", "vault", "-o", "there"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed")},
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert tree(here.output) == tree(tmp_path / "there")
