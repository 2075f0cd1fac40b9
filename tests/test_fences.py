"""Code is put in colours once, whatever else of its note changes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from harness import program, tree, updated, write_files

from papergarden.build import build
from papergarden.cache import Memo
from papergarden.config import Config
from papergarden.core.syntax.highlight import highlighted
from papergarden.fences import Fences, keep

CODE = "def f(x):\n    return x\n"
NOTE = f"# A\n\nText.\n\n```python\n{CODE}```\n"
EDIT = """
import sys
from pathlib import Path
from papergarden.build import build
from papergarden.cache import Memo
from papergarden.config import Config
from papergarden.crew import Crew

build(Path("vault"), Path("site"), Config(), Crew(Memo(Path.cwd() / "memo.sqlite")))
print("pygments.lexers" in sys.modules)
"""


@pytest.mark.parametrize(("code", "is_needed"), [(CODE, "False"), ("print(2)\n", "True")])
def test_code_that_is_known_needs_no_lexer(code: str, is_needed: str, tmp_path: Path) -> None:
    """To import one takes longer than to read the note."""
    vault = write_files(tmp_path / "vault", {"a.md": NOTE})
    updated(vault, tmp_path / "site", Config(), tmp_path / "memo.sqlite")
    write_files(vault, {"a.md": NOTE.replace("Text", "Other text").replace(CODE, code)})

    done = program("-c", EDIT, cwd=tmp_path)

    assert done.stdout.decode().strip() == is_needed, done.stderr.decode()
    build(vault, tmp_path / "anew", Config())
    assert tree(tmp_path / "site") == tree(tmp_path / "anew")
    assert 'class="k">def' in (tmp_path / "site/notes/a.html").read_text() or code != CODE


def test_language_and_code_are_told_apart(tmp_path: Path) -> None:
    """The same text in another language is another one."""
    memo = Memo(tmp_path / "memo.sqlite")
    first = Fences(memo)
    first(CODE, "python")
    keep(memo, first.made)
    second = Fences(memo)

    assert second(CODE, "python") == highlighted(CODE, "python")
    assert not second.made
    assert second(CODE, "rust") == highlighted(CODE, "rust") != highlighted(CODE, "python")
    assert second("", "rust") == ""
    assert len(second.made) == 2
    memo.close()


def test_the_oldest_code_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes in one go: what other notes show stays, as far as there is room."""
    monkeypatch.setattr("papergarden.fences._MOST", 3)
    memo = Memo(tmp_path / "memo.sqlite")
    for number in range(5):
        keep(memo, {bytes([number]): b"code"})

    assert [key for key, _ in memo.each("fences", [bytes([n]) for n in range(5)])] == [
        bytes([number]) for number in (2, 3, 4)
    ]
    memo.close()


def test_a_memo_can_be_told_to_another_process(tmp_path: Path) -> None:
    """Which opens the file for itself."""
    memo = Memo(tmp_path / "memo.sqlite")
    fences = Fences(memo)
    fences(CODE, "python")
    keep(memo, fences.made)
    other: Memo = pickle.loads(pickle.dumps(memo))  # noqa: S301 # ours
    known = Fences(other)
    known(CODE, "python")

    assert not known.made
    memo.close()
    other.close()
