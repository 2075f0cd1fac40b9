"""Templates are compiled once, and anew once they are others."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from harness import write_files

from papergarden.build import build
from papergarden.cache import Memo
from papergarden.config import Config, ThemeTable
from papergarden.core import render
from papergarden.crew import Crew


def _built(folder: Path) -> str:
    """The page of a note, made by a process that begins."""
    render._environment.cache_clear()
    render._compiled.cache_clear()
    memo = Memo(folder / "memo.sqlite")
    config = Config(theme=ThemeTable(str(folder / "theme")))
    build(folder / "vault", folder / "site", config, Crew(memo))
    memo.close()
    return (folder / "site/notes/a.html").read_text("utf-8")


def test_templates_of_the_last_time_are_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit needs a few of them; a theme that changes is followed."""
    footer = '{% extends "default/note.html" %}{% block footer %}mine{% endblock %}'
    write_files(tmp_path, {"vault/a.md": "# A\n", "theme/note.html": footer})
    asked: list[str] = []
    real = jinja2.Environment.compile

    def watched(environment: jinja2.Environment, source: str, name: str, file: str) -> object:
        asked.append(name)
        return real(environment, source, name, file)

    monkeypatch.setattr("jinja2.Environment.compile", watched)
    assert "mine" in _built(tmp_path)
    assert len(asked) == len(set(asked))
    asked.clear()
    write_files(tmp_path, {"vault/a.md": "# A\n\nMore.\n"})
    assert "More." in _built(tmp_path)
    assert not asked

    write_files(tmp_path, {"theme/note.html": footer.replace("mine", "theirs")})
    assert "theirs" in _built(tmp_path)
    assert "note.html" in asked
