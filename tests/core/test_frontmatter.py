"""Front matter in all its languages: what it comes to, where the body begins, what is wrong."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.frontmatter import Properties, part
from papergarden.core.publishing import publication
from papergarden.core.source import Source, read


def source_of(text: str) -> Source:
    """A note of this text."""
    return read("note.md", text.encode())


def yaml(block: str) -> str:
    """A note with a block of YAML."""
    return f"---\n{block}\n---\nText.\n"


def toml(block: str) -> str:
    """A note with a block of TOML."""
    return f"+++\n{block}\n+++\nText.\n"


@pytest.mark.parametrize(
    ("text", "properties"),
    [
        ("---\na: b\n---\n", {"a": "b"}),
        ("---yaml\na: b\n---\n", {"a": "b"}),
        ("--- \na: b\n... \n", {"a": "b"}),
        ("---\n\na: b\n---\n", {"a": "b"}),
        ("---\r\na: b\r\n---\r\n", {"a": "b"}),
        ("\ufeff---\na: b\n---\n", {"a": "b"}),
        ("---\n# nothing but a comment\n---\n", {}),
        ("---\n---\n", {}),
        ("+++\n+++\n", {}),
        ('+++\na = "b"\n+++\n', {"a": "b"}),
        ("+++  \r\na = 'b'\r\n+++", {"a": "b"}),
        ('---toml\na = "b"\n---\n', {"a": "b"}),
        ('{"a": "b"}', {"a": "b"}),
        ('{\n  "a": "b"\n}\n', {"a": "b"}),
        ("{}\n", {}),
        ('---\n{"a": "b"}\n---\n', {"a": "b"}),
        ('---\n{\n\t"a": "b"\n}\n---\n', {"a": "b"}),
        ("---\n{a: b}\n---\n", {"a": "b"}),
        ('---json\n{"a": "b"}\n---\n', {"a": "b"}),
        (';;;\n"a": "b"\n;;;\n', {"a": "b"}),
        (';;;\n{"a": "b"}\n;;;\n', {"a": "b"}),
        ("# T\n- toc: true\n", {"title": "T", "toc": "true"}),
        ("# T\n\n> About\n\n- tags: [a]\n", {"title": "T", "description": "About", "tags": ["a"]}),
    ],
)
def test_front_matter_is_known_in_every_form(text: str, properties: Properties) -> None:
    """Each language between its lines; an empty block says nothing."""
    source = source_of(text)

    assert source.properties == properties
    assert source.body == ""
    assert source.diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        "---\n",
        "---\nWords.\n",
        "---\n\nWords.\n\n---\nText.\n",
        "---\nWords.\n\nMore words.\n\n---\nText.\n",
        "---\ntitle of a section\n\nwords: more\n\n---\n",
        "----\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
        "--- # a\ntitle: x\n---\n",
        "+++\nWords.\n",
        "++++\na = 1\n+++\n",
        "{: .class }\n\nText.\n",
        "{{< shortcode >}}\n",
        "{% include a %}\n",
        '{"a": 1} is an object.\n',
        '{"Words", she said}\n',
        "# T\n\nText.\n",
        "# T\n> A quotation.\n\nText.\n",
        "# T\n- toc: true\nText.\n",
        "# T\n- toc: true\n- [ ] a task\n",
        "## T\n- toc: true\n",
        "- toc: true\n",
        "",
    ],
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    """A line across the page, a shortcode, a brace or a list at the top is what it was."""
    source = source_of(text)

    assert (source.first_line, source.body) == (1, text)
    assert source.properties == {}
    assert source.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (yaml("a: b"), 4),
        (yaml("a: |\n  b\n\n  c"), 7),
        (yaml("a: [b"), 4),
        (yaml("draft: 1\n" * 9000), 9004),
        (toml('a = """\nb\n"""'), 6),
        (toml("a = b"), 4),
        ('{\n"a": [\n1]\n}\nText.\n', 5),
        ('{\n"a": [\n1\n}\nText.\n', 5),
        ("# T\n\n> About\n\n- toc: true\nText.\n".replace("\nText", "\n\nText"), 6),
    ],
)
def test_the_body_stands_where_it_stood(text: str, line: int) -> None:
    """Behind a block of any language, good or bad, lines count from the first of the file."""
    source = source_of(text.replace("\n", "\r\n"))

    assert source.first_line == line
    assert source.body.lstrip("\n") == "Text.\n"
    assert text.split("\n")[line - 1 :] == source.body.split("\n")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 2503.14470}', "2503.14470"),
        ('{"a": 10}', "10"),
        ('{"a": true}', "true"),
        ('{"a": [null, false]}', [None, "false"]),
        ('{"a": {"b": 1}}', {"b": "1"}),
        ('{"a": "\\ud800"}', "\ufffd"),
        ('{"a": "\\u0000"}', "\ufffd"),
        ('{"a": "x\ty"}', "x\ty"),
        (toml("a = 2503.14470"), "2503.14470"),
        (toml("a = 1_000"), "1000"),
        (toml("a = false"), "false"),
        (toml("a = 2024-07-03"), "2024-07-03"),
        (toml("a = 2024-07-03T10:00:00+02:00"), "2024-07-03T10:00:00+02:00"),
        (toml("a = 10:00:00"), "10:00:00"),
        (toml("[a]\nb = [1]"), {"b": ["1"]}),
        (toml("a.b = 'c'"), {"b": "c"}),
        (yaml("a: !!str null"), "null"),
        (yaml("a: !!null x"), None),
        (yaml("a: !!bool true"), "true"),
        (yaml("a: !!timestamp 2024-07-03"), "2024-07-03"),
        (yaml("a: 'null'"), "null"),
        (yaml("a: ! 1"), "1"),
        (yaml("a: !expr Sys.Date()"), "!expr Sys.Date()"),
        (yaml("a: !important"), "!important"),
        (yaml("a: !list [1]"), ["1"]),
        (yaml("a:\tb"), "b"),
        (yaml('a: "\\0"'), "\ufffd"),
        (yaml("b: &x [1]\na: *x"), ["1"]),
        (yaml("b: &x 1\na: {*x : 2}"), {"1": "2"}),
        (yaml("&x b: 1\na: *x"), "b"),
        (yaml("b: &x {c: 1, d: 2}\na:\n  <<: *x\n  d: 3"), {"c": "1", "d": "3"}),
        (yaml("a: {<<: [{c: 1}, {c: 2, d: 2}], e: 3}"), {"c": "1", "d": "2", "e": "3"}),
        (yaml("a: {'<<': b}"), {"<<": "b"}),
    ],
)
def test_values_are_text_as_it_is_written(text: str, value: object) -> None:
    """No language may guess what a number or a truth was meant to be."""
    assert source_of(text).properties.get("a") == value


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (yaml("a: b: c"), 2, "a second colon in one value; put quotes around it"),
        (yaml("a: [b\nc: d"), 2, "a list that `[` opens is not closed"),
        (yaml("b: 1\na: {b"), 3, "a mapping that `{` opens is not closed"),
        (yaml('b: 1\na: "b\nc: d'), 3, "a quote is not closed"),
        (yaml("b: 1\na: @b"), 3, "a value that begins with `@` needs quotes"),
        (yaml("a: %b"), 2, "a value that begins with `%` needs quotes"),
        (yaml("a: *b*"), 2, "a value that begins with `*` needs quotes"),
        (yaml("a: *b"), 2, "a value that begins with `*` needs quotes"),
        (yaml("a: & b"), 2, "a value that begins with `&` needs quotes"),
        (yaml("a: !b!c d"), 2, "a value that begins with `!` needs quotes"),
        (yaml("a: }"), 2, "a value that begins with `}` needs quotes"),
        (yaml("a: ["), 2, "it ends in the middle of a value"),
        (yaml('a: "\\d"'), 2, "a backslash in double quotes; use single ones"),
        (yaml("a: b\nc\nd: e"), 3, "a line is no `name: value`"),
        (yaml("a: 'it's'"), 2, "this is no `name: value`"),
        (yaml("a: - b"), 2, "a list begins on the line of its name"),
        (yaml("a:\n\t- b"), 3, "a tab where only spaces may indent"),
        (yaml("a: b\n\tc: d"), 3, "a tab where only spaces may indent"),
        (yaml("a: b\nc: \x07"), 3, "a control character, which cannot be seen, stands here"),
        (yaml("a: b\n--- c"), 3, "it ends before this line"),
        (yaml("a: \u2028\u2028\nb: c: d"), 3, "a second colon in one value; put quotes around it"),
        (yaml("- a"), 2, "it is no list of `name: value`"),
        (yaml("b: 1\n{{a}}: b"), 3, "a name is a list or a mapping; put quotes around it"),
        (yaml("{{a}}: b"), 2, "a name is a list or a mapping; put quotes around it"),
        (yaml("? [a]\n: b"), 2, "a name is a list or a mapping; put quotes around it"),
        (yaml("a: {<<: b}"), 2, "what `<<` stands for is no mapping"),
        (
            yaml("a: b\nc: !!python/object/apply:os.system [x]"),
            3,
            "`!!python/object/apply:os.system` asks for a type; there are text, lists and mappings",
        ),
        (yaml("%YAML 3.0"), 2, "found incompatible YAML document"),
        (yaml("a: " + "b" * 70000), 1, "it is longer than 64 kB"),
        ("---\ntitle: a\n\nText.\n", 1, "no `---` closes it"),
        ("+++\ntitle = 1\n\nText.\n", 1, "no `+++` closes it"),
        ('{"title": 1,\n\nText.\n', 1, "no `}` closes it"),
        (toml("a = 1\nb = c"), 3, "text needs quotes here"),
        (toml("a: 1"), 2, "`name = value` is expected here"),
        (toml("a = 1\na = 2"), 3, "a name stands twice"),
        (toml('a = "b'), 2, "a quote is not closed"),
        (toml("a = [1,"), 2, "it ends in the middle of a value"),
        (toml('a = "\\d"'), 2, "a backslash in double quotes; use single ones"),
        (toml("a = 1 2"), 2, "expected newline or end of document after a statement"),
        (toml("a = " + "9" * 5000), 2, "a number is too long"),
        ('{\n"a": 1,\n}\n', 3, "expecting property name enclosed in double quotes"),
        ('---json\n{"a": 1\n---\n', 2, "expecting ',' delimiter"),
        (';;;\n"a": 1,\n"b" 2\n;;;\n', 3, "expecting ':' delimiter"),
        ("# T\n\n- toc: true\n- image: [a\n", 4, "a list that `[` opens is not closed"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(text: str, line: int, reason: str) -> None:
    """One remark names the line to look at and what it means, and the rest is read."""
    source = source_of(text)
    (remark,) = source.diagnostics

    assert (remark.code, remark.line) == ("bad-front-matter", line)
    assert remark.message == f"the front matter cannot be read: {reason}"
    assert source.properties == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (yaml("a: 1\nb: 2\na: 3"), [("a", 4)]),
        (yaml("a: 1\na: 2\na: 3\nb: {c: 1, c: 2}"), [("a", 4), ("c", 5)]),
        ('{\n"a": 1,\n"b": 2,\n"a": 3\n}\n', [("a", 4)]),
    ],
)
def test_a_name_that_stands_twice_is_reported_once(text: str, lines: list[tuple[str, int]]) -> None:
    """The last value counts, and the line of the last is named."""
    source = source_of(text)

    assert source.properties["a"] == "3"
    assert [(r.code, r.line) for r in source.diagnostics] == [
        ("repeated-property", line) for _, line in lines
    ]
    for remark, (name, _) in zip(source.diagnostics, lines, strict=True):
        assert f"`{name}`" in remark.message


@pytest.mark.parametrize(
    "text",
    [
        yaml("Draft: true"),
        yaml("Private : 'Yes'\nprivate: false"),
        yaml("a: b: c\nprivate: true"),
        yaml("a: b: c\nPublish: 'false'"),
        "---\n\nWords.\nprivate: true\n\nWords.\n---\nText.\n",
        "---\nTitle of it\nprivate: true\n",
        yaml("a: b\n" * 20000 + "draft: yes"),
        toml("a = b\ndraft = true"),
        '{"title": [1, "draft": true}\n',
        '{\n  "draft": true\n  "title": 1\n}\n',
        "---\ndraft: true\n\nText.\n",
        yaml("draft: true\ndraft: false"),
        yaml("draft: [true]\na: b: c"),
    ],
)
def test_a_flag_that_keeps_a_note_back_is_never_lost(text: str) -> None:
    """A mistake elsewhere in the block must not publish what was to stay private."""
    properties = source_of(text).properties

    assert not publication(properties, "note.md", excluded=False, default="all").published


def test_a_flag_that_publishes_a_note_is_not_lost_either() -> None:
    """What is readable in a broken block is what the note says."""
    properties = source_of(yaml("publish: true\ntitle: A: B")).properties

    assert publication(properties, "note.md", excluded=False, default="flagged").published


def test_names_are_told_apart_by_more_than_capitals() -> None:
    """A name has one value however it is capitalised; the last one, and that is reported."""
    source = source_of(yaml("Title: a\ntitle: b\n TAGS : [c]".replace("\n ", "\n")))

    assert source.properties == {"title": "b", "tags": ["c"]}
    assert [remark.code for remark in source.diagnostics] == ["repeated-property"]


def _bomb(levels: int) -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(rows)


@pytest.mark.parametrize(
    "text",
    [
        yaml(_bomb(12)),
        yaml("a: &a '" + "x" * 30000 + "'\nb: [" + "*a, " * 5000 + "]"),
        yaml("a: &a {" + "".join(f"k{n}: 1, " for n in range(3000)) + "}\nb: {<<: [*a, *a, *a]}"),
        yaml("a: &a [*a]"),
        yaml("- " * 30000),
        yaml("? " * 30000),
        yaml("a: " + "[" * 60000),
        yaml("a: " + "{b: " * 15000),
        toml("a = " + "[" * 30000),
        toml("a = " + "{b = " * 10000),
        toml(".".join("a" * 30000) + " = 1"),
        toml(".".join(['"\\""'] * 13000) + " = 1"),
        toml("a" * 60000 + " = 1"),
        toml('"\\"' * 20000),
        '{"a": ' * 10000 + "\n}\n",
        '{"a": ' + "[" * 30000 + "]" * 30000 + "}\n",
        "# T\n" + "\n" * 50000 + "Text.\n",
        "# T\n> a\n" + " \n" * 50000 + "Text.\n",
        "# T\n" + "- toc: true\n" * 20000 + "Text.\n",
        "{" + " " * 100000,
        '{"' + "\\" * 100000,
    ],
    ids=lambda text: repr(text[:24]),
)
def test_no_block_ends_the_program_or_takes_forever(text: str) -> None:
    """What grows beyond all measure when it is read is not read."""
    begun = time.process_time()
    source = source_of(text)

    assert time.process_time() - begun < 2
    assert len(str(source.properties)) < 2_000_000


BLOCK = st.text("ab:- \n\t[]{}&*!|>'\"%@#=.,1\\<?~", max_size=40)


@given(block=BLOCK, fence=st.sampled_from(["---", "+++", ";;;", "---json", "{", "# T\n- toc: 1"]))
def test_every_block_is_read_or_reported(block: str, fence: str) -> None:
    """Whatever stands in a block, the body is the end of the file, and remarks name its lines."""
    text = f"{fence}\n{block}\n{fence[:3]}\nText.\n"
    properties, body, remarks = part("note.md", text)

    assert text.endswith(body)
    for remark in remarks:
        assert 1 <= remark.line <= text.count("\n")
    assert all(isinstance(name, str) for name in properties)
