"""What is near what is found out again when it has to be, and not with every edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from harness import write_files

from papergarden.build import build, read_vault
from papergarden.cache import Memo
from papergarden.config import Config
from papergarden.core.model import Graph
from papergarden.core.nearness import near_names, near_titles
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


def test_titles_are_compared_again_when_one_of_them_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in a title is told with each build, and no more once it is mended."""
    asked: list[int] = []

    def watched(titles: Mapping[str, str]) -> list[tuple[str, str]]:
        asked.append(1)
        return near_titles(titles)

    monkeypatch.setattr("papergarden.near.near_titles", watched)
    slip = (
        "- [Precise Zero-Shot Dense Retrieval](https://arxiv.org/abs/2212.10496)\n"
        "- [Precise Zero-Shot Dense Retreival](https://example.org/hyde)\n"
    )
    vault = write_files(tmp_path / "vault", {"list.md": slip, "other.md": "# Other\n"})

    def told() -> list[str]:
        memo = Memo(tmp_path / "memo.sqlite")
        reading = read_vault(vault, Config(), Crew(memo))
        memo.close()
        return [d.code for d in reading.graph.diagnostics]

    assert told() == ["near-title"]
    write_files(vault, {"other.md": "# Other\n\nMore text.\n"})
    assert told() == ["near-title"]
    assert len(asked) == 1
    write_files(vault, {"list.md": slip.replace("Dense Retreival", "Sparse Retrieval")})
    assert told() == []
    assert len(asked) == 2  # as it has to


def test_hints_for_a_missing_note_follow_the_names_that_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other links and other notes are looked at again; an edit of mere text changes no hint."""
    asked: list[int] = []

    def watched(names: Mapping[str, str], wanted: Sequence[str]) -> dict[str, tuple[str, ...]]:
        asked.append(1)
        return near_names(names, wanted)

    monkeypatch.setattr("papergarden.near.near_names", watched)
    vault = write_files(tmp_path / "vault", {"a.md": "[[retreival]]\n", "retrieval.md": "Text.\n"})

    def hints() -> list[str]:
        memo = Memo(tmp_path / "memo.sqlite")
        reading = read_vault(vault, Config(), Crew(memo))
        memo.close()
        return [d.hint for d in reading.graph.diagnostics]

    assert hints() == ["did you mean retrieval?"]
    write_files(vault, {"retrieval.md": "Other text.\n"})
    assert hints() == ["did you mean retrieval?"]
    assert len(asked) == 1
    write_files(vault, {"retrieval2.md": "Text.\n"})
    assert hints() == ["did you mean retrieval or retrieval2?"]
    write_files(vault, {"a.md": "[[retreival]]\n[[retrival]]\n"})
    assert len(hints()) == 2
    assert len(asked) == 3  # as it has to
