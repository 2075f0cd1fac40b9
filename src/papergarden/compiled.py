"""Templates as code, as they were compiled the last time."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import msgpack

from papergarden.cache import Memo
from papergarden.core.digests import digest
from papergarden.core.render import compiled
from papergarden.program import code_digest

_STAGE = "templates"
_THEMES = 4  # of which the code is kept, at least
_DECODER = msgpack.Decoder(dict[str, bytes])


def code_of(templates: Mapping[str, str], memo: Memo) -> dict[str, bytes]:
    """The code of templates, by name."""
    key = digest(_STAGE, code_digest(), templates)
    known = memo.one(_STAGE, key, _DECODER)
    if known is None:
        known = compiled(templates)
        memo.put(_STAGE, {key: msgpack.encode(known)})
        memo.tidy(_STAGE, [key], spare=_THEMES)
    return known
