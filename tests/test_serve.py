"""A site that is served while one writes: it follows every change, and nobody else can read it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from followed import Served, served
from harness import _CODE, SAMPLE, tree, write_files
from watchdog.events import (
    DirModifiedEvent,
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileMovedEvent,
    FileOpenedEvent,
)

from papergarden import publish
from papergarden.build import Built, build
from papergarden.config import Config
from papergarden.core.artifact import Job
from papergarden.errors import UsageError
from papergarden.host import SCRIPT
from papergarden.watch import Burst, changed

_NOTES = {
    "index.md": "# Home\n\nSee [[a]].\n",
    "a.md": "# A\n\nFirst words.\n",
    "b.md": "# B\n\nOther words.\n",
    "deep/c.md": "# C\n\n- [ ] [Late interaction](https://arxiv.org/abs/2004.12832)\n",
}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERGARDEN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A small vault."""
    return write_files(tmp_path / "vault", _NOTES)


def cold(vault: Path, folder: Path, config: Config | None = None) -> dict[str, bytes]:
    """What a build from nothing gives."""
    shutil.rmtree(folder, ignore_errors=True)
    build(vault, folder, config or Config())
    return tree(folder)


def shown(site: Served, built: Built) -> dict[str, bytes]:
    """All files of the site as they are served, without the script that is put in."""
    found = {}
    for path in built.published.files:
        data = site.ask(f"/{path}").data
        before, script, after = data.partition(f'<script src="{SCRIPT}"'.encode())
        found[path] = before + after.partition(b"</script>\n")[2] if script else data
    return found


def test_a_saved_note_is_shown_and_its_open_page_is_told(vault: Path) -> None:
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})

        assert reader.hears()[0] == "change"
        assert "Second words" in site.ask("/notes/a.html").text
        site.built()


def test_only_pages_that_changed_are_told(vault: Path) -> None:
    """The page of another note hears of its own change first."""
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/b.html")
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})
        site.built()
        write_files(vault, {"b.md": "# B\n\nNew words.\n"})

        name, version = reader.hears()
        assert name == "change"
        assert version in site.ask("/notes/b.html").text
        site.built()


def test_a_new_style_changes_the_pages_that_have_it(vault: Path, tmp_path: Path) -> None:
    theme = write_files(tmp_path / "theme", {"custom.css": "p { color: red }\n"})
    config = tmp_path / "notes.toml"
    config.write_text('[theme]\nfolder = "theme"\n')
    with served(vault, config) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        write_files(theme, {"custom.css": "p { color: blue }\n"})

        assert reader.hears()[0] == "change"
        assert site.built().published.written == 1
        assert "blue" in site.ask("/custom.css").text


def test_who_comes_back_with_an_old_page_is_told_at_once(vault: Path) -> None:
    """As after a restart, or when the page was built between its loading and its first question."""
    with served(vault) as site:
        site.built()
        connection = site._connection()
        connection.request("GET", "/.papergarden/events?page=notes/a.html&version=old")
        assert connection.getresponse().readline() == b"retry: 500\n"
        reader = site.look_at("notes/a.html")
        connection.close()
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})
        assert reader.hears()[0] == "change"
        site.built()


def test_the_page_of_a_saved_note_does_not_wait_for_the_build(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is what the build makes of it: other links, other works, other text."""
    write_files(
        vault,
        {
            "0.md": _NOTES["deep/c.md"],
            "a.md": "# A\n\n[[b]] [x](https://arxiv.org/abs/2107.05720) [[c]] ![[c]]\n",
        },
    )
    free, held = threading.Event(), threading.Event()

    def slow(*arguments: Any, **named: Any) -> Built:  # noqa: ANN401 # as it is called
        held.set()
        assert free.wait(60)
        return build(*arguments, **named)

    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        monkeypatch.setattr("papergarden.serve.build", slow)
        text = "# A\n\n[x](https://arxiv.org/abs/2004.12832) and [[deep/c]], too\n"
        write_files(vault, {"a.md": text})
        assert reader.hears()[0] == "change"
        assert held.wait(60)
        early = site.ask("/notes/a.html").text
        free.set()
        site.built()
        assert site.ask("/notes/a.html").text == early
        assert tree(site.folder) == cold(vault, tmp_path / "cold")


def test_a_note_that_becomes_private_is_not_shown_ahead(vault: Path) -> None:
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        write_files(vault, {"a.md": "---\nprivate: true\n---\n# A\n\nMine.\n"})
        assert reader.hears()[0] == "change"
        assert "Mine" not in site.ask("/notes/a.html").text
        site.built()
        assert site.ask("/notes/a.html").status == 404


def test_the_page_being_looked_at_comes_first(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there and said while the others are still being made."""
    free, held, begun = threading.Event(), threading.Event(), threading.Event()
    real = publish._Press.make

    def make(self: publish._Press, jobs: list[Job]) -> None:
        paths = {path for job in jobs for path in job.paths}
        if begun.is_set() and paths and "notes/b.html" not in paths:
            held.set()
            assert free.wait(60)
        real(self, jobs)

    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/b.html")
        monkeypatch.setattr(publish._Press, "make", make)
        begun.set()
        write_files(vault, {"a.md": "# A\n\nSecond [[b]] words.\n"})
        assert reader.hears()[0] == "change"
        assert held.wait(60)
        assert "Second" in site.ask("/notes/b.html").text
        assert "Second" not in site.ask("/notes/a.html").text
        free.set()
        site.built()
        assert "Second" in site.ask("/notes/a.html").text


def test_a_burst_of_changes_is_one_build(vault: Path) -> None:
    with served(vault) as site:
        site.built()
        write_files(vault, {f"new-{number}.md": f"# New {number}\n" for number in range(40)})

        assert len(site.built().graph.notes) == 44
        write_files(vault, {"a.md": "# A\n\nThe end.\n"})
        site.built()
        assert site.calm


def test_what_is_saved_right_after_a_page_was_shown_is_in_the_same_build(vault: Path) -> None:
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})
        assert reader.hears()[0] == "change"
        write_files(vault, {"new.md": "# New\n"})

        assert "new" in site.built().graph.notes
        assert site.calm


def test_a_burst_is_over_when_it_is_quiet() -> None:
    """The clock of the test stands still, so that what comes belongs together."""
    now = [0.0]
    burst = Burst(lambda: now[0])
    burst.add([Path("/vault/a.md")])
    now[0] = 0.009
    burst.add([Path("/vault/b.md")])
    now[0] = 9.0

    taken = burst.take()
    assert taken is not None
    assert set(taken) == {Path("/vault/a.md"), Path("/vault/b.md")}
    assert burst.take(0) == frozenset()
    burst.end()
    assert burst.take() is None


def test_a_file_that_is_being_written_is_waited_for() -> None:
    """Between two writes it may be empty: it is over when the file is closed."""
    now = [0.0]
    waits: list[float] = []
    burst = Burst(lambda: now[0])
    note = [Path("/vault/a.md")]

    def wait(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds if len(waits) > 1 else 0.05
        if len(waits) == 1:
            burst.add(note)  # closed

    burst._changed.wait = wait  # type: ignore[assignment,method-assign]
    burst.add(note, in_writing=True)

    assert burst.take() == frozenset(note)
    assert waits == pytest.approx([0.1, 0.01])


def test_a_burst_that_does_not_end_is_taken_all_the_same() -> None:
    times = iter([0.0, *(number / 200 for number in range(1, 10_000))])
    burst = Burst(lambda: next(times))
    burst.add([Path("/vault/a.md")])
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            burst.add([Path("/vault/a.md")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert burst.take()
    finally:
        stop.set()
        writer.join()


def test_reading_makes_no_build(vault: Path) -> None:
    with served(vault) as site:
        site.built()
        for path in vault.rglob("*.md"):
            path.read_bytes()
        list(os.walk(vault))
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})

        assert site.built().published.written
        assert site.calm


def test_events_that_tell_nothing_do_not_count(tmp_path: Path) -> None:
    note = str(tmp_path / "a.md")
    for event in (
        FileOpenedEvent(note),
        FileClosedNoWriteEvent(note),
        DirModifiedEvent(str(tmp_path)),
        FileClosedEvent(str(tmp_path / ".a.md.swp")),
        FileClosedEvent(str(tmp_path / "a.md~")),
        FileClosedEvent(str(tmp_path / "4913")),
        FileClosedEvent(str(tmp_path / ".obsidian" / "workspace.json")),
        FileMovedEvent(str(tmp_path / ".trash"), str(tmp_path / ".gone")),
    ):
        assert changed(event, tmp_path) == [], event
    assert changed(FileClosedEvent(note), tmp_path) == [Path(note)]
    moved = FileMovedEvent(str(tmp_path / ".a.tmp"), note)
    assert changed(moved, tmp_path) == [Path(note)]
    assert changed(FileClosedEvent(note), tmp_path, "notes.toml") == []


def test_a_note_is_renamed_and_deleted(vault: Path) -> None:
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        (vault / "a.md").rename(vault / "z.md")
        assert reader.hears()[0] == "change"
        assert site.built().published.deleted
        assert site.ask("/notes/a.html").status == 404
        assert site.ask("/notes/z.html").status == 200

        reader = site.look_at("notes/z.html")
        (vault / "z.md").unlink()
        assert reader.hears()[0] == "change"
        site.built()
        assert site.ask("/notes/z.html").status == 404

        gone = site.look_at("notes/z.html")
        write_files(vault, {"z.md": "# Here again\n"})
        assert gone.hears()[0] == "change"
        site.built()


def test_an_editor_writes_beside_the_note_and_replaces_it(vault: Path) -> None:
    with served(vault) as site:
        site.built()
        for name in (".a.md.swp", "4913", "a.md~", ".a.md.tmp"):
            (vault / name).write_text("# A\n\nSecond words.\n")
        (vault / "4913").unlink()
        (vault / ".a.md.tmp").replace(vault / "a.md")

        assert site.built().published.written
        assert "Second words" in site.ask("/notes/a.html").text
        assert site.calm


def test_a_folder_comes_and_goes(vault: Path, tmp_path: Path) -> None:
    outside = write_files(tmp_path / "outside", {"x.md": "# X\n", "y/z.md": "# Z\n"})
    with served(vault) as site:
        site.built()
        outside.rename(vault / "inside")
        site.built()
        assert site.ask("/notes/inside/y/z.html").status == 200
        write_files(vault, {"inside/y/z.md": "# Z\n\nAnd more.\n"})
        site.built()
        assert "And more" in site.ask("/notes/inside/y/z.html").text
        shutil.rmtree(vault / "inside")
        while site.built().graph.notes.keys() & {"inside/x", "inside/y/z"}:
            pass
        assert site.ask("/notes/inside/y/z.html").status == 404


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "localhost:1", ""],
)
def test_another_host_is_refused(vault: Path, host: str) -> None:
    """A page of that host could else read the site under its own name."""
    with served(vault) as site:
        port = urlsplit(site.url).port
        answer = site.ask("/notes/a.html", Host=host.format(port=port))
        assert answer.status == 421
        assert b"First words" not in answer.data
        for name in ("localhost", "127.0.0.1", "[::1]", "LocalHost"):
            assert site.ask("/notes/a.html", Host=f"{name}:{port}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/notes/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.papergarden.json",
        "/notes/a.html%00",
        "/link.txt",
    ],
)
def test_nothing_but_the_site_is_served(vault: Path, path: str) -> None:
    with served(vault) as site:
        site.built()
        folder = site.folder
        (folder.parent / "secret.txt").write_text("hush")
        (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
        answer = site.ask(path)
        assert answer.status == 404
        assert "hush" not in answer.text
        assert "no such" in answer.text.lower()


def test_only_questions_are_answered(vault: Path) -> None:
    with served(vault) as site:
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            assert site.ask("/", method).status == 405
        head = site.ask("/notes/a.html", "HEAD")
        assert (head.status, head.data) == (200, b"")
        assert int(head.headers["Content-Length"]) == len(site.ask("/notes/a.html").data)


def test_files_have_their_types_and_are_not_kept(vault: Path) -> None:
    with served(vault) as site:
        types = {
            "/": "text/html; charset=utf-8",
            "/style.css": "text/css; charset=utf-8",
            "/palette.js": "text/javascript; charset=utf-8",
            "/icon.svg": "image/svg+xml",
            "/graph.json": "application/json; charset=utf-8",
            "/library.bib": "application/x-bibtex; charset=utf-8",
        }
        for path, kind in types.items():
            answer = site.ask(path)
            assert (answer.status, answer.kind) == (200, kind)
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert site.ask("/notes").headers.get("Location", "") in {"", "/notes/"}


def test_the_page_for_what_is_missing_finds_its_files(vault: Path, tmp_path: Path) -> None:
    config = tmp_path / "notes.toml"
    config.write_text('[site]\nbase_url = "https://example.org/some/place"\n')
    for given in (None, config):
        with served(vault, given) as site:
            answer = site.ask("/notes/deep/nowhere.html")
            assert answer.status == 404
            assert 'href="/style.css"' in answer.text
            assert 'href="/library.html"' in answer.text


def test_a_mistake_in_a_template_is_told_and_the_site_stays(vault: Path, tmp_path: Path) -> None:
    good = '{% extends "default/note.html" %}'
    theme = write_files(tmp_path / "theme", {"note.html": good})
    config = tmp_path / "notes.toml"
    config.write_text('[theme]\nfolder = "theme"\n')
    with served(vault, config) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        write_files(theme, {"note.html": good + "{% block content %}\n{{ nothing }}{% endblock %}"})
        name, text = reader.hears()
        assert name == "problem"
        assert "note.html:2" in text
        assert site.problem() == text
        assert "First words" in site.ask("/notes/a.html").text
        assert site.look_at("notes/b.html").hears() == ("problem", text)

        write_files(theme, {"note.html": good})
        assert reader.hears() == ("problem", "")
        site.built()


def test_a_mistake_in_the_configuration_is_told_and_the_site_stays(
    vault: Path, tmp_path: Path
) -> None:
    config = tmp_path / "notes.toml"
    config.write_text('[site]\ntitle = "One"\n')
    with served(vault, config) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        config.write_text('[site]\ntitel = "Two"\n')
        assert reader.hears()[0] == "problem"
        assert "titel" in site.problem()
        assert site.ask("/notes/a.html").status == 200

        config.write_text('[site]\ntitle = "Two"\n')
        assert reader.hears()[0] == "change"
        assert reader.hears() == ("problem", "")
        site.built()
        assert "Two</title>" in site.ask("/notes/a.html").text


def test_a_mistake_of_ours_is_told_and_goes_away(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/b.html")

        def broken(*_: object, **__: object) -> Built:
            raise ZeroDivisionError("by us")

        monkeypatch.setattr("papergarden.serve.build", broken)
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})
        assert "ZeroDivisionError: by us" in reader.hears()[1]
        site.problem()
        monkeypatch.setattr("papergarden.serve.build", build)
        write_files(vault, {"b.md": "# B\n\nThird words.\n"})
        site.built()
        assert reader.hears()[0] == "change"
        assert reader.hears() == ("problem", "")


def test_a_site_that_was_never_built_is_there_once_it_can_be(vault: Path, tmp_path: Path) -> None:
    theme = write_files(tmp_path / "theme", {"note.html": "{% nonsense %}"})
    config = tmp_path / "notes.toml"
    config.write_text('[theme]\nfolder = "theme"\n')
    with served(vault, config) as site:
        assert "note.html:1" in site.problem()
        assert site.ask("/").status == 404
        reader = site.look_at("")
        assert reader.hears()[0] == "problem"
        (theme / "note.html").unlink()
        site.built()
        assert [reader.hears()[0] for _ in range(2)] == ["problem", "change"]
        assert site.ask("/").status == 200


def test_after_many_edits_the_site_is_that_of_a_first_build(tmp_path: Path) -> None:
    """Byte for byte, in the folder and as it is served; with pages open all the time."""
    vault = tmp_path / "vault"
    shutil.copytree(SAMPLE, vault)
    chance = random.Random(7)
    with served(vault) as site:
        built = site.built()
        site.look_at("index.html")
        site.look_at("library.html")
        for step in range(12):
            notes = sorted(vault.rglob("*.md"))
            one, other = chance.sample(notes, 2)
            match step % 4:
                case 0:
                    one.write_bytes(one.read_bytes() + b"\n\nSee [[index]] and #new.\n")
                case 1:
                    one.rename(one.with_name(f"moved-{step}.md"))
                case 2:
                    one.write_bytes(other.read_bytes())
                case _:
                    (vault / f"new-{step}.md").write_text(f"# New {step}\n\n[[{other.stem}]]\n")
            built = site.built()
        assert site.calm
        expected = cold(vault, tmp_path / "cold")
        assert tree(site.folder) == expected
        expected.pop(".papergarden.json")
        assert shown(site, built) == expected


def test_drafts_are_shown_to_who_asks(vault: Path) -> None:
    write_files(
        vault,
        {
            "draft.md": "---\ndraft: true\n---\n# Draft\n",
            "_drafts/other.md": "# Other\n",
            "secret.md": "---\ndraft: true\nprivate: true\n---\n# Secret\n",
            "kept.md": "---\ndraft: true\npublish: false\n---\n# Kept\n",
        },
    )
    pages = (
        "/notes/draft.html",
        "/notes/drafts/other.html",
        "/notes/secret.html",
        "/notes/kept.html",
    )
    with served(vault, drafts=True) as site:
        assert "_drafts/other" in site.built().graph.notes
        assert [site.ask(page).status for page in (pages[0], *pages[2:])] == [200, 404, 404]
    with served(vault) as site:
        assert [site.ask(page).status for page in pages] == [404] * 4


def test_a_taken_port_is_passed_over(vault: Path) -> None:
    with served(vault) as one:
        port = urlsplit(one.url).port or 0
        with served(vault, port=port) as other:
            assert other.taken
            assert (urlsplit(other.url).port or 0) > port
            assert other.ask("/").status == 200


def test_no_free_port_is_said(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from papergarden import host  # noqa: PLC0415 # to narrow it

    monkeypatch.setattr(host, "_MOST_PORTS", 1)
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(UsageError, match="--port"),
    ):
        host.host(taken.getsockname()[1], host.Stage(vault))


def test_what_is_served_leaves_nothing_in_the_site(vault: Path, tmp_path: Path) -> None:
    """The script is put into answers, never into files, and no site that is published has it."""
    with served(vault) as site:
        site.built()
        assert SCRIPT in site.ask("/notes/a.html").text
        folder = site.folder
        assert not [path for path, data in tree(folder).items() if b"live.js" in data]
        assert tree(folder) == cold(vault, tmp_path / "cold")
    assert not folder.exists()
    assert not (vault.parent / "site").exists()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_in_peace(vault: Path, tmp_path: Path, by: signal.Signals) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "papergarden", "serve", str(vault), "--port", "0"],
        cwd=tmp_path,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": _CODE,
            "PAPERGARDEN_CACHE": str(tmp_path / "cache"),
            "TMPDIR": str(temporary),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    url = process.stdout.readline().decode().strip()
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as reader:
        question = f"GET /.papergarden/events HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n"
        reader.sendall(question.encode())
        assert reader.recv(4) == b"HTTP"
        assert list(temporary.iterdir())
        process.send_signal(by)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 0, said
    assert b"Traceback" not in said
    assert list(temporary.iterdir()) == []
