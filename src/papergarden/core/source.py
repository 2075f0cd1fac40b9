"""The read stage: the bytes of one file become its text, its properties and its line numbers."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from papergarden.core.comments import without_comments
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.repair import repair

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)

_FLAG = re.compile(
    r"^[ \t\"']*(publish|dg-publish|published|draft|private)[\"']?[ \t]*[:=][ \t]*[\"']?(\w+)",
    re.IGNORECASE | re.MULTILINE,
)

Properties = dict[str, Any]  # strings, null, lists and mappings; YAML's other types stay text


class Source(msgspec.Struct, frozen=True):
    """One Markdown file as text, its front matter apart."""

    path: str  # in the vault, with forward slashes
    body: str
    first_line: int  # the line on disk on which the body begins
    properties: Properties
    words: int
    diagnostics: tuple[Diagnostic, ...] = ()


def read(path: str, data: bytes) -> Source:
    """Decode, repair and take the front matter apart; whatever is wrong becomes a diagnostic."""
    diagnostics: list[Diagnostic] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8-sig", "replace")
        diagnostics.append(
            Diagnostic(
                path,
                data.count(b"\n", 0, error.start) + 1,
                "undecodable-bytes",
                f"byte 0x{data[error.start]:02x} is not UTF-8 and is shown as �",
                "save the file as UTF-8",
            )
        )
    text, repairs = repair(text.replace("\r\n", "\n").replace("\r", "\n"))
    diagnostics += [
        Diagnostic(
            path,
            case.line,
            "encoding-repaired",
            f"“{case.before}” is read as “{case.after}”"
            + (f", {case.count} times" if case.count > 1 else ""),
            "the file was saved in a wrong encoding once",
        )
        for case in repairs
    ]
    properties, body, problem = _split(path, text)
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    body, open_line = without_comments(body)
    if open_line is not None:
        diagnostics.append(
            Diagnostic(
                path,
                open_line + first_line,
                "unclosed-comment",
                "the comment that begins here never ends",
                "the rest of the note is not shown",
            )
        )
    return Source(
        path=path,
        body=body,
        first_line=first_line,
        properties=properties,
        words=len(text.split()),
        diagnostics=(*diagnostics, *problem),
    )


def _split(path: str, text: str) -> tuple[Properties, str, tuple[Diagnostic, ...]]:
    """Part front matter and body. A broken block is reported and left out of the page."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return _salvaged(text.split("\n\n", 1)[0]) if opening else {}, text, ()
    body = text[closing.end() :]
    block = text[opening.end() : closing.start()]
    if not block.strip():
        return {}, body, ()
    # Loading YAML costs more than reading a note without any.
    import yaml  # noqa: PLC0415

    from papergarden.core.yamltext import load  # noqa: PLC0415

    try:
        loaded = load(block)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        reason = getattr(error, "problem", None) or "it is not YAML"
        return _salvaged(block), body, (_bad_front_matter(path, line, reason),)
    if not isinstance(loaded, dict):
        return {}, body, (_bad_front_matter(path, 2, "it is no list of `name: value`"),)
    return {str(name).strip().lower(): value for name, value in loaded.items()}, body, ()


def _salvaged(block: str) -> Properties:
    """What a broken block says about publishing: a slip in it must not let a private note out."""
    return {match[1].lower(): match[2] for match in _FLAG.finditer(block)}


def _bad_front_matter(path: str, line: int, reason: str) -> Diagnostic:
    return Diagnostic(
        path,
        line,
        "bad-front-matter",
        f"the front matter cannot be read: {reason}",
        "the note is shown without its properties",
    )
