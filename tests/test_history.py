"""Days of notes from the repository around a vault: first written, last changed, never today."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from harness import SiteTest, write_files

from papergarden.history import Lifetime, lifetimes

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

WHO = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")


class Repository:
    """A vault in a repository, committed on days of our choice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet")

    def git(self, *arguments: str, day: str = "2024-01-01") -> None:
        """Run git as an author who sits far in the east, late on the given day."""
        date = f"{day}T23:30:00+1300"
        subprocess.run(
            ["git", *WHO, *arguments],  # noqa: S607
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date},
            check=True,
            capture_output=True,
        )

    def commit(self, day: str, files: dict[str, str] | None = None) -> None:
        """Write files, and commit all that there is."""
        write_files(self.folder, files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "notes", day=day)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty vault in a repository."""
    return Repository(tmp_path / "vault")


def test_a_note_has_the_days_of_its_first_and_last_commit(repository: Repository) -> None:
    """The author's day counts, wherever that was; odd names come through as they are."""
    repository.commit("2024-02-01", {"a.md": "Text.", "ünï code\t.md": "Text."})
    repository.commit("2024-03-05", {"a.md": "More text."})

    assert lifetimes(repository.folder) == {
        "a.md": Lifetime("2024-02-01", "2024-03-05"),
        "ünï code\t.md": Lifetime("2024-02-01", "2024-02-01"),
    }


def test_a_note_keeps_its_day_under_another_name(repository: Repository) -> None:
    """A renamed note was not begun on the day of its new name; one that is gone has no days."""
    repository.commit("2024-02-01", {"a.md": "Text that is long enough to be known again.\n" * 9})
    repository.git("mv", "a.md", "b.md")
    repository.commit("2024-03-05")
    assert lifetimes(repository.folder) == {"b.md": Lifetime("2024-02-01", "2024-03-05")}

    repository.git("rm", "--quiet", "b.md")
    repository.commit("2024-03-06")
    assert lifetimes(repository.folder) == {}


def test_a_vault_may_be_a_folder_of_a_repository(repository: Repository) -> None:
    """Paths are those in the vault."""
    repository.commit("2024-02-01", {"notes/study/a.md": "Text.", "other.md": "Text."})

    assert lifetimes(repository.folder / "notes") == {
        "study/a.md": Lifetime("2024-02-01", "2024-02-01")
    }


def test_nothing_is_known_of_what_was_never_committed(repository: Repository) -> None:
    """Neither of a new file, nor in a repository without a commit, nor outside of one."""
    write_files(repository.folder, {"new.md": "Text."})
    assert lifetimes(repository.folder) == {}
    assert lifetimes(repository.folder.parent) == {}


def test_a_shallow_clone_tells_nothing(repository: Repository, tmp_path: Path) -> None:
    """Its oldest commit seems to have made every file, which is not so."""
    repository.commit("2024-02-01", {"a.md": "Text."})
    repository.commit("2024-03-05", {"b.md": "Text."})
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(tmp_path / "c"))

    assert lifetimes(tmp_path / "c") == {}


def test_what_a_note_says_of_its_day_counts_before_its_history(
    repository: Repository, tmp_path: Path
) -> None:
    """The page of a note shows its own date, else that of its first commit, and its last change."""
    repository.commit(
        "2024-02-01",
        {"a.md": "Text.", "b.md": "---\ndate: 2020-05-05\n---", "c.md": "Text."},
    )
    repository.commit("2024-03-05", {"c.md": "More text."})
    site = SiteTest(repository.folder, tmp_path / "site")
    site.build()

    assert "1 Feb 2024" in site.text("notes/a.html")
    assert "changed" not in site.text("notes/a.html")
    assert "5 May 2020" in site.text("notes/b.html")
    assert "1 Feb 2024 changed 5 Mar 2024" in site.text("notes/c.html")
    dates = [note["date"] for note in site.export()["notes"]]
    assert dates == ["2024-02-01", "2020-05-05", "2024-02-01"]


def test_an_entry_is_not_dated_by_the_history_of_its_note(
    repository: Repository, tmp_path: Path
) -> None:
    """A list that was begun years ago gets new entries all the time."""
    repository.commit("2024-02-01", {"a.md": "- [x] [DPR](https://arxiv.org/abs/2004.04906)"})

    site = SiteTest(repository.folder, tmp_path / "site")
    assert site.export()["works"][0]["mentions"][0]["date"] is None


def test_a_log_tells_of_its_own_days(repository: Repository, tmp_path: Path) -> None:
    """The day on which its file was committed is none of them."""
    entry = "- 📜[A](https://arxiv.org/abs/2004.12832)\n"
    repository.commit("2026-11-21", {"log.md": f"09/24/2024\n\n{entry}"})
    garden = SiteTest(repository.folder, tmp_path / "site")
    (note,) = garden.build().graph.notes.values()

    assert (note.date, note.modified) == (None, None)
    assert "24 Sep 2024" in garden.text("notes.html")


def test_a_commit_of_a_strange_day_tells_nothing(repository: Repository) -> None:
    """A year that no calendar has is no day, and the others still count."""
    repository.commit("2024-02-01", {"a.md": "Text.", "a\x01b.txt": "Text."})
    repository.commit("2024-03-01", {"b.md": "Text."})
    repository.git("commit", "--quiet", "--amend", "--message=x", "--date=@999999999999 +0000")

    assert lifetimes(repository.folder)["a.md"] == Lifetime("2024-02-01", "2024-02-01")
    assert "b.md" not in lifetimes(repository.folder)


def test_another_repository_in_the_environment_is_not_asked(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hooks of git run with names of their own repository."""
    repository.commit("2024-02-01", {"a.md": "Text."})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert lifetimes(repository.folder) == {"a.md": Lifetime("2024-02-01", "2024-02-01")}
