"""What somebody types or pastes, and how it is written down."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.addresses import identify
from papergarden.core.edits.asked import asked
from papergarden.core.edits.wording import Wanted, asks_for_title, escaped, link, stand_in
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read

SAKANA = ("arxiv:2408.06292", "https://arxiv.org/abs/2408.06292", None)


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2408.06292", [SAKANA]),
        ("2408.06292v2", [SAKANA]),
        ("arXiv:2408.06292", [SAKANA]),
        ("arxiv.org/pdf/2408.06292", [SAKANA]),
        ("  <https://arxiv.org/pdf/2408.06292v3.pdf>, ", [SAKANA]),
        ("I read (https://huggingface.co/papers/2408.06292). Twice!", [SAKANA]),
        ("10.48550/arXiv.2408.06292", [SAKANA]),
        ("the AI Scientist, arXiv 2408.06292", [SAKANA]),
        (
            "https://arxiv.org/abs/2408.06292 https://ar5iv.org/abs/2408.06292",
            [SAKANA],
        ),
        (
            "[The AI \\[Scientist\\]](https://arxiv.org/abs/2408.06292)",
            [(*SAKANA[:2], "The AI [Scientist]")],
        ),
        ("[paper](https://arxiv.org/abs/2408.06292)", [SAKANA]),
        (
            r"([Learning $\lambda$](https://arxiv.org/abs/2408.06292),[two](https://x.org/(2)))",
            [
                (*SAKANA[:2], r"Learning $\lambda$"),
                ("url:x.org/(2)", "https://x.org/(2)", "two"),
            ],
        ),
        ("math/0611800", [("arxiv:math/0611800", "https://arxiv.org/abs/math/0611800", None)]),
        (
            "doi:10.1561/1500000019.",
            [("doi:10.1561/1500000019", "https://doi.org/10.1561/1500000019", None)],
        ),
        (
            "https://x.org/a?utm_source=mail&id=3#:~:text=b",
            [("url:x.org/a?id=3", "https://x.org/a?id=3", None)],
        ),
        (
            "https://en.wikipedia.org/wiki/Garden_(disambiguation)",
            [
                (
                    "url:en.wikipedia.org/wiki/Garden_(disambiguation)",
                    "https://en.wikipedia.org/wiki/Garden_(disambiguation)",
                    None,
                )
            ],
        ),
        (
            "https://x.org/1\nhttps://x.org/2 and 2408.06292",
            [("url:x.org/1", "https://x.org/1", None), ("url:x.org/2", "https://x.org/2", None)],
        ),
        ("hello", []),
        ("v1.2/3", []),
        ("", []),
    ],
)
def test_works_are_found_in_what_is_typed(
    text: str, works: list[tuple[str, str, str | None]]
) -> None:
    """Each work once, at its best address; of a line with addresses only these count."""
    found = asked(text)

    assert [(work.key, work.url, work.title) for work in found.works] == works
    assert found.problems == ()


@pytest.mark.parametrize("text", ["[" + r"\alpha" * 1000, "[a](https://x.org/" * 1000])
def test_no_text_takes_long(text: str) -> None:
    """Such as formulas in an abstract, or links that never end: a second is time for thousands."""
    began = time.process_time()
    asked(f"{text} 2408.06292")

    assert time.process_time() - began < 1


def test_an_identifier_that_cannot_be_one_is_told() -> None:
    """A slip is no new work."""
    found = asked("https://arxiv.org/abs/1706.0376")

    assert found.works == ()
    assert "1706.0376" in found.problems[0]


@pytest.mark.parametrize(
    "title",
    [
        "Attention Is All You Need",
        "A [square] deal",
        "[Re] Half a bracket ]",
        "C_n and snake_case_names and _emphasis_ *stars*",
        "`code` and \\begin{x}",
        "Set minus \\",
        "Sums $\\sum_{i} [x_i]$ in titles",
        "#hashtags and 100%% sure ==really== ~~not~~",
        "AT&T &amp; <b>tags</b>",
        "Wait: what? Über Größe, “quotes” – 深層学習",
        "A ✅ on the list",
    ],
)
def test_a_title_is_read_as_it_was_given(title: str) -> None:
    """Whatever signs it has, the entry is about the work, and has this title."""
    work = Wanted("arxiv:2408.06292", "https://arxiv.org/abs/2408.06292", title)
    note = parse(read("a.md", f"- [ ] {link(work)} ➕ 2025-03-14\n".encode()), Settings())

    assert [(m.key, m.title) for m in note.mentions] == [(work.key, title)]
    assert note.tags == ()


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1))
def test_no_title_breaks_its_link(title: str) -> None:
    """There is one link, to the work, whatever its title is."""
    work = Wanted("arxiv:2408.06292", "https://arxiv.org/abs/2408.06292", title)
    note = parse(read("a.md", f"- [ ] {link(work)}\n".encode()), Settings())

    assert [m.href for m in note.mentions] == [work.url]
    assert escaped(title).isprintable() == " ".join(title.split()).isprintable()


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2408.06292",
        "https://doi.org/10.1561/1500000019",
        "https://openreview.net/forum?id=B1ckMDqlg",
        "https://example.org/a_(b)?c=d e",
        "https://www.youtube.com/watch?v=kCc8FmEb1nY",
    ],
)
def test_what_stands_in_for_a_title_is_no_title_and_is_found_again(url: str) -> None:
    """The reader shows no such title, and `notes sync` knows which entries wait for one."""
    url = url.replace(" ", "%20")
    work = Wanted(identify(url).key, url)
    note = parse(read("a.md", f"- [ ] {link(work)} ➕ 2025-03-14\n".encode()), Settings())

    assert [(m.key, m.title) for m in note.mentions] == [(work.key, None)]
    assert [asks_for_title(found.text, work.key, found.href) for found in note.links] == [True]
    assert not asks_for_title("A Title", work.key, url)
    assert not asks_for_title(stand_in(work.key, url) + "!", work.key, url)
