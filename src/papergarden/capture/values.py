"""The values of fetching: what to ask, what came back, what a service says of a work."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from papergarden.core.machines.people import Name

Trouble = Literal["missing", "refused", "garbled", "busy", "unreachable"]


class Request(Struct, frozen=True):
    """One question to one service."""

    url: str
    accept: str
    service: str = ""  # its name; of a web page the host tells which it is
    pace: float = 0.0  # seconds from one request to the next, over all processes of the machine
    patience: float = 15.0  # seconds without a word from the service
    most: int = 16_000_000  # bytes
    beginning: bool = False  # of what is longer, the first bytes are enough
    existence: bool = False  # it is asked for nothing else; the answer has no body

    @property
    def name(self) -> str:
        """By what its answer is kept."""
        return f"HEAD {self.url}" if self.existence else self.url


class Answer(Struct, frozen=True):
    """What a service sent with status 200."""

    body: bytes
    content_type: str = ""


class Problem(Struct, frozen=True):
    """Why there is no metadata, in words that follow the name of the work."""

    kind: Trouble
    message: str


class Metadata(Struct, frozen=True):
    """What a service says of a work."""

    title: str
    source: str
    type: str = "document"  # a type of CSL
    authors: tuple[Name, ...] = ()
    issued: tuple[int, ...] = ()  # year, perhaps month and day
    abstract: str = ""
    doi: str = ""
    url: str = ""
    venue: str = ""
    volume: str = ""
    page: str = ""
    publisher: str = ""
    number: str = ""
