"""The read stage: the bytes of one file become its text, its properties and its line numbers."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from papergarden.core import frontmatter
from papergarden.core.comments import without_comments
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.frontmatter import Properties
from papergarden.core.repair import repair

__all__ = ["Properties", "Source", "read"]


class Source(msgspec.Struct, frozen=True):
    """One Markdown file as text, its front matter apart."""

    path: str  # in the vault, with forward slashes
    body: str
    first_line: int  # the line on disk on which the body begins
    properties: Properties
    words: int
    digest: bytes  # of the file
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
    properties, body, problems = frontmatter.part(path, text)
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
        digest=blake2b(data, digest_size=16).digest(),
        diagnostics=(*diagnostics, *problems),
    )
