"""What somebody names is what is shown and changed, and never something like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from captured import DeskMaker, desk_maker, mark
from conftest import VaultMaker
from harness import notes, tree, write_files

from papergarden.errors import NotFoundError, UsageError
from papergarden.folders import cache_folder
from papergarden.workplace import in_vault

# Entries as `notes add` writes them without a network, and one with a title.
UNTITLED = """\
- [ ] [arXiv:2408.06292](https://arxiv.org/abs/2408.06292)
- [ ] [https://example.com/blog/part-10](https://example.com/blog/part-10)
- [ ] [doi:10.1561/1500000019](https://doi.org/10.1561/1500000019)
- [ ] [Reading node.js/express](https://example.com/express)
"""
ABSENT = (
    "2408.06293",
    "arXiv:2408.06293",
    "arXiv 2408.06293",
    "https://arxiv.org/abs/2408.06293",
    "https://arxiv.org/abs/2408.0629",
    "https://example.com/blog/part-1",
    "example.com/blog/part-11",
    "10.1561/1500000018",
    "arxiv:2408.06293v2",
)


@pytest.fixture
def desk(tmp_path: Path, vault: VaultMaker) -> DeskMaker:
    """Write a vault, and give a desk in it."""
    return desk_maker(tmp_path, vault)


@pytest.mark.parametrize("query", ABSENT)
def test_an_address_that_the_vault_has_not_is_no_other(query: str, desk: DeskMaker) -> None:
    """However much another one is like it, or begins so: nothing is ticked, nothing is shown."""
    there = desk({"list.md": UNTITLED})
    shown = notes("show", query, cwd=there.vault)

    with pytest.raises(NotFoundError, match="no work like"):
        mark(there, "done", query)
    assert tree(there.vault) == {"list.md": UNTITLED.encode()}
    assert (shown.returncode, shown.stdout) == (1, b"")


def test_a_name_that_looks_like_an_address_is_a_name(desk: DeskMaker) -> None:
    """As long as it is all of the name."""
    there = desk({"list.md": UNTITLED.replace("Reading ", "")})

    assert mark(there, "done", "node.js/express").work.id == "url:example.com/express"
    assert notes("show", "node.js/express", cwd=there.vault).stdout.startswith(b"node.js/express\n")


@pytest.mark.parametrize("query", ["中" * 120, "a" * 300, "word " * 100])
def test_a_title_may_be_longer_than_the_name_of_a_file(query: str, tmp_path: Path) -> None:
    """It is no file then, and nothing else comes of it."""
    write_files(tmp_path, {"notes/list.md": f"- [ ] [{query}](https://x.org)\n"})
    done = notes("open", "--print", query, cwd=tmp_path, env={"HOME": str(tmp_path)})

    assert (done.returncode, done.stdout) == (0, b"https://x.org\n")


@pytest.mark.parametrize(
    ("cwd", "given", "path"),
    [
        (".", "list.md", "list.md"),
        (".", "notes/list.md", "list.md"),
        (".", "./notes/list.md", "list.md"),
        (".", "notes/new.md", "new.md"),
        (".", "new.md", "new.md"),
        (".", "sub/new.md", "sub/new.md"),
        (".", "notes/sub/more/new.md", "sub/more/new.md"),
        (".", "notes/linked.md", "linked.md"),
        (".", "other.md", "other.md"),
        (".", "../other.md", "../other.md"),
        ("notes/sub", "list.md", "list.md"),
        ("notes/sub", "b.md", "sub/b.md"),
        ("notes/sub", "../list.md", "list.md"),
        ("notes/sub", "new.md", "new.md"),
    ],
)
def test_a_file_is_named_as_seen_from_the_vault_or_from_here(
    cwd: str, given: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell completes paths from here: no second folder `notes` comes to stand in the first."""
    files = {"notes/list.md": "", "notes/sub/b.md": "", "other.md": "", "elsewhere/c.md": ""}
    write_files(tmp_path, files)
    (tmp_path / "notes" / "linked.md").symlink_to(tmp_path / "elsewhere" / "c.md")
    monkeypatch.chdir(tmp_path / cwd)

    assert in_vault(tmp_path / "notes", given) == path
    assert in_vault(tmp_path / "notes", str(tmp_path / "notes" / "list.md")) == "list.md"


def test_commands_write_into_the_file_that_is_named(tmp_path: Path) -> None:
    """And know what they wrote there before."""
    write_files(tmp_path, {"notes/list.md": UNTITLED, "notes/log.md": "## 2025-01-01\n"})
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "cache")}
    added = notes("add", "https://x.org/1", "--to", "notes/list.md", cwd=tmp_path, env=env)
    logged = [
        notes("log", "https://x.org/1", "--to", to, cwd=tmp_path, env=env)
        for to in ("notes/log.md", "./log.md")
    ]

    assert added.stdout.startswith(b"notes/list.md:5: ")
    assert b"already here" in logged[1].stdout
    assert sorted(tree(tmp_path / "notes")) == ["list.md", "log.md"]


def test_without_a_home_one_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, whose user has no entry in the list of users."""

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(UsageError, match="PAPERGARDEN_CACHE"):
        cache_folder({})
