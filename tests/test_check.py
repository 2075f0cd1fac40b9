"""`notes check`: what a code means, what can be put right by itself, and what is left to do."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from captured import DeskMaker, desk_maker, take_back
from conftest import VaultMaker
from harness import notes, tree, write_files
from hypothesis import given
from hypothesis import strategies as st

from papergarden.build import read_vault
from papergarden.capture.fixing import fix
from papergarden.capture.store import change
from papergarden.core.diagnostics import CODES, MEANINGS
from papergarden.core.edits.mending import aliases_in, mended
from papergarden.core.source import read

FIELDS = ["path", "line", "code", "message", "hint", "severity"]
DAMAGED = (
    "\ufeff- [ ] [a](https://x.org) Itâ€™s so\r\n\t- `â€™` and ‚Äúso‚Äù".encode() + b"\r\n\xff\r\n"
)
MENDED = "\ufeff- [ ] [a](https://x.org) It’s so\r\n\t- `â€™` and “so”".encode() + b"\r\n\xff\r\n"


@pytest.fixture
def desk(tmp_path: Path, vault: VaultMaker) -> DeskMaker:
    """Write a vault, and give a desk in it."""
    return desk_maker(tmp_path, vault)


def test_a_code_is_explained(tmp_path: Path) -> None:
    """In words, with its severity and what can be done; for one that is none all are listed."""
    for code, meaning in MEANINGS.items():
        assert meaning.says
        assert meaning.remedy, code
    done = notes("check", "--explain", "open-but-read", cwd=tmp_path)
    wrong = notes("check", "--explain", "open-and-read", cwd=tmp_path)

    assert done.returncode == 0
    assert done.stdout.decode().startswith("open-but-read (warning)\n\na box is open here")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert all(code in wrong.stderr.decode() for code in CODES)


def test_json_has_the_fields_that_are_documented(tmp_path: Path) -> None:
    """In this order, for each remark."""
    write_files(tmp_path, {"notes/a.md": "[[nowhere]]\n"})
    done = notes("check", "--json", cwd=tmp_path)
    (row,) = json.loads(done.stdout)

    assert list(row) == FIELDS
    assert (row["path"], row["line"], row["code"]) == ("a.md", 1, "missing-link")
    assert row["severity"] == "warning"


def test_notes_that_are_not_published_are_checked_and_templates_are_not(tmp_path: Path) -> None:
    """A private note can have a broken link as well; a template is no note yet."""
    text = "---\npublish: false\n---\n[[nowhere]]\n"
    write_files(tmp_path, {"notes/a.md": text, "notes/templates/b.md": "[[nowhere]]\n"})
    done = notes("check", cwd=tmp_path)

    assert [line.split(":")[0] for line in done.stdout.decode().splitlines()] == ["notes/a.md"]


def test_damage_is_put_right_and_nothing_else(desk: DeskMaker) -> None:
    """Line ends, code, what is no text and the mark at the beginning stay; undo gives all back."""
    there = desk({"a.md": DAMAGED, "b.md": "# Café\n", "c.md": DAMAGED})
    before = tree(there.vault)
    planned = fix(there, command="fix", dry_run=True)
    assert tree(there.vault) == before
    made = fix(there, command="fix")

    assert [step.after for step in planned] == [step.after for step in made] == [MENDED] * 2
    assert tree(there.vault) == {**before, "a.md": MENDED, "c.md": MENDED}
    assert fix(there, command="fix") == ()
    assert take_back(there)
    assert tree(there.vault) == before


def test_links_by_another_name_get_the_name_of_the_note(desk: DeskMaker) -> None:
    """They show the same and lead to the same; in code and in tables nothing is touched."""
    text = (
        "See [[Other Name]], [[other name]] and [[here]].\r\n\r\n"
        "- [[Other Name#Part]] ![[Other Name]]\r\n"
        "- `[[Other Name]]`, [[Other Name]]\r\n\r\n| [[Other Name]] |\r\n|---|\r\n| b |\r\n"
        "\r\n```\r\n[[Other Name]]\r\n```\r\n"
    )
    there = desk(
        {
            "here.md": text,
            "deep/note.md": "---\naliases: [Other Name]\n---\n# Title\n\n## Part\n",
        }
    )
    before = tree(there.vault)
    aliases = aliases_in(read_vault(there.vault, there.config, everything=True).graph)
    made = fix(there, command="fix", aliases=aliases)
    after = text.replace(
        "[[Other Name]], [[other name]]",
        "[[deep/note|Other Name]], [[deep/note|other name]]",
        1,
    )

    assert [step.after for step in made] == [after.encode()]
    assert take_back(there)
    assert tree(there.vault) == before


def test_many_links_by_another_name_are_put_right_at_once() -> None:
    """Two that would be read otherwise do not keep the others from it, and none takes long."""
    names = {f"other {number}": f"deep/note{number}" for number in range(400)}
    lines = [f"See [[{name}]] again.\n\n" for name in names]
    lines[3] = lines[300] = "`[[other 3]]`, [[other 3]]\n\n"
    began = time.process_time()
    after = mended("a.md", "".join(lines).encode(), {"a.md": names}).decode()

    assert after.count("|") == 398
    assert lines[3] * 2 == "".join(after.splitlines(keepends=True)[i] for i in (6, 7, 600, 601))
    assert time.process_time() - began < 5


def test_what_was_written_meanwhile_is_kept(desk: DeskMaker) -> None:
    """The change is made in the bytes that are there then."""
    there = desk({"a.md": DAMAGED})
    path = there.vault / "a.md"
    seen: list[bytes] = []

    def meanwhile() -> None:
        if not seen:
            seen.append(path.read_bytes())
            path.write_bytes(b"new\r\n" + DAMAGED)

    change(path, lambda data: mended("a.md", data or b""), before_replacing=meanwhile)

    assert path.read_bytes() == b"new\r\n" + MENDED


def test_what_would_be_repaired_once_more_is_left_as_it_is() -> None:
    """A file that was put right is read as it stands, so this one cannot be."""
    data = "ââ‚¬â„¢ and Itâ€™s\n".encode()

    assert read("a.md", data).body == "â€™ and It’s\n"
    assert mended("a.md", data) == data


@given(st.binary(max_size=60) | st.text("aé’â€™“\r\n`~ \t-", max_size=60).map(str.encode))
def test_what_is_read_stays_what_is_read(data: bytes) -> None:
    """Whatever the bytes are, the note says the same before and after."""
    before, after = read("a.md", data), read("a.md", mended("a.md", data))

    assert (before.body, before.properties) == (after.body, after.properties)


def test_nothing_is_written_without_a_yes(tmp_path: Path) -> None:
    """The difference is shown first; in a pipe nobody can be asked, so `--yes` has to say it."""
    write_files(tmp_path, {"notes/a.md": "It\u00e2\u20ac\u2122s.\n"})
    before = tree(tmp_path / "notes")
    asked = notes("check", "--fix", cwd=tmp_path, env={"PAPERGARDEN_CACHE": str(tmp_path / "c")})
    assert tree(tmp_path / "notes") == before
    done = notes(
        "check", "--fix", "--yes", cwd=tmp_path, env={"PAPERGARDEN_CACHE": str(tmp_path / "c")}
    )
    undone = notes("undo", cwd=tmp_path, env={"PAPERGARDEN_CACHE": str(tmp_path / "c")})

    assert (asked.returncode, done.returncode) == (1, 0)
    assert "--yes" in asked.stderr.decode()
    for said in (asked, done):
        assert said.stdout.decode().startswith(
            "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-Itâ€™s.\n+It’s.\n"
        )
    assert "encoding-repaired" in asked.stdout.decode()
    assert "encoding-repaired" not in done.stdout.decode()
    assert undone.stdout.startswith(b"taken back: notes check --fix --yes")
    assert tree(tmp_path / "notes") == before


@pytest.mark.parametrize("words", [("check",), ("check", "--json"), ("check", "--fix", "--yes")])
def test_a_check_asks_nobody_outside(words: tuple[str, ...], tmp_path: Path) -> None:
    """Only `--external` does: without it not even a folder for answers is made."""
    write_files(tmp_path, {"notes/a.md": "- [ ] [a](https://x.org)\n"})
    notes(*words, cwd=tmp_path, env={"PAPERGARDEN_CACHE": str(tmp_path / "c")})

    assert not (tmp_path / "c" / "answers").exists()
    assert not (tmp_path / "c" / "turns").exists()
