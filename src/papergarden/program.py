"""Which program this is: a digest of its own files and of the releases of its libraries."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

PACKAGE = Path(__file__).parent
_SIZE = 16  # bytes of a digest

# What pages are made with, besides our own code. A new release may write something else.
_LIBRARIES = frozenset(
    "fonttools brotli jinja2 linkify_it_py markdown_it_py markupsafe math_core mdit_py_plugins "
    "mdurl msgspec nh3 pygments pyyaml rapidfuzz uc_micro_py ziamath".split()
)


@cache
def code_digest() -> bytes:
    """A digest of this program and of the libraries that it makes pages with."""
    own = blake2b(repr((sys.version_info, *installed())).encode(), digest_size=_SIZE)
    for path in sorted(_files(str(PACKAGE))):
        with open(path, "rb") as file:  # noqa: PTH123 # on text: there are hundreds
            own.update(path[len(str(PACKAGE)) :].encode() + b"\0" + file.read())
    return own.digest()


def _files(folder: str) -> Iterator[str]:
    """Our own files."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path
            elif entry.is_dir():
                yield from _files(entry.path)


def installed() -> list[str]:
    """Folders that tell name and version of the libraries, sorted: no import is as fast."""
    return sorted(_found())


def _found() -> Iterable[str]:
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder or "."):  # noqa: PTH208 # only names are wanted
                if name.endswith(".dist-info") and name.partition("-")[0].lower() in _LIBRARIES:
                    yield name
