"""The files of the search index: what is in them, how they are shared out, what an edit changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from graphs import graph_of
from msgspec import structs

from papergarden.core.model import Place
from papergarden.core.pages import Pages
from papergarden.core.passages import unpacked
from papergarden.core.scripts import hashed
from papergarden.core.search.documents import Document, Documents, keys_of
from papergarden.core.search.files import search_files, texts_of

DPR = "https://arxiv.org/abs/2004.04906"
WORK = "arxiv:2004.04906"
Files = dict[str, bytes]


def files_of(notes: Mapping[str, str]) -> Files:
    """The index of a vault."""
    graph = graph_of(notes)
    return dict(search_files(Documents(graph, Pages.of(graph))))


def entries(files: Files, table: str) -> dict[str, Any]:
    """All that a table holds."""
    found: dict[str, Any] = {}
    for path, data in files.items():
        name, _, shard = path.removeprefix("search/").removesuffix(".js").partition("-")
        if name == table:
            head = f'papergardenSearch("{name}",{shard},'
            text = data.decode()
            assert text.startswith(head)
            found |= json.loads(text.removeprefix(head).removesuffix(");\n"))
    return found


def sign(word: str) -> str:
    """The letter by which the word before it knows a word: one of 512 from U+0100 on."""
    return chr(0x100 + hashed(word) % 512)


def said(text: str, **others: str) -> list[tuple[str, str, set[str], set[str]]]:
    """The passages of a note: anchor, text, works of which it speaks, and those it sums up."""
    graph = graph_of({"a.md": text, **others})
    note = graph.notes["a"]
    return [
        (
            passage.anchor,
            passage.text,
            {graph.work_of[Place("a", number)] for number in passage.mentions},
            {graph.work_of[Place("a", number)] for number in passage.own},
        )
        for passage in unpacked(graph.body(note).said)
    ]


def long_vault(changed: str = "") -> dict[str, str]:
    """Three hundred notes with works of their own, and one that can be changed."""
    notes = {
        f"n{i}.md": f"# Note {i}\n\n- [x] [Work number{i} on topic{i % 7}](https://x.org/{i})\n"
        f"    - what it says of word{i} and term{i * i} is long enough to be read\n"
        + "\n".join(f"Paragraph {k} with idea{(i * k) % 91} in it.\n" for k in range(20))
        for i in range(300)
    }
    notes["n7.md"] += changed
    return notes


def test_a_passage_is_a_heading_an_entry_or_a_paragraph() -> None:
    """Each with the anchor of its own line, or of the last line above it that has one."""
    text = f"# T\n\nBegin *here*.\n\n## Part one\n\n- [x] [DPR]({DPR})\n    - my words\n\nAfter.\n"

    assert said(text) == [
        ("", "Begin here.", set(), set()),
        ("part-one", "Part one", set(), set()),
        ("L7", "DPR", {WORK}, set()),
        ("L7", "my words", {WORK}, {WORK}),
        ("L7", "After.", set(), set()),
    ]


def test_a_paragraph_speaks_of_all_works_in_it_and_sums_up_none() -> None:
    """It is a passage of each of them, but not the user's summary."""
    (passage,) = said(f"So [DPR]({DPR}) differs from [this](https://x.org/a) in much.\n")

    works = {WORK, "url:x.org/a"}
    assert passage == ("L1", "So DPR differs from this in much.", works, set())


def test_what_is_under_an_inner_entry_is_not_said_of_the_outer_one() -> None:
    """The innermost entry owns its text."""
    inner = f"    - [ ] [DPR]({DPR})\n        - inner\n"
    text = f"- [ ] [Outer](https://x.org/o)\n    - of the outer\n{inner}"

    owned = {words: own for _, words, _, own in said(text)}
    assert owned["of the outer"] == {"url:x.org/o"}
    assert owned["inner"] == {WORK}


def test_code_is_text_and_comments_styles_and_embeds_are_not() -> None:
    """A formula stands between its signs, so that it can be shown and passed over."""
    code = "```python\ndef weigh(a):\n    pass\n```"
    text = f"One $x^2$ two. <!-- no --> %%never%%\n\n{code}\n\n![[b]]\n"

    texts = [words for _, words, _, _ in said(text, **{"b.md": "elsewhere"})]
    assert texts == ["One \x0ex^2\x0f two.", "def weigh(a): pass"]


def test_the_tables_hold_names_words_and_addresses() -> None:
    """A word leads to its document: before the bar that of an own summary, behind it others."""
    files = files_of({"a.md": f"# A\n\n- [x] [DPR]({DPR})\n    - dual encoders\n\nplain talk\n"})
    names, places = entries(files, "names"), entries(files, "words")
    (work,) = (key for key, value in names.items() if value["t"] == "DPR")
    (note,) = (key for key, value in names.items() if value["t"] == "A")

    assert places["encoders"] == work
    assert places["talk"] == f"|{note}"
    assert places["dual"] == f"{work}{sign('encoders')}"
    assert places["plain"] == f"|{note}{sign('talk')}"
    assert entries(files, "addresses") == {WORK: work}
    assert entries(files, "inside") == {note: work}
    assert set(" ".join(entries(files, "vocabulary").values()).split()) == set(places)
    assert entries(files, "text")[work][:4] == [WORK, "works/arxiv-2004.04906.html", "read", ""]


def test_a_word_tells_which_words_follow_it() -> None:
    """In whichever passage, once each, and over words that stand everywhere, told as well."""
    text = "State of the art.\n\nThe state: art or a state of play.\n"
    places = entries(files_of({"a.md": text}), "words")
    (note,) = {place[1:5] for place in places.values()}

    signs = places["state"].removeprefix(f"|{note}")
    assert sorted(signs) == sorted(map(sign, ("art", "of", "play")))
    assert places["art"] == f"|{note}{sign('state')}{sign('or')}"
    assert places["play"] == f"|{note}"


def test_formulas_and_words_that_stand_everywhere_are_not_indexed() -> None:
    """They would make the index large, and lead nowhere."""
    places = entries(files_of({"a.md": "The $\\alpha$ of it and pre-training\n"}), "words")

    assert set(places) == {"pre", "training", "pretraining"}


def test_nothing_can_end_the_script() -> None:
    """What a user writes cannot lead out of the file."""
    files = files_of({"a.md": "`</script><script>` and `\u2028`\n"})

    assert not [path for path, data in files.items() if b"</" in data or "\u2028".encode() in data]


def test_the_same_vault_gives_the_same_files() -> None:
    """In whatever order its notes are read."""
    notes = long_vault()

    assert files_of(notes) == files_of(dict(reversed(notes.items())))


@pytest.mark.parametrize(
    ("changed", "most"),
    {"\nOne sentence in one more paragraph.\n": 6, "\nidea3 and idea4 once more\n": 4}.items(),
)
def test_an_edit_of_a_note_changes_few_files(changed: str, most: int) -> None:
    """Its own text, the beginnings of the words that are new in it, and their vocabulary."""
    before, after = files_of(long_vault()), files_of(long_vault(changed))
    differing = [path for path in after if before.get(path) != after[path]]

    assert set(before) == set(after)
    assert 0 < len(differing) <= most + 2, differing


def test_a_new_note_at_the_top_moves_no_other() -> None:
    """Keys follow from names, not from a count."""
    before, after = files_of(long_vault()), files_of({"0.md": "# Zero\n\nhello\n", **long_vault()})
    differing = [path for path in after if before.get(path) != after[path]]

    assert len(differing) <= 5, differing


def test_keys_are_short_and_differ() -> None:
    """Also where two names have one hash."""
    names = [f"work:{number}" for number in range(20_000)]  # among 2^24, some meet
    keys = keys_of(names)

    assert len(set(keys.values())) == len(names)
    assert {len(key) for key in keys.values()} == {4}
    assert keys_of(names[:100]) == {name: keys[name] for name in names[:100]}


def test_every_file_of_the_index_has_its_place_kept() -> None:
    """No page of a user can take it."""
    graph = graph_of(long_vault())
    pages = Pages.of(graph)

    assert set(files_of(long_vault())) <= set(pages.search.paths())
    numbers = structs.asdict(pages.search).values()
    assert all(n & (n - 1) == 0 for n in numbers)


def test_one_file_of_texts_after_the_other_is_ready() -> None:
    """All of them at once would fill the memory."""
    asked: list[str] = []

    class Watched(Documents):
        def __getitem__(self, key: str) -> Document:
            asked.append(key)
            return super().__getitem__(key)

    graph = graph_of(long_vault())
    found = Watched(graph, Pages.of(graph))
    files = search_files(found)
    path, _ = next(files)

    assert path.startswith("search/text-")
    assert len(asked) < len(found.names) / 4


def test_what_a_long_document_says_last_stands_in_the_file_behind() -> None:
    """That of the last one in the first."""
    names = ("a", "b", "c", "first96", "last35")
    notes = {f"{name}.md": f"{'Many words. ' * 1500}\n\nThe end of {name}." for name in names}
    graph = graph_of(notes)
    pages = Pages.of(graph)
    number = pages.search.text
    found = Documents(graph, pages)
    all_files = list(search_files(found))
    files = dict(all_files)
    begin = {key: texts_of(key, number)[0] for key in found.names}

    assert len(files) == len(all_files)
    assert 0 in begin.values()
    assert begin[found.keys["note:last35"]] == number - 1
    for key, shard in begin.items():
        here = entries({f"search/text-{shard}.js": files[f"search/text-{shard}.js"]}, "text")
        behind = (shard + 1) % number
        there = entries({f"search/text-{behind}.js": files[f"search/text-{behind}.js"]}, "text")
        assert len(here[key]) == 7
        assert there[f"{key}+"][0][2].startswith("The end of")


def test_in_a_small_vault_there_is_one_file_of_texts() -> None:
    """A long document begins and ends in it."""
    files = files_of({"a.md": "Words. " * 200 + "\n\n" + "x" * 20_000})

    assert [path for path in files if "text-" in path] == ["search/text-0.js"]
    (first, rest) = entries(files, "text")
    assert rest == f"{first}+"


def test_like_names_are_shared_out_evenly() -> None:
    """Their hashes differ little, and no file of texts is to hold much more than another."""
    names = [f"note:daily/2024-{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 29)]
    places = [texts_of(key, 16)[0] for key in keys_of(names).values()]

    assert max(map(places.count, range(16))) < 2 * len(names) / 16
