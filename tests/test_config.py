"""What each key of `notes.toml` does, and what is said of a key or value that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, get_origin

import msgspec
import pytest
from captured import WRITING
from conftest import SiteMaker
from harness import SiteTest, notes, write_files

from papergarden.config import Config, VaultTable, default_output, find_config, load_config
from papergarden.core.model import KINDS, STATUSES
from papergarden.errors import UsageError

PAPER = "https://arxiv.org/abs/2407.03618"


def load(tmp_path: Path, text: str | bytes) -> Config:
    """Read a configuration file with this text."""
    write_files(tmp_path, {"notes.toml": text})
    return load_config(tmp_path / "notes.toml")


def refusal(tmp_path: Path, text: str | bytes) -> str:
    """What is said of a configuration that cannot be used."""
    with pytest.raises(UsageError) as error:
        load(tmp_path, text)
    assert str(error.value).startswith(f"{tmp_path / 'notes.toml'}: ")
    assert "\n" not in str(error.value)
    return str(error.value).removeprefix(f"{tmp_path / 'notes.toml'}: ")


class Effect(NamedTuple):
    """A key in use: what a vault's site shows with it, and not without it."""

    toml: str
    files: Mapping[str, str]
    shown: Callable[[SiteTest], object]
    before: object
    after: object


def _head(name: str) -> Callable[[SiteTest], object]:
    def content(site: SiteTest) -> object:
        return [
            node.attributes["content"] for node in site.page("index.html").css(f"meta[name={name}]")
        ]

    return content


def _cells(site: SiteTest) -> object:
    return [
        [cell.text(strip=True) for cell in row.css("th, td")][:3]
        for row in site.page("library.html").css("tbody tr")
    ]


def _notes(site: SiteTest) -> object:
    return [path for path in site.files() if path.startswith("notes/")]


def _styles(site: SiteTest) -> object:
    links = site.page("index.html").css("link[rel=stylesheet]")
    return [link.attributes["href"] for link in links], _notes(site)


EFFECTS = {
    "site.title": Effect(
        '[site]\ntitle = "A & B"',
        {},
        lambda site: site.page("library.html").css_first("title").text(),  # type: ignore[union-attr]
        "Library · Notes",
        "Library · A & B",
    ),
    "site.author": Effect('[site]\nauthor = "Ada"', {}, _head("author"), [], ["Ada"]),
    "site.description": Effect(
        '[site]\ndescription = "All about it"',
        {},
        _head("description"),
        ["0 notes"],
        ["All about it"],
    ),
    "site.language": Effect(
        '[site]\nlanguage = "de"',
        {},
        lambda site: site.page("index.html").css_first("html").attributes["lang"],  # type: ignore[union-attr]
        "en",
        "de",
    ),
    "site.base_url": Effect(
        '[site]\nbase_url = "https://example.org/notes/"',
        {},
        lambda site: [path for path in site.files() if path.endswith(".xml")],
        [],
        ["sitemap.xml"],
    ),
    "vault.exclude": Effect(
        '[vault]\nexclude = ["archive", "b*.md"]',
        {"a.md": "x", "b1.md": "x", "c/archive/d.md": "x"},
        _notes,
        ["notes/a.html", "notes/b1.html", "notes/c/archive/d.html"],
        ["notes/a.html"],
    ),
    "vault.date_order": Effect(
        '[vault]\ndate_order = "day-first"',
        {"log.md": f"03/04/2025\n- 📜[bm25s]({PAPER})\n"},
        lambda site: [path for path in site.files() if path.startswith("log/")],
        ["log/2025-03.html"],
        ["log/2025-04.html"],
    ),
    "vault.publish": Effect(
        '[vault]\npublish = "flagged"',
        {"a.md": "---\npublish: true\n---\nx", "b.md": "x"},
        _notes,
        ["notes/a.html", "notes/b.html"],
        ["notes/a.html"],
    ),
    "vault.publish_pdfs": Effect(
        "[vault]\npublish_pdfs = true",
        {"a.md": "![[b.pdf]]", "b.pdf": "%PDF"},
        lambda site: [path for path in site.files() if path.startswith("files/")],
        [],
        ["files/b.pdf"],
    ),
    "vault.raw_html": Effect(
        "[vault]\nraw_html = true",
        {"a.md": "H<sub>2</sub>O <script>x</script>"},
        lambda site: [node.tag for node in site.page("notes/a.html").css(".prose p *")],
        [],
        ["sub"],
    ),
    "status": Effect(
        '[status]\n"!" = "reading"',
        {"a.md": f"- [!] [bm25s]({PAPER})\n- [x] [Other](https://x.org/other)\n"},
        _cells,
        [["bm25s", "to read", "paper"], ["Other", "read", "article"]],
        [["bm25s", "reading", "paper"], ["Other", "read", "article"]],
    ),
    "kinds": Effect(
        '[kinds]\n"🎙" = "video"\n"📺" = "book"',
        {"a.md": "02/11/2025\n- 🎙[An interview](https://x.org/i)\n- 📺[Tube](https://x.org/t)\n"},
        _cells,
        [["An interview", "read", "article"], ["Tube", "watched", "video"]],
        [["An interview", "watched", "video"], ["Tube", "read", "book"]],
    ),
    "identity.same_as": Effect(
        f'[identity]\nsame_as = [["https://bm25s.github.io/", "{PAPER}"]]',
        {"a.md": f"- [x] [bm25s]({PAPER})\n- [ ] [site of it](https://bm25s.github.io)\n"},
        _cells,
        [["bm25s", "read", "paper"], ["site of it", "to read", "article"]],
        [["site of it", "read", "paper"]],
    ),
    "identity.not_same": Effect(
        f'[identity]\nnot_same = [["title:bm25s", "{PAPER}"]]',
        {"a.md": f"## papers\n- [x] [bm25s]({PAPER})\n- [ ] bm25s\n"},
        _cells,
        [["bm25s", "read", "paper"]],
        [["bm25s", "read", "paper"], ["bm25s", "to look at", "resource"]],
    ),
    "theme.folder": Effect(
        '[theme]\nfolder = "vault/look"',
        {"a.md": "x", "look/custom.css": "", "look/b.md": "x"},
        _styles,
        (["style.css"], ["notes/a.html", "notes/look/b.html"]),
        (["style.css", "custom.css"], ["notes/a.html"]),
    ),
}


@pytest.mark.parametrize("key", EFFECTS)
def test_a_key_has_its_effect(key: str, site: SiteMaker, tmp_path: Path) -> None:
    """What the key says shows on the site, and is otherwise not there."""
    effect = EFFECTS[key]
    garden = site(effect.files)
    garden.build()
    before = effect.shown(garden)
    garden.build(load(tmp_path, effect.toml))

    assert (before, effect.shown(garden)) == (effect.before, effect.after)


def test_every_key_is_tried() -> None:
    """No key of the configuration is without a test of what it does."""
    keys = set()
    for table in msgspec.structs.fields(Config):
        if get_origin(table.type) is dict:
            keys.add(table.name)
        else:
            keys |= {f"{table.name}.{key.name}" for key in msgspec.structs.fields(table.type)}

    elsewhere = {"vault.path", *WRITING}  # see the next test, and those of what is written
    assert keys - elsewhere == EFFECTS.keys()


def test_the_path_of_the_vault_is_seen_from_the_configuration(tmp_path: Path) -> None:
    """`vault.path` names the vault wherever the command is given."""
    write_files(
        tmp_path,
        {
            "notes.toml": '[vault]\npath = "my/texts"',
            "my/texts/a.md": "x",
            "notes/b.md": "y",
            "my/other/c.txt": "",
        },
    )
    for folder in (tmp_path, tmp_path / "my" / "other"):
        exported = notes("export", "graph", cwd=folder)
        assert b'"id":"a"' in exported.stdout, exported.stderr
        assert b'"id":"b"' not in exported.stdout


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    """An empty file is as good as none, and a mark before its text does no harm."""
    assert load(tmp_path, "") == Config()
    assert load(tmp_path, b'\xef\xbb\xbf[site]\ntitle = "x"').site.title == "x"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (
            "[sight]\n",
            (
                "unknown key `sight`; did you mean `site`? "
                "(known: site, vault, status, kinds, identity, capture, theme)"
            ),
        ),
        (
            '[site]\ntitel = "x"',
            (
                "unknown key `site.titel`; did you mean `site.title`? "
                "(known: title, author, description, language, base_url)"
            ),
        ),
        (
            "[vault]\nquite_other = 1",
            f"unknown key `vault.quite_other` (known: {', '.join(VaultTable.__struct_fields__)})",
        ),
        (
            'colour = "x"',
            "unknown key `colour` (known: site, vault, status, kinds, identity, capture, theme)",
        ),
    ],
)
def test_an_unknown_key_is_named_with_those_that_exist(
    toml: str, said: str, tmp_path: Path
) -> None:
    """A slip of the pen is found at once: the key, the near one, and all that there are."""
    assert refusal(tmp_path, toml) == said


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[site]\ntitle = 3", "Expected `str`, got `int` at `site.title`"),
        ("site = 3", "Expected `object`, got `int` at `site`"),
        ('[vault]\nexclude = "x"', "Expected `array`, got `str` at `vault.exclude`"),
        ("[vault]\nexclude = [1]", "Expected `str`, got `int` at `vault.exclude[0]`"),
        (
            '[vault]\ndate_order = "year-first"',
            "Invalid enum value 'year-first' at `vault.date_order`",
        ),
        (
            '[status]\n"!" = "later"',
            f"`status.!` is `later`, not one of {', '.join(STATUSES)}",
        ),
        (
            '[kinds]\n"!" = "poem"',
            f"`kinds.!` is `poem`, not one of {', '.join(KINDS)}",
        ),
        (
            "[identity]\nsame_as = [[1]]",
            "Expected `str`, got `int` at `identity.same_as[0][0]`",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_path(
    toml: str, said: str, tmp_path: Path
) -> None:
    """What is wrong is said of the very key, in one line."""
    assert refusal(tmp_path, toml) == said


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("https://example.org", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("HTTP://Example.org:8080/~ada/notes//", "HTTP://Example.org:8080/~ada/notes"),
        ("https://[::1]/a%20b", "https://[::1]/a%20b"),
    ],
)
def test_the_address_of_the_site_is_kept_without_a_slash_at_its_end(
    given: str, kept: str, tmp_path: Path
) -> None:
    """However it was written, an address in the site begins with it and a slash."""
    assert load(tmp_path, f'[site]\nbase_url = "{given}"').site.base_url == kept


@pytest.mark.parametrize(
    "given",
    [
        *("example.org", "/notes", "ftp://example.org", "https://", "https:///notes", "mailto:a@b"),
        *("https://example.org/?a=b", "https://example.org/#a", "https://a@example.org"),
        *("https://example.org/a b", "https://example.org/%zz", "https://exa<mple.org", " "),
        *("https://example.org/\\n", "https://example..org", "https://münchen.example"),
    ],
)
def test_an_address_under_which_no_site_can_be_is_refused(given: str, tmp_path: Path) -> None:
    """What is no plain address of a folder on the web is named, with one that would do."""
    said = refusal(tmp_path, f'[site]\nbase_url = "{given}"')

    assert said.startswith("`site.base_url` is `")
    assert said.endswith(
        "not the address of a folder on the web such as `https://example.org/notes`"
    )


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[site\ntitle = 'x'", "line 1"),
        ("[site]\ntitle = x", "line 2"),
        (b"[site]\ntitle = '\xff'", "utf-8"),
    ],
)
def test_a_file_that_is_no_toml_is_refused_in_one_line(
    toml: str | bytes, said: str, tmp_path: Path
) -> None:
    """A broken file is named with the place where it breaks."""
    assert said in refusal(tmp_path, toml)


def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path) -> None:
    """A configuration that was named and is not there is no empty configuration."""
    with pytest.raises(UsageError, match=r"gone\.toml: No such file"):
        load_config(tmp_path / "gone.toml")
    with pytest.raises(UsageError, match=r"directory"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("own", {"a.md", "deep/a.md", "deep/own.md"}),
        ("own/", {"a.md", "deep/a.md", "deep/own.md"}),
        ("own.md", {"a.md", "deep/a.md", "own/a.md", "deep/own/b.md"}),
        ("deep/*", {"a.md", "own/a.md"}),
        ("deep", {"a.md", "own/a.md"}),
        ("*a.md", {"deep/own.md", "deep/own/b.md"}),
        ("Own", {"a.md", "deep/a.md", "deep/own.md", "own/a.md", "deep/own/b.md"}),
    ],
)
def test_a_pattern_leaves_out_what_it_names(pattern: str, left: set[str], site: SiteMaker) -> None:
    """A plain name is a file or folder anywhere, a pattern speaks of the whole path."""
    paths = ("a.md", "deep/a.md", "deep/own.md", "own/a.md", "deep/own/b.md")
    garden = site(dict.fromkeys(paths, "x"))
    built = garden.build(vault={"exclude": [pattern]})

    assert {note.path for note in built.graph.notes.values()} == left


def test_hidden_files_and_folders_of_tools_are_no_notes(site: SiteMaker) -> None:
    """What begins with a dot, and what tools put into a folder, is never published."""
    odd = (".hidden.md", ".obsidian/a.md", "node_modules/x/readme.md", "__pycache__/a.md")
    garden = site(dict.fromkeys((*odd, "a.md"), "x"))

    assert list(garden.build().graph.notes) == ["a"]


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    """`notes.toml` is looked for in the folder, then in those around it; a folder is none."""
    write_files(tmp_path, {"notes.toml": "", "a/b/x": "", "a/c/notes.toml": "", "a/d/e/x": ""})
    (tmp_path / "a" / "d" / "notes.toml").mkdir()

    assert find_config(tmp_path / "a" / "b") == tmp_path / "notes.toml"
    assert find_config(tmp_path / "a" / "c") == tmp_path / "a" / "c" / "notes.toml"
    assert find_config(tmp_path / "a" / "d" / "e") == tmp_path / "notes.toml"


def test_the_site_lies_beside_the_configuration_but_never_in_the_vault(tmp_path: Path) -> None:
    """The output folder has a default that is always outside of the vault."""
    vault = write_files(tmp_path / "garden" / "vault", {"deep/x": ""})

    assert default_output(vault, tmp_path / "garden") == tmp_path / "garden" / "site"
    assert default_output(vault, vault) == tmp_path / "garden" / "vault-site"
    assert default_output(vault, vault / "deep") == tmp_path / "garden" / "vault-site"
