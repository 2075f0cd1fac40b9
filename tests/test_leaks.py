"""What is withheld stays in the vault: canaries in every hiding place, and a search for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SiteMaker
from harness import SiteTest, notes

from papergarden.build import audit
from papergarden.config import Config, VaultTable
from papergarden.core import publishing
from papergarden.core.artifact import Artifact, Part, ready
from papergarden.core.publishing import Publication

# Each withheld note carries words of its own: in title, alias, tag, text, property, task, work,
# attachment, heading, block, link to it and embed of it. None of them may come out.
_FLAGS = {
    "drafted": "draft: true",
    "private": "private: true",
    "unpublished": "publish: false",
    "gardenless": 'dg-publish: "false"',
    "retracted": "published: false",
}


def withheld(word: str, flag: str) -> str:
    """A note that says its canary in every way a note can say something."""
    return f"""---
title: canarytitle{word}
aliases: [canaryalias{word}]
tags: [canarytag{word}]
description: canarydescription{word}
{flag}
secret: canaryproperty{word}
---
# canaryheading{word}

canarytext{word} #canaryinline{word} ==canarymark{word}== [[shown]] %%canarycomment{word}%%

- [x] [canarywork{word}](https://example.org/canaryaddress{word}) ✅ 2025-02-01
- [x] [Dense Passage Retrieval for Open-Domain Question Answering](https://arxiv.org/abs/2004.04906)

![[canaryfile{word}.png]]

03/14/2025
- 📜[canaryday{word}](https://example.org/canarydayaddress{word})

```
canarycode{word}
```
$canarymath{word}$ ^canaryblock{word}
"""


SHOWN = """# Shown

- [ ] [DPR](https://arxiv.org/abs/2004.04906)

%%canarycomment%% and <!-- canaryhtml --> and

%%
- [ ] [canarycommented](https://example.org/canarycommentedaddress) #canarycommenttag
%%

See {links} and below.

{embeds}
"""


@pytest.fixture
def garden(tmp_path: Path) -> SiteTest:
    """A vault with a shown note that links to and embeds every withheld one."""
    vault = tmp_path / "canaries"
    names = [*_FLAGS, "folder"]
    links = " ".join(f"[[hidden-{name}|text{name}]]" for name in names)
    embeds = "\n\n".join(f"![[hidden-{name}|text{name}]]" for name in names)
    (vault / "away").mkdir(parents=True)
    (vault / "shown.md").write_text(SHOWN.format(links=links, embeds=embeds), "utf-8")
    for name, flag in _FLAGS.items():
        (vault / f"hidden-{name}.md").write_text(withheld(name, flag), "utf-8")
    for name in names:
        (vault / f"canaryfile{name}.png").write_bytes(b"canarybytes")
    (vault / "away" / "hidden-folder.md").write_text(withheld("folder", "x: y"), "utf-8")
    return SiteTest(vault, tmp_path / "out")


CONFIG = Config(vault=VaultTable(exclude=("away",)))


def canaries(output: Path) -> list[str]:
    """Where a canary sings: in the name of a file or in its bytes."""
    return [
        path.relative_to(output).as_posix()
        for path in sorted(output.rglob("*"))
        if path.is_file() and ("canary" in path.name or b"canary" in path.read_bytes().lower())
    ]


def test_no_canary_leaves_the_vault(garden: SiteTest) -> None:
    """No title, alias, tag, text, comment, file, work, day or embed of a withheld note gets out."""
    garden.build(CONFIG)

    assert canaries(garden.output) == []


def test_the_work_that_a_withheld_note_has_read_is_still_open(garden: SiteTest) -> None:
    """A status that only a withheld note gives is not told."""
    built = garden.build(CONFIG)

    assert built.graph.works["arxiv:2004.04906"].status == "queued"
    assert list(built.graph.works) == ["arxiv:2004.04906"]


def test_links_to_withheld_notes_keep_their_text(garden: SiteTest) -> None:
    """The sentence still reads; there is nothing to click and no diagnostic about it."""
    built = garden.build(CONFIG)
    page = garden.page("notes/shown.html")

    assert "See textdrafted textprivate" in garden.text("notes/shown.html")
    assert not [a for a in page.css(".prose a") if (a.text() or "").startswith("text")]
    assert [d.code for d in built.graph.diagnostics if d.code == "missing-link"] == []


def test_the_canaries_sing_if_a_rule_is_switched_off(
    garden: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search finds a leak where there is one: here the rule for drafts does not hold."""
    rules = publishing.publication

    def leaky(properties: dict[str, object], path: str, **others: object) -> Publication:
        kept = {name: value for name, value in properties.items() if name != "draft"}
        return rules(kept, path, **others)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr("papergarden.reading.publication", leaky)
    garden.build(CONFIG)

    singing = canaries(garden.output)
    assert "notes/hidden-drafted.html" in singing
    tables = {path.partition("-")[0] for path in singing if path.startswith("search/")}
    assert tables == {f"search/{table}" for table in ("addresses", "names", "text", "words")} | {
        "search/vocabulary"
    }


def test_the_audit_finds_nothing_in_a_tight_vault(garden: SiteTest) -> None:
    """The command that a user has for it agrees."""
    assert audit(garden.vault, CONFIG) == ()


def test_the_audit_finds_what_leaks(garden: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads the withheld files for itself, so it sees what a broken stage lets through."""
    monkeypatch.setattr(
        "papergarden.build.parts",
        lambda *_: [Part.of(ready(Artifact("index.html", b"<p>canarytextprivate here</p>")))],
    )

    (leak,) = audit(garden.vault, CONFIG)

    assert (leak.note, leak.piece) == ("hidden-private.md", "canarytextprivate")


def test_the_audit_is_a_command(garden: SiteTest, tmp_path: Path) -> None:
    """`notes check --leaks` says how many there are, and its exit code says it to scripts."""
    (garden.vault / "notes.toml").write_text('[vault]\nexclude = ["away"]\n', "utf-8")

    done = notes("check", "--leaks", "--vault", garden.vault, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, b"0 leaks\n")


def test_explain_says_for_every_note_why(garden: SiteTest, tmp_path: Path) -> None:
    """Each note and attachment has a line with the rule that decided."""
    done = notes("build", garden.vault, "-o", tmp_path / "o", "--explain", "-q", cwd=tmp_path)

    assert done.stdout.decode().splitlines() == [
        "away/hidden-folder.md: published, everything is, by default",
        "hidden-drafted.md: withheld, `draft: true`",
        "hidden-gardenless.md: withheld, `dg-publish: false`",
        "hidden-private.md: withheld, `private: true`",
        "hidden-retracted.md: withheld, `published: false`",
        "hidden-unpublished.md: withheld, `publish: false`",
        "shown.md: published, everything is, by default",
        "canaryfilefolder.png: published, a published note shows it",
    ]


def test_the_licence_of_the_math_font_is_no_leak(tmp_path: Path) -> None:
    """Words that a withheld note has in common with the licence are not taken for its own."""
    site = SiteTest(tmp_path / "vault", tmp_path / "site")
    site.change("shown.md", "The score $x^2$.\n")
    site.change("hidden.md", "---\ndraft: true\n---\nMerchantability and noninfringement.\n")
    site.build()

    assert "NONINFRINGEMENT" in site.source("math-font-licence.txt")
    assert audit(site.vault, Config()) == ()


def test_remarks_name_no_note_that_is_withheld(site: SiteMaker) -> None:
    """They are exported with the graph, also where a withheld note would have fitted a link."""
    secret = {"hidden/dup.md": "---\nprivate: true\n---\nText."}
    garden = site({"q.md": "[[dup]]", "x/dup.md": "Text.", "y/dup.md": "Text.", **secret})
    (remark,) = garden.export()["diagnostics"]

    assert "y/dup.md" in remark["message"]
    assert "hidden" not in remark["message"]


def test_an_unlisted_page_asks_not_to_be_indexed(site: SiteMaker) -> None:
    """Who knows its address may read it; a search engine does not tell it."""
    garden = site({"a.md": "---\nunlisted: true\n---\nText.", "b.md": "Text."})
    garden.build()

    assert garden.page("notes/a.html").css("meta[name=robots][content=noindex]")
    assert not garden.page("notes/b.html").css("meta[name=robots]")


def test_no_alias_can_stand_in_the_way_of_a_file(site: SiteMaker) -> None:
    """It is left out, and the site is built, again and again."""
    aliases = '["/feed.xml/", "/graph.json/x", "/style.css/", "notes", "/index.html/a"]'
    garden = site({"a.md": f"---\ndate: 2024-01-01\naliases: {aliases}\n---\nText."})
    garden.build()
    garden.build()

    assert not [path for path in garden.files() if path.startswith(("feed.xml/", "style.css/"))]
