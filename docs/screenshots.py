"""Pictures of the main pages of a vault's site, to look at after a change of the theme.

python docs/screenshots.py [--vault notes] [-o FOLDER] [--firefox | --readme]
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from papergarden.build import build
from papergarden.config import load_config

REPOSITORY = Path(__file__).parents[1]
# A name, and where its pages lie in the site; of several, the one with most on it is taken.
PAGES = {
    "home": "index.html",
    "library": "library.html",
    "work": "works/*.html",
    "note": "notes/**/*.html",
    "month": "log/*.html",
    "topics": "topics.html",
    "statistics": "statistics.html",
}
WIDTHS = (390, 1024, 1440)
SCHEMES = ("light", "dark")
# Of the pictures in the README, which are small: three quarters of the size, and few colours.
README = {"home": "light", "work": "light", "note": "dark"}
README_SIZE = (1024, 640)
README_SCALE = 0.75
README_COLOURS = 64
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Shot:
    """One picture that is to be made."""

    name: str
    page: Path
    width: int
    scheme: str
    whole: bool = True  # not only what is seen without scrolling
    scale: float = 1

    @property
    def file(self) -> str:
        """The name of the picture."""
        return f"{self.name}-{self.width}-{self.scheme}.png"


def main() -> None:
    """Build the site into a folder that goes away, and take the pictures."""
    parser = argparse.ArgumentParser(description="Take pictures of the main pages of a site.")
    parser.add_argument("--vault", type=Path, default=REPOSITORY / "notes")
    parser.add_argument("-o", "--output", type=Path, default=Path("screenshots"))
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--firefox", action="store_true", help="with Firefox, in light only")
    group.add_argument("--readme", action="store_true", help="the three pictures of the README")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        own = options.vault.resolve() / "notes.toml"
        config = load_config(own if own.is_file() else REPOSITORY / "notes.toml")
        build(options.vault.resolve(), site, config)
        shots = list(readme_shots(site) if options.readme else all_shots(site))
        if options.firefox:
            take_with_firefox(shots, options.output, Path(folder))
        else:
            take_with_chromium(shots, options.output, small=options.readme)


def pages(site: Path) -> Iterator[tuple[str, Path]]:
    """The page for each name, as far as the site has one."""
    for name, pattern in PAGES.items():
        found = sorted(site.glob(pattern), key=lambda path: (path.stat().st_size, path))
        if found:
            yield name, found[-1]


def all_shots(site: Path) -> Iterator[Shot]:
    """Each page at each width in each scheme."""
    for name, page in pages(site):
        for width in WIDTHS:
            for scheme in SCHEMES:
                yield Shot(name, page, width, scheme)


def readme_shots(site: Path) -> Iterator[Shot]:
    """The top of three pages; of notes an essay, where there is one."""
    found = dict(pages(site))
    essays = sorted(site.glob("notes/study/*.html"), key=lambda path: (path.stat().st_size, path))
    if essays:
        found["note"] = essays[-1]
    for name, scheme in README.items():
        if name in found:
            yield Shot(name, found[name], README_SIZE[0], scheme, whole=False, scale=README_SCALE)


def take_with_chromium(shots: list[Shot], output: Path, *, small: bool) -> None:
    """Take the pictures with the Chromium of the system."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=QUIET
        )
        for shot in shots:
            picture = taken(browser, shot)
            (output / shot.file).write_bytes(fewer_colours(picture) if small else picture)
            print(output / shot.file)
        browser.close()


def taken(browser: Browser, shot: Shot) -> bytes:
    """One picture as PNG."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": README_SIZE[1] if not shot.whole else 900},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        device_scale_factor=shot.scale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(shot.page.as_uri())
    page.evaluate("document.fonts.ready.then(() => null)")
    picture = page.screenshot(full_page=shot.whole)
    context.close()
    return picture


def fewer_colours(picture: bytes) -> bytes:
    """The picture with a palette, if Pillow is there; else as it is."""
    try:
        from PIL import Image  # noqa: PLC0415 # only here, and only if it is installed
    except ImportError:
        return picture
    made = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(README_COLOURS).save(
        made, "PNG", optimize=True
    )
    return made.getvalue()


def take_with_firefox(shots: list[Shot], output: Path, folder: Path) -> None:
    """Take the light pictures with the Firefox of the system, each with a new profile."""
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if not firefox:
        raise SystemExit("no Firefox is installed")
    for number, shot in enumerate(shot for shot in shots if shot.scheme == "light"):
        profile = folder / f"profile-{number}"
        profile.mkdir()
        target = output.resolve() / f"firefox-{shot.file}"
        subprocess.run(
            [
                *(firefox, "--headless", "--no-remote", "--profile", profile),
                *("--window-size", f"{shot.width},1400", "--screenshot", target),
                shot.page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        print(target)


if __name__ == "__main__":
    main()
