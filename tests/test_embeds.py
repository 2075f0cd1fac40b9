"""Notes, sections, blocks and files shown inside other notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from harness import SiteTest

SiteMaker = Callable[[Mapping[str, str | bytes]], SiteTest]

PNG = b"\x89PNG\r\n\x1a\n"


def shown(garden: SiteTest, path: str) -> list[str]:
    """The texts of the embedded notes of a page, from the outermost on."""
    return [node.text(strip=True) for node in garden.page(path).css(".prose div.embed")]


def test_a_note_is_shown_in_the_place_of_its_embed(site: SiteMaker) -> None:
    """The whole text stands there, with its title above, and no anchor of it twice."""
    garden = site({"a.md": "Before.\n\n![[b]]\n", "b.md": "# Title\n\nText of b. ^x\n"})
    garden.build()
    page = garden.page("notes/a.html")

    assert shown(garden, "notes/a.html") == ["TitleText of b."]
    assert page.css(".prose div.embed [id]") == []


def test_a_section_or_a_block_is_shown_alone(site: SiteMaker) -> None:
    """What stands above and below of it in the other note does not come along."""
    note = (
        "# B\n\nnot this\n\n## One\n\nyes\n\n### Deeper\n\nalso\n\n## Two\n\nno\n\n- x ^item\n- y\n"
    )
    garden = site({"a.md": "![[b#One]]\n\n![[b#^item]]\n", "b.md": note})
    garden.build()

    assert shown(garden, "notes/a.html") == ["b > OneOneyesDeeperalso", "b > itemx"]


def test_an_embed_in_the_middle_of_a_line_is_a_link(site: SiteMaker) -> None:
    """A note cannot stand inside a sentence."""
    garden = site({"a.md": "See ![[b]] there.", "b.md": "Text."})
    garden.build()

    assert shown(garden, "notes/a.html") == []
    assert garden.page("notes/a.html").css_first('.prose a.note[href="b.html"]')


def test_notes_that_embed_each_other_in_a_ring_stop(site: SiteMaker) -> None:
    """Of a ring of fifty the page shows some, says where it stops, and the build ends."""
    ring = {f"n{i}.md": f"Text {i}.\n\n![[n{(i + 1) % 50}]]\n" for i in range(50)}
    garden = site({**ring, "self.md": "![[self]]\n"})
    garden.build()

    assert "is not shown" in garden.text("notes/n0.html")
    assert len(shown(garden, "notes/n0.html")) == 5
    assert "is already being shown here" in garden.text("notes/self.html")


def test_a_note_that_embeds_many_that_embed_many_stays_small(site: SiteMaker) -> None:
    """Depth alone would allow a hundred thousand; a page shows a hundred."""
    many = "\n\n".join(f"![[n{i}]]" for i in range(10))
    garden = site({f"n{i}.md": f"Text {i}.\n\n{many}\n" for i in range(10)})
    garden.build()

    assert len(shown(garden, "notes/n0.html")) <= 100


def test_pictures_sound_and_film_are_copied_where_they_are_shown(site: SiteMaker) -> None:
    """Each is there with its size; a file that no note shows stays in the vault."""
    garden = site(
        {
            "a.md": "![[img/P L.PNG|320x200]] ![[s.mp3]] ![alt](v.mp4) [link](secret.png)",
            "img/P L.PNG": PNG,
            "s.mp3": b"s",
            "v.mp4": b"v",
            "secret.png": PNG,
            "unused.png": PNG,
        }
    )
    garden.build()
    page = garden.page("notes/a.html")
    image = page.css_first("img")

    assert [p for p in garden.files() if p.startswith("files/")] == [
        "files/img/p-l.png",
        "files/s.mp3",
        "files/v.mp4",
    ]
    assert image is not None
    assert (image.attributes["width"], image.attributes["height"]) == ("320", "200")
    assert page.css_first("audio") is not None
    assert page.css_first("video") is not None


def test_other_files_are_named_and_break_nothing(site: SiteMaker) -> None:
    """A canvas, a base and a PDF stay in the vault; their names stand where they are embedded."""
    garden = site(
        {
            "a.md": "![[plan.canvas]] ![[table.base]] ![[paper.pdf#page=3]] ![[gone.png]]\n",
            "plan.canvas": "{}",
            "table.base": "views: []",
            "paper.pdf": b"%PDF",
        }
    )
    built = garden.build()
    text = garden.text("notes/a.html")

    assert [name for name in ("plan.canvas", "table.base", "paper.pdf") if name not in text] == []
    assert not [path for path in garden.files() if path.startswith("files/")]
    assert [d.code for d in built.graph.diagnostics] == ["missing-embed"]


SHOWN = {
    "img": "avif bmp gif jpeg jpg png svg webp",
    "audio": "flac m4a mp3 ogg wav 3gp",
    "video": "mkv mov mp4 ogv webm",
}


@pytest.mark.parametrize(
    ("element", "ending"), [(e, ending) for e, all_ in SHOWN.items() for ending in all_.split()]
)
@pytest.mark.parametrize("link", ["![[a.{}]]", "![x](a.{})", "![[a.{}|100]]"])
def test_each_format_that_obsidian_shows_is_shown(
    site: SiteMaker, element: str, ending: str, link: str
) -> None:
    """Pictures, sound and film, in either form of an embed, with capitals in the ending or not."""
    garden = site({"note.md": link.replace("{}", ending), f"a.{ending.upper()}": b"data"})
    garden.build()
    shown = garden.page("notes/note.html").css_first(f".prose {element}")

    assert shown is not None
    assert shown.attributes["src"] == f"../files/a.{ending}"
    assert (garden.output / "files" / f"a.{ending}").read_bytes() == b"data"


def test_a_pdf_is_a_link_to_the_page_that_is_meant(site: SiteMaker) -> None:
    """Where PDF files are published; a height, which only a viewer in the page has, is left out."""
    note = "![[p.pdf#page=3]] ![[p.pdf#height=400]] ![[p.pdf]]"
    garden = site({"note.md": note, "p.pdf": b"%PDF"})
    garden.build(vault={"publish_pdfs": True})
    links = garden.page("notes/note.html").css(".prose a.file")

    assert [link.attributes["href"] for link in links] == [
        "../files/p.pdf#page=3",
        "../files/p.pdf",
        "../files/p.pdf",
    ]


@pytest.mark.parametrize(
    "block",
    [
        "- one\n- two\n\n^it",
        "> one\n> two\n\n^it",
        "> [!note] one\n> two\n\n^it",
        "| one |\n|---|\n| two |\n\n^it",
        "| one |\n|---|\n| two |\n^it",
        "one\ntwo ^it",
        "- one\n  two ^it",
    ],
)
def test_a_block_of_any_kind_is_shown_and_led_to(site: SiteMaker, block: str) -> None:
    """The anchor of its name stands in its note, and an embed shows the block and nothing else."""
    garden = site(
        {"a.md": "![[b#^it]]\n\n[[b#^it|there]]", "b.md": f"Before.\n\n{block}\n\nBehind."}
    )
    garden.build()
    (embed,) = garden.page("notes/a.html").css(".prose div.embed")
    links = garden.page("notes/a.html").css('.prose a[href="b.html#b-it"]')

    assert embed.text(separator=" ").split() == ["b", ">", "it", "one", "two"]
    assert "there" in [link.text() for link in links]
    assert len(garden.page("notes/b.html").css("#b-it")) == 1


def shape(width: int, height: int) -> bytes:
    """The beginning of a picture of this size."""
    return PNG + b"\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4)


def test_a_page_keeps_room_for_its_pictures(site: SiteMaker) -> None:
    """Their own size stands in the page, or the one asked for; a width alone keeps the form."""
    garden = site(
        {
            "a.md": "![[p.png]] ![[p.png|300]] ![[p.png|300x200]] ![alt|60](p.png) ![[q.png]]"
            " ![[q.png|50]] ![[d.svg]]\n",
            "p.png": shape(600, 150),
            "q.png": b"no picture",
            "d.svg": '<svg viewBox="0 0 30 20"></svg>',
        }
    )
    garden.build()
    images = [image.attributes for image in garden.page("notes/a.html").css("img")]

    assert [(image.get("width"), image.get("height")) for image in images] == [
        ("600", "150"),
        ("300", "75"),
        ("300", "200"),
        ("60", "15"),
        (None, None),
        ("50", None),
        ("30", "20"),
    ]
    assert [image.get("class") for image in images] == [None, None, "boxed", *[None] * 4]
    assert {(image["loading"], image["decoding"]) for image in images} == {("lazy", "async")}


def test_sound_and_film_are_loaded_when_they_are_played(site: SiteMaker) -> None:
    """Of them a page only asks how long they are."""
    garden = site({"a.md": "![[s.mp3]] ![[v.mp4]]", "s.mp3": b"s", "v.mp4": b"v"})
    garden.build()

    media = garden.page("notes/a.html").css("audio, video")
    assert [node.attributes["preload"] for node in media] == ["metadata", "metadata"]
