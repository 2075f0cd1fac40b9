"""What every test shares: vaults written from strings, and an environment that says nothing."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from harness import SiteTest, write_files
from hypothesis import HealthCheck, settings
from pytest_httpserver import HTTPServer

# Properties are tried on machines of any speed: nothing in them can be too slow.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# What a shell of the person who runs the tests may hold, and what the tool or click look at.
_OF_THE_SHELL = (
    "FORCE_COLOR",
    "NO_COLOR",
    "COLUMNS",
    "PAPERGARDEN_CACHE",
    "PAPERGARDEN_SERVICES",
    "XDG_CACHE_HOME",
)

_LOOPBACK = {"127.0.0.1", "localhost", "::1", None}
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# Milliseconds that a page has for what is expected of it. Nobody waits for them while all goes
# well, and a machine with much else to do needs more than the five seconds that are usual.
_PATIENCE = 20_000

# What a window of Chromium does that nobody looks at: a page of its own behind the address bar
# costs each test a quarter of a second. The list takes the place of the one that Playwright gives,
# so what of that one matters here stands in it as well.
_UNUSED = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,MediaRouter,"
    "OptimizationHints,PaintHolding,PreconnectToSearch"
)

VaultMaker = Callable[[Mapping[str, str | bytes]], Path]
SiteMaker = Callable[[Mapping[str, str | bytes]], SiteTest]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option with which expected transcripts are written anew."""
    parser.addoption(
        "--rewrite", action="store_true", help="Write what the commands say into the transcripts."
    )
    parser.addoption(
        "--stress", action="store_true", help="Play writers at the same time and kills in full."
    )


@pytest.fixture(scope="session", autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run everything in an empty folder, so that nothing depends on where the tests were begun."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        for name in (*_OF_THE_SHELL, *_PROXIES):
            patch.delenv(name, raising=False)
        patch.setenv("PAPERGARDEN_SERVICES", "all=http://127.0.0.1:9")  # where nobody answers
        yield


@pytest.fixture(scope="session", autouse=True)
def _alone() -> Iterator[None]:
    """Let no test reach another host, nor look up its name."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def to_loopback(self: socket.socket, address: Any) -> None:  # noqa: ANN401
        if self.family != socket.AF_UNIX and address[0] not in _LOOPBACK:
            raise PermissionError(f"a test wants to reach {address}")
        connect(self, address)

    def of_loopback(host: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        name = host.decode() if isinstance(host, bytes) else host
        if name not in _LOOPBACK:
            raise socket.gaierror(socket.EAI_NONAME, f"a test wants to know where {name} is")
        return look_up(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", to_loopback)
        patch.setattr(socket, "getaddrinfo", of_loopback)
        yield


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a cache of its own."""
    monkeypatch.setenv("PAPERGARDEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def desk(
    tmp_path: Path,
    own_cache: Path,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """Give a vault, its cache, and services on the loopback that know nothing yet."""
    monkeypatch.setenv("PAPERGARDEN_SERVICES", f"all={httpserver.url_for('').rstrip('/')}")
    return Desk(tmp_path / "vault", own_cache, httpserver, capsys)


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
    pytest.importorskip("playwright.sync_api").expect.set_options(timeout=_PATIENCE)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {"executable_path": found, "args": [*quiet, f"--disable-features={_UNUSED}"]}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Pages are opened from disk. The fixture of this name that a plugin has is out of date."""
