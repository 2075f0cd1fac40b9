"""YAML read without guessing types: `arxiv: 2503.14470` keeps its zero, `no` stays a word."""

from __future__ import annotations

from typing import Any

import frontmatter.default_handlers
import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_Base):  # type: ignore[misc] # the C loader where there is one
    """A safe loader that knows null and merge keys; every other scalar is text."""


_TextLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag in {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(block: str) -> Any:  # noqa: ANN401 # whatever the user wrote
    """The value of a block of YAML.

    Raises:
        yaml.YAMLError: the block is not YAML.
    """
    return frontmatter.default_handlers.YAMLHandler().load(block, Loader=_TextLoader)
