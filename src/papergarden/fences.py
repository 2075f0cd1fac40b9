"""Code in colours, as it was made before: its lexers take longer to import than a note to read."""

from __future__ import annotations

from collections.abc import Mapping

from papergarden.cache import NO_MEMO, Memo
from papergarden.core.digests import digest
from papergarden.program import code_digest

_STAGE = "fences"
_MOST = 1 << 14  # that are kept: those of ten thousand notes fill some 20 MB


class Fences:
    """Highlights the code of a note, and says what was new in it."""

    def __init__(self, memo: Memo = NO_MEMO) -> None:
        self._memo = memo
        self.made: dict[bytes, bytes] = {}  # by key

    def __call__(self, code: str, language: str) -> str:
        """Code as HTML."""
        key = digest(code_digest(), language, code)
        if key in self.made:
            return self.made[key].decode()
        for _, known in self._memo.each(_STAGE, (key,)):
            return known.decode()
        # Who parses has it already, and who only looks something up needs none of it.
        from papergarden.core.syntax.highlight import highlighted  # noqa: PLC0415

        html = highlighted(code, language)
        self.made[key] = html.encode()
        return html


def keep(memo: Memo, made: Mapping[bytes, bytes]) -> None:
    """Keep what is new; beyond a large number, what is oldest goes."""
    if made:
        memo.put(_STAGE, made)
        memo.limit(_STAGE, _MOST)
