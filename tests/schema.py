"""The schema `papergarden-graph/1` as types: what the documents are held against, and the docs."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["paper", "article", "book", "video", "code", "resource"]
Status = Literal["queued", "reading", "read", "on-hold", "dropped", "noted", "mentioned"]


class Exported(msgspec.Struct, forbid_unknown_fields=True):
    """One object of the JSON: every key is there, in this order, and no other one."""


class Note(Exported):
    """A note, as the schema `papergarden-graph/1` has it."""

    id: str
    path: str
    title: str
    kind: Literal["log", "post", "list", "note"]
    date: str | None
    tags: list[str]
    words: int
    url: str


class Mention(Exported):
    """A mention."""

    note: str
    line: int
    role: Literal["entry", "reference"]
    title: str | None
    href: str | None
    marker: str | None
    status: Status | None
    date: str | None
    kind: Kind
    section: list[str]
    summary: str
    fields: dict[str, str]
    extra: list[str]


class Work(Exported):
    """A work with its mentions."""

    id: str
    kind: Kind
    title: str
    aliases: list[str]
    url: str | None
    identifiers: dict[str, str]
    status: Status
    queued_on: str | None
    read_on: str | None
    authors: list[str]
    year: int | None
    tags: list[str]
    topics: list[str]
    page: str
    mentions: list[Mention]


class Edge(Exported):
    """An edge."""

    source: str
    target: str
    type: Literal["mentions", "links", "embeds", "tagged", "refers-to"]


class Diagnostic(Exported):
    """A diagnostic."""

    code: str
    severity: Literal["error", "warning", "info"]
    path: str
    line: int
    message: str


class Export(Exported):
    """The whole document."""

    schema: Literal["papergarden-graph/1"]
    notes: list[Note]
    works: list[Work]
    edges: list[Edge]
    diagnostics: list[Diagnostic]
