"""What the terminal opens: browsers, editors at the line, new vaults, and completion."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from harness import notes, tree, write_files

from papergarden.cli import cli
from papergarden.errors import UsageError
from papergarden.library.beginning import begin
from papergarden.library.editors import at_line, editor_of


def test_an_address_is_opened_in_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And said; nothing is opened if it is only to be printed."""
    write_files(tmp_path / "notes", {"a.md": "- [ ] [Some paper](https://example.org/1)\n"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERGARDEN_CACHE", str(tmp_path / "cache"))
    opened: list[str] = []

    def launch(url: str) -> int:
        opened.append(url)
        return len(opened) - 1

    monkeypatch.setattr(click, "launch", launch)
    said = [
        CliRunner().invoke(cli, ["open", *more, "some paper"]) for more in (["--print"], [], [])
    ]

    assert opened == ["https://example.org/1"] * 2
    assert [(one.exit_code, one.stdout) for one in said] == [
        (0, "https://example.org/1\n"),
        (0, "https://example.org/1\n"),
        (1, "https://example.org/1\n"),
    ]


def test_the_editor_opens_the_line(tmp_path: Path) -> None:
    """The one that VISUAL names, with its own options, and waits for it."""
    write_files(tmp_path / "notes", {"a.md": "# A\n\n- [ ] [Some paper](https://example.org/1)\n"})
    editor = tmp_path / "vim"
    editor.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > told\nexit 3\n', "utf-8")
    editor.chmod(0o755)
    env = {"VISUAL": f"'{editor}' -n", "EDITOR": "false"}
    env["PAPERGARDEN_CACHE"] = str(tmp_path / "cache")
    done = notes("open", "--edit", "some paper", cwd=tmp_path, env=env)

    assert (tmp_path / "told").read_text("utf-8").splitlines() == ["-n", "+3", "notes/a.md"]
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("editor", "told"),
    {
        "vi": ["+7", "a.md"],
        "/usr/bin/nvim": ["+7", "a.md"],
        "nano": ["+7", "a.md"],
        "emacs": ["+7", "a.md"],
        "code": ["--goto", "a.md:7"],
        "subl": ["a.md:7"],
        "hx": ["a.md:7"],
        "zed": ["a.md:7"],
        "ed": ["a.md"],
    }.items(),
)
def test_an_editor_is_told_the_line_in_its_own_way(editor: str, told: list[str]) -> None:
    """One that we do not know only gets the file."""
    assert at_line([editor, "-x"], Path("a.md"), 7) == [editor, "-x", *told]


def test_a_note_is_no_option_of_an_editor() -> None:
    """Whatever its name begins with."""
    assert at_line(["vi"], Path("-c.md"), 7) == ["vi", "+7", str(Path.cwd() / "-c.md")]


def test_the_editor_is_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """VISUAL before EDITOR, else one that is there, else a word of advice."""
    assert editor_of({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_of({"VISUAL": "", "EDITOR": "vi"}) == ["vi"]
    with pytest.raises(UsageError, match="no command"):
        editor_of({"EDITOR": "vi 'open"})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="set VISUAL or EDITOR"):
        editor_of({})
    (tmp_path / "nano").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "nano").chmod(0o755)
    assert editor_of({}) == ["nano"]


def test_a_new_vault_takes_nothing_away(tmp_path: Path) -> None:
    """Files that are there stay as they are, and notes get no company."""
    write_files(
        tmp_path, {"README.md": "Code.", "notes/a.md": "Mine.", "notes/reading-list.md": "-"}
    )
    before = tree(tmp_path)
    begun = begin(tmp_path)
    after = tree(tmp_path)

    assert after.keys() - before.keys() == {"notes.toml"}
    assert {path: after[path] for path in before} == before
    assert not begun.is_new
    with pytest.raises(UsageError, match="nothing was written"):
        begin(tmp_path)
    assert tree(tmp_path) == after


@pytest.mark.parametrize(
    ("files", "vault"),
    [
        ({}, "notes"),
        ({"README.md": "Code.", "docs/guide.md": "How."}, "notes"),
        ({"papers/a.md": "A note."}, "."),
        ({"notes/a.md": "A note.", "b.md": "Another."}, "notes"),
    ],
)
def test_a_new_configuration_finds_the_notes(
    files: dict[str, str], vault: str, tmp_path: Path
) -> None:
    """They may be there already; documentation of code is none."""
    write_files(tmp_path, files)

    assert begin(tmp_path).vault == tmp_path / vault
    assert notes("check", "--json", cwd=tmp_path).stdout == b"[]\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_what_it_needs_to_complete(shell: str, tmp_path: Path) -> None:
    """A script that asks the command itself, which knows commands, options and their values."""
    script = notes("completion", shell, cwd=tmp_path).stdout.decode()
    line = {"COMP_WORDS": "notes list --status re", "COMP_CWORD": "3"}
    line |= {"COMP_CWORD": "re"} if shell == "fish" else {}
    asked = {"_NOTES_COMPLETE": f"{shell}_complete", **line}
    answer = notes(cwd=tmp_path, env=asked).stdout.decode()

    assert f"_NOTES_COMPLETE={shell}_complete" in script
    assert set(re.findall(r"\bread\w*\b", answer)) == {"read", "reading"}
