"""What a user gets from a passage of Markdown; the passages stand in `cases/*.md`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from casefiles import Case, read_cases

from papergarden.core.dates import Order
from papergarden.core.model import Link, Mention, ParsedNote
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

CASES = read_cases(Path(__file__).parent / "cases")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_passage_is_read_as_its_writer_means_it(case: Case) -> None:
    """A passage gives the mentions, links, dates and remarks that its case file shows."""
    order = cast("Order", case.options.get("date_order", "month-first"))
    note = parse(read(case.path, case.text.encode()), Settings(date_order=order))

    assert case.expected == shown(note)


def shown(note: ParsedNote) -> str:
    """All that a note says, one thing a line; what is usual is left out.

    A mention is `line role [box] status kind key | title`, with what else is known of it
    indented below. A local link is `line link style target | text`, a phrase that means an entry of
    another day `line prose -> key | phrase`, and a remark `! line code`.
    """
    return "\n".join(
        [
            *_facts(note),
            *(line for mention in note.mentions for line in _mention(note, mention)),
            *(line for link in note.links for line in _link(note, link)),
            *(f"! {remark.line} {remark.code}" for remark in note.diagnostics),
        ]
    )


def _facts(note: ParsedNote) -> Iterator[str]:
    if note.title != note.path.rsplit("/", 1)[-1].removesuffix(".md"):
        yield f"title: {note.title}"
    if note.kind != "note":
        yield f"kind: {note.kind}"
    if note.date:
        yield f"date: {note.date}"
    if note.tags:
        yield f"tags: {', '.join(note.tags)}"
    if note.aliases:
        yield f"aliases: {', '.join(note.aliases)}"
    if note.description:
        yield f"description: {note.description}"
    if not note.listed:
        yield "unlisted"
    if note.days:
        yield "days: " + ", ".join(f"{day.date} (line {day.line})" for day in note.days)


def _mention(note: ParsedNote, mention: Mention) -> Iterator[str]:
    words = (
        str(mention.line),
        mention.role,
        f"[{mention.marker}]" if mention.marker is not None else None,
        mention.status,
        mention.kind,
        mention.key,
        f"| {mention.title}" if mention.title else None,
    )
    yield " ".join(word for word in words if word is not None)
    if mention.kind_told:
        yield "  kind by emoji"
    if mention.date:
        yield f"  on {mention.date} by {mention.date_source}"
    if mention.section:
        yield f"  in {' > '.join(mention.section)}"
    last = mention.section[-1] if mention.section else None
    if mention.topic != last:
        yield f"  topic: {mention.topic}" if mention.topic else "  no topic"
    if mention.within is not None:
        yield f"  within {note.mentions[mention.within].key}"
    if mention.summary:
        yield "  summary: " + mention.summary.replace("\n", " / ")
    yield from (f"  {name}: {value}" for name, value in mention.fields.items())
    yield from (f"  extra: {address}" for address in mention.extra)
    yield from (f"  #{tag}" for tag in mention.tags)
    if mention.start:
        yield f"  start: {mention.start}"
    if mention.version:
        yield f"  version: {mention.version}"


def _link(note: ParsedNote, link: Link) -> Iterator[str]:
    if link.style in {"local", "wiki"}:
        text = f" | {link.text}" if link.text != link.href else ""
        yield f"{link.line} link {link.style} {link.href}{text}"
    elif link.style == "prose" and link.mention is not None:
        yield f"{link.line} prose -> {note.mentions[link.mention].key} | {link.text}"
