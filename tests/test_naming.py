"""What somebody names is what is shown and changed, and never something like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from captured import DeskMaker, desk_maker, mark
from conftest import VaultMaker
from harness import notes, tree

from papergarden.errors import CaptureError

# Entries as `notes add` writes them without a network, and one with a title.
UNTITLED = """\
- [ ] [arXiv:2408.06292](https://arxiv.org/abs/2408.06292)
- [ ] [https://example.com/blog/part-10](https://example.com/blog/part-10)
- [ ] [doi:10.1561/1500000019](https://doi.org/10.1561/1500000019)
- [ ] [Reading node.js/express](https://example.com/express)
"""
ABSENT = (
    "2408.06293",
    "arXiv:2408.06293",
    "arXiv 2408.06293",
    "https://arxiv.org/abs/2408.06293",
    "https://arxiv.org/abs/2408.0629",
    "https://example.com/blog/part-1",
    "example.com/blog/part-11",
    "10.1561/1500000018",
    "arxiv:2408.06293v2",
)


@pytest.fixture
def desk(tmp_path: Path, vault: VaultMaker) -> DeskMaker:
    """Write a vault, and give a desk in it."""
    return desk_maker(tmp_path, vault)


@pytest.mark.parametrize("query", ABSENT)
def test_an_address_that_the_vault_has_not_is_no_other(query: str, desk: DeskMaker) -> None:
    """However much another one is like it, or begins so: nothing is ticked, nothing is shown."""
    there = desk({"list.md": UNTITLED})
    shown = notes("show", query, cwd=there.vault)

    with pytest.raises(CaptureError, match="no work like"):
        mark(there, "done", query)
    assert tree(there.vault) == {"list.md": UNTITLED.encode()}
    assert (shown.returncode, shown.stdout) == (1, b"")


def test_a_name_that_looks_like_an_address_is_a_name(desk: DeskMaker) -> None:
    """As long as it is all of the name."""
    there = desk({"list.md": UNTITLED.replace("Reading ", "")})

    assert mark(there, "done", "node.js/express").work.id == "url:example.com/express"
    assert notes("show", "node.js/express", cwd=there.vault).stdout.startswith(b"node.js/express\n")
