"""What is near what is found out again when it has to be, and not with every edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import write_files

from papergarden.build import build
from papergarden.cache import Memo
from papergarden.config import Config
from papergarden.core.model import Graph
from papergarden.core.related import Related, related
from papergarden.crew import Crew

LIST = (
    "## Late interaction\n"
    "- [ColBERT](https://arxiv.org/abs/2004.12832)\n- [PLAID](https://arxiv.org/abs/2205.09707)\n"
)


def test_an_edit_of_mere_text_finds_out_nothing_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of a work still shows its neighbours, and new ones once there are any."""
    asked: list[int] = []

    def watched(graph: Graph) -> Related:
        asked.append(1)
        return related(graph)

    monkeypatch.setattr("papergarden.near.related", watched)
    vault = write_files(tmp_path / "vault", {"list.md": LIST, "other.md": "# Other\n"})

    def page() -> str:
        memo = Memo(tmp_path / "memo.sqlite")
        build(vault, tmp_path / "site", Config(), Crew(memo))
        memo.close()
        return (tmp_path / "site/works/arxiv-2004.12832.html").read_text("utf-8")

    assert "PLAID" in page()
    write_files(vault, {"other.md": "# Other\n\nMore text.\n"})
    assert "PLAID" in page()
    assert len(asked) == 1
    write_files(vault, {"list.md": f"{LIST}- [Baleen](https://arxiv.org/abs/2101.00436)\n"})
    assert "Baleen" in page()
    assert len(asked) == 2  # as it has to
