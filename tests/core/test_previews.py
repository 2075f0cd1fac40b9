"""What a link shows before it is followed, and in which file a browser finds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from graphs import graph_of
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.pages import Pages
from papergarden.core.plaintext import cut, plain
from papergarden.core.previews import preview_jobs
from papergarden.core.scripts import all_hashed, hashed, shard_of
from papergarden.core.search.documents import Documents
from papergarden.core.whole import Whole

DPR = "https://arxiv.org/abs/2004.04906"
Shards = dict[str, bytes]


def shards_of(notes: Mapping[str, str]) -> Shards:
    """The files of the previews of a vault."""
    graph = graph_of(notes)
    pages = Pages.of(graph)
    jobs = preview_jobs(
        graph, pages, Documents(graph, pages).faces(Whole(graph, pages).faces.works)
    )
    return {artifact.path: artifact.data for job in jobs for artifact in job.make()}


def entries(files: Shards) -> dict[str, dict[str, Any]]:
    """All previews by the path of their page."""
    found: dict[str, dict[str, Any]] = {}
    for data in files.values():
        text = data.decode().removeprefix("papergardenPreviews(").removesuffix(");\n")
        found |= json.loads(text)
    return found


def of_work(text: str, **others: str) -> dict[str, Any]:
    """The preview of the one work of a vault."""
    found = entries(shards_of({"a.md": text, **others}))
    (preview,) = (entry for path, entry in found.items() if path.startswith("works/"))
    return preview


def of_note(text: str) -> dict[str, Any]:
    """The preview of a note beside another one, `b`."""
    return entries(shards_of({"a.md": text, "b.md": "Words of b."}))["notes/a.html"]


def test_a_work_shows_its_status_facts_and_first_summary() -> None:
    """What a reader wants to know of it stands there in plain words."""
    text = f"02/11/2025\n- 📜[DPR]({DPR})\n    - *dual* encoder, $x^2$\n        - `BM25` below\n"

    assert of_work(text) == {
        "title": "DPR",
        "facts": ["paper", "2020"],
        "text": "dual encoder, x^2\nBM25 below",
        "status": "read",
        "word": "read on 11 Feb 2025",
    }


def test_a_work_that_waits_shows_since_when() -> None:
    """The day on which it was put into the queue is told."""
    preview = of_work(f"03/01/2025\n- [ ] 📜[DPR]({DPR})\n")

    assert (preview["word"], preview["facts"][0]) == ("to read", "queued on 1 Mar 2025")


def test_without_a_summary_a_work_shows_where_else_it_is_spoken_of() -> None:
    """A sentence with it does, but no line that just repeats its title."""
    sentence = f"The retriever is the one of [DPR]({DPR}) again, with ==colours== & more[^1].\n"
    note = f"- [ ] [DPR]({DPR}) 📅 2025-01-31\n"

    assert "text" not in of_work(note)
    assert of_work(note, **{"b.md": f"{sentence}\n[^1]: Foot.\n"})["text"] == (
        "The retriever is the one of DPR again, with colours & more."
    )


def test_a_link_without_a_text_of_its_own_is_called_as_on_its_page() -> None:
    """The sentence has no gap."""
    text = f"- [ ] [DPR]({DPR})\n\nThe encoder of []({DPR}) is trained in pairs.\n"

    assert of_work(text)["text"] == "The encoder of DPR is trained in pairs."


def test_a_note_shows_its_kind_day_and_description() -> None:
    """Its description is what its writer wants to be said of it."""
    text = "---\ndate: 2025-03-14\ndescription: What it costs.\nlang: de\n---\n# Title\n\nText.\n"

    assert of_note(text) == {
        "title": "Title",
        "facts": ["post", "14 Mar 2025"],
        "text": "What it costs.",
        "language": "de",
    }


def test_a_note_without_a_description_shows_its_beginning() -> None:
    """Its sentences, a block a line, without what is nothing without its look."""
    text = (
        "# Title\n\n## Heading\n\nOne *word*\nand 1 < 2[^1].\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        "```python\ncode\n```\n\n![[b]]\n\n- item $x<y$\n- see [[b|that]] #tag\n\n[^1]: Foot.\n"
    )

    assert of_note(text)["text"] == "One word and 1 < 2.\nitem x<y\nsee that #tag"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("short", "short"),
        ("exactly ten", "exactly ten"),
        ("one two three", "one two…"),
        ("one two, three", "one two…"),
        ("onetwothreefour", "onetwothree…"),
        ("a onetwothreefour", "a onetwothr…"),
    ],
)
def test_a_long_text_is_cut_between_words(text: str, short: str) -> None:
    """An ellipsis says that it goes on; a word is cut only where there is no gap near."""
    assert cut(text, 11) == short


def test_a_long_text_is_cut_for_works_and_notes() -> None:
    """Nobody has to read a page in a preview."""
    long = "*a* word " * 250

    for preview in (of_note(long), of_work(f"- [x] [DPR]({DPR})\n    - {long}\n")):
        assert preview["text"].endswith(("word…", "a…"))
        assert 290 < len(preview["text"]) <= 301


def test_what_is_left_out_ends_where_it_ends() -> None:
    """Elements in their like, a `>` in a value, signs that are no tags."""
    html = (
        '<p title="a > b">x<sup class="footnote"><sup>1</sup></sup> &lt;y&gt; <!-- no --></p>z < 1'
    )

    assert plain(html, 100) == "x <y>\nz < 1"
    assert plain("<math><mi>x</mi><annotation>x_1</annotation><mi>y</mi></math>, <b>b</b>", 9) == (
        "x_1, b"
    )


def test_no_entry_ends_the_script_it_stands_in() -> None:
    """What JavaScript or HTML could take for an end is written as something else."""
    (data,) = shards_of({"a.md": "# A\u2028B\n\n`</script>` \u2029 ü\n"}).values()
    (entry,) = entries({"": data}).values()

    assert b"</" not in data
    assert "\u2028" not in data.decode()
    assert "\u2029" not in data.decode()
    assert "</script>" in entry["text"]


def test_the_shard_of_a_path_is_that_of_fnv_1a() -> None:
    """Known values of the hash, its halves laid together, as the script computes it too."""
    # https://datatracker.ietf.org/doc/draft-eastlake-fnv/: "" and "foobar".
    for text, known in (("", 0x811C9DC5), ("foobar", 0xBF9CF968)):
        assert shard_of(text, 1 << 16) == (known ^ known >> 16) & 0xFFFF
    assert shard_of("notes/ünïcode.html", 1) == 0


@given(st.lists(st.text(max_size=4)))
def test_many_texts_are_hashed_as_each_would_be(texts: list[str]) -> None:
    """Whatever their lengths are, and in their order."""
    assert all_hashed(texts) == [hashed(text) for text in texts]


def vault(number: int) -> dict[str, str]:
    """A vault of so many notes."""
    return {f"notes/n{i}.md": f"# Note {i}\n\nIts text.\n" for i in range(number)}


def test_every_page_is_found_in_its_shard() -> None:
    """Shards are even enough, a power of two of them, and each entry lies where it is sought."""
    works = "".join(f"- [ ] [W](https://example.org/w{i})\n" for i in range(100))
    files = shards_of({**vault(400), "list.md": works})

    assert list(files) == [f"previews/{number}.js" for number in range(8)]
    for number, data in enumerate(files.values()):
        found = entries({"": data})
        assert {shard_of(path, 8) for path in found} == {number}
        assert list(found) == sorted(found)
        assert 30 < len(found) < 100


def test_a_change_of_one_note_changes_one_shard() -> None:
    """So does a new note: what a server has to send again is little."""
    before = shards_of(vault(500))
    changed = shards_of({**vault(500), "notes/n7.md": "# Other\n"})
    added = shards_of(vault(501))

    assert len([path for path in before if before[path] != changed[path]]) == 1
    assert len([path for path in before if before[path] != added[path]]) == 1
    assert before.keys() == added.keys()


def test_the_order_of_the_notes_changes_nothing() -> None:
    """The same vault gives the same files."""
    notes = vault(100)

    assert shards_of(notes) == shards_of(dict(reversed(notes.items())))


def test_nothing_tells_of_an_unlisted_note() -> None:
    """It is found by its address alone, so that neither its path nor a word of it is there."""
    quiet = f"---\nunlisted: true\n---\n# Quokka\n\n- [x] [DPR]({DPR})\n    - quokka words\n"
    embedding = f"Before it.\n\n![[quiet]]\n\nOf [DPR]({DPR}) there is more to be said.\n"
    files = shards_of({"zoo/quiet.md": quiet, "a.md": embedding})
    said = b"".join(files.values()).decode().lower()

    assert entries(files).keys() == {"notes/a.html", "works/arxiv-2004.04906.html"}
    assert "quokka" not in said
    assert "quiet" not in said
    assert '"text":"before it.\\nof dpr there is more to be said."' in said
