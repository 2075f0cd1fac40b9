"""What holds of every note, whatever is written in it."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from test_html import html

from papergarden.core.edges import edges_of
from papergarden.core.graph import build_graph
from papergarden.core.model import (
    KINDS,
    STATUSES,
    Anchor,
    Jump,
    LinkEnd,
    LinkStart,
    ParsedNote,
    Span,
    TagStart,
)
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

SETTINGS = Settings()
DPR = "https://arxiv.org/abs/2004.04906"
PIECES = [
    *("\n", "\n\n", " ", "  ", "\t", "    ", "\r", "\u2028", "\xa0", "\x00", "\x0b", "\x85"),
    *("- ", "* ", "1. ", "3) ", "> ", "- [ ] ", "- [x] ", "1. [/] ", "[-] ", "- - "),
    *("# ", "## ", "## papers\n", "---\n", "===\n", "a:\n", "**b**\n", "__b__", "*", "_", "~~"),
    *("09/25/2024\n", "25/09/2024\n", "## 2024-09-24\n", "STaR from 09/24", "see STaR of 09/25"),
    *("📜 ", "- 📜: papers\n", "✅ 2025-06-09", "📅", "⏫", "[due:: 2025-01-01]", "🔁 every day"),
    *(f"[DPR]({DPR})", f"[paper]({DPR}v2)", DPR, f"<{DPR}>", "[STaR](https://example.org/star)"),
    *("[a](b.md#c)", "[a][1]", "\n[1]: https://example.org\n", "[", "]", "(", ")", "](", "![a]("),
    *("[[b]]", "[[b#c|d]]", "![[e.png]]", "[[", "|", "\n|a|b|\n|-|-|\n|", "#tag", "#a/b", "#1"),
    *("`", "``", "```\n", "~~~\n", "$", "$x$", "$$", "\n$$\n", "$\\foo$", "\\", "&amp;", "&#0;"),
    *(
        "[^1]",
        "\n[^1]: ",
        "^[x]",
        "<b>",
        "</a>",
        '"',
        "'",
        "<!--",
        "%%",
        "==",
        "\uf8ff\xfc\xec\xfa",
    ),
    *("::: {.callout-note}\n", "\n:::\n", "{.a #b}", "]{.c}", "\n{:.d}\n", "{{ site.url }}/e"),
    *(
        '---\nup: "[[b]]"\nx: ["[[c|d]]", "![[e#f]]"]\n---\n',
        "\n^f\n",
        "#⚡",
        "\ufe0f",
        "{% link a.md %}",
    ),
    *("\n: ", "\n> [!note]- a\n> ", " ^id\n", "%% a %%", "==a==", "<!-- a -->", "![[e.png|3x4]]"),
    *(
        "## 14\n",
        "## March 2025\n",
        "## [x] ",
        "![[note#b]]",
        "[[note#^id]]",
        "\n|[x]|a|\n",
        "+++\n",
    ),
    *(
        "STaR",
        "word",
        "e\u0301",
        "日本語",
        "http://",
        "https://[",
        "javascript:x",
        ": ",
        ", ",
        ". ",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join)
PATHS = st.sampled_from(["note.md", "2024-09-25.md", "papers/index.md", "a b/日本.md"])


def note_of(text: str, path: str = "note.md") -> ParsedNote:
    """A note of this text."""
    return parse(read(path, text.encode()), SETTINGS)


@given(TEXTS, PATHS)
@example(f"- [a]({DPR}) [b]({DPR})\n  1. [c]({DPR})\n\n     [[d]]\n", "note.md")
def test_every_part_of_a_note_fits_the_others(text: str, path: str) -> None:
    """Numbers and spans of links and mentions are those of things that are there."""
    note = note_of(text, path)
    spans = [span for m in note.mentions for span in (m.head, m.body) if span]
    spans += [link.context for link in note.links]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    entries = {n for n, m in enumerate(note.mentions) if m.role == "entry"}

    assert all(0 <= span.start <= span.stop <= len(note.body.segments) for span in spans)
    assert all(1 <= m.line <= lines for m in note.mentions)
    assert all(1 <= link.line <= lines for link in note.links)
    assert [m.line for m in note.mentions] == sorted(m.line for m in note.mentions)
    assert {m.within for m in note.mentions} - {None} <= entries
    assert {link.within for link in note.links} - {None} <= entries
    assert all(link.mention is None or link.mention < len(note.mentions) for link in note.links)
    for number, mention in enumerate(note.mentions):
        assert (mention.status in STATUSES) == (number in entries)
        assert mention.kind in KINDS
        assert ":" in mention.key


@given(TEXTS, PATHS)
@example("[a](b) [c](d)\n[[e]]", "note.md")
def test_links_begin_and_end_in_pairs(text: str, path: str) -> None:
    """Each link has one beginning and one end, and none begins within another."""
    note = note_of(text, path)
    edges = [s for s in note.body.segments if isinstance(s, LinkStart | LinkEnd)]

    assert [type(edge) for edge in edges] == [LinkStart, LinkEnd] * len(note.links)
    assert [edge.link for edge in edges] == [n for n in range(len(note.links)) for _ in (0, 1)]


@given(TEXTS, PATHS)
@example("\n[^1]: ^[x]", "note.md")
@example("![a[^1]](b.png)\n\n[^1]: c\n", "note.md")
@example("## a\n## a\n\n09/25/2024\n\n09/25/2024\n[^1] [^1]\n\n[^1]: [b](c) #d\n", "note.md")
def test_anchors_are_unique_and_lead_somewhere(text: str, path: str) -> None:
    """What a link may lead to is there once; tags of the text are tags of the note."""
    note = note_of(text, path)
    anchors = Counter(s.name for s in note.body.segments if isinstance(s, Anchor))

    assert set(anchors.values()) <= {1}
    assert {m.anchor for m in note.mentions} <= anchors.keys()
    assert {link.anchor for link in note.links if link.anchor} <= anchors.keys()
    assert {h.anchor for h in note.headings} | {
        d.anchor for d in note.days if d.anchor
    } <= anchors.keys()
    assert {s.anchor for s in note.body.segments if isinstance(s, Jump)} <= anchors.keys()
    tags = {tag.casefold() for tag in note.tags}
    assert {s.tag.casefold() for s in note.body.segments if isinstance(s, TagStart)} <= tags


class Balance(HTMLParser):
    """Reads HTML and complains of an element that is closed wrongly or not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"@{name}" for name, _ in attrs)}
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> without a beginning"
        assert self.open.pop() == tag


def is_balanced(text: str) -> bool:
    """Whether HTML is well formed, and holds nothing that runs or loads."""
    balance = Balance()
    balance.feed(text)
    balance.close()
    dangerous = {"script", "img", "iframe", "style", "@src", "@onclick", "@onerror"}
    return not balance.open and not balance.seen & dangerous


def whole(note: ParsedNote) -> str:
    """The HTML of a note with its slots filled in the plainest way."""
    filled = []
    for segment in note.body.segments:
        match segment:
            case str():
                assert "\0" not in segment
                filled.append(segment)
            case LinkStart() | TagStart():
                filled.append("<a>")
            case LinkEnd():
                filled.append("</a>")
            case _:
                filled.append(' id="x"')
    return "".join(filled)


@given(TEXTS, PATHS)
@example("---\n\na  \nb\n", "note.md")
@example('<b onclick="x">[a](b"onclick="c) ![d](https://e"f) `<script>`', "note.md")
def test_the_html_is_well_formed(text: str, path: str) -> None:
    """Whatever is written, elements are closed in order and nothing is let through."""
    assert is_balanced(whole(note_of(text, path)))


def quoted(note: ParsedNote, span: Span) -> str:
    """A part of a note with its slots filled."""
    return html(note.body.segments[span.start : span.stop])


@given(TEXTS)
@example(f"- [a]({DPR}) `b` **c**\n  - d\n\n    e\n")
def test_the_parts_that_are_quoted_are_whole(text: str) -> None:
    """A part of a note closes what it opens, so that it can stand on another page."""
    note = note_of(text)
    spans = [span for m in note.mentions for span in (m.head, m.body) if span]

    for span in [*spans, *(link.context for link in note.links)]:
        part = note.body.segments[span.start : span.stop]
        edges = Counter(type(segment) for segment in part)
        assert edges[LinkStart] == edges[LinkEnd]


@given(st.lists(TEXTS, max_size=3), st.lists(PATHS, min_size=3, max_size=3, unique=True))
def test_every_vault_has_a_graph(texts: list[str], paths: list[str]) -> None:
    """Each mention has a work, each edge two ends, each local link a target."""
    notes = [note_of(text, path) for text, path in zip(texts, paths, strict=False)]
    graph = build_graph(notes, ["e.png"], SETTINGS)
    nodes = {f"note:{name}" for name in graph.notes} | {f"work:{key}" for key in graph.works}

    assert len(graph.work_of) == sum(len(note.mentions) for note in notes)
    assert set(graph.work_of.values()) == set(graph.works)
    assert all(edge.source in nodes for edge in edges_of(graph))
    assert all(e.target in nodes or e.target.startswith("tag:") for e in edges_of(graph))
    local = sum(link.style in {"local", "wiki"} for note in notes for link in note.links)
    assert sum(map(len, graph.targets.values())) == local


@given(TEXTS, PATHS)
def test_the_same_text_is_read_the_same_way(text: str, path: str) -> None:
    """Reading keeps nothing from one note to the next."""
    first = note_of(text, path)
    note_of("[1]: https://example.org\n[^1]: x\n- 🦄: books\n- 📜: talks\n\n25/12/2024")

    assert note_of(text, path) == first


HOSTILE = {
    "brackets": "[" * 8_000,
    "pairs of brackets": "[a](" * 3_000,
    "wikilinks that do not end": "[[a|" * 2_500,
    "nested quotations": "> " * 3_000 + "a",
    "a line of back-ticks": "a " + "`" * 300_000,
    "runs of back-ticks": " ".join("`" * length for length in range(500)),
    "emphasis": "*a " * 10_000,
    "dollars": "$a " * 6_000,
    "tags": "#a " * 6_000,
    "fields": "- [ ] a " + "📅 2025-01-01 " * 3_000,
    "links in one entry": "- " + f"[a]({DPR}) " * 2_000,
    "a wide table": "|" + "a|" * 1_000 + "\n|" + "-|" * 1_000 + "\n|" + "a|" * 1_000,
    "backslashes": "\\" * 100_000,
    "entities": "&amp;" * 20_000,
    "damage": "\uf8ff\xfc\xec\xfa`" * 10_000,
    "a long word": "a" * 300_000,
    "days in prose": "from " * 10_000 + "09/25",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    """What was made to break a parser does not keep what comes after it from being read."""
    note = note_of(f"{text}\n\nSee [the end](https://example.org/end).\n")

    assert note.mentions[-1].key == "url:example.org/end"


@pytest.mark.parametrize(
    "text", ["".join("  " * level + "- a\n" for level in range(2_000)), "- " * 3_000 + "a"]
)
def test_lists_nest_deeper_than_anybody_reads(text: str) -> None:
    """Two thousand levels are read to a depth at which they end."""
    note = note_of(text)

    assert html(note.body.segments).count("<ul>") >= 50
    assert is_balanced(whole(note))
