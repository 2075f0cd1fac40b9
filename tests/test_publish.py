"""What publishing does to a folder: only what it must, and never anything to another's file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import SiteMaker
from harness import tree, write_files

import papergarden
from papergarden.core.artifact import Artifact, Part, ready
from papergarden.errors import PublishError
from papergarden.manifest import MANIFEST
from papergarden.publish import Published, publish

PAGES = {"index.html": "home", "notes/a.html": "A", "notes/deep/b.html": "B", "style.css": "p {}"}


def put(output: Path, files: Mapping[str, str]) -> Published:
    """Publish files given as path and text."""
    jobs = [ready(Artifact(path, text.encode())) for path, text in files.items()]
    return publish([Part.of(*jobs)], output)


def content(output: Path) -> dict[str, str]:
    """The files of a folder as text, without the records that publishing keeps."""
    records = {MANIFEST, ".papergarden.journal"}
    return {path: data.decode() for path, data in tree(output).items() if path not in records}


def traces(output: Path) -> dict[str, tuple[int, int]]:
    """By which one sees that a file was written: its number on the disk, and its time."""
    found = {path: (output / path).stat() for path in tree(output)}
    return {path: (state.st_ino, state.st_mtime_ns) for path, state in found.items()}


def age(output: Path) -> None:
    """Let every file be from long ago."""
    for path in tree(output):
        os.utime(output / path, (1, 1))


def test_a_first_publication_writes_everything(tmp_path: Path) -> None:
    """All files are there, in folders made for them, readable by a web server."""
    done = put(tmp_path / "new" / "site", PAGES)

    assert content(tmp_path / "new" / "site") == PAGES
    assert done == Published(pages=3, written=4, deleted=0)
    for path in PAGES:
        assert stat.S_IMODE((tmp_path / "new" / "site" / path).stat().st_mode) == 0o644


def test_a_file_that_is_the_same_is_not_written(tmp_path: Path) -> None:
    """Only what differs is written, so that a server or a backup sees only that."""
    put(tmp_path, PAGES)
    age(tmp_path)
    before = traces(tmp_path)
    done = put(tmp_path, {**PAGES, "notes/a.html": "A, changed"})
    changed = {path for path, trace in traces(tmp_path).items() if trace != before[path]}

    assert changed == {"notes/a.html", MANIFEST}
    assert done == Published(pages=3, written=1, deleted=0)


def test_what_was_left_waiting_goes(tmp_path: Path) -> None:
    """After a publication that was cut off long ago; one that is at work now is let alone."""
    write_files(tmp_path, {".papergarden-new-old/1": "x", ".papergarden-new-now/1": "x"})
    os.utime(tmp_path / ".papergarden-new-old", (1, 1))
    put(tmp_path, PAGES)

    assert not (tmp_path / ".papergarden-new-old").exists()
    assert (tmp_path / ".papergarden-new-now").exists()
    assert len(list(tmp_path.glob(".papergarden-new*"))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is asked to end there")
def test_who_is_asked_to_end_leaves_nothing_lying(tmp_path: Path) -> None:
    """Such as by a time limit, or by a system that goes down."""
    write_files(tmp_path, {"vault/a.md": "# A"})
    code = (
        "import os, signal, papergarden.publish as p, papergarden.start as start\n"
        "p.create = lambda *_: os.kill(os.getpid(), signal.SIGTERM)\n"
        "start.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "vault", "-o", "site", "--jobs", "1"],
        cwd=tmp_path,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(Path(papergarden.__file__).parents[1]),
            "PAPERGARDEN_CACHE": str(tmp_path / "cache"),
        },
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (128 + signal.SIGTERM, b"")
    assert not (tmp_path / "site").exists()


def test_nothing_at_all_is_written_if_nothing_changed(tmp_path: Path) -> None:
    """A second build of the same vault leaves every file, even the record, as it is."""
    put(tmp_path, PAGES)
    age(tmp_path)
    before = traces(tmp_path)

    assert put(tmp_path, PAGES) == Published(pages=3, written=0, deleted=0)
    assert traces(tmp_path) == before


def test_what_no_longer_belongs_is_deleted(tmp_path: Path) -> None:
    """A page without a note goes, and with it the folders that hold nothing else."""
    put(tmp_path, PAGES)
    done = put(tmp_path, {"index.html": "home", "notes/a.html": "A"})

    assert content(tmp_path) == {"index.html": "home", "notes/a.html": "A"}
    assert done == Published(pages=2, written=0, deleted=2)
    assert not (tmp_path / "notes" / "deep").exists()


def test_a_file_that_was_deleted_by_hand_comes_back(tmp_path: Path) -> None:
    """The folder is brought into shape from whatever state it is in."""
    put(tmp_path, PAGES)
    (tmp_path / "notes" / "a.html").unlink()

    assert put(tmp_path, PAGES).written == 1
    assert content(tmp_path) == PAGES


def test_a_page_that_is_gone_already_is_no_mistake(tmp_path: Path) -> None:
    """What should be deleted and is not there any more stops nothing."""
    put(tmp_path, PAGES)
    (tmp_path / "notes" / "deep" / "b.html").unlink()
    (tmp_path / "notes" / "deep").rmdir()
    put(tmp_path, {"index.html": "home"})

    assert content(tmp_path) == {"index.html": "home"}


def test_a_foreign_file_is_never_touched(tmp_path: Path) -> None:
    """Files of others stay, and so do their folders, when all pages around them go."""
    foreign = {"CNAME": "example.org", ".git/config": "x", "notes/deep/own.txt": "mine"}
    write_files(tmp_path, foreign)
    age(tmp_path)
    before = traces(tmp_path)
    put(tmp_path, PAGES)
    put(tmp_path, {})

    assert content(tmp_path) == foreign
    assert {path: traces(tmp_path)[path] for path in foreign} == before


@pytest.mark.parametrize("taken", ["index.html", "notes/a.html", "style.css"])
def test_a_foreign_file_in_the_way_is_an_error(taken: str, tmp_path: Path) -> None:
    """Where a page would replace a file that was not written by us, nothing is replaced."""
    write_files(tmp_path, {taken: "mine"})
    with pytest.raises(PublishError, match=r"was not written by notes") as error:
        put(tmp_path, PAGES)

    assert str(tmp_path / taken) in str(error.value)
    assert (tmp_path / taken).read_text() == "mine"


def test_a_foreign_file_with_the_same_bytes_is_in_nobody_s_way(tmp_path: Path) -> None:
    """A site that was copied without its record is taken over if it is the same."""
    put(tmp_path, PAGES)
    (tmp_path / MANIFEST).unlink()

    assert put(tmp_path, PAGES).written == 0
    assert set(json.loads((tmp_path / MANIFEST).read_text())["files"]) == set(PAGES)


@pytest.mark.parametrize(
    ("taken", "as_folder"),
    [("notes", False), ("notes/deep", False), ("index.html", True), ("notes/a.html", True)],
)
def test_a_file_and_a_folder_of_one_name_are_an_error(
    taken: str, *, as_folder: bool, tmp_path: Path
) -> None:
    """A foreign file where a folder must be, or the other way round, stays as it is."""
    write_files(tmp_path, {f"{taken}/own.txt" if as_folder else taken: "mine"})
    with pytest.raises(PublishError):
        put(tmp_path, PAGES)
    found = content(tmp_path)

    assert found[f"{taken}/own.txt" if as_folder else taken] == "mine"
    assert MANIFEST not in tree(tmp_path)


@pytest.mark.parametrize("output", ["taken", "taken/site"])
def test_an_output_folder_that_is_a_file_is_an_error(output: str, tmp_path: Path) -> None:
    """The message names what is in the way, and the file stays."""
    write_files(tmp_path, {"taken": "mine"})
    with pytest.raises(PublishError, match="taken"):
        put(tmp_path / output, PAGES)

    assert tree(tmp_path) == {"taken": b"mine"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into a folder without that right")
def test_a_folder_without_the_right_to_write_is_an_error(tmp_path: Path) -> None:
    """The message says which folder, and why."""
    (tmp_path / "site").mkdir(mode=0o500)
    with pytest.raises(PublishError, match=r"site.*[Pp]ermission"):
        put(tmp_path / "site", PAGES)


@pytest.mark.parametrize(
    "path",
    [
        "../out.html",
        "notes/../../out.html",
        "{outside}/out.html",
        "link/out.html",
        "notes/../out.html",
        "..",
    ],
)
def test_no_path_leads_out_of_the_folder(path: str, tmp_path: Path) -> None:
    """Whatever a page is called, through whatever link: it is written inside, or not at all."""
    outside = write_files(tmp_path / "outside", {"own.html": "mine"})
    output = write_files(tmp_path / "site", {})
    (output / "link").symlink_to(outside)
    with pytest.raises(PublishError, match="outside of"):
        put(output, {path.format(outside=outside): "x"})

    assert tree(tmp_path / "outside") == {"own.html": b"mine"}
    assert not (tmp_path / "out.html").exists()


def test_two_pages_of_one_name_are_an_error(tmp_path: Path) -> None:
    """No page is lost silently because another one has its name."""
    with pytest.raises(PublishError, match=r"two pages.*a\.html"):
        publish([Part.of(ready(Artifact("a.html", data))) for data in (b"one", b"two")], tmp_path)


def test_the_record_lists_exactly_the_files(tmp_path: Path) -> None:
    """What was written can be told from the record, with a digest of each file."""
    put(tmp_path, {"gone.html": "x", **PAGES})
    put(tmp_path, PAGES)
    record = json.loads((tmp_path / MANIFEST).read_text())

    assert record["schema"] == "papergarden-site/1"
    assert record["files"] == {
        path: hashlib.sha256(text.encode()).hexdigest() for path, text in PAGES.items()
    }


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"files": ["index.html"]}',
        b'{"files": null}',
        b'{"schema": "papergarden-site/1"}',
    ],
)
def test_a_broken_record_stops_nothing_and_deletes_nothing(record: bytes, tmp_path: Path) -> None:
    """Without a readable record all files count as foreign; a good one is written again."""
    put(tmp_path, PAGES)
    (tmp_path / MANIFEST).write_bytes(record)
    fewer = {path: text for path, text in PAGES.items() if path != "notes/a.html"}
    put(tmp_path, fewer)

    assert content(tmp_path) == PAGES
    assert set(json.loads((tmp_path / MANIFEST).read_text())["files"]) == set(fewer)


@pytest.mark.parametrize("path", ["../own.txt", "{outside}/own.txt", "link/own.txt"])
def test_a_record_that_names_files_elsewhere_deletes_none(path: str, tmp_path: Path) -> None:
    """Not even a forged record makes us delete what lies outside of the folder."""
    outside = write_files(tmp_path, {"own.txt": "mine"})
    output = write_files(tmp_path / "site", {})
    (output / "link").symlink_to(outside)
    record = {"schema": "papergarden-site/1", "files": {path.format(outside=outside): ""}}
    (output / MANIFEST).write_text(json.dumps(record))
    with contextlib.suppress(PublishError):
        put(output, PAGES)

    assert (tmp_path / "own.txt").read_text() == "mine"


@pytest.mark.parametrize("survived", range(6))
def test_a_crash_leaves_no_half_of_anything(
    survived: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a build is cut off, each file is the old one or the new; the next build goes on."""
    old = {**PAGES, "old.html": "old"}
    new = {**{path: f"{text}, new" for path, text in PAGES.items()}}
    put(tmp_path, old)
    really, calls = os.replace, iter(range(100))

    def replace(source: str, target: Path) -> None:
        if next(calls) == survived:
            raise OSError(28, "No space left on device", str(target))
        really(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PublishError, match="No space left"):
        put(tmp_path, new)
    monkeypatch.undo()
    found = content(tmp_path)

    assert set(PAGES) <= set(found) <= set(old)
    assert all(text in {old[path], new.get(path)} for path, text in found.items())
    # The first thing that is replaced is the note of what is about to be written.
    assert [found[path] == new[path] for path in new].count(True) == min(max(survived - 1, 0), 4)
    put(tmp_path, new)
    assert content(tmp_path) == new


def test_an_interrupted_first_build_is_completed_by_the_next(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle of the first build leaves no rubbish and no need to clean up."""
    garden = site({"a.md": "one\n", "b.md": "two\n"})
    really, calls = os.replace, iter(range(100))

    def replace(source: str, target: Path) -> None:
        if next(calls) == 3:
            raise KeyboardInterrupt
        really(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        garden.build()
    monkeypatch.undo()
    garden.change("a.md", "one, and more\n")
    garden.build()

    assert "more" in garden.text("notes/a.html")
    assert "notes/b.html" in garden.files()
    assert not [path for path in tree(garden.output) if path.startswith(".papergarden-")]


def test_a_site_follows_its_vault(site: SiteMaker, tmp_path: Path) -> None:
    """After edits, renames and deletions the site is the one that a first build would give."""
    garden = site(
        {
            "a.md": "# A\n[[b]]\n",
            "b.md": "- [x] [p](https://arxiv.org/abs/2405.14831) #tag\n",
            "deep/c.md": "02/11/2025\n- 📜[q](https://arxiv.org/abs/2004.12832)\n",
        }
    )
    garden.build()
    garden.change("a.md", "# A, changed\n[[d]]\n").rename("b.md", "deep/d.md")
    garden.delete("deep/c.md").change("new.md", "- [ ] [r](https://x.org/r)\n").build()
    fresh = type(garden)(garden.vault, tmp_path / "fresh")
    fresh.build()

    assert "notes/deep/d.html" in garden.files()
    assert "log.html" not in garden.files()
    assert tree(garden.output) == tree(fresh.output)


def test_a_file_of_ours_becomes_a_folder_and_back(tmp_path: Path) -> None:
    """What is gone makes room for what comes."""
    for files in ({"a": "x"}, {"a/b/c": "y", "a/d": "z"}, {"a": "w"}):
        put(tmp_path, files)
        assert content(tmp_path) == files


def test_a_folder_with_a_file_of_others_makes_no_room(tmp_path: Path) -> None:
    """The site stays as it is."""
    put(tmp_path, {"a/b": "x"})
    (tmp_path / "a" / "mine").write_text("mine")
    with pytest.raises(PublishError, match="not written by notes"):
        put(tmp_path, {"a": "y"})

    assert content(tmp_path) == {"a/b": "x", "a/mine": "mine"}
