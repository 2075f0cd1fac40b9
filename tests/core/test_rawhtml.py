"""HTML of a note in its page: whatever is written, the page stays whole and nothing in it runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from test_html import html

from papergarden.core.fill import Filler
from papergarden.core.graph import build_graph
from papergarden.core.model import LinkEnd, LinkStart
from papergarden.core.pages import Pages
from papergarden.core.parse import parse
from papergarden.core.settings import Settings
from papergarden.core.source import read
from papergarden.core.syntax.sanitize import KNOWN

RAW = Settings(raw_html=True)
_FORBIDDEN = (
    "script, style, iframe, object, embed, form, input, button, textarea, select, svg, link, meta, "
    "base, template, [style], [srcdoc], [action], [formaction], main main, footer footer"
)
_NAMES = [*sorted(KNOWN), "x-y", "T", "B", "DIV", "Script"]
_NAME = st.sampled_from("a b div details img p table td li span".split()) | st.sampled_from(_NAMES)
_ATTRS = [
    *(
        "",
        ' class="a b"',
        " class=a/",
        " id=x",
        " id=here",
        ' style="color:red"',
        " onclick=alert(1)",
    ),
    *(" onerror='x'", ' href="javascript:alert(1)"', " href='&#106;avascript:x'", " href=note.md"),
    *(' href="data:text/html,x"', " href=java\tscript:x", ' href="https://example.org"', " open"),
    *(
        ' src="fig.png"',
        ' src="https://example.org/i.png"',
        " src=x onerror=alert(1)",
        ' alt="<b>"',
    ),
    *(' title="</p>"', ' width="3"', " /", ' a="', " b='", " name=body", " srcdoc=x"),
]
_TAGS = st.one_of(
    st.builds("<{}{}>".format, _NAME, st.sampled_from(_ATTRS)),
    st.builds("</{}>".format, _NAME),
)
_AROUND = [
    *(
        "\n",
        "\n\n",
        "\n\n",
        "text",
        " ",
        "- ",
        "  ",
        "> ",
        "# ",
        "**",
        "*",
        "`",
        "[",
        "](b.md)",
        "[[b]]",
    ),
    *(
        "![[fig.png]]",
        "| a | b |\n|-|-|\n| ",
        "```\n",
        "- [ ] ",
        "- [x] [d](https://example.org/d) ",
    ),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<!a>",
        "&lt;",
        "<",
        ">",
        "#tag ",
        "[^1]",
        "$x$",
    ),
    *(
        "\n[^1]: ",
        "\n: ",
        "\n> [!note]- a\n> ",
        "==a==",
        "\n::: {.x}\n",
        "\n:::\n",
        "\x00",
        " ^id\n",
    ),
]
_PAIRS = st.builds(
    "<{0}{1}>{2}{3}{2}</{0}>".format,
    _NAME,
    st.sampled_from(_ATTRS),
    st.sampled_from(["", "\n", "\n\n"]),
    st.sampled_from(_AROUND) | _TAGS,
)
SOUP = st.lists(_TAGS | _PAIRS | st.sampled_from(_AROUND), max_size=25).map("".join)


def page_of(text: str) -> LexborHTMLParser:
    """A note as it stands in a page, between what is no part of it."""
    note = parse(read("note.md", text.encode()), RAW)
    graph = build_graph([note], ["fig.png"], RAW)
    pages = Pages.of(graph)
    body = Filler(graph, pages, pages.notes["note"]).text(note)
    return LexborHTMLParser(
        f'<!doctype html><body><main id="m"><div id="p">{body}</div><section id="s">links</section>'
        '</main><footer id="f">end</footer></body>'
    )


def _parent(page: LexborHTMLParser, name: str) -> object:
    node = page.css_first(f"#{name}")
    assert node is not None
    assert node.parent is not None
    return node.parent.attributes.get("id") or node.parent.tag


@given(SOUP)
@example("<details>\n\n- <div>\n\n</details>\n\n</div>")
@example("a <b>*b</b>* <a href=x>[[b]]</a> </p></div></main>")
@example("<table>\n\n<tr><td>\n\n- x\n\n</td></tr></table>")
@example("<p><table><td><a href=x><table><td><a href=y>")
@example("- [ ] <b>Title #tag x</b>")
def test_the_page_around_a_note_stays_whole(text: str) -> None:
    """The note ends where it is to end, and so does everything around it."""
    page = page_of(text)

    assert [_parent(page, name) for name in "mpsf"] == ["body", "m", "m", "body"]
    footer = page.css_first("#f")
    assert footer is not None
    assert footer.text() == "end"
    assert footer.next is None


@given(SOUP)
@example('<img src="x" onerror="alert(1)"><svg onload=x><script>x</script>')
@example(
    "<b onclick=x id=m>a</b> <b id=m>b</b>\n\n<div onclick=y id=n>\n\nc\n\n</div><p id=n>d</p>"
)
@example('<a href="java&#10;script:x">a</a> [b](<java\tscript:x>) <div id=m style=x onclick=y>')
def test_nothing_of_a_note_runs_or_reaches_out(text: str) -> None:
    """No program, no frame, no form, no style, no name of an element, no request elsewhere."""
    page = page_of(text)

    assert page.css(_FORBIDDEN) == []
    for node in page.css("body *"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), name
            if name == "src":
                assert (value or "").startswith("../files/")
            if name == "href":
                plain = re.sub(r"[\x00-\x20]", "", value or "").lower()
                assert not plain.startswith(("javascript:", "data:", "vbscript:"))
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))


@given(SOUP)
@example("<a href=x>[[b]] [c](d)</a> [<a href=x>e</a>](f) <a href=g><img src=fig.png></a>")
@example("<div>\n<a href=x>\n\n[[b]]\n\n</a>\n</div>")
def test_links_in_html_begin_and_end_in_pairs(text: str) -> None:
    """No link lies in another, and each has the number of its own."""
    note = parse(read("note.md", text.encode()), RAW)
    edges = [s for s in note.body.segments if isinstance(s, LinkStart | LinkEnd)]

    assert [type(edge) for edge in edges] == [LinkStart, LinkEnd] * len(note.links)
    assert [edge.link for edge in edges] == [n for n in range(len(note.links)) for _ in (0, 1)]


@given(SOUP)
def test_without_the_key_every_tag_is_text(text: str) -> None:
    """What is not asked for is not read as HTML: no element of a note is written by its user."""
    note = parse(read("note.md", text.encode()), Settings())
    page = LexborHTMLParser(html(note.body.segments))

    assert page.css("script, iframe, kbd, form, svg, [onclick], [style]") == []


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n\n" * 3000,
        "x " + "<b>" * 20_000,
        "<p>" + "<table><td>" * 5000,
        "<ul><li>" * 6000,
        "<div>" + "<!--" * 15_000,
        "x " + "*<b>" * 10_000,
        "<div>" + "a" * 200_000,
    ],
    ids=lambda text: text[:12],
)
def test_much_html_ends_soon_and_breaks_nothing(text: str) -> None:
    """Neither depth nor length make it fail."""
    assert _parent(page_of(text), "f") == "body"


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;avascript&colon;alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](java&Tab;script:alert(1))",
        "[x](java&NewLine;script:alert(1))",
        "[x](&nbsp;javascript:alert(1))",
        "[x](\u200bjavascript:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html,<script>x</script>)",
        "[x](data:image/png;base64,AAAA)",
        "[x](DATA:image/svg+xml,x)",
        "[x](file:///etc/passwd)",
        "[x](blob:null/x)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "[x]\n\n[x]: <data:text/html,x>",
        "![x](javascript:alert(1))",
        "![x](data:image/png;base64,AAAA)",
        "![[javascript:alert(1)]]",
        "[[data:text/html,x|x]]",
        "- [x] [x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
    ],
)
@pytest.mark.parametrize("settings", [Settings(), RAW], ids=["plain", "raw"])
def test_no_link_runs_a_program_or_holds_a_page(link: str, settings: Settings) -> None:
    """However it is written, such an address leads nowhere; its text stays."""
    note = parse(read("note.md", link.encode()), settings)
    graph = build_graph([note], [], settings)
    pages = Pages.of(graph)
    page = LexborHTMLParser(Filler(graph, pages, pages.notes["note"]).text(note))

    assert page.css("a[href], img") == []
    assert page.body is not None
    assert page.body.text(strip=True) != ""


def test_a_picture_of_html_has_its_size_and_its_place() -> None:
    """It is the embedded file of the vault, as large as the note says."""
    image = page_of('<img src="fig.png" alt="A &amp; B" width="30" height="20">').css_first("img")

    assert image is not None
    assert image.attributes["src"] == "../files/fig.png"
    assert image.attributes["alt"] == "A & B"
    assert (image.attributes["width"], image.attributes["height"]) == ("30", "20")
