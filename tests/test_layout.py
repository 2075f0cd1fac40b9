"""How the code is kept: small files, each with its purpose, and a core that touches nothing."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from harness import REPOSITORY

SOURCE = REPOSITORY / "src" / "papergarden"
MODULES = sorted(SOURCE.rglob("*.py"))
CORE = sorted((SOURCE / "core").rglob("*.py"))
OURS = sorted(f for name in ("tests", "benchmarks") for f in (REPOSITORY / name).rglob("*.py"))

# What of the standard library a module of the core may use: all of it computes, none of it looks.
PURE = set(
    "__future__ array bisect collections contextlib csv dataclasses datetime difflib enum "
    "functools hashlib html itertools json marshal math operator posixpath re string struct "
    "tomllib types typing unicodedata urllib.parse uuid".split()
)
# A font is read from memory as from a file; `io` can do more, and is for that module only.
READS_MEMORY = {"mathfont.py": {"io"}}
_LOOKS_AT_THE_CLOCK = {"now", "today", "utcnow"}
_LOOKS_AROUND = {"open", "print", "input", "exec", "eval", "__import__"}


def named(paths: list[Path]) -> list[object]:
    """Paths as parameters that a report shows by their place in the repository."""
    return [pytest.param(path, id=path.relative_to(REPOSITORY).as_posix()) for path in paths]


def imports(tree: ast.Module) -> set[str]:
    """The full names of all modules that a module imports, wherever it does."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module is not None
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", named([*MODULES, *OURS]))
def test_a_file_has_at_most_four_hundred_lines(path: Path) -> None:
    """What is longer has grown a second subject."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", named(MODULES))
def test_a_module_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    """Each module opens with a docstring whose first line is a whole sentence on one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring is not None
    first, *rest = docstring.splitlines()

    assert first.endswith(".")
    assert len(first) <= 100
    assert not rest or rest[0] == ""


@pytest.mark.parametrize("path", named(CORE))
def test_the_core_computes_and_looks_at_nothing(path: Path) -> None:
    """No module of the core knows the shell, a file, the clock, the network or the environment."""
    tree = ast.parse(path.read_text("utf-8"))
    for name in imports(tree):
        top = name.split(".")[0]
        if top == "papergarden":
            assert name.startswith("papergarden.core"), name
        elif top in sys.stdlib_module_names:
            assert {name, top} & (PURE | READS_MEMORY.get(path.name, set())), name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            assert node.attr not in _LOOKS_AT_THE_CLOCK, ast.unparse(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in _LOOKS_AROUND, ast.unparse(node)


@pytest.mark.parametrize(
    "path", named([path for path in OURS if path.name.startswith(("test_", "conftest"))])
)
def test_a_test_says_in_one_sentence_what_holds(path: Path) -> None:
    """Each test has a docstring of one sentence."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            docstring = ast.get_docstring(node) or ""
            assert docstring.endswith("."), node.name


def test_the_layers_are_those_of_the_contract() -> None:
    """Nothing that the command line calls imports the command line."""
    above = {"papergarden.cli", "papergarden.start", "papergarden.__main__"}
    for path in MODULES:
        if path.name not in {"cli.py", "start.py", "__main__.py"}:
            assert not imports(ast.parse(path.read_text("utf-8"))) & above, path
    assert len(CORE) > 30
