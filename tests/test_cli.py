"""The command `notes` as one meets it: what it says, where it says it, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from harness import notes_apart, program, write_files
from transcripts import replay

import papergarden
from papergarden.cli import cli

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))

# What a command needs that reads notes or talks to the network, and `--help` does not.
HEAVY = (
    "markdown_it",
    "yaml",
    "httpx",
    "rapidfuzz",
    "math_core",
    "pygments",
    "fontTools",
    "filelock",
    "msgspec",
    "sqlite3",
)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem.replace("-", " "))
def test_a_session_goes_as_it_was_written_down(
    path: Path, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """The commands of a transcript say what stands there, and no traceback ever."""
    expected = path.read_text("utf-8")
    actual = replay(expected, tmp_path)
    if pytestconfig.getoption("--rewrite"):
        path.write_text(actual, "utf-8")
        expected = actual

    assert "Traceback" not in actual
    assert expected == actual


@pytest.mark.parametrize(("text", "loaded"), [("$5 and $10", "False"), ("$x$", "True")])
def test_only_a_vault_with_formulas_loads_the_tools_for_fonts(
    text: str, loaded: str, tmp_path: Path
) -> None:
    """They are slow to import, and most vaults have no formula."""
    write_files(tmp_path, {"vault/a.md": text})
    code = (
        "import sys, papergarden.start as start\n"
        "sys.argv = ['notes', 'build', 'vault', '-o', 'site', '-q']\n"
        "try:\n    start.command()\n"
        "except SystemExit:\n    print('fontTools' in sys.modules)\n"
    )
    done = program("-c", code, cwd=tmp_path)

    assert done.returncode == 0
    assert done.stdout.decode().strip() == loaded


def test_the_transcripts_are_there() -> None:
    """A folder without transcripts would pass without having tried anything."""
    commands = [
        line
        for path in TRANSCRIPTS
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("$ notes ")
    ]

    assert len(commands) > 20


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["-h"],
        ["build", "--help"],
        ["export", "graph", "--help"],
        ["add", "--help"],
        ["search", "-h"],
    ],
    ids=str,
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """Help is answered at once: no library is loaded that only reading notes needs."""
    code = (
        "import sys, papergarden.start as start\n"
        f"sys.argv = ['notes', *{arguments}]\n"
        "try:\n    start.command()\n"
        "except SystemExit as end:\n"
        f"    print('exit', end.code, *sorted(set({HEAVY}) & set(sys.modules)))\n"
    )
    done = program("-c", code)

    assert done.returncode == 0
    assert done.stdout.startswith(b"Usage: notes ")
    assert done.stdout.splitlines()[-1] == b"exit 0"


def test_every_command_says_what_it_does_and_what_its_options_do() -> None:
    """Nobody has to guess: each command and each option has its line of help."""
    found: list[click.Command] = [cli]
    for command in found:
        assert command.help, command.name
        if isinstance(command, click.Group):
            found += command.commands.values()
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, option.name
    assert len(found) > 3


def test_colours_and_signs_stay_out_of_a_pipe(tmp_path: Path) -> None:
    """What another program reads holds no codes for a terminal, in whatever language it runs."""
    vault = write_files(tmp_path / "vault", {"ü.md": "[[nö]]\n"})
    for locale in ("C", "POSIX", "C.UTF-8"):
        done = notes_apart("build", vault, cwd=tmp_path, env={"LC_ALL": locale})
        assert b"\x1b" not in done.stderr
        assert "vault/ü.md:1: warning missing-link there is no note “nö”" in done.stderr.decode()


def test_a_closed_pipe_is_no_failure_to_speak_of(tmp_path: Path) -> None:
    """`notes export graph | head` ends without a word."""
    write_files(tmp_path / "notes", {f"{n}.md": "- [ ] [a](https://x.org)\n" for n in range(50)})
    with subprocess.Popen(
        [sys.executable, "-m", "papergarden", "export", "graph"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(papergarden.__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()

        assert process.stderr.read() == b""


@pytest.mark.parametrize("module", ["again", "cli", "click"])
def test_an_interrupt_before_there_is_a_command_is_no_traceback(module: str) -> None:
    """While something is imported, nobody else is there to say it."""
    code = (
        "import sys, papergarden.start as start\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name.rpartition('.')[2] == {module!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "sys.argv = ['notes', 'list']\n"
        "start.main()\n"
    )
    done = program("-c", code)

    assert (done.returncode, done.stderr) == (1, b"\nAborted!\n")
