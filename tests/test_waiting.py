"""What a build leaves in a site if it is killed goes with the next one, and nothing of others."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from harness import notes, program, write_files

KILLED = (
    "import os, papergarden.publish as publish, sys\n"
    "publish._Press.gone = lambda _: os.kill(os.getpid(), 9)\n"
    "sys.argv[1:] = ['build', 'vault', '-o', 'site', '-q']\n"
    "from papergarden.start import main\n"
    "main()\n"
)


@pytest.mark.skipif(not hasattr(os, "uname"), reason="only there an owner is known by a number")
def test_what_a_killed_build_left_goes_with_the_next(tmp_path: Path) -> None:
    """It may be of a note that is private by then."""
    write_files(tmp_path / "vault", {"a.md": "# A\n\nSecret.\n", "b.md": "# B\n"})
    killed = program("-c", KILLED, cwd=tmp_path, env={"PAPERGARDEN_CACHE": str(tmp_path / "cache")})
    (left,) = (tmp_path / "site").glob(".papergarden-new-*")
    assert killed.returncode == -signal.SIGKILL
    assert any(b"Secret" in file.read_bytes() for file in left.iterdir())
    (tmp_path / "vault/a.md").write_text("---\nprivate: true\n---\nSecret.\n")
    done = notes("build", "vault", "-o", "site", cwd=tmp_path, env=dict(os.environ))

    assert done.returncode == 0
    found = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
    assert not any(b"Secret" in file.read_bytes() for file in found)


def test_what_another_build_is_at_stays(tmp_path: Path) -> None:
    """One that goes on here, on another machine, or that does not tell."""
    write_files(tmp_path / "vault", {"a.md": "# A\n"})
    node = os.uname().nodename if hasattr(os, "uname") else ""
    names = {f"{node}-{os.getpid()}-ab", "elsewhere-1-ab", f"{node}-none-ab", f"{node}-{9**99}-ab"}
    for name in names:
        (tmp_path / "site" / f".papergarden-new-{name}").mkdir(parents=True)
    done = notes("build", "vault", "-o", "site", cwd=tmp_path, env=dict(os.environ))

    assert done.returncode == 0
    left = (tmp_path / "site").glob(".papergarden-new-*")
    assert {path.name.removeprefix(".papergarden-new-") for path in left} == names
