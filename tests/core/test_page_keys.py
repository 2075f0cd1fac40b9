"""A page whose key is the same is the same page, whatever was changed in the vault meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random

import pytest
from msgspec import structs

from papergarden.core.artifact import Job
from papergarden.core.digests import digest
from papergarden.core.edges import ties_of
from papergarden.core.graph import build_graph
from papergarden.core.machines.files import machine_parts, part_of_net
from papergarden.core.metadata import Record
from papergarden.core.model import Graph, ParsedNote
from papergarden.core.net import net_of, tied
from papergarden.core.pages import Pages
from papergarden.core.parse import parse
from papergarden.core.render import renderer
from papergarden.core.settings import Settings, SiteSettings
from papergarden.core.source import read
from papergarden.core.views.common import Site
from papergarden.core.views.lots import lot_of_net, lots

STORIES, STEPS = 30, 12
TEMPLATES = {
    f"{folder}{path.name}": path.read_text("utf-8")
    for path in (Path(__file__).parents[2] / "templates").glob("*.html")
    for folder in ("", "default/")
}
ONE, TWO = "https://arxiv.org/abs/2107.05720", "https://arxiv.org/pdf/2004.12832v2"
THREE = "https://example.org/an-article"
PATHS = ("a.md", "b.md", "deep/c.md", "log.md", "posts/2025-03-04-d.md")
# What stands at the head of a note, and the lines below it: each is there or not.
HEADS = (
    "",
    "---\ntitle: Two\naliases: [zwei, /old/]\ntags: [alpha/beta]\nimage: /pic.png\n---",
    "---\nunlisted: true\n---",
    "---\ndate: 2024-05-06\ntags: [beta]\npublish: true\nnode: false\n---",
    "---\nlayout: post\ndate: 2025-01-02\npermalink: /x/\n---",
)
LINES = (
    "See [[b]] and [[deep/c|that]], #alpha.",
    "![[a]]",
    "![[deep/c#Part]]",
    "![x](pic.png) <b>bold</b> 😀",
    f"- [ ] [Paper One on the Ways of Gardens]({ONE}) #alpha ➕ 2024-01-02",
    "    - Good. [[a]]",
    f"- [x] [Paper One on the Ways of Gardens]({ONE}) ✅ 2025-02-04",
    f"- [x] [Paper One on the Ways of Gardens]({ONE}) ➕ 2023-03-03 ✅ 2025-03-09",
    f"- [/] 📺 [Paper Two on the Ways of Rivers]({TWO}) 🔼",
    f"- 📜[Paper Two on the Ways of Rivers]({TWO})",
    "    - $x^2$ and ColBERT, and the gardens paper",
    f"Of [this]({THREE}) more, and [this]({ONE}), #gamma/delta.",
    f"- [](<{THREE}>)",
    "- [ ] “A Title Without an Address at All”",
)
TITLES = ("# One", "## Part", "## Topic", "## topic", "03/04/2025", "## 2025-04-05", "# Two")
KEY = "arxiv:2107.05720"
RECORDS: tuple[dict[str, Record], ...] = (
    {},
    {KEY: Record(KEY, year=2019)},
    {KEY: Record(KEY, abstract="Of gardens.")},
    {KEY: Record(KEY, "A Real Title", ("Ada Y",), year=2021)},
    {KEY: Record(KEY, citekey="arxiv-2004.12832")},  # which another work has, too
)
RULES = (Settings(), Settings(raw_html=True), Settings(kinds={"📜": "book"}))
SITES = (SiteSettings(), SiteSettings(base_url="https://example.org/x"), SiteSettings(title="Mine"))

# What an edit can change, where, and to what.
CHANGES: tuple[tuple[str, Sequence[str], Sequence[object]], ...] = (
    ("head", PATHS, HEADS),
    ("line", PATHS, LINES),
    ("line", PATHS, TITLES),
    ("first", PATHS, LINES),
    ("gone", PATHS, (None,)),
    ("records", ("",), RECORDS),
    ("rules", ("",), RULES),
    ("site", ("",), SITES),
    ("size", ("",), (1, 2)),
    ("lived", ("",), (None, "2023-04-05", "2025-06-07")),
)
# Of what a vault is made at first there is more than of what changes it later.
OFTEN = (4, 12, 4, 4, 1, 2, 1, 2, 1, 1)


@cache
def parsed(path: str, text: str, rules: int) -> ParsedNote:
    """One note of a vault."""
    return parse(read(path, text.encode()), RULES[rules])


class Vault:
    """A vault in memory that is changed step by step."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.texts: dict[str, list[str]] = {}
        self.records, self.rules, self.site, self.size = RECORDS[0], RULES[0], SITES[0], 1
        self.lived: str | None = None  # the day that git tells of all notes
        for _ in range(chance.randrange(8, 40)):
            self.change()

    def change(self) -> None:
        """Change one thing; a line that is there goes, one that is not there comes."""
        what, paths, values = self.chance.choices(CHANGES, OFTEN)[0]
        path, value = self.chance.choice(paths), self.chance.choice(values)
        text = self.texts.setdefault(path, [""]) if path else []
        if what == "head":
            text[0] = str(value)
        elif what in {"line", "first"}:
            if value in text[1:]:
                text.remove(str(value))
            else:
                text.insert(len(text) if what == "line" else 1, str(value))
        elif what == "gone":
            del self.texts[path]
        else:
            setattr(self, what, value)

    def graph(self) -> Graph:
        """The graph of what is in it now."""
        number = RULES.index(self.rules)
        texts = {path: "\n\n".join(text).lstrip() for path, text in self.texts.items()}
        notes = [parsed(path, text, number) for path, text in texts.items()]
        notes = [structs.replace(n, date=n.date or self.lived, modified=self.lived) for n in notes]
        found = build_graph(notes, ["pic.png"], self.rules, records=self.records)
        found.sizes.clear()
        found.sizes.update({"pic.png": (self.size, self.size)})
        return found

    def jobs(self) -> Iterator[Job]:
        """All that the site is made of."""
        graph = self.graph()
        whole = Site(graph, Pages.of(graph), self.site)
        some = [lot_of_net(whole), *lots(whole)]
        paths = [path for lot in some for path in lot.paths]
        for lot in some:
            made = list(renderer(TEMPLATES)(lot.pages()))
            assert sorted(lot.paths) == sorted(path for job in made for path in job.paths)
            yield from made
        for part in (part_of_net(whole), *machine_parts(whole, self.site, paths)):
            made = list(part.jobs())
            assert sorted(part.paths) == sorted(path for job in made for path in job.paths)
            yield from made


def test_what_has_the_same_key_has_the_same_bytes() -> None:
    """In every vault each page is what it was in another one, or before, if its key is the same."""
    known: dict[tuple[tuple[str, ...], bytes], bytes] = {}
    for seed in range(STORIES):
        vault = Vault(Random(seed))
        for _ in range(STEPS):
            for job in vault.jobs():
                if job.key:
                    made = digest([(one.path, one.data) for one in job.make()])
                    assert known.setdefault((job.paths, job.key), made) == made, job.paths
            vault.change()


@pytest.mark.parametrize("seed", range(50))
def test_what_is_tied_in_the_net_is_told_without_it(seed: int) -> None:
    """A page shows what is around it if there is anything."""
    vault = Vault(Random(seed))
    graph = vault.graph()
    net = net_of(graph, Pages.of(graph), ties_of(graph, graph.works_in()))
    ends = {net.nodes[end].page for tie in net.ties for end in (tie.source, tie.target)}
    whole = Site(graph, Pages.of(graph), SiteSettings())

    assert {page for page in ends if page.startswith(("notes/", "works/"))} == whole.in_net
    named = tied(graph, graph.works_in(), ties_of(graph, graph.works_in()))
    assert {name.partition(":")[0] for name in named} <= {"note", "work"}


def test_an_edit_of_a_line_leaves_most_pages_alone() -> None:
    """The keys of pages that show nothing of a note do not change with its text."""
    vault = Vault(Random(0))
    vault.texts = {f"n{number}.md": ["", f"# Note {number}", LINES[4]] for number in range(9)}
    vault.texts["other.md"] = ["", "# Other", LINES[8]]
    before = {job.paths: job.key for job in vault.jobs()}
    vault.texts["other.md"].append("Another paragraph.")
    after = {job.paths: job.key for job in vault.jobs()}

    changed = {paths[0] for paths, key in after.items() if key != before[paths]}
    assert {"notes/other.html", "works/arxiv-2004.12832.html"} <= changed
    assert changed.isdisjoint({"library.html", "graph.html", "notes/n1.html", "library.bib"})
    assert changed.isdisjoint({"works/arxiv-2107.05720.html", "index.html", "graph/all.js"})


def test_who_speaks_of_a_work_changes_no_bibliography() -> None:
    """It tells what is known of works, which one more note does not alter."""
    vault = Vault(Random(0))
    vault.texts = {"a.md": ["", "# A", LINES[8]], "b.md": ["", "# B"]}
    before = {job.paths: job.key for job in vault.jobs()}
    vault.texts["b.md"].append(f"As in [this]({TWO}).")
    after = {job.paths: job.key for job in vault.jobs()}

    changed = {paths[0] for paths, key in after.items() if key != before.get(paths)}
    assert {"library.html", "works/arxiv-2004.12832.html"} <= changed
    assert changed.isdisjoint({"library.bib", "library.json"})
