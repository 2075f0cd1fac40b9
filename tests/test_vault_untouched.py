"""A build reads the vault and leaves it as it is: every byte, every name, every time."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from harness import SAMPLE, SiteTest, notes, seeds, write_files

ODD = {
    "bom.md": b"\xef\xbb\xbf---\r\ntitle: With a mark\r\n---\r\n# And its lines\r\n",
    "crlf.md": b"- [ ] [one](https://x.org/1)\r\n\t- said\r\n",
    "old mac.md": b"one\rtwo\r",
    "damaged.md": "It’s here".encode().decode("cp1252").encode() + b"\n",
    "latin-1.md": b"Gr\xf6\xdfe\n",
    "zeros.md": b"a\x00b\x1b[31m\n\x00\n",
    "utf-16.md": "two bytes each\n".encode("utf-16"),
    "no end of line.md": b"- [x] [done](https://x.org/2) \xe2\x9c\x85 2025-02-04",
    "bad front matter.md": b"---\ntitle: [never closed\n---\ntext\n",
    "trailing blanks.md": b"line  \n\t\n   \n",
    "private.md": b"---\npublish: false\n---\nmine\n",
    ".obsidian/app.json": b"{}",
    ".hidden.md": b"hidden\n",
    "files/picture.png": bytes(range(256)),
    "ünï/code näme.md": b"x\n",
}


def _sample(folder: Path) -> Path:
    return shutil.copytree(SAMPLE, folder / "vault")


def _real(folder: Path) -> Path:
    return shutil.copytree(seeds(), folder / "vault")


def _odd(folder: Path) -> Path:
    vault = write_files(folder / "vault", ODD)
    (vault / "nowhere.md").symlink_to("gone.md")
    (vault / "circle").symlink_to(".")
    (vault / "bom.md").chmod(0o400)
    return vault


VAULTS: dict[str, Callable[[Path], Path]] = {"sample": _sample, "real": _real, "odd": _odd}

Trace = tuple[int, int, int, bytes | str]


def traces(vault: Path) -> dict[str, Trace]:
    """All that one can see of a vault: each name with its mode, its time, and what is in it."""
    found: dict[str, Trace] = {}
    for path in sorted(vault.rglob("*")):
        state = path.lstat()
        content: bytes | str = ""
        if path.is_symlink():
            content = str(path.readlink())
        elif path.is_file():
            content = path.read_bytes()
        mode = stat.S_IMODE(state.st_mode)
        found[str(path.relative_to(vault))] = (mode, state.st_ino, state.st_mtime_ns, content)
    return found


@pytest.fixture(params=VAULTS)
def old_vault(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A vault whose files are all from long ago, so that a touch would show."""
    folder: Path = VAULTS[request.param](tmp_path)
    for path in [*sorted(folder.rglob("*"), reverse=True), folder]:
        os.utime(path, (1_000_000_000, 1_000_000_000), follow_symlinks=False)
    return folder


def test_a_build_leaves_the_vault_as_it_is(old_vault: Path, tmp_path: Path) -> None:
    """Neither the first build nor the second changes anything in the vault."""
    before = traces(old_vault)
    site = SiteTest(old_vault, tmp_path / "site")
    site.build()
    site.build(site={"title": "Another"}, vault={"exclude": ["reading*"]})

    assert traces(old_vault) == before
    assert len(site.files()) > 4


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "-v", "--strict"),
        ("export", "graph"),
        ("export", "graph", "--all", "-o", "../graph.json"),
    ],
    ids=" ".join,
)
def test_no_command_writes_into_the_vault(
    arguments: tuple[str, ...], old_vault: Path, tmp_path: Path
) -> None:
    """Run from inside the vault, where a careless tool would leave its files, none does."""
    before = traces(old_vault)
    done = notes(*arguments, cwd=old_vault)

    made = [path.name for path in tmp_path.iterdir() if path != old_vault]

    assert b"Traceback" not in done.stderr
    assert done.returncode in {0, 1}
    assert traces(old_vault) == before
    assert done.stdout or made


def test_what_is_odd_in_a_vault_is_still_published(tmp_path: Path) -> None:
    """Notes in strange encodings have their pages; what cannot be read is said."""
    site = SiteTest(_odd(tmp_path), tmp_path / "site")
    built = site.build()

    assert site.text("notes/bom.html") == "With a mark note 10 words And its lines"
    assert site.text("notes/damaged.html") == "damaged note 2 words It’s here"
    assert site.text("notes/latin-1.html") == "latin-1 note 1 word Gr��e"
    assert site.text("notes/zeros.html").startswith("zeros note 2 words a�b")
    assert {(d.path, d.code) for d in built.graph.diagnostics if d.severity != "info"} == {
        ("bad front matter.md", "bad-front-matter"),
        ("latin-1.md", "undecodable-bytes"),
        ("nowhere.md", "unreadable-file"),
        ("utf-16.md", "undecodable-bytes"),
    }


def test_a_cache_in_the_vault_is_refused(tmp_path: Path) -> None:
    """It would be published, or at least written where only notes belong."""
    vault = write_files(tmp_path / "vault", {"a.md": "# A\n"})
    done = notes("build", "vault", cwd=tmp_path, env={"PAPERGARDEN_CACHE": str(vault / "c")})

    assert done.returncode == 2
    assert "lies inside the vault" in done.stderr.decode()
    assert [path.name for path in vault.iterdir()] == ["a.md"]
