"""What is known of each mention of one note: its work's key, status, date, summary and place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgspec import Struct

from papergarden.core.addresses import PAPER_SCHEMES, Address, identifier_in, identify, is_outside
from papergarden.core.blocks import Piece
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.found import Found, Reading
from papergarden.core.heads import summary
from papergarden.core.marks import Marked, Spot, line_of
from papergarden.core.model import DateSource, Link, LinkStyle, Mention, Status
from papergarden.core.paths import path_from
from papergarden.core.settings import Settings
from papergarden.core.source import Source
from papergarden.core.syntax.slots import span
from papergarden.core.titles import points, title_key

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Spoken(Struct, frozen=True):
    """The links and mentions of a note, and what is wrong with them."""

    links: tuple[Link, ...]
    mentions: tuple[Mention, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True, frozen=True)
class Speech:
    """One note as it was found, marked and rendered: all that its mentions are made of."""

    source: Source
    settings: Settings
    reading: Reading
    marked: Marked
    marks: dict[str, int]  # where in the body each mark came to stand
    note_date: str | None

    def spoken(self) -> Spoken:
        """Make values of what was found."""
        own = {entry.block.start for entry in self.reading.entries}
        mentions: list[Mention] = []
        diagnostics: dict[tuple[int, str], Diagnostic] = {}  # one for what a line says twice
        for found in self.marked.mentions:
            if isinstance(found, Found):
                address = _address(found, self.source.path)
                mention = self._entry(found, address, own)
            else:
                address = identify(found.piece.href)
                mention = self._reference(found, address)
            mentions.append(mention)
            if address.problem:
                diagnostics[mention.line, address.problem] = Diagnostic(
                    self.source.path,
                    mention.line,
                    "malformed-identifier",
                    address.problem,
                    address.hint,
                )
        links = tuple(map(self._link, self.marked.spots))
        return Spoken(links, tuple(mentions), tuple(diagnostics.values()))

    def _entry(self, found: Found, address: Address, own: set[int]) -> Mention:
        told = found.group or found  # a bullet of a group shares the box and fields of the group
        text = summary(found, own - {found.block.start})
        date, date_source = _date(told, self.note_date)
        line = line_of(found)
        assert line is not None  # noqa: S101 # no entry without a line of text
        return Mention(
            line=found.line + self.source.first_line,
            role="entry",
            key=address.key,
            title=found.title,
            href=found.link.href if found.link and not found.to_note else None,
            version=address.version,
            start=address.start,
            marker=found.marker,
            status=_status(told, self.settings, has_summary=bool(text)),
            date=date,
            date_source=date_source,
            kind=found.kind or address.kind,
            kind_told=found.kind is not None,
            section=found.section,
            topic=found.topic,
            summary=text,
            fields=told.fields,
            extra=tuple(piece.href for piece in found.extra),
            tags=found.tags,
            within=None,
            anchor=self.marked.anchors[line.start],
            head=span(self.marks, f"i{line.start}"),
            body=span(self.marks, f"b{found.block.start}") if found.body else None,
        )

    def _reference(self, spot: Spot, address: Address) -> Mention:
        owner = self.marked.owners.get(spot.block.start)
        around = self.reading.around(spot.block.start)
        day = around.day if around else self.reading.day
        return Mention(
            line=spot.piece.line + self.source.first_line,
            role="reference",
            key=address.key,
            title=None if points(spot.piece.text) else spot.piece.text,
            href=spot.piece.href,
            version=address.version,
            start=address.start,
            marker=None,
            status=None,
            date=day or self.note_date,
            date_source="day" if day else "note" if self.note_date else None,
            kind=address.kind,
            kind_told=False,
            section=around.path if around else (),
            topic=around.topic if around else None,
            summary="",
            fields={},
            extra=(),
            tags=(),
            within=self.marked.number_of(owner) if owner else None,
            anchor=self.marked.anchors[spot.block.start],
            head=span(self.marks, f"i{spot.block.start}"),
            body=None,
        )

    def _link(self, spot: Spot) -> Link:
        owner = self.marked.owners.get(spot.block.start)
        return Link(
            line=spot.piece.line + self.source.first_line,
            href=spot.piece.href,
            text=spot.piece.text,
            style=_style(spot.piece),
            embed=bool(spot.piece.link and spot.piece.link.meta.get("embed")),
            alone=bool(spot.piece.link and spot.piece.link.meta.get("alone")),
            size=spot.piece.link.meta.get("size") if spot.piece.link else None,
            mention=spot.mention,
            extra=_is_extra(spot),
            within=self.marked.number_of(owner) if owner else None,
            anchor=self.marked.anchors[spot.block.start],
            context=span(self.marks, f"i{spot.block.start}"),
        )


def _style(piece: Piece) -> LinkStyle:
    meta = piece.link.meta if piece.link else {}
    if "entry" in meta:
        return "title"
    if "refers" in meta:
        return "prose"
    if piece.is_wiki:
        return "wiki"
    return "outside" if is_outside(piece.href) else "local"


def _is_extra(spot: Spot) -> bool:
    """Whether a link is a further address of its entry; tokens are compared by identity."""
    extra = spot.entry.extra if spot.entry else ()
    return any(piece.link is spot.piece.link for piece in extra)


def _address(found: Found, note_path: str) -> Address:
    """The work that an entry is about: by its address, a file of the vault, or its title."""
    line = line_of(found)
    if found.link is None and line and (named := identifier_in(line.text())):
        return named
    if found.link is None or found.to_note:
        return Address(title_key(found.title or ""), "resource")
    if not is_outside(found.link.href):
        return Address(f"file:{path_from(note_path, found.link.href)}", "code")
    address = identify(found.link.href)
    if address.key.split(":", 1)[0] not in PAPER_SCHEMES:
        for piece in found.extra:
            other = identify(piece.href)
            if other.key.split(":", 1)[0] in PAPER_SCHEMES:
                return other
    return address


def _status(found: Found, settings: Settings, *, has_summary: bool) -> Status:
    if found.marker is not None:
        return settings.statuses.get(found.marker, "queued")
    # In a daily note one also drops addresses for later: only what was said of them counts.
    if found.day and not (found.from_name and found.kind is None and not has_summary):
        return "read"
    return "noted" if has_summary else "mentioned"


def _date(found: Found, note_date: str | None) -> tuple[str | None, DateSource | None]:
    for name in ("done", "cancelled"):
        if _DATE.fullmatch(found.fields.get(name, "")):
            return found.fields[name], "field"
    if found.day:
        return found.day, "day"
    return (note_date, "note") if note_date else (None, None)
