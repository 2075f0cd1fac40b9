"""TOML, as Hugo and Zola write front matter between lines of `+++`."""

from __future__ import annotations

import re
import tomllib

from papergarden.core.frontmatter.values import Broken, Loaded, plain

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
# The time that the parser takes for a name grows with the square of the number of its parts.
_PART = r"""(?:"(?:\\.|[^"\\\n]){0,99}+"|'[^'\n]{0,99}+'|(?<![\w-])[\w-]{1,99}+)"""
_ENDLESS_NAME = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{40}}")
_MEANINGS = {
    "Expected '=' after a key in a key/value pair": "`name = value` is expected here",
    "Invalid statement": "`name = value` is expected here",
    "Invalid value": "text needs quotes here",
    "Cannot overwrite a value": "a name stands twice",
    "Cannot mutate immutable namespace": "a name stands twice",
    "Unescaped '\\' in a string": "a backslash in double quotes; use single ones",
}


def load(block: str) -> Loaded:
    """The properties of a block of TOML; numbers with a point stay as they are written.

    Raises:
        Broken: the block is no TOML.
    """
    if match := _ENDLESS_NAME.search(block):
        raise Broken(block.count("\n", 0, match.start()) + 1, "a name has too many parts")
    try:
        return Loaded(plain(tomllib.loads(block, parse_float=str)))
    except tomllib.TOMLDecodeError as error:
        raise _broken(block, str(error)) from error
    except ValueError as error:  # a number of thousands of digits
        raise Broken(1, "a number is too long") from error
    except RecursionError as error:
        raise Broken(1, "lists and tables are nested too deep") from error


def _broken(block: str, said: str) -> Broken:
    place = _PLACE.search(said)
    line = int(place[1]) if place and place[1] else block.rstrip("\n").count("\n") + 1
    problem = _PLACE.sub("", said)
    if place and not place[1]:
        problem = "it ends in the middle of a value"
    elif problem == f"Illegal character {chr(10)!r}":
        problem = "a quote is not closed"
    return Broken(line, _MEANINGS.get(problem, problem[:1].lower() + problem[1:]))
