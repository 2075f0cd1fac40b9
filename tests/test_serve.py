"""A site that is served while one writes: it follows every change, and nobody else can read it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from followed import NOTES, cold, served
from harness import tree, write_files
from watchdog.events import (
    DirModifiedEvent,
    FileClosedEvent,
    FileClosedNoWriteEvent,
    FileMovedEvent,
    FileOpenedEvent,
)

from papergarden import publish
from papergarden.build import Built, build
from papergarden.core.artifact import Part
from papergarden.watch import Burst, changed

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A small vault."""
    return write_files(tmp_path / "vault", NOTES)


def test_a_saved_note_is_shown_and_its_open_page_is_told(vault: Path) -> None:
    """Nobody has to load a page again by hand."""
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})

        assert reader.hears()[0] == "change"
        assert "Second words" in site.ask("/notes/a.html").text
        site.built()


def test_a_theme_is_followed_from_the_moment_it_is_named(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a file that is saved while the site is built with it for the first time."""
    theme = write_files(tmp_path / "theme", {"custom.css": "p { color: red }\n"})
    config = tmp_path / "notes.toml"
    config.write_text("")

    def slow(*given: Any, **named: Any) -> Built:  # noqa: ANN401 # as it is called
        built = build(*given, **named)
        if len(list(theme.iterdir())) == 1:
            write_files(theme, {"late.css": "p { color: blue }\n"})
        return built

    with served(vault, config) as site:
        site.built()
        monkeypatch.setattr("papergarden.build.build", slow)
        config.write_text('[theme]\nfolder = "theme"\n')
        site.built()
        site.built()

        assert site.ask("/late.css").status == 200


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
    """A page is told of a stylesheet as of its own words."""
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
            "0.md": NOTES["deep/c.md"],
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
        monkeypatch.setattr("papergarden.build.build", slow)
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
    """The short way to a page asks the rules for publishing, too."""
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

    def make(
        self: publish._Press,
        parts: Sequence[Part],
        only: frozenset[str] | None = None,
        *,
        few: bool = False,
    ) -> None:
        if begun.is_set() and only is None:
            held.set()
            assert free.wait(60)
        real(self, parts, only, few=few)

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


def test_a_burst_of_changes_is_not_a_build_for_each(vault: Path) -> None:
    """Forty files saved at once are one build, or a few where the machine is slow to write them."""
    with served(vault) as site:
        site.built()
        write_files(vault, {f"new-{number}.md": f"# New {number}\n" for number in range(40)})
        builds = 1
        while site.built().outcome.notes < 44:
            builds += 1

        assert builds < 5


def test_what_is_saved_right_after_a_page_was_shown_is_built_as_well(vault: Path) -> None:
    """Showing a page before its build makes nobody deaf."""
    with served(vault) as site:
        site.built()
        reader = site.look_at("notes/a.html")
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})
        assert reader.hears()[0] == "change"
        write_files(vault, {"new.md": "# New\n"})

        while site.built().outcome.notes < len(NOTES) + 1:
            pass
        assert "Second words." in site.ask("/notes/a.html").text


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
    """A program that writes all the time keeps nobody waiting for ever."""
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
    """Programs that look at files change nothing."""
    with served(vault) as site:
        site.built()
        for path in vault.rglob("*.md"):
            path.read_bytes()
        list(os.walk(vault))
        write_files(vault, {"a.md": "# A\n\nSecond words.\n"})

        assert site.built().published.written
        assert site.calm


def test_events_that_tell_nothing_do_not_count(tmp_path: Path) -> None:
    """Opened and closed files, hidden ones, and what editors leave for a moment."""
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
    """Its page goes where it went, and then it goes."""
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
    """As many editors save, so that a crash leaves a whole file."""
    with served(vault) as site:
        site.built()
        for name in (".a.md.swp", "4913", "a.md~", ".a.md.tmp"):
            (vault / name).write_text("# A\n\nSecond words.\n")
        (vault / "4913").unlink()
        (vault / ".a.md.tmp").replace(vault / "a.md")

        assert site.built().published.written
        assert "Second words" in site.ask("/notes/a.html").text


def test_a_folder_comes_and_goes(vault: Path, tmp_path: Path) -> None:
    """With all notes in it."""
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
        while site.built().outcome.notes > len(NOTES):
            pass
        assert site.ask("/notes/inside/y/z.html").status == 404
