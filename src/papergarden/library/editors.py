"""How editors are told to open a file at a line."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from papergarden.errors import UsageError

_PLUS = frozenset(
    "vi vim nvim gvim mvim view vimr nano pico emacs emacsclient micro kak joe ne jed gedit".split()
)
_COLON = frozenset("subl sublime_text zed zeditor hx helix".split())
_GOTO = frozenset("code code-insiders codium vscodium cursor windsurf".split())
_USUAL = ("sensible-editor", "nano", "vim", "vi")  # where the user names none


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """The command of the user's editor.

    Raises:
        UsageError: none is named, and none is found; or the name is no command.
    """
    named = next(filter(None, (environment.get(name) for name in ("VISUAL", "EDITOR"))), "")
    if named.strip():
        try:
            return shlex.split(named, posix=os.name != "nt")
        except ValueError as error:
            raise UsageError(f"VISUAL or EDITOR is no command: {named} ({error})") from error
    found = next(filter(shutil.which, _USUAL), None)
    if found is None:
        raise UsageError("no editor is named: set VISUAL or EDITOR")
    return [found]


def at_line(editor: list[str], path: Path, line: int) -> list[str]:
    """The command that opens a file at a line; one that we do not know only gets the file."""
    if str(path).startswith("-"):  # which would be an option
        path = path.absolute()
    name = Path(editor[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    if name in _PLUS:
        return [*editor, f"+{line}", str(path)]
    if name in _COLON:
        return [*editor, f"{path}:{line}"]
    if name in _GOTO:
        return [*editor, "--goto", f"{path}:{line}"]
    return [*editor, str(path)]
