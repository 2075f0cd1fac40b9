"""Commands that write into the vault: nothing of anybody is lost, and all can be taken back."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from captured import TODAY, WRITING, DeskMaker, add, desk_maker, log, mark, take_back
from conftest import VaultMaker
from harness import VAULTS, notes, tree, write_files

import papergarden
from papergarden.capture import adding, marking
from papergarden.capture.desk import Desk
from papergarden.capture.store import Change, change
from papergarden.core.edits.asked import asked
from papergarden.errors import CaptureError, UsageError
from papergarden.folders import cache_folder

DAMAGED = b"\xef\xbb\xbf- [ ] [a](https://x.org/1) Gr\xf6\xdfe\r\n\t- \xff\r\n\r\n- [ ] [b](https://x.org/2)"


@pytest.fixture
def desk(tmp_path: Path, vault: VaultMaker) -> DeskMaker:
    """Write a vault, and give a desk in it with tables of `notes.toml`."""
    return desk_maker(tmp_path, vault)


def open_works(desk: Desk) -> list[str]:
    """The works with an open box, in the order in which these stand."""
    with desk.alone():  # which looks at the files anew
        shelf = desk.whole()
    found = {
        (path, mention.line): work.id
        for work in shelf.works.values()
        for path, mention in shelf.mentions(work)
        if mention.marker is not None and mention.status == "queued"
    }
    return list(dict.fromkeys(found[place] for place in sorted(found)))


def ticked_lines(before: dict[str, bytes], after: dict[str, bytes]) -> int:
    """How many lines differ, of which none may by more than its box and a date."""
    count = 0
    assert before.keys() == after.keys()
    for path, data in before.items():
        old, new = data.splitlines(keepends=True), after[path].splitlines(keepends=True)
        for one, other in zip(old, new, strict=True):
            if one != other:
                count += 1
                stamped = re.sub(rb"\[[ >]\]", b"[x]", one, count=1)
                assert other.replace(f" ✅ {TODAY}".encode(), b"") == stamped
    return count


@pytest.mark.parametrize("name", ["sample", "seeds"])
def test_a_session_in_a_real_vault_is_taken_back_byte_by_byte(
    name: str, desk: DeskMaker, request: pytest.FixtureRequest
) -> None:
    """Twenty papers, boxes (with `--stress` all that are open), five days of a log; then undo."""
    there = desk(dict(tree(VAULTS[name]())))
    before = tree(there.vault)
    steps = [add(there, f"2503.{number:05}").change for number in range(20)]
    queued = tree(there.vault)
    most = None if request.config.getoption("--stress") else 8
    for work in open_works(there)[:most]:
        steps += mark(there, "done", work, every=True).changes
    count = ticked_lines(queued, tree(there.vault))
    left = len(open_works(there))
    steps += [log(there, f"2504.{number:05}", "a summary").change for number in range(5)]
    written = b"".join(tree(there.vault).values())
    while take_back(there):
        pass

    assert all(steps)
    assert all(f"2503.{number:05}".encode() in written for number in range(20))
    assert count >= (most or 20)
    assert left == 0 or most
    assert tree(there.vault) == before


def test_only_the_sign_changes_in_a_damaged_file(desk: DeskMaker) -> None:
    """The mark at its beginning, its line ends, its bytes that are no text and its end stay."""
    there = desk({"list.md": DAMAGED}, capture={"stamp_dates": False})
    mark(there, "done", "https://x.org/2")
    mark(there, "drop", "https://x.org/1")
    after = (there.vault / "list.md").read_bytes()

    assert after == DAMAGED.replace(b"[ ] [b]", b"[x] [b]").replace(b"[ ] [a]", b"[-] [a]")


def test_an_entry_is_inserted_into_a_damaged_file(desk: DeskMaker) -> None:
    """All that was there stands there, and the file still ends without an end of line."""
    there = desk({"list.md": DAMAGED})
    add(there, "2408.06292")
    line = "- [ ] [arXiv:2408.06292](https://arxiv.org/abs/2408.06292) ➕ 2025-03-14"

    assert (there.vault / "list.md").read_bytes() == DAMAGED + b"\r\n\r\n" + line.encode()


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_permissions_are_kept(mode: int, desk: DeskMaker) -> None:
    """Who could read and write the file still can, and nobody else."""
    there = desk({"list.md": "- [ ] [a](https://x.org)\n"})
    path = there.vault / "list.md"
    path.chmod(mode)
    mark(there, "done", "https://x.org")

    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_permissions_of_new_files(desk: DeskMaker, tmp_path: Path) -> None:
    """It is not for its owner's eyes only, as files for a moment are."""
    there = desk({})
    add(there, "2408.06292")
    (tmp_path / "like").touch()

    assert (there.vault / "reading-list.md").stat().st_mode == (tmp_path / "like").stat().st_mode


def test_a_link_is_followed_to_its_file(desk: DeskMaker, tmp_path: Path) -> None:
    """The link stays a link, and the file behind it is the one that changes."""
    outside = write_files(tmp_path / "elsewhere", {"real.md": "- [ ] [a](https://x.org)\n"})
    there = desk({})
    there.vault.mkdir(exist_ok=True)
    (there.vault / "list.md").symlink_to(outside / "real.md")
    mark(there, "done", "https://x.org")
    ticked = (outside / "real.md").read_text("utf-8")
    take_back(there)

    assert (there.vault / "list.md").is_symlink()
    assert ticked == "- [x] [a](https://x.org) ✅ 2025-03-14\n"
    assert (outside / "real.md").read_text("utf-8") == "- [ ] [a](https://x.org)\n"


def test_what_somebody_changed_since_is_not_taken_back(desk: DeskMaker) -> None:
    """A later change of the file is worth more than an undo, which says so."""
    there = desk(
        {"list.md": "- [ ] [a](https://x.org/1)\n", "b.md": "- [ ] [a](https://x.org/1)\n"}
    )
    mark(there, "done", "https://x.org/1", every=True)
    path = there.vault / "list.md"
    path.write_bytes(path.read_bytes() + b"mine\n")
    before = tree(there.vault)
    with pytest.raises(CaptureError, match=r"list\.md was changed since"):
        take_back(there)

    assert tree(there.vault) == before


def test_a_change_that_never_took_place_is_not_taken_back(desk: DeskMaker) -> None:
    """A command that was cut off before it replaced the file is no command to undo."""
    there = desk({"list.md": "- [ ] [a](https://x.org/1)\n"})
    mark(there, "done", "https://x.org/1")
    path = there.vault / "list.md"
    there.journal.begin("cut off")(Change(str(path), path.read_bytes(), b"never"))
    made = take_back(there)

    assert made
    assert made[0].command == "done"
    assert path.read_bytes() == b"- [ ] [a](https://x.org/1)\n"


def test_a_command_that_was_refused_is_not_taken_back(desk: DeskMaker) -> None:
    """Nothing of it stays in the journal to stand in the way of what can be undone."""
    there = desk({"list.md": "- [ ] [a](https://x.org/1)\n", "code.md": "```\n"})
    mark(there, "done", "https://x.org/1")
    for _ in range(2):
        with pytest.raises(CaptureError):
            add(there, "2408.06292", file="code.md")
    made = take_back(there)

    assert made
    assert made[0].command == "done"


def test_a_place_outside_of_the_vault_is_refused(desk: DeskMaker, tmp_path: Path) -> None:
    """No path leads out, not even through a folder that is a link."""
    there = desk({"a.md": ""})
    (tmp_path / "outside").mkdir()
    (there.vault / "door").symlink_to(tmp_path / "outside")
    for file in ("../b.md", "/b.md", "door/b.md", "sub/../../b.md"):
        with pytest.raises(UsageError, match="does not lie in the vault"):
            add(there, "2408.06292", file=file)

    for file in (".hidden.md", ".trash/a.md", "sub/./.x/a.md"):
        with pytest.raises(UsageError, match="never read"):
            add(there, "2408.06292", file=file)

    assert list(tree(tmp_path / "outside")) == []


def test_a_work_is_known_under_any_of_its_names(desk: DeskMaker) -> None:
    """By another address, by what the configuration says, and by an entry with both addresses."""
    there = desk(
        {
            "a.md": "- [ ] [A title of four words](https://openreview.net/forum?id=B1ckMDqlg) "
            "([pdf](https://arxiv.org/abs/1701.06538))\n",
            "b.md": "- [x] A title of four words\n- [ ] [c](https://x.org/c)\n",
            "c.md": "- [x] [d](https://x.org/d)\n",
            "d.md": "- [/] [moe](https://openreview.net/pdf?id=B1ckMDqlg)\n",
        },
        identity={"same_as": [["https://x.org/d", "https://y.org/d"]]},
    )

    def known(text: str) -> list[tuple[str, int]]:
        made = add(there, text)
        assert not made.written
        return [(path, mention.line) for work in made.known for path, mention in work.places]

    assert known("arXiv:1701.06538v2") == [("a.md", 1), ("b.md", 1), ("d.md", 1)]
    assert known("https://www.y.org/d/") == [("c.md", 1)]


def test_a_service_that_knows_titles_is_asked_for_unknown_works_only(desk: DeskMaker) -> None:
    """What it says is written; what it does not know waits for `notes sync`."""
    there = desk({"list.md": "- [ ] [a](https://arxiv.org/abs/2005.11401)\n"})
    seen: list[str] = []

    def title_of(key: str, /) -> str | None:
        seen.append(key)
        return {"arxiv:2408.06292": "The AI Scientist"}.get(key)

    works = asked("2005.11401\n2408.06292\n2312.00752").works
    made = adding.add(
        there, adding.Order(works), today=TODAY, command="notes add", title_of=title_of
    )

    assert seen == ["arxiv:2408.06292", "arxiv:2312.00752"]
    assert [text.split("](")[0] for _, text in made.written] == [
        "- [ ] [The AI Scientist",
        "- [ ] [arXiv:2312.00752",
    ]


def test_processes_that_write_at_the_same_time_all_have_their_way(tmp_path: Path) -> None:
    """Two processes add papers to one list, some of them the same: each stands there once."""
    write_files(tmp_path, {"notes/list.md": "- [ ] [a](https://x.org)\n"})
    code = str(Path(papergarden.__file__).parents[1])
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "papergarden", "add", *(f"2408.{n:05}" for n in numbers)],
            cwd=tmp_path,
            env={"PATH": os.defpath, "PYTHONPATH": code, "PAPERGARDEN_CACHE": str(tmp_path / "c")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for numbers in (range(1, 9), range(5, 13))
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    text = (tmp_path / "notes/list.md").read_text("utf-8")

    assert sorted(line.split("](")[0] for line in text.splitlines()[1:]) == [
        f"- [ ] [arXiv:2408.{n:05}" for n in range(1, 13)
    ]


def test_nothing_but_notes_is_written_into_the_vault(tmp_path: Path) -> None:
    """Lock and journal lie in the cache, wherever the environment says that is."""
    write_files(tmp_path, {"notes/list.md": "- [ ] [a](https://x.org)\n"})
    done = notes(
        "done", "https://x.org", cwd=tmp_path, env={"XDG_CACHE_HOME": str(tmp_path / "xdg")}
    )

    assert done.returncode == 0
    assert list(tree(tmp_path / "notes")) == ["list.md"]
    assert all(path.startswith("papergarden/") for path in tree(tmp_path / "xdg"))
    assert len(tree(tmp_path / "xdg")) > 0
    assert cache_folder({"PAPERGARDEN_CACHE": "a", "XDG_CACHE_HOME": "b"}) == Path("a")
    assert cache_folder({"HOME": "a"}) == Path.home() / ".cache" / "papergarden"


def test_words_of_notes_in_the_cache_are_for_their_owner(tmp_path: Path) -> None:
    """As the notes may be; answers of services and locks are no secret."""
    write_files(tmp_path / "notes", {"list.md": "- [ ] [a](https://x.org)\n"})
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "cache")}
    notes("done", "https://x.org", cwd=tmp_path, env=env)
    notes("list", cwd=tmp_path, env=env)
    cache = tmp_path / "cache"
    folders = [cache / "memo", *(cache / "undo").iterdir()]

    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 2


def test_a_dry_run_writes_nothing_at_all(tmp_path: Path) -> None:
    """The difference is shown, and neither note nor journal is touched."""
    write_files(tmp_path, {"notes/list.md": "- [ ] [a](https://x.org)\n09/25/2024\n- b\n"})
    before = hashlib.sha256(repr(tree(tmp_path / "notes")).encode()).hexdigest()
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "cache")}
    for words in (["add", "2408.06292"], ["done", "https://x.org"], ["log", "2408.06292"]):
        done = notes(*words, "--dry-run", cwd=tmp_path, env=env)
        assert done.returncode == 0
        assert done.stdout.startswith(b"--- a/list.md\n+++ b/list.md\n@@ ")

    assert hashlib.sha256(repr(tree(tmp_path / "notes")).encode()).hexdigest() == before
    assert [path for path in tree(tmp_path / "cache") if path.startswith("undo")] == []


def test_a_choice_of_the_user_is_followed(desk: DeskMaker) -> None:
    """Where several works come into question, or several places, the number counts."""
    there = desk(
        {"list.md": "- [ ] [Mamba 2](https://x.org/1)\n- [ ] [Mamba 3](https://x.org/2)\n"}
    )
    shown: list[str] = []

    def second(lines: object) -> int:
        shown.extend(lines)  # type: ignore[arg-type] # lines of text
        return 1

    wish = marking.Wish("done", "mamba")
    made = marking.mark(there, wish, today=TODAY, command="done", choose=second)

    assert len(shown) == 2
    assert made.work.title == shown[1].split(" [")[0]
    with pytest.raises(CaptureError, match="“mamba” may be"):
        mark(there, "drop", "mamba")


def test_an_entry_that_moved_meanwhile_is_found_again(desk: DeskMaker) -> None:
    """Lines above it may come and go between reading and writing."""
    there = desk({"list.md": "- [ ] [a](https://x.org/1)\n"})
    shelf = there.about("url:x.org/1")
    (mention,) = [m for _, m in shelf.mentions(shelf.works["url:x.org/1"])]
    edit = marking.Edit(there, "list.md", "done", None, [mention], frozenset({mention.key}))

    assert edit(b"new\n\n- [ ] [a](https://x.org/1)\n") == b"new\n\n- [x] [a](https://x.org/1)\n"
    with pytest.raises(CaptureError, match="changed meanwhile"):
        edit(b"gone\n")


def test_a_change_that_was_given_up_is_not_taken_back(desk: DeskMaker) -> None:
    """A second try that is refused makes the first one forgotten."""
    there = desk({"list.md": "- [ ] [a](https://x.org/1)\n", "other.md": "first"})
    mark(there, "done", "https://x.org/1")
    path = there.vault / "other.md"
    tried: list[bytes | None] = []

    def edit(data: bytes | None) -> bytes:
        tried.append(data)
        if len(tried) > 1:
            raise CaptureError("not on this text")
        return b"mine"

    def meanwhile() -> None:
        path.write_bytes(b"theirs")

    with pytest.raises(CaptureError, match="not on this text"):
        change(path, edit, announce=there.journal.begin("given up"), before_replacing=meanwhile)
    made = take_back(there)

    assert made
    assert made[0].command == "done"


def test_nothing_is_added_to_templates_and_to_what_is_left_out(desk: DeskMaker) -> None:
    """However many boxes and days they have; what is named is written to all the same."""
    full = "09/24/2024\n- [ ] [a](https://x.org/1)\n\n09/25/2024\n- [ ] [b](https://x.org/2)\n"
    files = {"templates/day.md": full, "old/all.md": full, "z.md": full.partition("\n\n")[0]}
    there = desk(files, vault={"exclude": ["old"]})

    assert add(there, "2408.06292").file == log(there, "2408.06293").file == "z.md"
    assert add(there, "2408.06294", file="old/all.md").file == "old/all.md"


@pytest.mark.parametrize("key", WRITING)
def test_a_key_says_where_and_how_is_written(key: str, desk: DeskMaker) -> None:
    """Each key of `[capture]` has its effect on what is written, and where."""
    files = {
        "list.md": "## a\n- [ ] [x](https://x.org/1)\n## b\n- [ ] [y](https://x.org/2)\n",
        "log.md": "09/25/2024\n- [a](https://x.org/3)\n",
    }
    value, before, after = WRITING[key]

    def written(there: Desk) -> str:
        if key == "capture.log":
            made = log(there, "2408.06292")
            take_back(there)
            return f"{made.file}: {made.logged.text if made.logged else None}"
        added = add(there, "2408.06292")
        take_back(there)
        return f"{added.file}:{added.written[0][0]}: {added.written[0][1]}"

    plain = written(desk(files))
    configured = written(desk(files, capture={key.removeprefix("capture."): value}))
    assert plain.startswith(before)
    assert configured.startswith(after)
    assert ("➕" in configured) == (key in {"capture.file", "capture.heading"})
