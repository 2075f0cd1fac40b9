"""What properties mean, a row for each name that a tool gives them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from papergarden.core import properties as p
from papergarden.core.source import Properties, read


@pytest.mark.parametrize(
    ("block", "tags"),
    [
        ("tags: [ir, nlp]", "ir nlp"),
        ("tags:\n  - ir\n  - nlp", "ir nlp"),
        ("tags: ir, nlp", "ir nlp"),
        ("tags: ir nlp", "ir nlp"),
        ("tags: ir,", "ir"),
        ('tags: "#ir #nlp/parsing"', "ir nlp/parsing"),
        ('tags: ["#ir", "nlp/parsing/"]', "ir nlp/parsing"),
        ("tags: [dense retrieval]", "dense-retrieval"),
        ("tags: dense retrieval, nlp", "dense-retrieval nlp"),
        ("tags: [2024, ir, '']", "ir"),
        ("tags: [[ir]]", "ir"),
        ("tag: ir", "ir"),
        ("tag: [ir, nlp]", "ir nlp"),
        ("tags: [ir]\ntag: nlp", "ir"),
        ("tags: []\ntag: nlp", "nlp"),
        ("keywords: [dense retrieval, ir]", "dense-retrieval ir"),
        ("keywords: dense retrieval, ir", "dense-retrieval ir"),
        ("keywords: dense retrieval", "dense-retrieval"),
        ("tags: [ir]\nkeywords: [nlp]", "ir"),
        ("taxonomies: {tags: [ir, nlp]}", "ir nlp"),
        ("Tags: [ir]", "ir"),
        ("categories: [ir]", ""),
        ("tags: {a: b}", ""),
        ("tags:", ""),
    ],
)
def test_tags_are_read_in_every_form(block: str, tags: str) -> None:
    """Lists, words, commas, the sign, nesting, and the names of several tools."""
    assert p.tags(properties_of(block)) == tuple(tags.split())


@pytest.mark.parametrize(
    ("block", "categories"),
    [
        ("categories: [notes, dense retrieval]", ("notes", "dense-retrieval")),
        ("categories: notes ir", ("notes", "ir")),
        ("categories: notes, dense retrieval", ("notes", "dense-retrieval")),
        ("category: dense retrieval", ("dense-retrieval",)),
        ("category: [a, b]", ("a", "b")),
        ("taxonomies: {categories: [a]}", ("a",)),
        ("categories:", ()),
    ],
)
def test_categories_are_tags_beside_the_others(block: str, categories: tuple[str, ...]) -> None:
    """They come in the form of tags; a note has both."""
    found = properties_of(block)

    assert p.categories(found) == categories
    assert p.tags(found) == ()


DAYS = {
    "2024-07-03": "2024-07-03",
    "2024-7-3": "2024-07-03",
    "2024/07/03": "2024-07-03",
    "2024.07.03": "2024-07-03",
    "20240703": "2024-07-03",
    "202407031030": "2024-07-03",
    "2024-07-03 10:00": "2024-07-03",
    "2024-07-03 10:00:00 +0200": "2024-07-03",
    "2024-07-03T10:00Z": "2024-07-03",
    "2024-07-03T23:30:00-07:00": "2024-07-03",
    "2024-07-03T10:00:00.000+02:00": "2024-07-03",
    '"[[2024-07-03]]"': "2024-07-03",
    "July 3, 2024": "2024-07-03",
    "July 3, 2024 10:00 AM": "2024-07-03",
    "3 July 2024": "2024-07-03",
    "3 July 2024, 10:00": "2024-07-03",
    "Jul 3 2024": "2024-07-03",
    "Wed, 03 Jul 2024 10:00:00 +0200": "2024-07-03",
    "Wednesday, July 3rd, 2024": "2024-07-03",
    "07/03/2024": "2024-07-03",
    "07/03/2024 at 10:00": "2024-07-03",
    "today": None,
    "now": None,
    "last-modified": None,
    "tomorrow": None,
    "2024": None,
    "2024-07": None,
    "2024-13-03": None,
    "2024-02-30": None,
    "20241303": None,
    "true": None,
    "[2024-07-03]": None,
    "10:00": None,
    "": None,
}


@pytest.mark.parametrize(("value", "day"), DAYS.items(), ids=DAYS)
@pytest.mark.parametrize("name", ["created", "date", "modified", "published"])
def test_a_date_is_read_as_it_was_written(name: str, value: str, day: str | None) -> None:
    """The day as its writer wrote it, in whatever time zone; what is no date is none of today."""
    found = properties_of(f"{name}: {value}")
    read_by = {"modified": p.modified, "published": p.published_on}.get(name, p.created)

    assert read_by(found) == day
    assert day or read_by(found) != datetime.now(UTC).date().isoformat()


def test_the_order_of_day_and_month_is_that_of_the_file() -> None:
    """Whoever knows the order tells it; a time behind the date changes nothing."""
    found = properties_of("date: 03/07/2024 10:00")

    assert p.date(found, "note.md") == "2024-03-07"
    assert p.date(found, "note.md", "day-first") == "2024-07-03"


@pytest.mark.parametrize(
    ("block", "day"),
    [
        ("created: 2024-07-01\ndate: 2024-07-02", "2024-07-01"),
        ("created: today\ndate: 2024-07-02", "2024-07-02"),
        ("date: 2024-07-02", "2024-07-02"),
        ("date-created: 2024-07-02", "2024-07-02"),
        ("dg-created: 2024-07-02", "2024-07-02"),
        ("modified: 2024-07-02", None),
    ],
)
def test_created_has_several_names(block: str, day: str | None) -> None:
    """The first of the names that holds a date counts."""
    assert p.created(properties_of(block)) == day


MODIFIED = "modified lastmod updated last-modified date-modified last_modified_at dg-updated"


@pytest.mark.parametrize("name", MODIFIED.split())
def test_modified_has_several_names(name: str) -> None:
    """Each tool has its own; an earlier one of them counts before a later one."""
    block = f"{name}: 2024-07-03"

    assert p.modified(properties_of(block)) == "2024-07-03"
    assert p.created(properties_of(block)) is None
    if name != "modified":
        assert p.modified(properties_of(f"{block}\nmodified: 2024-07-09")) == "2024-07-09"


@pytest.mark.parametrize(
    ("block", "day"),
    [
        ("published: 2024-07-03\ndate: 2024-07-01", "2024-07-03"),
        ("published: true\npublishDate: 2024-07-03", "2024-07-03"),
        ("published: true\ndate: 2024-07-03", "2024-07-03"),
        ("published: true", None),
    ],
)
def test_the_day_of_publication_is_a_date(block: str, day: str | None) -> None:
    """A truth under `published` says whether, not when."""
    assert p.published_on(properties_of(block)) == day


@pytest.mark.parametrize(
    ("block", "path", "day"),
    [
        ("date: 2024-07-03\ncreated: 2024-07-01", "2024-07-02.md", "2024-07-03"),
        ("created: 2024-07-01", "log/2024-07-02.md", "2024-07-02"),
        ("date: today\ncreated: 2024-07-01", "note.md", "2024-07-01"),
        ("modified: 2024-07-01", "note.md", None),
    ],
)
def test_the_day_of_a_note_is_its_date_its_name_or_when_it_was_created(
    block: str, path: str, day: str | None
) -> None:
    """What is said to be its date comes first, and when the file came to be last."""
    assert p.date(properties_of(block), path) == day


@pytest.mark.parametrize(
    ("block", "aliases"),
    [
        ("aliases: [one, two words]", ("one", "two words")),
        ("aliases: one, two words", ("one", "two words")),
        ("aliases: two words", ("two words",)),
        ("alias: one", ("one",)),
        ("alias: [one]\naliases: [two]", ("two",)),
        ("aliases: [/old/path/, old.html]", ("/old/path/", "old.html")),
        ("aliases: [[one]]", ("one",)),
        ("aliases: [12:30, 007]", ("12:30", "007")),
        ("aliases:", ()),
    ],
)
def test_aliases_have_two_names(block: str, aliases: tuple[str, ...]) -> None:
    """A list, or text with commas; words belong together."""
    assert p.aliases(properties_of(block)) == aliases


@pytest.mark.parametrize(
    ("block", "permalink"),
    [
        ("permalink: /posts/bm25/", "/posts/bm25/"),
        ("dg-permalink: posts/bm25", "posts/bm25"),
        ("permalink: a\ndg-permalink: b", "a"),
        ("url: /posts/bm25", "/posts/bm25"),
        ("slug: bm25", "bm25"),
        ("url: https://arxiv.org/abs/2408.06292", ""),
        ("url: https://arxiv.org/abs/2408.06292\nslug: bm25", "bm25"),
        ("permalink: /:categories/:title/", ""),
        ("permalink: pretty", ""),
        ("permalink:", ""),
    ],
)
def test_a_permalink_is_an_address_of_this_site(block: str, permalink: str) -> None:
    """Neither the address of a paper nor a rule for making permalinks is one."""
    assert p.permalink(properties_of(block)) == permalink


@pytest.mark.parametrize(
    ("block", "language"),
    [
        ("lang: de", "de"),
        ("lang: pt_BR", "pt-BR"),
        ("language: zh-Hant", "zh-Hant"),
        ("lang: German", ""),
        ("lang: 'de\" onload=\"'", ""),
        ("lang:", ""),
    ],
)
def test_a_language_is_a_code(block: str, language: str) -> None:
    """What cannot stand in an attribute for languages is none."""
    assert p.language(properties_of(block)) == language


@pytest.mark.parametrize(
    ("block", "image"),
    [
        ("image: images/a.png", "images/a.png"),
        ("cover: a.png", "a.png"),
        ("image: a.png\ncover: b.png", "a.png"),
        ("socialImage: b.png\nimage: a.png", "b.png"),
        ('cover: "[[a.png|200]]"', "a.png"),
        ('cover: "![[a.png]]"', "a.png"),
        ("cover: [[a.png]]", "a.png"),
        ("images: [a.png, b.png]", "a.png"),
        ("cover: {image: a.png, alt: A}", "a.png"),
        ("image: {path: a.png, alt: A}", "a.png"),
        ("image: https://example.org/a.png", "https://example.org/a.png"),
        ("image: {alt: A}", ""),
        ("image:", ""),
    ],
)
def test_a_picture_stands_for_a_note(block: str, image: str) -> None:
    """As a path, as a link, in a list or with a caption."""
    assert p.image(properties_of(block)) == image


@pytest.mark.parametrize(
    ("block", "classes"),
    [
        ("cssclasses: [wide, two-columns]", ("wide", "two-columns")),
        ("cssclasses: wide two-columns", ("wide", "two-columns")),
        ("cssclass: wide, two-columns", ("wide", "two-columns")),
        ("dg-content-classes: wide", ("wide",)),
        ("cssclasses: ['a\" onload=\"', 1st]", ()),
    ],
)
def test_classes_are_names(block: str, classes: tuple[str, ...]) -> None:
    """What cannot be the name of a class is none."""
    assert p.css_classes(properties_of(block)) == classes


@pytest.mark.parametrize(
    ("block", "description"),
    [
        ("description: One sentence.", "One sentence."),
        ("summary: One sentence.", "One sentence."),
        ("excerpt: One sentence.", "One sentence."),
        ("summary: b\ndescription: a", "a"),
        ("description: |\n  One sentence\n  in two lines.", "One sentence\nin two lines."),
        ("description: [a]", ""),
    ],
)
def test_a_description_has_several_names(block: str, description: str) -> None:
    """Jekyll has an excerpt, Hugo a summary."""
    assert p.description(properties_of(block)) == description


def properties_of(block: str) -> Properties:
    """The properties of a note with this block of YAML."""
    source = read("note.md", f"---\n{block}\n---\n".encode())

    assert source.diagnostics == ()
    return source.properties


@pytest.mark.parametrize(
    ("block", "features"),
    [
        ("toc: false", ("contents",)),
        ("enableToc: false", ("contents",)),
        ('dg-show-toc: "false"', ("contents",)),
        ("dg-show-backlinks: false\ndg-show-tags: no", ("backlinks", "tags")),
        ("backlinks: false", ("backlinks",)),
        ("dg-show-local-graph: false\ndg-link-preview: false", ("graph", "previews")),
        ("toc: true\ndg-show-backlinks: true", ()),
        ("toc: {depth: 2}", ()),
    ],
)
def test_a_note_can_go_without_parts_of_its_page(block: str, features: tuple[str, ...]) -> None:
    """Each tool has its own names for them; only a plain no switches one off."""
    assert p.switched_off(properties_of(block)) == features
