"""Something new with a title that the vault has nearly, too, is written down and pointed out."""

from __future__ import annotations

from pathlib import Path

import pytest
from captured import TODAY, DeskMaker, desk_maker
from conftest import VaultMaker
from harness import notes, write_files

from papergarden.capture import adding
from papergarden.core.edits.wording import Wanted

TITLE = "Dense Passage Retrieval for Open-Domain Question Answering"
NEW = "https://openreview.net/forum?id=B1ckMDqlg"


@pytest.fixture
def desk(tmp_path: Path, vault: VaultMaker) -> DeskMaker:
    """Write a vault, and give a desk in it."""
    return desk_maker(tmp_path, vault)


@pytest.mark.parametrize(
    ("known", "new", "found"),
    [
        (TITLE, TITLE, True),
        (TITLE, "Dense Pasage Retrieval for Open-Domain Question Answering", True),
        (TITLE, "Open-Domain Question Answering: Dense Passage Retrieval for", True),
        ("Größere Über-Modelle für lange Texte", "Größere Über-Modelle fur lange Texte", True),
        (TITLE, "Dense Passage Retrieval for Questions", False),
        ("The Llama 2 Herd of Models", "The Llama 3 Herd of Models", False),
        ("Deep Learning for Physics, Part I", "Deep Learning for Physics, Part II", False),
        ("Attention", "Attention", False),
    ],
)
def test_a_similar_title_is_pointed_out(known: str, new: str, found: bool, desk: DeskMaker) -> None:
    """Slips and another order of words do not hide it; another number is another work."""
    there = desk({"a.md": "text\n", "b.md": f"# List\n\n- [x] [{known}](https://x.org/a)\n"})
    order = adding.Order((Wanted("openreview:B1ckMDqlg", NEW, new),))
    made = adding.add(there, order, today=TODAY, command="add", dry_run=True)

    assert [(near.path, near.mention.line) for near in made.similar] == [("b.md", 3)] * found


def test_the_answer_in_the_configuration_silences_it(desk: DeskMaker) -> None:
    """Who said that two are not one is not asked again."""
    there = desk(
        {"b.md": f"- [x] [{TITLE}](https://x.org/a)\n"},
        identity={"not_same": [["https://x.org/a", NEW]]},
    )
    order = adding.Order((Wanted("openreview:B1ckMDqlg", NEW, TITLE),))

    assert adding.add(there, order, today=TODAY, command="add").similar == ()


def test_it_is_written_down_all_the_same(tmp_path: Path) -> None:
    """What was asked for is done; the place stands on standard error."""
    write_files(tmp_path, {"notes/a.md": f"- [x] [{TITLE}](https://x.org/a)\n"})
    env = {"PAPERGARDEN_CACHE": str(tmp_path / "c")}
    env["PAPERGARDEN_SERVICES"] = "all=http://127.0.0.1:9"
    done = notes("add", NEW, "--title", TITLE, cwd=tmp_path, env=env)

    assert done.returncode == 0
    assert done.stdout.startswith(b"notes/a.md:2: - [ ] [Dense")
    assert done.stderr.decode() == f"notes/a.md:1: “{TITLE}” is here, which may be the same\n"
