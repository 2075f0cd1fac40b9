"""That the documentation speaks of everything there is, and of nothing that is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_origin
from urllib.parse import unquote

import click
import msgspec
import pytest
from harness import REPOSITORY
from schema import Diagnostic, Edge, Export, Mention, Note, Work

from papergarden.cli import cli
from papergarden.config import Config
from papergarden.core.addresses import PAPER_SCHEMES, identify, url_of
from papergarden.core.diagnostics import CODES, MEANINGS
from papergarden.core.edges import edges_of
from papergarden.core.graph import build_graph
from papergarden.core.parse import parse
from papergarden.core.settings import KIND_OF_EMOJI, STATUS_OF_BOX, Settings
from papergarden.core.source import read
from papergarden.library.entry import NoteEntry, Said, WorkEntry
from papergarden.library.hits import Hit, Passage
from papergarden.library.listing import Listed
from papergarden.library.tally import Tally

DOCS = REPOSITORY / "docs"
PAGES = sorted({*REPOSITORY.glob("*.md"), *DOCS.glob("*.md")})
_LINK = re.compile(r"\]\(<?([^)>\s]+)>?\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_ROW = re.compile(r"^\| `([^`]+)`.*$(?!\n\|---)", re.MULTILINE)
_TYPED = re.compile(r"(?:^|`|&& |/)(notes(?: [a-z]+)+)", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def rows(page: Path, heading: str = "", sign: str = "##") -> dict[str, str]:
    """The rows of the tables of a page, or of one section: the code of each first cell, its row."""
    text = page.read_text("utf-8")
    if heading:
        text = text.split(f"\n{sign} {heading}\n", 1)[1].split(f"\n{sign} ", 1)[0]
    return {match[1]: match[0] for match in _ROW.finditer(text)}


def commands(group: click.Group = cli, before: str = "notes") -> dict[str, click.Command]:
    """Every command by what one types, groups apart."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        typed = f"{before} {name}"
        found |= commands(command, typed) if isinstance(command, click.Group) else {typed: command}
    return found


def test_every_diagnostic_is_documented_as_the_command_line_explains_it() -> None:
    """Each code has its row, with the words of `--explain`, and no row speaks of another code."""
    documented = rows(DOCS / "diagnostics.md", "Codes")

    assert documented.keys() == MEANINGS.keys()
    for code, meaning in MEANINGS.items():
        remedy = meaning.remedy.replace("|", r"\|")
        row = f"| `{code}` | {meaning.severity} | {meaning.says} | {remedy} |"
        assert documented[code] == row


def test_every_diagnostic_is_reported_by_some_code() -> None:
    """No code is promised that nothing ever reports."""
    source = "".join(
        path.read_text("utf-8")
        for path in (REPOSITORY / "src").rglob("*.py")
        if path.name != "diagnostics.py"
    )

    assert [code for code in CODES if f'"{code}"' not in source] == []


def test_every_key_of_the_configuration_is_documented_with_its_default() -> None:
    """Each key has its row with the value it has if it is left out."""
    properties = rows(DOCS / "configuration.md", "Properties of a note")
    documented = rows(DOCS / "configuration.md")
    documented = {key: row for key, row in documented.items() if key not in properties}
    keys: dict[str, Any] = {}
    for table in msgspec.structs.fields(Config):
        if get_origin(table.type) is dict:
            keys[table.name] = None
        else:
            for key in msgspec.structs.fields(table.type):
                keys[f"{table.name}.{key.name}"] = key.default

    assert documented.keys() == keys.keys()
    for name, default in keys.items():
        if isinstance(default, str):
            assert documented[name].split("|")[3].strip() == f'`"{default}"`', name


def test_the_signs_that_are_known_without_configuration_are_documented() -> None:
    """Every check box and every emoji that means something by itself is named."""
    text = (DOCS / "configuration.md").read_text("utf-8")

    assert [sign for sign in STATUS_OF_BOX if sign != " " and f"`{sign}`" not in text] == []
    assert [emoji for emoji in KIND_OF_EMOJI if emoji not in text] == []


@pytest.mark.parametrize(
    ("heading", "shape"),
    [
        ("A note", Note),
        ("A work", Work),
        ("A mention", Mention),
        ("A diagnostic", Diagnostic),
    ],
)
def test_every_field_of_the_export_is_documented(heading: str, shape: type[msgspec.Struct]) -> None:
    """The tables name the fields of the document in their order."""
    fields = [field.name for field in msgspec.structs.fields(shape)]

    assert list(rows(DOCS / "graph.md", heading)) == fields


@pytest.mark.parametrize(
    ("heading", "shape"),
    [
        ("A listed work", Listed),
        ("A result", Hit),
        ("A passage", Passage),
        ("A shown work", WorkEntry),
        ("A place", Said),
        ("A shown note", NoteEntry),
        ("Numbers", Tally),
    ],
)
def test_every_key_of_what_the_terminal_writes_is_documented(
    heading: str, shape: type[msgspec.Struct]
) -> None:
    """The tables name the keys of the JSON in their order."""
    fields = [field.name for field in msgspec.structs.fields(shape)]
    tag = shape.__struct_config__.tag_field

    assert list(rows(DOCS / "terminal.md", heading, "###")) == [*filter(None, [tag]), *fields]


def test_every_option_of_the_list_is_documented() -> None:
    """With its short form."""
    options = {
        tuple(sorted(option.opts, key=len, reverse=True))
        for option in commands()["notes list"].params
        if isinstance(option, click.Option)
    }
    common = {("--json",), ("--vault",), ("--config",)}
    documented = {
        tuple(re.findall(r"`(-[^`]+)`", row.split("|")[1]))
        for row in rows(DOCS / "terminal.md", "Listing").values()
    }

    assert documented == options - common


def test_the_parts_and_edges_of_the_export_are_documented() -> None:
    """The keys of the whole document, and every type of edge with its ends."""
    text = (DOCS / "graph.md").read_text("utf-8")
    fields = [field.name for field in msgspec.structs.fields(Export)]
    ends = [field.name for field in msgspec.structs.fields(Edge)]
    types = list(msgspec.structs.fields(Edge)[-1].type.__args__)

    assert list(rows(DOCS / "graph.md"))[: len(fields)] == fields
    assert sorted(rows(DOCS / "graph.md", "An edge")) == sorted(types)
    assert [end for end in ends if f"`{end}`" not in text] == []


def test_every_edge_that_is_documented_is_made() -> None:
    """One small vault has an edge of each type, and the table says of none that it is to come."""
    texts = {
        "a": "#tag, see [[b]]\n\n![[b]]\n",
        "b": "09/24/2024\n- [STaR](https://example.org/star)\n\n09/25/2024\n"
        "- [DPR](https://example.org/dpr)\n  - Like STaR from 09/24.\n",
    }
    notes = [parse(read(f"{name}.md", text.encode()), Settings()) for name, text in texts.items()]
    documented = rows(DOCS / "graph.md", "An edge")

    assert documented.keys() == {edge.type for edge in edges_of(build_graph(notes, (), Settings()))}
    assert "not yet" not in "".join(documented.values())


def test_every_scheme_of_keys_is_documented_in_the_order_in_which_it_counts() -> None:
    """Each row shows a key of its scheme, and that key is one an address would give."""
    keys = list(rows(DOCS / "graph.md", "The key of a work"))

    assert [key.split(":", 1)[0] for key in keys] == [
        *PAPER_SCHEMES,
        "youtube",
        "url",
        "file",
        "title",
    ]
    assert [key for key in keys if (url := url_of(key)) and identify(url).key != key] == []


def test_every_command_is_documented() -> None:
    """A command that one can type is one that one can read of."""
    text = "\n".join(
        page.read_text("utf-8") for page in (REPOSITORY / "README.md", *DOCS.glob("*.md"))
    )

    assert [typed for typed in commands() if typed not in text] == []
    assert commands()


def test_no_command_is_documented_that_does_not_exist() -> None:
    """What README and docs say one can type, one can type."""
    known = commands()
    groups = {typed.rsplit(" ", 1)[0] for typed in known}
    for page in (REPOSITORY / "README.md", *DOCS.glob("*.md")):
        code = "\n".join(_CODE.findall(page.read_text("utf-8")))
        for typed in _TYPED.findall(code):
            command = next((name for name in known if f"{typed} ".startswith(f"{name} ")), None)
            assert command or typed in groups, (page.name, typed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_every_link_of_the_documentation_leads_somewhere(page: Path) -> None:
    """A relative link names a file of the repository, and an anchor one of its headings."""
    text = _CODE.sub("", page.read_text("utf-8"))
    for href in _LINK.findall(text):
        if re.match(r"[a-z]+:", href):
            continue
        path, _, anchor = unquote(href).partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), href
        assert target.resolve().is_relative_to(REPOSITORY), href
        if anchor:
            headings = _HEADING.findall(target.read_text("utf-8"))
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
            assert anchor in slugs, href


def test_the_pages_that_a_project_has_are_there() -> None:
    """Somebody new finds how to use it, how it is built, how to help, and what changed."""
    for name in ("README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG"):
        assert len((REPOSITORY / f"{name}.md").read_text("utf-8")) > 200, name
