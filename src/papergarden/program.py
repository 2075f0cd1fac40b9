"""Which program this is: a digest of its own files and of the releases of its libraries."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

_SIZE = 16  # bytes of a digest

# What pages are made with, besides our own code. A new release may write something else.
_LIBRARIES = frozenset(
    "fonttools brotli jinja2 linkify_it_py markdown_it_py markupsafe math_core mdit_py_plugins "
    "mdurl msgspec nh3 pygments pyyaml rapidfuzz uc_micro_py ziamath".split()
)


@cache
def code_digest() -> bytes:
    """A digest of this program and of the libraries that it makes pages with."""
    package = Path(__file__).parent
    own = blake2b(platform.python_version().encode(), digest_size=_SIZE)
    for name in sorted(_installed()):
        own.update(name.encode() + b"\0")
    for path in sorted(package.rglob("*.py")):
        own.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return own.digest()


def _installed() -> Iterable[str]:
    """The folders that tell name and version of the installed libraries: no import is as fast."""
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder or "."):  # noqa: PTH208 # only names are wanted
                library = name.partition("-")[0].lower()
                if name.endswith(".dist-info") and library in _LIBRARIES:
                    yield name
