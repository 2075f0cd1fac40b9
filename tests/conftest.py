"""What every test shares: vaults written from strings, and an environment that says nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from harness import SiteTest, write_files
from hypothesis import HealthCheck, settings

# Properties are tried on machines of any speed: nothing in them can be too slow.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# What a shell of the person who runs the tests may hold, and what the tool or click look at.
_OF_THE_SHELL = ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "PAPERGARDEN_CACHE", "XDG_CACHE_HOME")

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")

VaultMaker = Callable[[Mapping[str, str | bytes]], Path]
SiteMaker = Callable[[Mapping[str, str | bytes]], SiteTest]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option with which expected transcripts are written anew."""
    parser.addoption(
        "--rewrite", action="store_true", help="Write what the commands say into the transcripts."
    )


@pytest.fixture(scope="session", autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run everything in an empty folder, so that nothing depends on where the tests were begun."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        for name in _OF_THE_SHELL:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def vault(tmp_path: Path) -> VaultMaker:
    """Write files under `vault`, given as path and text or bytes, and give the folder."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        return write_files(tmp_path / "vault", files)

    return make


@pytest.fixture
def site(tmp_path: Path, vault: VaultMaker) -> SiteMaker:
    """Write a vault, and give it with its output folder, not yet built."""

    def make(files: Mapping[str, str | bytes]) -> SiteTest:
        return SiteTest(vault(files), tmp_path / "site")

    return make


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the browser of the system; nothing is downloaded for a test."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser is installed: none of {', '.join(_BROWSERS)} is on the path")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {"executable_path": found, "args": quiet}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Pages are opened from disk. The fixture of this name that a plugin has is out of date."""
