"""What a served site answers, to whom, and what it says of mistakes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from followed import NOTES, cold, served, shown
from harness import _CODE, SAMPLE, tree, write_files

from papergarden.build import Built, build
from papergarden.errors import UsageError
from papergarden.host import SCRIPT
from papergarden.stage import Stage

pytestmark = pytest.mark.usefixtures("own_cache")

# A shell lets what it starts in the background ignore interrupts, tests among it.
_AT_A_TERMINAL = (
    "import signal, papergarden.start as start\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "start.main()"
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A small vault."""
    return write_files(tmp_path / "vault", NOTES)


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
    """No path leads out of the site, however it is written."""
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
    """Nobody can write."""
    with served(vault) as site:
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            assert site.ask("/", method).status == 405
        head = site.ask("/notes/a.html", "HEAD")
        assert (head.status, head.data) == (200, b"")
        assert int(head.headers["Content-Length"]) == len(site.ask("/notes/a.html").data)


def test_files_have_their_types_and_are_not_kept(vault: Path) -> None:
    """A browser asks anew each time, and knows what it got."""
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
    """From however deep a path."""
    config = tmp_path / "notes.toml"
    config.write_text('[site]\nbase_url = "https://example.org/some/place"\n')
    for given in (None, config):
        with served(vault, given) as site:
            answer = site.ask("/notes/deep/nowhere.html")
            assert answer.status == 404
            assert 'href="/style.css"' in answer.text
            assert 'href="/library.html"' in answer.text


def test_a_mistake_in_a_template_is_told_and_the_site_stays(vault: Path, tmp_path: Path) -> None:
    """The last good pages are served until it is mended."""
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
    """Likewise for a key that there is not."""
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
    """An exception ends no session."""
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/b.html")

        def broken(*_: object, **__: object) -> Built:
            raise ZeroDivisionError("by us")

        monkeypatch.setattr("papergarden.build.build", broken)
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})
        assert "ZeroDivisionError: by us" in reader.hears()[1]
        site.problem()
        monkeypatch.setattr("papergarden.build.build", build)
        write_files(vault, {"b.md": "# B\n\nThird words.\n"})
        site.built()
        heard = reader.hears(), reader.hears()  # whichever is told first
        assert ("problem", "") in heard
        assert "change" in dict(heard)


def test_a_site_that_was_never_built_is_there_once_it_can_be(vault: Path, tmp_path: Path) -> None:
    """A mistake at the start is told in the browser, and mended like others."""
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
        expected = cold(vault, tmp_path / "cold")
        assert tree(site.folder) == expected
        expected.pop(".papergarden.json")
        assert shown(site, built) == expected


def test_drafts_are_shown_to_who_asks(vault: Path) -> None:
    """And to nobody else; what is private stays so."""
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
        assert any("other" in path for path in site.built().published.files)
        assert [site.ask(page).status for page in (pages[0], *pages[2:])] == [200, 404, 404]
    with served(vault) as site:
        assert [site.ask(page).status for page in pages] == [404] * 4


def test_a_taken_port_is_passed_over(vault: Path) -> None:
    """The next free one is used, and said."""
    with served(vault) as one:
        port = urlsplit(one.url).port or 0
        with served(vault, port=port) as other:
            assert other.taken
            assert (urlsplit(other.url).port or 0) > port
            assert other.ask("/").status == 200


def test_no_free_port_is_said(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line."""
    from papergarden import host  # noqa: PLC0415 # to narrow it

    monkeypatch.setattr(host, "_MOST_PORTS", 1)
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(UsageError, match="--port"),
    ):
        host.host(taken.getsockname()[1], Stage(vault))


def test_what_is_served_leaves_nothing_in_the_site(vault: Path, tmp_path: Path) -> None:
    """The script is put into answers, never into files, and no site that is published has it."""
    with served(vault) as site:
        site.built()
        assert SCRIPT in site.ask("/notes/a.html").text
        folder = site.folder
        assert not [path for path, data in tree(folder).items() if b"live.js" in data]
        assert tree(folder) == cold(vault, tmp_path / "cold")
    assert folder.is_relative_to(tmp_path / "cache")
    assert not (vault.parent / "site").exists()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_in_peace(vault: Path, tmp_path: Path, by: signal.Signals) -> None:
    """No traceback, no file left behind, exit code 0."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", _AT_A_TERMINAL, "serve", str(vault), "--port", "0"],
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
        process.send_signal(by)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 0, said
    assert b"Traceback" not in said
    assert list(temporary.iterdir()) == []
