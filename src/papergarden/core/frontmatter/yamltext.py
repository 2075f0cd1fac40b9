"""YAML read without guessing types: `arxiv: 2503.14470` keeps its zero, `no` stays a word.

It is read event by event, for the composer of PyYAML calls itself for every level of nesting: a
line of thirty thousand hyphens ends the program, not only the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
import yaml.reader

from papergarden.core.frontmatter.values import DEEPEST, Broken, Loaded, Properties, fit

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_CORE = "tag:yaml.org,2002:"
_KNOWN_TAGS = {
    f"{_CORE}{name}"
    for name in "binary bool float int map null omap pairs seq set str timestamp".split()
}
# Text, counted with what aliases repeat of it. Without aliases no block that is read reaches this.
_MOST_TEXT = 1 << 18

# What the parser says, and what it means to somebody who writes notes; the last words say where
# to look: at the place of the problem, or where that began in which it was found.
_MEANINGS = (
    ("mapping values are not allowed", "a second colon in one value; put quotes around it", "at"),
    ("a tab character", "a tab where only spaces may indent", "at"),
    ("',' or ']'", "a list that `[` opens is not closed", "from"),
    ("',' or '}'", "a mapping that `{` opens is not closed", "from"),
    ("unexpected end of stream", "a quote is not closed", "from"),
    ("unknown escape character", "a backslash in double quotes; use single ones", "at"),
    ("could not find expected ':'", "a line is no `name: value`", "from"),
    ("did not find expected key", "this is no `name: value`", "at"),
    ("block sequence entries", "a list begins on the line of its name", "at"),
    ("expected '-' indicator", "a line between the items of a list is none", "at"),
)
_NEEDS_QUOTES = (
    "cannot start any token",
    "expected node content",
    "expected alphabetic or numeric",
    "undefined tag handle",
    "while scanning a tag",
)


def load(block: str) -> Loaded:
    """The properties of a block of YAML.

    Raises:
        Broken: the block is no YAML, or no mapping.
    """
    reader = _Reader(block)
    try:
        value = reader.document()
    except yaml.YAMLError as error:
        raise _broken(block, error) from error
    if not isinstance(value, dict):
        raise Broken(1, "it is no list of `name: value`")
    return Loaded(value, tuple(reader.repeated))


class _Reader:
    """The values of one document, made from the events of the parser."""

    def __init__(self, block: str) -> None:
        self.repeated: list[tuple[str, int]] = []
        self._block = block
        self._events: Iterator[Any] = yaml.parse(block, Loader=_Loader)
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._size = 0

    def document(self) -> Any:  # noqa: ANN401 # whatever the user wrote
        """The value of the only document; of an empty one an empty mapping."""
        document: Any = {}
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Broken(self._line(event), "it ends before this line")
            elif isinstance(event, yaml.NodeEvent):
                document = self._value(event, 0)
        return document

    def _value(self, event: Any, depth: int) -> Any:  # noqa: ANN401
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if depth > DEEPEST:
            raise Broken(self._line(event), "lists and mappings are nested too deep")
        before = self._size
        tag = self._tag(event)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, tag)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = [
                self._value(item, depth + 1) for item in self._until(yaml.SequenceEndEvent, event)
            ]
        else:
            value = self._mapping(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._size - before)
        return value

    def _until(self, end: type, start: Any) -> Iterator[Any]:  # noqa: ANN401
        self._spend(1, start)
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _scalar(self, event: yaml.ScalarEvent, tag: str) -> str | None:
        self._spend(len(event.value) + 1, event)
        is_plain = event.implicit[0] and event.tag is None
        if tag == f"{_CORE}null" or (is_plain and event.value in _NULLS):
            return None
        # A tag of nobody's is a word with an exclamation mark.
        return fit(f"{tag} {event.value}".strip() if tag.startswith("!") else event.value)

    def _mapping(self, start: Any, depth: int) -> Properties:  # noqa: ANN401
        own: Properties = {}
        merged: Properties = {}
        for event in self._until(yaml.MappingEndEvent, start):
            name = self._name(event)
            value = self._value(next(self._events), depth + 1)
            if name == "<<" and getattr(event, "style", None) in {None, ""}:
                merged = {**self._merged(value, event), **merged}
                continue
            if name in own:
                self.repeated.append((name, self._line(event)))
            own[name] = value
        return {**merged, **own}

    def _name(self, event: Any) -> str:  # noqa: ANN401
        name = self._value(event, 0) if isinstance(event, yaml.AliasEvent) else None
        if isinstance(event, yaml.ScalarEvent):
            self._value(event, 0)  # it may be an anchor
            name = fit(event.value)
        if not isinstance(name, str):
            raise Broken(self._line(event), "a name is a list or a mapping; put quotes around it")
        return name

    def _merged(self, value: object, event: Any) -> Properties:  # noqa: ANN401
        result: Properties = {}
        for mapping in value if isinstance(value, list) else [value]:
            if not isinstance(mapping, dict):
                raise Broken(self._line(event), "what `<<` stands for is no mapping")
            result = {**mapping, **result}
        return result

    def _alias(self, event: yaml.AliasEvent) -> Any:  # noqa: ANN401
        if event.anchor not in self._anchors:
            raise Broken(self._line(event), "a value that begins with `*` needs quotes")
        value, size = self._anchors[event.anchor]
        self._spend(size + 1, event)
        return value

    def _spend(self, size: int, event: Any) -> None:  # noqa: ANN401
        self._size += size
        if self._size > _MOST_TEXT:
            raise Broken(self._line(event), "its aliases repeat too much")

    def _tag(self, event: Any) -> str:  # noqa: ANN401
        tag = event.tag or ""
        if tag.startswith("!") or tag in _KNOWN_TAGS or not tag:
            return "" if tag == "!" else tag
        name = tag.replace(_CORE, "!!")
        raise Broken(
            self._line(event), f"`{name}` asks for a type; there are text, lists and mappings"
        )

    def _line(self, event: Any) -> int:  # noqa: ANN401
        return _line_at(self._block, event.start_mark)


def _line_at(block: str, mark: yaml.Mark | None) -> int:
    """The line of a mark; the parser itself counts more signs as ends of a line than we do."""
    return block.rstrip().count("\n", 0, mark.index) + 1 if mark else 1


def _broken(block: str, error: yaml.YAMLError) -> Broken:
    if isinstance(error, yaml.reader.ReaderError):
        unfit = yaml.reader.Reader.NON_PRINTABLE.search(block)
        line = block.count("\n", 0, unfit.start()) + 1 if unfit else 1
        return Broken(line, "a control character, which cannot be seen, stands here")
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or "it is not YAML")
    said = f"{getattr(error, 'context', None) or ''} {problem}"
    for words, meaning, where in _MEANINGS:
        if words in said:
            began = getattr(error, "context_mark", None) if where == "from" else None
            return Broken(_line_at(block, began or mark), meaning)
    if mark and any(words in said for words in _NEEDS_QUOTES):
        return Broken(_line_at(block, mark), _about(_first_sign(block, said, mark.index)))
    return Broken(_line_at(block, mark), problem)


def _about(sign: str) -> str:
    if not sign:
        return "it ends in the middle of a value"
    if sign == "\t":
        return "a tab where only spaces may indent"
    return f"a value that begins with `{sign}` needs quotes"


def _first_sign(block: str, said: str, index: int) -> str:
    """The sign that made the parser expect something else than text."""
    for words, sign in (("alias", "*"), ("anchor", "&"), ("tag", "!")):
        if re.search(rf"\b{words}\b", said):
            return sign
    return block[index : index + 1].strip("\n")
