"""The index after an edit, from the files that lie there: the same as one made from nothing."""

from __future__ import annotations

from collections.abc import Mapping

from graphs import graph_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papergarden.core.artifact import Left
from papergarden.core.model import Graph
from papergarden.core.pages import Pages
from papergarden.core.search.documents import Documents
from papergarden.core.search.files import SHAPE, amended_keys, search_files, search_keys
from papergarden.core.search.renewal import renewed
from papergarden.core.whole import Whole

Files = dict[str, bytes]

LINES = (
    "Attention is a state of the art.",
    "A state-of-the-art model, and naïve 状态空间模型 as well.",
    "Of [this work](https://x.org/1) and [another one](https://x.org/2) at once.",
    "- [x] [This work](https://x.org/1)\n    - says words of `<b>` & zebra",
    "- [ ] [Some Long Title of a Paper](https://arxiv.org/abs/2004.04906)\n    - dual encoders",
    "- [ ] <https://arxiv.org/pdf/2004.04906v2>\n    - its [code](https://github.com/a/b)",
    "https://arxiv.org/abs/2004.04906",
    "An end of $x^2$ and [[n3]].",
    # So long that what it says last is an entry by itself.
    "\n\n".join(f"{word * 9} " * 250 for word in ("early", "middle", "later", "latest")),
)
paragraphs = st.lists(st.sampled_from(LINES), max_size=4)
edits = st.lists(st.tuples(st.integers(0, 12), st.none() | paragraphs), min_size=1, max_size=3)


def vault() -> dict[str, str]:
    """Forty notes, with so many words that each table is in several files."""
    return {
        f"n{i}.md": f"# Note {i}\n\n"
        + "\n\n".join(f"Idea{i * k % 97} of term{k % 13} {'and more text ' * 30}" for k in range(4))
        + f"\n\n- [ ] [Work {i}](https://x.org/w{i}) [code](https://x.org/c{i % 3})\n"
        + f"    - summary{i}\n"
        for i in range(40)
    }


def keys_of(found: Documents) -> Files:
    """What each file of an index follows from."""
    return search_keys(found, found.faces(Whole(found.graph, found.pages).faces.works))


def made(graph: Graph) -> tuple[Files, dict[str, bytes]]:
    """The files of an index, and what each follows from."""
    found = Documents(graph, Pages.of(graph))
    return dict(search_files(found)), keys_of(found)


def renewal(graph: Graph, files: Files, keys: Mapping[str, bytes]) -> Files | None:
    """The files that an index comes to if others lie there."""
    found = Documents(graph, Pages.of(graph))
    left = Left({path: keys[path] for path in files}, files.__getitem__)
    new = renewed(found, keys_of(found), left)
    if new is None:
        return None
    return {path: data for path, data in {**files, **new}.items() if data is not None}


@settings(max_examples=30, deadline=None)
@given(edits)
@example([(1, [LINES[-1]]), (1, None)])
def test_after_any_edit_it_is_what_it_would_be_from_nothing(
    changes: list[tuple[int, list[str] | None]],
) -> None:
    """Whatever is written, taken away, deleted or new."""
    notes = vault()
    files, keys = made(graph_of(notes))
    for number, lines in changes:
        name = f"n{number * 4}.md"  # the last ones are new
        if lines is None:
            notes.pop(name, None)
        else:
            notes[name] = "\n\n".join([notes.get(name, "# New\n"), *lines])
        graph = graph_of(notes)
        after, keys_after = made(graph)
        found = renewal(graph, files, keys)

        if found is None:  # there are as many words now that there are more files
            assert len(files) != len(after)
        else:
            assert found == after
        files, keys = after, keys_after


def test_a_long_document_stays_whatever_lies_beside_its_end() -> None:
    """What it says last is in another file, which an edit of some other note may change."""
    notes = vault()
    notes["n4.md"] += "\n\n" + LINES[-1]
    files, keys = made(graph_of(notes))
    for name in notes.keys() - {"n4.md"}:
        graph = graph_of({**notes, name: f"{notes[name]}\nzebra\n"})

        assert renewal(graph, files, keys) == made(graph)[0], name


def test_keys_of_files_after_an_edit_are_those_of_a_build_in_full() -> None:
    """Else a file would be made again for nothing, or not though it should be."""
    graph = graph_of(vault())
    found = Documents(graph, Pages.of(graph))
    faces = found.faces(Whole(graph, found.pages).faces.works)
    new = {name: bytes(SHAPE) for name in list(faces)[::9]}
    amended = amended_keys(
        search_keys(found, faces),
        {found.keys[name]: face for name, face in new.items()},
        found.pages.search,
    )
    texts = {p: k for p, k in search_keys(found, {**faces, **new}).items() if "text-" in p}

    assert len(texts) > 1
    assert {path: amended[path] for path in texts} == texts


def test_few_files_are_read_and_written() -> None:
    """Those of the words that are new, and no text but those that changed."""
    notes = vault()
    before = graph_of(notes)
    files, keys = made(before)
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return files[path]

    notes["n7.md"] += "\nzebra\n"
    found = Documents(after := graph_of(notes), Pages.of(after))
    new = renewed(found, keys_of(found), Left({p: keys[p] for p in files}, read))

    assert new is not None
    assert len(new) <= 5, new.keys()
    assert len(asked) < len(files) / 2


def test_where_somebody_else_was_at_a_file_all_are_made() -> None:
    """It cannot be told then what they hold."""
    notes = vault()
    files, keys = made(graph_of(notes))
    notes["n7.md"] += "\nzebra\n"

    broken = dict.fromkeys(files, b"papergardenSearch();\n")
    assert renewal(graph_of(notes), broken, keys) is None
