"""The HTML of a note's body with its slots; the passages stand in `cases-html/*.md`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from casefiles import Case, read_cases

from papergarden.core.model import (
    Anchor,
    Jump,
    LinkEnd,
    LinkStart,
    ParsedNote,
    Segment,
    Span,
    TagStart,
)
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

# What HTML does not care about, and what a reader of a case cannot judge.
_BREAK = re.compile(r"(<(?:p|li|td|th|h[1-6])\b[^>]*>)\n")
_NESTED = re.compile(r"(?<!\n)(?=<[uo]l\b)")
_MATHML = re.compile(
    r"<math( display)?[^>]*>.*?<annotation[^>]*>(.*?)</annotation></semantics></math>"
)

CASES = read_cases(Path(__file__).parent / "cases-html")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_passage_becomes_the_html_that_its_case_shows(case: Case) -> None:
    """A passage gives the HTML of its case file, with a readable sign for each slot."""
    settings = Settings(raw_html=case.options.get("raw_html") == "on")
    note = parse(read(case.path, case.text.encode()), settings)

    assert case.expected == shown(note)


def shown(note: ParsedNote) -> str:
    """The body of a note, and below it the remarks."""
    remarks = [f"! {remark.line} {remark.code}" for remark in note.diagnostics]
    return "\n".join([html(note.body.part(note.text)).rstrip("\n"), *remarks])


def html(segments: Iterable[Segment]) -> str:
    """Segments as text: a link is `<link 2>`, an anchor ` #L3`, a tag `<tag x>`, a jump ` ->x`.

    A formula is its source in `<math>`, or in `<math display>` where it has lines of its own.
    """
    out: list[str] = []
    for segment in segments:
        match segment:
            case str():
                out.append(segment)
            case LinkStart(number):
                out.append(f"<link {number}>")
            case LinkEnd(number):
                out.append(f"</link {number}>")
            case Anchor(name):
                out.append(f" #{name}")
            case TagStart(name):
                out.append(f"<tag {name}>")
            case Jump(name):
                out.append(f" ->{name}")
    text = _NESTED.sub("\n", _BREAK.sub(r"\1", "".join(out))).lstrip("\n")
    return _MATHML.sub(r"<math\1>\2</math>", text)


def read_note(text: str) -> ParsedNote:
    """A note of this text."""
    return parse(read("note.md", text.encode()), Settings())


def quoted(note: ParsedNote, span: Span | None) -> str | None:
    """The HTML of a part of a note, as another page quotes it."""
    return html(note.body.segments[span.start : span.stop]).strip() if span else None


def test_the_line_and_the_bullets_of_an_entry_can_be_quoted() -> None:
    """An entry knows which HTML is its line and which is what stands under it."""
    note = read_note("""\
- [x] [DPR](https://arxiv.org/abs/2004.04906) *twice*
  - two encoders

    in one model
- [ ] [SBERT](https://arxiv.org/abs/1908.10084)
""")
    dpr, sbert = note.mentions

    assert quoted(note, dpr.head) == "<link 0>DPR</link 0> <em>twice</em>"
    assert (
        quoted(note, dpr.body) == "<ul>\n<li><p>two encoders</p>\n<p>in one model</p>\n</li>\n</ul>"
    )
    assert quoted(note, sbert.head) == "<link 1>SBERT</link 1>"
    assert sbert.body is None


def test_a_paragraph_and_the_list_that_belongs_to_it_can_be_quoted() -> None:
    """A paragraph that is an entry is quoted without the next one, its list apart."""
    note = read_note("""\
[DPR](https://arxiv.org/abs/2004.04906): the points are:

- two encoders

Next.
""")
    (mention,) = note.mentions

    assert quoted(note, mention.head) == "<link 0>DPR</link 0>: the points are:"
    assert quoted(note, mention.body) == "<ul>\n<li>two encoders</li>\n</ul>"


def test_a_link_is_quoted_with_the_whole_paragraph_around_it() -> None:
    """The context of a link is its paragraph or its line of a list, no more."""
    note = read_note("""\
Before.

First [[bm25]],
then *that*.

- a
  - b [[dense]]
    - c
""")

    assert [quoted(note, link.context) for link in note.links] == [
        "First <link 0>bm25</link 0>,\nthen <em>that</em>.",
        "b <link 1>dense</link 1>",
    ]
    assert [link.anchor for link in note.links] == ["L3", "L7"]


def test_the_contents_of_a_note_are_its_headings() -> None:
    """Headings have their level, text, anchor and line; the first one is the note's title."""
    note = read_note("""\
---
tags: [ir]
---
# Dense retrieval

## *Why* two?

**label**

### Why two?
""")

    assert [(h.level, h.text, h.anchor, h.line) for h in note.headings] == [
        (1, "Dense retrieval", "dense-retrieval", 4),
        (2, "Why two?", "why-two", 6),
        (3, "Why two?", "why-two-2", 10),
    ]
    assert note.title == "Dense retrieval"
    assert quoted(note, note.heading) == "Dense retrieval"


def test_a_note_knows_whether_it_holds_a_formula() -> None:
    """Only where there is math does a page need its font, for those characters."""
    assert "x" in read_note("The score $x$.").formulas
    assert "x" in read_note("$$\nx\n$$").formulas
    assert not read_note("It costs $5 and `$x$`.").formulas
