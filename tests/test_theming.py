"""A theme of one's own above the built-in one: the example of the documentation, and its limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from harness import REPOSITORY, SiteTest, notes, tree, write_files

from papergarden.config import Config, ThemeTable
from papergarden.core.views.shapes import View
from papergarden.errors import PublishError, ThemeError

DOCUMENT = (REPOSITORY / "docs" / "theming.md").read_text("utf-8")
TEMPLATES = REPOSITORY / "templates"
_FILE = re.compile(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"{% block (\w+) %}")
_PROPERTY = re.compile(r"^\s*(--[\w-]+):", re.MULTILINE)
_VIEW = re.compile(r"\| `(\w+\.html)` \|[^|]+\| (?:`(\w+)`|–) \| (.+) \|")

EXAMPLE = dict(_FILE.findall(DOCUMENT))
FOOTER = '{% extends "default/base.html" %}{% block footer %}mine{% endblock %}'


class Themed(SiteTest):
    """A vault with a note in a folder, and a theme beside it."""

    def __init__(self, folder: Path, theme: Mapping[str, str | bytes]) -> None:
        vault = write_files(folder / "vault", {"deep/a.md": "- [ ] [Title](https://x.org)\n"})
        super().__init__(vault, folder / "site")
        self.theme = write_files(folder / "theme", theme)
        self.config = Config(theme=ThemeTable(str(self.theme)))

    def refusal(self) -> str:
        """What is said of a theme that cannot be used; the site is then as it was before."""
        before = tree(self.output)
        with pytest.raises((ThemeError, PublishError)) as error:
            self.build(self.config)
        assert tree(self.output) == before
        assert "\n" not in str(error.value)
        return str(error.value).replace(str(self.theme), "theme")


def hrefs(site: SiteTest, path: str) -> list[str | None]:
    """The stylesheets of a page in their order."""
    return [link.attributes["href"] for link in site.page(path).css("link[rel=stylesheet]")]


def footer(site: SiteTest, path: str) -> str:
    """What stands at the foot of a page."""
    (found,) = site.page(path).css("footer.site")
    for forms in found.css("ul.forms"):
        forms.decompose()
    return " ".join(found.text().split())


def test_the_example_of_the_documentation_does_what_it_says(tmp_path: Path) -> None:
    """Its files, as they stand there, give every page the colours and the line in the footer."""
    write_files(tmp_path, {**EXAMPLE, "notes/deep/a.md": "- [ ] [Title](https://x.org)\n"})
    done = notes("build", cwd=tmp_path)
    site = SiteTest(tmp_path / "notes", tmp_path / "site")

    assert done.returncode == 0, done.stderr
    assert list(EXAMPLE) == ["notes.toml", "theme/custom.css", "theme/base.html"]
    assert site.source("custom.css") == EXAMPLE["theme/custom.css"]
    assert hrefs(site, "index.html") == ["style.css", "custom.css"]
    assert hrefs(site, "notes/deep/a.html") == [
        *("../../style.css", "../../graph.css", "../../custom.css")
    ]
    pages = [path for path in site.files() if path.endswith(".html")]
    assert len(pages) > 4
    for path in pages:
        assert "from plain Markdown. Something wrong in “" in footer(site, path), path
        assert str(hrefs(site, path)[-1]).endswith("custom.css"), path  # it has the last word
    assert "Something wrong in “Library”? Write to me." in footer(site, "library.html")


def test_the_example_sets_properties_that_the_theme_has() -> None:
    """The colours of the example are colours that the built-in stylesheet uses."""
    used = set(_PROPERTY.findall((TEMPLATES / "style.css").read_text("utf-8")))
    example = set(_PROPERTY.findall(EXAMPLE["theme/custom.css"]))

    assert example
    assert example <= used


def test_every_template_is_documented_with_its_view_and_blocks() -> None:
    """The table has a row for each template, with the blocks as they stand in it."""
    views = {view.template: view.__name__ for view in View.__subclasses__()}
    views["base.html"] = View.__name__
    documented = {
        name: (view, re.findall(r"`(\w+)`", blocks))
        for name, view, blocks in _VIEW.findall(DOCUMENT)
    }

    assert documented == {
        path.name: (views.get(path.name, ""), _BLOCK.findall(path.read_text("utf-8")))
        for path in TEMPLATES.glob("*.html")
    }


def test_without_a_theme_a_page_has_one_stylesheet(site: SiteTest) -> None:
    """Nothing of what a theme may add is there by itself."""
    assert hrefs(site, "index.html") == ["style.css"]


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """A site without a theme."""
    plain = Themed(tmp_path, {})
    plain.build()
    return plain


def test_a_template_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    """One page is shown by the user's template, the frame around it and all others as before."""
    text = '{% extends "base.html" %}{% block content %}<h1>Books</h1>{% endblock %}'
    garden = Themed(tmp_path, {"library.html": text})
    garden.build()
    plain = tree(garden.output)
    garden.build(garden.config)
    themed = tree(garden.output)

    assert garden.text("library.html") == "Books"
    assert garden.page("library.html").css("footer.site p")
    changed = {path for path in plain if plain[path] != themed[path]}
    assert changed == {"library.html", ".papergarden.json"}


def test_the_built_in_pages_stand_in_the_frame_of_the_user(tmp_path: Path) -> None:
    """A built-in page that a template extends by its plain name is found with the user's base."""
    page = '{% extends "default/library.html" %}{% block layout %}mine{% endblock %}'
    garden = Themed(tmp_path, {"base.html": FOOTER, "library.html": page})
    garden.build(garden.config)

    assert footer(garden, "library.html") == footer(garden, "index.html") == "mine"
    assert garden.page("library.html").css("main.mine table.library")


def test_every_block_of_the_frame_can_be_changed(tmp_path: Path) -> None:
    """What a template puts into each block of the frame comes to stand on the page."""
    blocks = _BLOCK.findall((TEMPLATES / "base.html").read_text("utf-8"))
    text = "".join(f"{{% block {name} %}}in-{name}{{% endblock %}}" for name in blocks)
    garden = Themed(tmp_path, {"base.html": f'{{% extends "default/base.html" %}}{text}'})
    garden.build(garden.config)
    page = garden.source("notes.html")

    assert blocks
    assert [name for name in blocks if f"in-{name}" not in page] == ["content"]  # it has its own


def test_other_files_are_copied_and_replace_built_in_ones(tmp_path: Path) -> None:
    """Whatever else lies in the folder is in the site, but for what is hidden or a note."""
    files: dict[str, str | bytes] = {
        "style.css": "mine{}",
        "fonts/a.woff2": b"\0\xff",
        "deep/er/x.js": "1",
        "README.md": "secret",
        ".hidden": "secret",
        "part.html": "a part",
    }
    garden = Themed(tmp_path, files)
    garden.build(garden.config)

    assert garden.source("style.css") == "mine{}"
    assert (garden.output / "fonts" / "a.woff2").read_bytes() == b"\0\xff"
    assert {"deep/er/x.js"} <= set(garden.files())
    assert not {"README.md", ".hidden", "part.html", "custom.css"} & set(garden.files())
    assert hrefs(garden, "index.html") == ["style.css"]


def test_a_file_that_is_gone_from_the_theme_is_gone_from_the_site(tmp_path: Path) -> None:
    """Without the theme the site is what it was before it."""
    garden = Themed(tmp_path, {"custom.css": "", "img/x.png": "x", "base.html": FOOTER})
    garden.build()
    before = tree(garden.output)
    garden.build(garden.config)
    assert "img/x.png" in garden.files()
    garden.build()

    assert tree(garden.output) == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("files/p.png", "would overwrite files/p.png, which is p.png of the vault"),
        ("index.html/x.css", "would overwrite the page index.html"),
        ("notes", "would overwrite the page notes/"),
    ],
)
def test_a_file_of_the_theme_cannot_take_the_place_of_a_page(
    name: str, said: str, tmp_path: Path
) -> None:
    """Both are named, and the site stays as it was."""
    garden = Themed(tmp_path, {name: "x"}).change("a.md", "![[p.png]]").change("p.png", "p")
    garden.build()

    assert isinstance(garden, Themed)
    assert garden.refusal().startswith(f"theme/{name} {said}")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{# \n caf\xe9 #}", "theme/base.html:2: the template is not UTF-8"),
        (b"\xef\xbb\xbf\n\n\xff", "theme/base.html:3: the template is not UTF-8"),
        (b"\xff\xfex\0", "theme/base.html:1: the template is not UTF-8"),
        (
            b"{% for a in b %}" * 30 + b"{% endfor %}" * 30,
            "theme/base.html:1: SyntaxError: too many statically nested blocks",
        ),
        (b"\n{{ view | nofilter }}", "theme/base.html:2: No filter named 'nofilter'."),
        (b"\n{% include view.path %}", "theme/base.html:2: there is no template index.html"),
        (
            b'\n{{ "a\\nb" + 1 }}',
            'theme/base.html:2: TypeError: can only concatenate str (not "int") to str',
        ),
        (b"<!-- no parts -->{% block content %}{% endblock %}", "built-in template home.html:"),
    ],
)
def test_a_template_that_cannot_be_used_is_named_with_its_line(
    data: bytes, said: str, tmp_path: Path
) -> None:
    """Whatever is wrong in it is one line, and nothing is written."""
    garden = Themed(tmp_path, {"base.html": data})

    assert garden.refusal().startswith(said)
    assert not garden.output.exists()
    garden.build()
    assert garden.refusal().startswith(said)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A link that leads nowhere is no missing template and no empty file."""
    for name in ("base.html", "x.css"):
        garden = Themed(tmp_path / name, {})
        (garden.theme / name).symlink_to("gone")

        assert garden.refusal() == f"theme/{name}: No such file or directory"


def test_a_mark_before_the_text_of_a_template_stays_out_of_the_page(tmp_path: Path) -> None:
    """A template as some editors save it is read as without the mark."""
    garden = Themed(tmp_path, {"base.html": b"\xef\xbb\xbf<p>{{ view.title }}</p>"})
    garden.build(garden.config)

    assert garden.source("library.html") == "<p>Library</p>"


def test_a_template_sees_the_view_and_the_frame_only(tmp_path: Path) -> None:
    """Of the program nothing else is in reach by name."""
    found: list[str] = []
    for name in ("graph", "site", "config", "settings", "environment"):
        garden = Themed(tmp_path / name, {"home.html": f"{{{{ {name} }}}}"})
        found.append(garden.refusal())

    assert [text.split(": ", 1)[1] for text in found] == [
        f"'{name}' is undefined" for name in ("graph", "site", "config", "settings", "environment")
    ]


def test_a_theme_in_the_vault_is_no_part_of_the_notes(tmp_path: Path) -> None:
    """Neither its texts nor its pictures are of the vault, by whatever way the folder is named."""
    garden = Themed(tmp_path, {})
    garden.change("look/a.md", "x").change("look/custom.css", "").change("looks/b.md", "x")
    (tmp_path / "way").symlink_to(garden.vault / "look")
    for folder in (garden.vault / "look", tmp_path / "way", garden.vault / "deep" / ".." / "look"):
        built = garden.build(Config(theme=ThemeTable(str(folder))))

        assert sorted(built.graph.notes) == ["deep/a", "looks/b"]
        assert "custom.css" in garden.files()
