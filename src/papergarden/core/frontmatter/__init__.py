"""Front matter of every generator whose files people keep: YAML, TOML, JSON, a notebook's list.

A block that cannot be read costs the note its properties and nothing else. It is reported, the
body begins behind it, and what it says against publishing still counts.
"""

from __future__ import annotations

import re

from papergarden.core.diagnostics import Diagnostic
from papergarden.core.frontmatter.blocks import Block, find
from papergarden.core.frontmatter.values import Broken, Loaded, Properties

__all__ = ["Properties", "part"]

_LONGEST = 1 << 16  # longer ones are data, and take longer to read than the note
_CLOSINGS = {"yaml": "---", "toml": "+++", "json": "}"}
# What each of these must say to keep a note from being published or listed.
_WITHHOLDING = {
    **dict.fromkeys(("publish", "dg-publish", "published"), ("false", "no", "off", "0")),
    **dict.fromkeys(("draft", "private", "unlisted"), ("true", "yes", "on", "1")),
}
_FLAG = re.compile(
    r"""(?:^|[{,])[ \t]*["']?("""
    + "|".join(_WITHHOLDING)
    + r""")["']?[ \t]*[:=][ \t]*["']?(\w+)""",
    re.MULTILINE | re.IGNORECASE,
)


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
        return _withheld(block), body, (_bad_front_matter(path, block, broken),)
    properties = _with_plain_flags(loaded.properties)
    repeated = dict(loaded.repeated)
    # Of two flags that contradict each other, the one that keeps the note back is the safe one.
    against = {name: value for name, value in _withheld(block).items() if name in repeated}
    remarks = (
        Diagnostic(
            path,
            block.line + line - 1,
            "repeated-property",
            f"`{name}` stands twice in the front matter, and the "
            + ("one that keeps the note back" if name in against else "last one")
            + " counts",
            "take one of them out",
        )
        for name, line in repeated.items()
    )
    return {**properties, **against}, body, tuple(remarks)


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


def _withheld(block: Block) -> Properties:
    """The flags that keep a note back, as far as one sees them without reading the block."""
    return {
        flag: match[2].lower()
        for match in _FLAG.finditer(block.text)
        if match[2].lower() in _WITHHOLDING[flag := match[1].lower()]
    }


def _with_plain_flags(properties: Properties) -> Properties:
    """Properties with their flags in lower case: `Draft` means `draft`, and is not to be missed."""
    return {
        name.lower() if name.lower() in _WITHHOLDING else name: value
        for name, value in properties.items()
    }


def _bad_front_matter(path: str, block: Block, broken: Broken) -> Diagnostic:
    return Diagnostic(
        path,
        block.line + broken.line - 1,
        "bad-front-matter",
        f"the front matter cannot be read: {broken.reason}",
        "the note is shown without its properties",
    )
