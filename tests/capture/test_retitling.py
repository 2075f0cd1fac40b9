"""A paper is added without a network; its title comes with `notes sync`, unless it has one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import pytest
from desk import Desk
from harness import notes, tree
from werkzeug import Response

WALKS = "Heat-bath random walks with Markov bases"
SIGNS = "Of [brackets], *stars* & $x_1$"
PAPERS = {"1605.08386": WALKS, "2401.00002": SIGNS}

Typed = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def typed(desk: Desk) -> Typed:
    """Type a command in front of the vault, with or without a network."""
    with_network = os.environ["PAPERGARDEN_SERVICES"]

    def run(*words: str, network: bool = True) -> subprocess.CompletedProcess[bytes]:
        stamp = desk.cache / "turns" / "arxiv"
        stamp.unlink(missing_ok=True)  # nobody waits three seconds here
        services = with_network if network else "all=http://127.0.0.1:9"
        env = {"PAPERGARDEN_CACHE": str(desk.cache), "PAPERGARDEN_SERVICES": services}
        return notes(*words, "--vault", desk.vault, cwd=desk.vault, env=env)

    return run


def text_of(desk: Desk) -> str:
    """What stands in the reading list."""
    return (desk.vault / "reading-list.md").read_bytes().decode()


def test_a_title_comes_with_the_next_sync(desk: Desk, typed: Typed) -> None:
    """The line keeps all that stands around the identifier, line ends of the file as well."""
    desk.write("reading-list.md", "# Queue\r\n\r\n* [ ] [my title](https://example.org/a)\r\n")
    typed("add", "1605.08386", "--tag", "walks", network=False)
    before = text_of(desk)
    assert "* [ ] [arXiv:1605.08386](https://arxiv.org/abs/1605.08386) #walks ➕ " in before
    desk.papers = PAPERS
    done = typed("sync")

    assert done.returncode == 0
    assert text_of(desk) == before.replace("[arXiv:1605.08386]", f"[{WALKS}]")
    assert f"reading-list.md:4: * [ ] [{WALKS}](" in done.stdout.decode()
    assert "1 title replaced in notes" in done.stderr.decode()
    assert typed("sync").stdout == b""


def test_what_the_user_wrote_instead_stays(desk: Desk, typed: Typed) -> None:
    """Another title, another address and a line that is no entry are left alone."""
    typed("add", "1605.08386", "2401.00002", "2401.00003", network=False)
    mine = (
        text_of(desk)
        .replace("[arXiv:1605.08386]", "[walks on lattices]")
        .replace("](https://arxiv.org/abs/2401.00002)", "](https://arxiv.org/pdf/2401.00002)")
        .replace("[arXiv:2401.00003]", "[arXiv 2401.00003]")
    )
    mine += "\nSee also [arXiv:1605.08386](https://arxiv.org/abs/1605.08386).\n"
    mine += "\n```\n- [ ] [arXiv:1605.08386](https://arxiv.org/abs/1605.08386)\n```\n"
    desk.write("reading-list.md", mine)
    desk.papers = {**PAPERS, "2401.00003": "Third"}
    typed("sync")

    kept = mine.replace("[arXiv:2401.00002]", r"[Of \[brackets\], \*stars\* & $x_1$]")
    assert text_of(desk) == kept


def test_a_ticked_box_and_a_note_are_no_title(desk: Desk, typed: Typed) -> None:
    """Who only ticked the box still wants to read what it was."""
    typed("add", "1605.08386", network=False)
    desk.write("reading-list.md", text_of(desk).replace("- [ ]", "- [x]") + "  - so what\n")
    desk.papers = PAPERS
    typed("sync")

    assert text_of(desk).startswith(f"- [x] [{WALKS}](https://arxiv.org/abs/1605.08386)")


def test_titles_are_taken_back_by_one_undo(desk: Desk, typed: Typed) -> None:
    """In all notes at once, byte by byte; the library keeps what was fetched."""
    typed("add", "1605.08386", network=False)
    typed("add", "2401.00002", "--to", "other.md", network=False)
    before = {path: data for path, data in tree(desk.vault).items() if path.endswith(".md")}
    desk.papers = PAPERS
    typed("sync")
    after = tree(desk.vault)
    done = typed("undo")

    assert after["other.md"] != before["other.md"]
    assert after["reading-list.md"] != before["reading-list.md"]
    assert done.stdout.startswith(b"taken back: notes sync")
    assert tree(desk.vault) == {**before, "library.json": after["library.json"]}


def test_a_dry_run_says_what_would_change(desk: Desk, typed: Typed) -> None:
    """Titles that the library has already are shown as a difference, and nothing is written."""
    desk.papers = PAPERS
    desk.write("a.md", "- [ ] [walks](https://arxiv.org/abs/1605.08386)\n")
    typed("sync")
    typed("add", "1605.08386", "--again", "--to", "b.md", network=False)
    (desk.vault / "b.md").write_text(
        "- [ ] [arXiv:1605.08386](https://arxiv.org/abs/1605.08386)\n", "utf-8"
    )
    before = tree(desk.vault)
    done = typed("sync", "--dry-run")

    assert done.stdout.decode().splitlines() == [
        "--- a/b.md",
        "+++ b/b.md",
        "@@ -1 +1 @@",
        "-- [ ] [arXiv:1605.08386](https://arxiv.org/abs/1605.08386)",
        f"+- [ ] [{WALKS}](https://arxiv.org/abs/1605.08386)",
    ]
    assert tree(desk.vault) == before


def test_addresses_and_dois_get_their_titles_too(desk: Desk, typed: Typed) -> None:
    """Whatever stands in for a title is known as such."""
    typed("add", "https://example.org/fine-post", network=False)
    page = "<title>A fine post</title>"
    desk.answer("/pages", Response(page, content_type="text/html"))
    typed("sync")

    assert text_of(desk).startswith("- [ ] [A fine post](https://example.org/fine-post) ➕ ")
