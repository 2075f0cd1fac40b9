"""Front matter of every generator whose files people keep: YAML, TOML, JSON, a notebook's list.

A block that cannot be read costs the note its properties and nothing else. It is reported, the
body begins behind it, and what it says about publishing still counts.
"""

from __future__ import annotations

from papergarden.core.diagnostics import Diagnostic
from papergarden.core.frontmatter.blocks import Block, find
from papergarden.core.frontmatter.flags import flags_in
from papergarden.core.frontmatter.values import Broken, Loaded, Properties

__all__ = ["Properties", "part"]

_LONGEST = 1 << 16  # longer ones are data, and take longer to read than the note
_CLOSINGS = {"yaml": "---", "toml": "+++", "json": "}"}


def part(path: str, text: str) -> tuple[Properties, str, tuple[Diagnostic, ...]]:
    """Take the properties of a note and its body apart; whatever is wrong becomes a diagnostic."""
    block = find(text)
    if block is None:
        return {}, text, ()
    body = text[block.end :]
    try:
        loaded = _loaded(block)
    except Broken as broken:
        if not block.is_sure:
            return {}, text, ()
        return flags_in(block.text), body, (_bad_front_matter(path, block, broken),)
    properties, repeated = _lowered(loaded)
    # Of two flags that contradict each other, the one that keeps the note back is the safe one.
    flags = {
        name: value
        for name, value in flags_in(block.text).items()
        if name in repeated and name in properties
    }
    remarks = (
        Diagnostic(
            path,
            block.line + line - 1,
            "repeated-property",
            f"`{name}` stands twice in the front matter, and the "
            + ("one that keeps the note back" if name in flags else "last one")
            + " counts",
            "take one of them out",
        )
        for name, line in repeated.items()
    )
    return {**properties, **flags}, body, tuple(remarks)


def _loaded(block: Block) -> Loaded:
    if not block.is_closed:
        raise Broken(2 - block.line, f"no `{_CLOSINGS[block.language]}` closes it")
    if len(block.text) > _LONGEST:
        raise Broken(2 - block.line, f"it is longer than {_LONGEST >> 10} kB")
    if not block.text.strip():
        return Loaded({})
    # Loading the language costs more than reading a note without front matter.
    if block.language == "yaml":
        from papergarden.core.frontmatter import yamltext  # noqa: PLC0415

        return yamltext.load(block.text)
    if block.language == "toml":
        from papergarden.core.frontmatter import tomltext  # noqa: PLC0415

        return tomltext.load(block.text)
    from papergarden.core.frontmatter import jsontext  # noqa: PLC0415

    return jsontext.load(block.text)


def _lowered(loaded: Loaded) -> tuple[Properties, dict[str, int]]:
    """Properties by name in lower case, and where names stand that differ in nothing else.

    `Draft` means `draft`, and is not to be missed.
    """
    properties: Properties = {}
    repeated = {name.strip().lower(): line for name, line in loaded.repeated}
    for name, value in loaded.properties.items():
        lowered = name.strip().lower()
        if lowered in properties:
            repeated.setdefault(lowered, 1)
        properties[lowered] = value
    return properties, repeated


def _bad_front_matter(path: str, block: Block, broken: Broken) -> Diagnostic:
    return Diagnostic(
        path,
        block.line + broken.line - 1,
        "bad-front-matter",
        f"the front matter cannot be read: {broken.reason}",
        "the note is shown without its properties",
    )
