"""JSON, as Hugo, Obsidian and Middleman take it for front matter."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from papergarden.core.frontmatter.values import Broken, Loaded, plain


def load(block: str) -> Loaded:
    """The properties of a block of JSON, with or without the braces around it.

    Raises:
        Broken: the block is no JSON, or no object.
    """
    repeated: list[str] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(name for name, _ in pairs)
        repeated.extend(name for name, count in counts.items() if count > 1)
        return dict(pairs)

    text = block if block.lstrip().startswith("{") else f"{{{block}}}"
    decoder = json.JSONDecoder(
        object_pairs_hook=mapping,
        parse_int=str,
        parse_float=str,
        parse_constant=str,
        strict=False,
    )
    try:
        value = plain(decoder.decode(text))
    except json.JSONDecodeError as error:
        problem = error.msg[:1].lower() + error.msg[1:]
        raise Broken(min(error.lineno, block.rstrip().count("\n") + 1), problem) from error
    except RecursionError as error:
        raise Broken(1, "lists and objects are nested too deep") from error
    return Loaded(value, tuple((name, _last_line(block, name)) for name in repeated))


def end_of(text: str) -> int | None:
    """Where the object ends with which a text begins, or None if it is no JSON."""
    try:
        return json.JSONDecoder(parse_int=str, strict=False).raw_decode(text)[1]
    except (json.JSONDecodeError, RecursionError):
        return None


def _last_line(block: str, name: str) -> int:
    """The line of the last value of a name, as far as it is written without escapes."""
    found = [
        m.start()
        for m in re.finditer(re.escape(json.dumps(name, ensure_ascii=False)[:-1]) + r'"\s*:', block)
    ]
    return block.count("\n", 0, found[-1]) + 1 if found else 1
