"""After an edit of prose little is made, and the site is that of a first build all the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from harness import tree, updated, write_files

from papergarden.build import build, read_vault
from papergarden.cache import Memo
from papergarden.config import Config, SiteTable
from papergarden.core.pages import words_in
from papergarden.core.standing import Standing
from papergarden.core.views.common import Site
from papergarden.past import SiteMemo
from papergarden.retouch import outcome_of

PAPER = "https://arxiv.org/abs/2107.05720"
LONG = "One sentence after another fills this paragraph until nobody reads it. " * 6
ESSAY = f"""# Essay

{LONG}

A paragraph without any link, which can be told in other words.

See [[b]] and [[b#^one3]] and [Some Paper]({PAPER}) for more.

## A part

Its text.

```python
print(1)
```

The formula $x + y$ of [[deep/c#Part]].

The last paragraph.
"""
BLOCKS = "One. ^one1\n\nTwo. ^one2\n"
FILES: dict[str, str | bytes] = {
    "essay.md": ESSAY,
    "b.md": f"# B\n\nBack to [[essay]]. ![[shown]]\n\n![[pieces#One]]\n\n{LONG}\n\n{BLOCKS}",
    "deep/c.md": f"## Part\n\n{LONG}\n\nMore of them, to be changed.\n",
    "shown.md": "# Shown\n\nIt is shown elsewhere.\n\nAll of it.\n",
    "pieces.md": "# Pieces\n\nBefore.\n\n## One\n\nThe first.\n\n## Two\n\nThe second.\n",
    "post.md": "---\ndate: 2025-03-04\n---\nA post that the feed tells.\n\nTo its end.\n",
    "log.md": f"# Log\n\n03/04/2025\n\n- 📜[Other Paper]({PAPER}1)\n\nA word on that day.\n",
    "list.md": (
        f"# List\n\n{LONG}\n\n"
        f"## Topic\n- [ ] [Some Paper]({PAPER})\n    - Good.\n\nA remark below.\n\n"
        f"| Work | When |\n|--|--|\n| [Third]({PAPER}3) | late |\n"
    ),
    "quiet.md": f"---\nunlisted: true\n---\n# Quiet\n\n{LONG}\n\nNobody tells of [[b]].\n\nEnd.\n",
    "secret.md": "---\npublish: false\n---\n# Secret\n\nNobody reads it.\n",
    "pic.png": b"\x89PNG\r\n\x1a\n",
    # So that the sum of all words does not change with a few of them, as it is told.
    "bulk.md": "# Bulk\n" + "\nTen words stand in this line, of a thousand such.\n" * 1270,
}


@dataclass(frozen=True)
class Garden:
    """A vault with a site that was built once."""

    folder: Path
    config: Config

    @property
    def vault(self) -> Path:
        """The notes."""
        return self.folder / "vault"

    @property
    def site(self) -> Path:
        """What is kept up to date."""
        return self.folder / "site"

    def change(self, path: str, old: str, new: str) -> None:
        """Put other words in the place of some that stand there once."""
        file = self.vault / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8")

    def update(self) -> bool:
        """Bring the site up to date, compare it with a first build; whether little was enough."""
        said, small = updated(self.vault, self.site, self.config, self.folder / "memo.sqlite")
        anew = self.folder / "anew"
        built = build(self.vault, anew, self.config)
        assert tree(self.site) == tree(anew)
        assert said == outcome_of(built).repeated()
        shutil.rmtree(anew)
        return small


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Garden:
    """That vault, in which files other than notes can be trusted as soon as they are written."""
    monkeypatch.setattr("papergarden.looks.DOUBT", -(10**18))
    write_files(tmp_path / "vault", FILES)
    found = Garden(tmp_path, Config(site=SiteTable(title="Ours", base_url="https://a.example")))
    assert not found.update()
    return found


SMALL: dict[str, tuple[str, str, str]] = {
    "a new last paragraph": ("essay.md", "The last paragraph.", "The last one.\n\nOr not."),
    "a paragraph told in other words": ("essay.md", "in other words", "otherwise"),
    "a paragraph that is gone": ("essay.md", "The last paragraph.\n", ""),
    "code": ("essay.md", "print(1)", "print('one', 2)"),
    "the text of a heading's section": ("essay.md", "Its text.", "Its own text."),
    "a note that links to nothing": ("deep/c.md", "to be changed", "changed"),
    "below an entry that it is not about": ("list.md", "A remark below.", "Another remark."),
    "an unlisted note": ("quiet.md", "End.", "The end."),
    "a note that is withheld": ("secret.md", "Nobody reads it.", "Nobody may read it.\n\nNever."),
    "spaces": ("essay.md", "Its text.\n", "Its text.  \n"),
}

WHOLE: dict[str, tuple[str, str, str]] = {
    "the title": ("essay.md", "# Essay", "# An essay"),
    "a heading": ("essay.md", "## A part", "## Another part"),
    "a new heading": ("essay.md", "Its text.", "Its text.\n\n## Later"),
    "a link": ("essay.md", "The last", "The [[b]] last"),
    "where a link leads": ("essay.md", "See [[b]]", "See [[deep/c]]"),
    "words around a link": ("essay.md", "See [[b]]", "Look at [[b]]"),
    "words around a link below": ("essay.md", "The formula", "A formula"),
    "words around a work": ("essay.md", "for more.", "for much more."),
    "the line of a link": ("essay.md", "See [[b]]", "\nSee [[b]]"),
    "a tag": ("essay.md", "The last", "The #late last"),
    "the first words": ("essay.md", "# Essay\n\nOne", "# Essay\n\nA"),
    "the length": ("essay.md", "The last paragraph.", "Words. " * 200),
    "a check box": ("list.md", "- [ ]", "- [x]"),
    "a summary": ("list.md", "Good.", "Very good."),
    "how a summary is written": ("list.md", "Good.", "*Good.*"),
    "what stands in a row with a work": ("list.md", "| late |", "| later |"),
    "the order of blocks": ("b.md", "One. ^one1\n\nTwo. ^one2", "Two. ^one2\n\nOne. ^one1"),
    "a new entry": ("list.md", "A remark", f"- [ ] [New]({PAPER}9)\n\nA remark"),
    "a formula": ("essay.md", "Its text.", r"Its $\alpha$."),
    "a picture": ("essay.md", "Its text.", "![](pic.png)"),
    "a property": ("post.md", "date: 2025-03-04", "date: 2025-03-05"),
    "a note that is shown elsewhere": ("shown.md", "All of it.", "All of it is."),
    "a part that is shown elsewhere": ("pieces.md", "The first.", "The very first."),
    "what lies behind a part that is shown": ("pieces.md", "Before.", "Before it."),
    "a post of the feed": ("post.md", "To its end.", "To the very end."),
    "a day of the log": ("log.md", "A word", "Another word"),
    "a note that is published now": ("secret.md", "publish: false", "publish: true"),
    "a note that is withheld now": ("deep/c.md", "## Part", "---\npublish: false\n---\n## Part"),
    "a note that is unlisted now": ("deep/c.md", "## Part", "---\nunlisted: true\n---\n## Part"),
    "a problem": ("essay.md", "The last", "$\\nothing$ The last"),
}


@pytest.mark.parametrize(("path", "old", "new"), SMALL.values(), ids=SMALL)
def test_an_edit_that_concerns_no_other_page_is_small(
    path: str, old: str, new: str, garden: Garden
) -> None:
    """Again and again, there and back."""
    garden.change(path, old, new)
    assert garden.update()
    garden.change("essay.md", "without any link", "with no link at all")
    assert garden.update()
    assert garden.update()
    write_files(garden.vault, {path: FILES[path]})
    assert garden.update()


@pytest.mark.parametrize(("path", "old", "new"), WHOLE.values(), ids=WHOLE)
def test_an_edit_that_concerns_other_pages_is_not(
    path: str, old: str, new: str, garden: Garden
) -> None:
    """What others tell of the note is told anew; then small edits are small again."""
    garden.change(path, old, new)
    assert not garden.update()
    garden.change("essay.md", "without any link", "with no link at all")
    assert garden.update()


def test_a_small_edit_writes_little(garden: Garden) -> None:
    """The page, what is found in it, and the number of its words."""
    before = tree(garden.site)
    garden.change("essay.md", "in other words", "using different vocabulary")
    assert garden.update()

    after = tree(garden.site)
    changed = {path for path in after if after[path] != before[path]} - {".papergarden.json"}
    assert "notes/essay.html" in changed
    assert all(path.startswith("search/") for path in changed - {"notes/essay.html", "graph.json"})


def _lead_nowhere(note: Path) -> None:
    note.unlink()
    note.symlink_to("nowhere.md")


OTHERS: dict[str, Callable[[Path], object]] = {
    "a picture": lambda f: (f / "vault/pic.png").write_bytes(b"\x89PNG\r\n\x1a\n."),
    "a new note": lambda f: (f / "vault/new.md").write_text("new"),
    "a note that is gone": lambda f: (f / "vault/shown.md").unlink(),
    "a note with another name": lambda f: (f / "vault/b.md").rename(f / "vault/d.md"),
    "a note that cannot be read": lambda f: _lead_nowhere(f / "vault/b.md"),
    "a library": lambda f: (f / "vault/library.json").write_text("[]"),
    "a page of the site": lambda f: (f / "site/notes/b.html").write_text("changed"),
    "a page that is gone": lambda f: (f / "site/notes/b.html").unlink(),
    "the memo": lambda f: (f / "memo.sqlite").unlink(),
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
def test_where_anything_else_changed_too_all_is_done(
    change: Callable[[Path], object], garden: Garden
) -> None:
    """Nothing of that is missed, and then small edits are small again."""
    garden.change("essay.md", "in other words", "otherwise")
    change(garden.folder)
    assert not garden.update()
    garden.change("essay.md", "without any link", "with no link at all")
    assert garden.update()


@pytest.mark.parametrize("stage", ["ground", "standing", "said", "notes", "bodies", "site"])
def test_what_is_not_known_any_more_is_made_anew(stage: str, garden: Garden) -> None:
    """Whatever of the memo is lost."""
    memo = Memo(garden.folder / "memo.sqlite")
    memo.tidy(stage, (), spare=-1)
    memo.close()
    garden.change("essay.md", "in other words", "otherwise")

    assert not garden.update()


def test_a_note_that_was_saved_just_now_is_looked_at_again(
    garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may change once more without a trace; that costs its reading, and no build in full."""
    doubtful = ["essay.md"]
    monkeypatch.setattr("papergarden.looks.Look.in_doubt", lambda _, line: line[0] in doubtful)
    garden.change("essay.md", "in other words", "in several words")
    assert garden.update()
    file = garden.vault / "essay.md"
    before = file.stat()
    garden.change("essay.md", "several words", "anybody words")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert garden.update()

    doubtful.append("pic.png")  # of which it is not known whether it is the one that was read
    garden.change("essay.md", "anybody words", "several words")
    assert garden.update()
    garden.change("essay.md", "several words", "anybody words")
    assert not garden.update()


def test_another_configuration_is_another_site(garden: Garden) -> None:
    """What is kept is of one title."""
    other = Garden(garden.folder, Config(site=SiteTable(title="Mine")))
    garden.change("essay.md", "in other words", "otherwise")

    assert not other.update()
    assert not garden.update()


def test_many_edits_at_once_are_done_in_full(garden: Garden) -> None:
    """As that takes no longer."""
    many = {f"many/{number}.md": f"# {number}\n\n{LONG}\n" for number in range(40)}
    write_files(garden.vault, dict(many))
    assert not garden.update()
    write_files(garden.vault, {path: f"{text}\nMore.\n" for path, text in many.items()})
    assert not garden.update()
    some = list(many)[:5]
    write_files(garden.vault, {path: f"{many[path]}\nMore again.\n" for path in some})
    assert garden.update()


@pytest.mark.parametrize("limit", [12_000, 12_500], ids=["the number of files", "the sum"])
def test_what_follows_from_the_words_of_all_notes_is_told_anew(limit: int, garden: Garden) -> None:
    """Once, when a few words more change it; no note is told to be of another length."""
    parts = {f"parts/{number}.md": f"# {number}\n\n{LONG}{LONG}" for number in range(8)}
    write_files(garden.vault, {**parts, "bulk.md": "# Bulk\n"})
    missing = limit - 61 - words_in(read_vault(garden.vault, garden.config).graph)
    write_files(garden.vault, {"bulk.md": "# Bulk\n" + "\nword" * missing})
    assert not garden.update()

    small = []
    for path, text in parts.items():
        write_files(garden.vault, {path: f"{text}\n\n{'more ' * 12}"})
        small.append(garden.update())
    assert small.count(False) == 1


def test_the_names_of_folders_need_not_be_text(garden: Garden) -> None:
    """Of the site, or of somebody else in it."""
    folder = os.fsdecode(b"site\xff")
    memo = garden.folder / "memo.sqlite"
    other = garden.site / os.fsdecode(b"other\xff")
    other.mkdir()
    (other / "file").touch()

    assert not updated(garden.vault, garden.folder / folder, garden.config, memo)[1]
    assert not updated(garden.vault, garden.site, garden.config, memo)[1]
    garden.change("essay.md", "in other words", "otherwise")
    assert updated(garden.vault, garden.folder / folder, garden.config, memo)[1]
    assert updated(garden.vault, garden.site, garden.config, memo)[1]


@pytest.mark.parametrize("path", ["notes/b.html", "index.html", "notes/new.html"])
@pytest.mark.parametrize("is_small", [True, False])
def test_what_somebody_else_does_meanwhile_is_not_taken_for_ours(
    path: str, is_small: bool, garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another build, say, of a note that is taken back afterwards."""
    real = SiteMemo.remember

    def disturbed(memo: SiteMemo, *given: object) -> None:
        write_files(garden.site, {path: "changed"})
        real(memo, *given)  # type: ignore[arg-type] # as it was given

    garden.change("essay.md", "in other words", "otherwise")
    if not is_small:
        garden.change("essay.md", "# Essay", "# An essay")
    with monkeypatch.context() as patch:
        patch.setattr("papergarden.past.SiteMemo.remember", disturbed)
        updated(garden.vault, garden.site, garden.config, garden.folder / "memo.sqlite")
    if path == "notes/new.html":  # it is nobody's, and stays
        (garden.site / path).unlink()

    assert not garden.update()


@pytest.mark.parametrize("refused", [True, False], ids=["there is none", "it is ended"])
def test_an_edit_is_small_without_the_help_of_another_process(
    refused: bool, garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would have found is found here."""

    def fork(real: Callable[[], int] = os.fork) -> int:
        if refused:
            raise OSError
        return real() or os._exit(1)

    garden.change("essay.md", "in other words", "otherwise")
    monkeypatch.setattr(os, "fork", fork)
    assert garden.update()


def test_two_builds_at_once_leave_nothing_stale(
    garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is over before the other has looked at what it left; then its edit is taken back."""
    memo = garden.folder / "memo.sqlite"
    real = SiteMemo.remember

    garden.change("essay.md", "in other words", "otherwise")
    with monkeypatch.context() as patch:

        def overtaken(known: SiteMemo, *given: object) -> None:
            patch.undo()
            garden.change("b.md", "Two.", "Secret.")
            updated(garden.vault, garden.site, garden.config, memo)
            real(known, *given)  # type: ignore[arg-type] # as it was given

        patch.setattr("papergarden.past.SiteMemo.remember", overtaken)
        updated(garden.vault, garden.site, garden.config, memo)
    garden.change("b.md", "Secret.", "Two.")

    garden.update()


def test_what_looks_at_all_is_told_that_only_some_are_here(
    garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that asked a part of the graph for all notes would be wrong, and nobody would see."""
    monkeypatch.setattr(
        "papergarden.core.views.note.of_note", lambda _: str(len(seen[0].graph.notes))
    )
    real = Standing.site
    seen: list[Site] = []

    def watched(standing: Standing, *given: object) -> Site:
        seen.append(real(standing, *given))  # type: ignore[arg-type] # as it was given
        return seen[0]

    monkeypatch.setattr("papergarden.core.standing.Standing.site", watched)
    garden.change("essay.md", "in other words", "otherwise")
    with pytest.raises(TypeError, match="only some are here"):
        updated(garden.vault, garden.site, garden.config, garden.folder / "memo.sqlite")
