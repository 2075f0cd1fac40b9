"""What notes say in the same words is kept once, and nobody can tell."""

from __future__ import annotations

from msgspec import msgpack

from papergarden.core.model import ParsedNote
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.sharing import Sharing
from papergarden.core.source import read

TEXT = """\
---
tags: [language models, attention]
---
# Of papers

## Long contexts

- [x] [Attention Is All You Need](https://arxiv.org/abs/1706.03762) ✅ 2024-03-01
    - of [[other]] and [Longformer](https://arxiv.org/abs/2004.05150)
- [ ] [Attention Is All You Need](https://arxiv.org/abs/1706.03762)

$x^2$
"""


def decoded(*paths: str) -> list[ParsedNote]:
    """Notes of the same text, as they come from where they are kept."""
    notes = [parse(read(path, TEXT.encode()), Settings()) for path in paths]
    return msgpack.decode(msgpack.encode(notes), type=list[ParsedNote])


def test_values_that_have_parts_in_common_are_what_they_were() -> None:
    """Each of them, however many there are."""
    notes = decoded("a.md", "b.md")
    sharing = Sharing()
    for note in notes:
        sharing.take(note)

    assert notes == decoded("a.md", "b.md")
    assert [note.mentions[0].fields for note in notes] == [{"done": "2024-03-01"}] * 2


def test_what_two_notes_say_in_the_same_words_is_one_object() -> None:
    """As it would be without being written and read in between."""
    one, other = decoded("a.md", "b.md")
    sharing = Sharing()
    sharing.take(one)
    sharing.take(other)

    assert one.tags is other.tags
    assert one.formulas is other.formulas
    assert one.headings[1].text is other.headings[1].text
    for link, same in zip(one.links, other.links, strict=True):
        assert (link.href is same.href, link.anchor is same.anchor) == (True, True)
        assert link.context is same.context
    for mention, same_one in zip(one.mentions, other.mentions, strict=True):
        assert mention.key is same_one.key
        assert mention.section is same_one.section
    assert one.mentions[0].title is one.mentions[2].title
