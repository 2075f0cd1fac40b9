"""The parse stage: one note's text in, all that it says by itself out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markdown_it.token import Token

from papergarden.core import mathfont, passages, properties
from papergarden.core.blocks import Block, tree, walk
from papergarden.core.crossrefs import link_prose
from papergarden.core.dates import Order, date_in_name, order_of
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.digests import digest
from papergarden.core.entries import Finder, titles_count
from papergarden.core.excerpt import excerpt
from papergarden.core.found import Reading
from papergarden.core.marks import mark_up
from papergarden.core.mentions import Speech
from papergarden.core.model import Body, NoteKind, ParsedNote, Segment, Span
from papergarden.core.outline import Outline
from papergarden.core.parts import Parts
from papergarden.core.paths import without_ending
from papergarden.core.publishing import is_listed
from papergarden.core.relations import relations
from papergarden.core.settings import Settings
from papergarden.core.source import Source
from papergarden.core.syntax import markdown, math
from papergarden.core.syntax.highlight import HIGHLIGHT, Highlight, highlighted
from papergarden.core.syntax.slots import mark, segments, span

_FEWEST_ENTRIES_OF_A_LIST = 3
_DATE_BEFORE = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_DATE_ALONE = re.compile(r"\d{4}-?\d{2}-?\d{2}")


def parse(source: Source, settings: Settings, highlight: Highlight = highlighted) -> ParsedNote:
    """Read one note. It looks at no other note and never fails, whatever is written there.

    Who `highlight`s code may remember what came of it.
    """
    md = markdown(raw_html=settings.raw_html)
    env: dict[str, Any] = {HIGHLIGHT: highlight}
    tokens = md.parse(source.body, env)
    blocks = tree(tokens)
    every = tuple(walk(blocks))
    title, titled = _title(source, blocks)
    order = order_of((block.text() for block in blocks if block.inline), settings.date_order)
    reading = _reading(source, settings, blocks, title, order)
    parts = Parts(blocks, reading.sections)
    for item in every:
        if "box" in item.token.meta:
            _show_box(item.token, settings)
    link_prose(reading.entries, order)
    note_date = properties.date(source.properties, source.path, order)
    marked = mark_up(tokens, blocks, reading.entries, parts.runs(), source.first_line)
    if titled:
        _mark_title(marked.tokens)
    _demote(marked.tokens, every[1:] if titled else every)
    body, marks = segments(md.renderer.render(marked.tokens, md.options, env))
    found = Speech(source, settings, reading, marked, marks, note_date).spoken()
    text = Span(marks["text"] if titled else 0, len(body))
    lines = [block.inline.children for block in every if block.inline and block.inline.children]
    related, behind = relations(source.properties, len(found.links), len(body))
    return ParsedNote(
        path=source.path,
        title=title,
        kind=_kind(source, reading),
        date=note_date,
        modified=properties.modified(source.properties, order),
        tags=properties.once(
            [
                *properties.tags(source.properties),
                *properties.categories(source.properties),
                *(token.content for line in lines for token in line if token.type == "tag"),
            ]
        ),
        aliases=properties.aliases(source.properties),
        permalink=properties.permalink(source.properties),
        description=properties.description(source.properties),
        image=properties.image(source.properties),
        language=properties.language(source.properties),
        classes=properties.css_classes(source.properties),
        switched_off=properties.switched_off(source.properties),
        listed=is_listed(source.properties),
        words=source.words,
        digest=digest(source.digest, settings),
        excerpt=excerpt(body[text.start : text.stop], found.links),
        body=Body.of(
            (*body, *behind),
            passages.packed(passages.passages(body, text, found.links, found.mentions)),
        ),
        heading=span(marks, "title") if titled else None,
        text=text,
        headings=parts.headings(marks, source.first_line),
        days=parts.days(marks, source.first_line, reading.day, text),
        blocks=parts.blocks(marks),
        links=(*found.links, *related),
        mentions=found.mentions,
        formulas="".join(sorted(_drawn(body))),
        diagnostics=(
            *source.diagnostics,
            *found.diagnostics,
            *_math_errors(source, every),
            *_cuts(source, env["cut"]),
        ),
    )


def _reading(
    source: Source, settings: Settings, blocks: Sequence[Block], title: str, order: Order
) -> Reading:
    name = without_ending(source.path.rsplit("/", 1)[-1])
    day = date_in_name(name) if _DATE_ALONE.fullmatch(name) else None  # of a daily note
    counts = titles_count(blocks, f"{title} {name.replace('-', ' ')}")
    finder = Finder(Outline(order, day), settings.kinds, counts, Reading(day=day))
    return finder.note(blocks)


def _title(source: Source, blocks: Sequence[Block]) -> tuple[str, bool]:
    """The title of a note, and whether its body begins with it."""
    tops = [block for block in blocks if block.token.tag == "h1"]
    first = bool(tops) and tops[0] is blocks[0]
    # One that stands behind a picture or a rule is the title as well, if there is no other.
    heading = tops[0].text() if first or len(tops) == 1 else ""
    given = properties.text(source.properties, "title")
    title = given or heading
    if not title:
        *folders, name = without_ending(source.path).split("/")
        if "_posts" in folders:  # of Jekyll, where the date is no part of the name
            name = _DATE_BEFORE.sub("", name)
        title = folders[-1] if name == "index" and folders else name
    return title, first and heading == title


def _demote(tokens: list[Token], blocks: Sequence[Block]) -> None:
    """Headings of the text stand below the title of the page: none of them is of level 1."""
    if not any(block.token.tag == "h1" for block in blocks):
        return
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


def _mark_title(tokens: list[Token]) -> None:
    """Mark the heading with which the body begins, and where the text behind it does."""
    for number, token in enumerate(tokens):
        if token.type == "heading_close":
            tokens[number:number] = [mark("title>")]
            tokens.insert(number + 2, mark("text"))
            break
    tokens.insert(next(n for n, t in enumerate(tokens) if t.type == "inline"), mark("title<"))


_WORD_OF_STATUS = {"queued": "open", "reading": "in progress", "read": "done"}


def _show_box(item: Token, settings: Settings) -> None:
    status = settings.statuses.get(item.meta["box"], "queued")
    item.meta["status"] = status
    item.meta["word"] = _WORD_OF_STATUS.get(status, status)


def _drawn(body: Sequence[Segment]) -> frozenset[str]:
    """The characters of all formulas."""
    texts = (segment for segment in body if isinstance(segment, str))
    return mathfont.characters(mathfont.formulas(texts))


def _kind(source: Source, reading: Reading) -> NoteKind:
    if any(entry.day for entry in reading.entries):
        return "log"
    if {"layout", "categories", "date"} & source.properties.keys():
        return "post"
    return "list" if len(reading.entries) >= _FEWEST_ENTRIES_OF_A_LIST else "note"


def _inside(blocks: Iterable[Block]) -> Iterator[tuple[Block, Token]]:
    """The tokens of all lines, each with its block; a block without a line is one itself."""
    for block in blocks:
        if block.inline is None:
            yield block, block.token
        else:
            for token in block.inline.children or ():
                yield block, token


_CUTS = {
    "line-too-long": "it is shown without reading what is in it",
    "nested-too-deep": "what lies deeper is left out",
}


def _cuts(source: Source, cut: Sequence[tuple[int, str]]) -> list[Diagnostic]:
    return [
        Diagnostic(source.path, line + source.first_line, code, code.replace("-", " "), _CUTS[code])
        for line, code in cut
    ]


def _math_errors(source: Source, blocks: Iterable[Block]) -> list[Diagnostic]:
    if "$" not in source.body:
        return []
    return [
        Diagnostic(
            source.path,
            block.line + source.first_line,
            "math-error",
            f"`{' '.join(token.content.split())}`: {token.meta['error']}",
            "it is shown as its source",
        )
        for block, token in _inside(blocks)
        if token.type in math.TYPES and "error" in token.meta
    ]
