"""That the benchmarks build what they say, and tell what is slow."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
import rounds
from corpus import Corpus, make, write
from generators import OURS, Generator
from harness import REPOSITORY
from measuring import FailedError
from table import COLD, COLD_MEMORY, EDIT, UNCHANGED, Figures, far_off, growth, report
from table import faster_than_linear as growing

from papergarden.build import read_vault
from papergarden.config import Config

# A small generator: `{skipped}` notes are left out, and a site that is there may stay.
_GENERATOR = """
import pathlib
site = pathlib.Path("site")
for number, note in enumerate(sorted(pathlib.Path("notes").rglob("*.md"))):
    page = site / f"{{note.stem}}.html"
    if number >= {skipped} and not ({lazy} and page.exists()):
        site.mkdir(exist_ok=True)
        page.write_bytes(note.read_bytes())
"""
_NUMBER = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{5})")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """A vault of a few hundred notes."""
    return make(300)


def figures(**rows: tuple[float, ...]) -> Figures:
    """Our figures of these rows."""
    names = {"cold": COLD, "unchanged": UNCHANGED, "edit": EDIT, "memory": COLD_MEMORY}
    return {names[row]: {OURS: list(found)} for row, found in rows.items()}


def test_a_corpus_is_the_same_bytes_whatever_the_machine(tmp_path: Path) -> None:
    """Neither the order of sets nor anything else that differs between runs is in it."""
    digests = []
    for number in ("1", "2"):
        folder = tmp_path / number
        command = [sys.executable, "benchmarks/corpus.py", "--notes", "20", str(folder)]
        environment = {**os.environ, "PYTHONHASHSEED": number}
        subprocess.run(command, cwd=REPOSITORY, env=environment, check=True)
        files = sorted(folder.rglob("*.md"))
        assert len(files) == 20
        whole = [(str(f.relative_to(folder)), f.read_bytes()) for f in files]
        digests.append(sha256(repr(whole).encode()).hexdigest())

    assert digests[0] == digests[1]


def test_a_corpus_has_the_mix_it_promises(corpus: Corpus) -> None:
    """A fifth lists, a fifth logs, the rest essays, each with what is peculiar to it."""
    kinds = Counter(note.kind for note in corpus.notes)
    texts = {kind: "".join(n.text for n in corpus.notes if n.kind == kind) for kind in kinds}

    assert 0.15 < kinds["list"] / 300 < 0.25
    assert 0.15 < kinds["log"] / 300 < 0.25
    assert all(form in texts["list"] for form in ("- [ ] [", "- [x] [", "\n\t- ", "\n\t\t- "))
    assert re.search(r"^\d\d/\d\d/\d{4}$", texts["log"], re.MULTILINE)
    assert "\n- 📜[" in texts["log"]
    for form in (
        "tags: [",
        "[[",
        "|",
        " #",
        "[^1]",
        "[^1]: ",
        "```python",
        "$$",
        "> [!",
        "| --- |",
    ):
        assert form in texts["essay"], form
    assert "{{" not in "".join(texts.values())
    assert "{%" not in "".join(texts.values())


def test_papers_of_a_corpus_are_known_under_all_their_addresses(
    corpus: Corpus, tmp_path: Path
) -> None:
    """There are as many works as identifiers, and the hub is in more notes than any other."""
    write(corpus, tmp_path / "vault")
    named = Counter(number for note in corpus.notes for number in set(_NUMBER.findall(note.text)))
    graph = read_vault(tmp_path / "vault", Config()).graph

    assert len(graph.notes) == 300
    assert len(graph.works) == len(named)
    assert named.most_common(1)[0][0] == corpus.hub.number
    assert named[corpus.hub.number] > 300 / 10


def test_what_is_far_off_is_told_by_the_best_of_each() -> None:
    """One slow run is the machine, all slow runs are ours."""
    fine = figures(cold=(2.0, 2.1), unchanged=(1.9, 0.1), edit=(1.0, 1.7))
    slow = figures(cold=(2.0, 9.0), unchanged=(1.0, 1.1), edit=(1.0,))

    assert far_off(fine) == []
    assert far_off(slow) == ["nothing changed: 1.00 s, but a cold build takes 2.00 s"]


def test_what_grows_more_than_the_vault_is_told() -> None:
    """In time and in memory; a little more is what no two runs have alike."""
    sizes = {
        100: figures(cold=(1.0,), edit=(0.1,), memory=(50.0,)),
        1000: figures(cold=(10.9,), edit=(1.2,), memory=(600.0,)),
    }

    assert growing(100, 1000, sizes) == [
        "one edit: 12.0 times as much for 10 times as many notes",
        "peak memory, cold build: 12.0 times as much for 10 times as many notes",
    ]
    assert "| one edit | 0.100 s | 1.20 s | 12.00 | **no** |" in growth(100, 1000, sizes)


def test_ratios_are_taken_round_by_round() -> None:
    """A round in which the machine was slow is slow for both, and says nothing of either."""
    found: Figures = {COLD: {OURS: [1.0, 4.0, 3.0], "hugo": [1.0, 2.0, 1.0]}}
    text = report(1000, found)

    assert "| cold build | 3.00 s (1.00 s–4.00 s) | 1.00 s (1.00 s–2.00 s) |" in text
    assert "| cold build | 2 (1–3) | 2 of hugo: met |" in text


def generator(name: str, *, skipped: int = 0, lazy: bool = False) -> Generator:
    """One that copies notes, and perhaps not all of them."""
    script = _GENERATOR.format(skipped=skipped, lazy=lazy)
    return Generator(name, (sys.executable, "-c", script), "notes", (), ("--no-such-thing",))


def test_only_work_that_was_done_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A peer without all notes is left out, one that is not up to date has no figure for edits."""
    monkeypatch.setattr(rounds, "_REST", 0)
    peers = [generator("good"), generator("sparse", skipped=1), generator("lazy", lazy=True)]
    monkeypatch.setattr(rounds._Round, "saved", lambda *_: None)
    found = rounds.measure(10, peers, 2, tmp_path / "work", short=True)
    text, said = report(10, found), capsys.readouterr().err

    assert [sorted(row) for row in found.values()] == [["good", "lazy"]] * 4
    assert len(found[EDIT]["good"]) == 2
    assert re.search(r"^\| one edit \| \d.+ \| – \|", text, re.MULTILINE)
    assert "sparse is left out: 9 of 10 notes are in the site" in said
    assert "lazy did not build the new line" in said


def test_ours_has_to_do_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure of ours for nothing would be praise."""
    monkeypatch.setattr(rounds, "_REST", 0)
    with pytest.raises(FailedError, match="did not build the new line"):
        rounds.measure(10, [generator(OURS, lazy=True)], 1, tmp_path / "work", short=True)


def test_nothing_is_deleted_as_long_as_something_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk may be slow to write after that; a site that is in the way is moved aside."""
    monkeypatch.setattr(rounds, "_REST", 0)
    monkeypatch.setattr(rounds._Round, "saved", lambda *_: None)
    rounds.measure(10, [generator("good")], 2, tmp_path, short=True)

    sites = [*(tmp_path / "good, forgotten").glob("*/site"), tmp_path / "good" / "site"]
    assert [len(list(site.iterdir())) for site in sites] == [10, 10, 10]
