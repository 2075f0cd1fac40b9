"""The math font on disk: an open font that comes with an installed package, and its licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from papergarden.core import mathfont
from papergarden.core.artifact import Artifact, Job
from papergarden.core.digests import digest
from papergarden.core.pages import MATH_FONT, MATH_LICENCE

# No words of a note stand in these.
OF_THE_FONT = frozenset((MATH_FONT, MATH_LICENCE))

# Which package brings what. Neither is imported for it.
_FONT = ("ziamath", "STIXTwoMath-Regular.ttf")
_LICENCE = ("fonttools", "LICENSE.external")
# That file holds the licences of other things, too.
_LICENCE_TEXT = re.compile(
    r"^SIL OPEN FONT LICENSE Version 1\.1 .*?OTHER DEALINGS IN THE FONT SOFTWARE\.$",
    re.DOTALL | re.MULTILINE,
)


def math_font(characters: frozenset[str]) -> Job:
    """The font for these characters with its licence; nothing where it may not be passed on."""

    def make() -> Iterator[Artifact]:
        if licence := _licence():
            yield Artifact(MATH_FONT, _subset(characters))
            yield Artifact(MATH_LICENCE, licence.encode())

    return Job((MATH_FONT, MATH_LICENCE), make, digest(sorted(characters)))


@lru_cache(maxsize=4)
def _subset(characters: frozenset[str]) -> bytes:
    return mathfont.subset(_packaged(*_FONT), characters)


@cache
def _licence() -> str:
    """The licence as it has to go with the font: whose it is, that it is free, the whole text."""
    font = _packaged(*_FONT)
    text = _LICENCE_TEXT.search(_packaged(*_LICENCE).decode("utf-8", "replace"))
    claim = mathfont.name_of(font, mathfont.LICENCE) if font else ""
    if not text or "SIL Open Font License" not in claim:
        return ""
    return f"{mathfont.name_of(font, mathfont.COPYRIGHT)}\n\n{claim}\n\n{text[0]}\n"


@cache
def _packaged(package: str, name: str) -> bytes:
    """A file of an installed package; nothing if it is not there."""
    from importlib import metadata  # noqa: PLC0415 # only pages with formulas need it

    try:
        files = metadata.files(package) or ()
        return next((file.read_binary() for file in files if file.name == name), b"")
    except (metadata.PackageNotFoundError, OSError):
        return b""
