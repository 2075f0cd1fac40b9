"""What the properties of a note say: title, dates, tags, other names, how it wants to be shown.

The names are those of Obsidian, Digital Garden, Quartz, Jekyll, Quarto, nbdev and Hugo, in lower
case. Where several mean one thing, the first that says anything counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from papergarden.core.addresses import is_outside
from papergarden.core.dates import Order, date_in_name, date_of
from papergarden.core.model import Feature
from papergarden.core.publishing import flag
from papergarden.core.source import Properties
from papergarden.core.syntax.tags import is_tag

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_CLASS = re.compile(r"-?[A-Za-z_][\w-]*")
# Styles of Jekyll: rules for permalinks, and none themselves.
_STYLES = {"date", "pretty", "ordinal", "weekdate", "none"}


def text(properties: Properties, *names: str) -> str:
    """The first of the named properties that holds text, or an empty string."""
    for name in names:
        value = properties.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip().replace("\0", "�")
    return ""


def words(properties: Properties, *names: str) -> tuple[str, ...]:
    """The values of the first of the named properties that has any: a list, or text with commas."""
    for name in names:
        value = properties.get(name)
        given = value.split(",") if isinstance(value, str) else _texts(value)
        if found := tuple(item.strip() for item in given if item.strip()):
            return found
    return ()


def tags(properties: Properties) -> tuple[str, ...]:
    """The tags of a note, without `#`. Text without a comma holds one tag a word, as in Jekyll."""
    own = _listed(properties, "tags") or _listed(properties, "tag")
    return _as_tags(own or words(properties, "keywords") or _of_taxonomies(properties, "tags"))


def categories(properties: Properties) -> tuple[str, ...]:
    """The categories of a note, as tags; in the singular a text is one, as in Jekyll."""
    several = _listed(properties, "categories") or words(properties, "category")
    return _as_tags(several or _of_taxonomies(properties, "categories"))


def aliases(properties: Properties) -> tuple[str, ...]:
    """Other names of a note, or the paths under which it was once found."""
    return words(properties, "aliases", "alias")


def description(properties: Properties) -> str:
    """What a note is about, in a sentence."""
    return text(properties, "description", "summary", "excerpt", "socialdescription")


def date(properties: Properties, path: str, order: Order = "month-first") -> str | None:
    """The day of a note in ISO form: of its properties, else of its file name."""
    given = date_of(properties.get("date"), order) or date_in_name(path.rsplit("/", 1)[-1])
    return given or created(properties, order) or published_on(properties, order)


def created(properties: Properties, order: Order = "month-first") -> str | None:
    """The day on which a note was begun."""
    return _day(properties, order, "created", "date", "date-created", "dg-created")


def modified(properties: Properties, order: Order = "month-first") -> str | None:
    """The day on which a note was last changed, as far as it says so."""
    names = "modified lastmod updated last-modified date-modified last_modified_at dg-updated"
    return _day(properties, order, *names.split())


def published_on(properties: Properties, order: Order = "month-first") -> str | None:
    """The day on which a note was published; `published: true` tells none."""
    return _day(properties, order, "published", "publishdate", "date")


def permalink(properties: Properties) -> str:
    """The address in the site that a note asks for, or an empty text.

    Under `url` many people keep the address of a paper; that of another site is none of ours.
    """
    for name in ("permalink", "dg-permalink", "url", "slug"):
        given = text(properties, name)
        if given and not is_outside(given) and ":" not in given and given not in _STYLES:
            return given
    return ""


def language(properties: Properties) -> str:
    """The language of a note as an HTML language code, or an empty text."""
    given = text(properties, "lang", "language")
    return given.replace("_", "-") if _LANGUAGE.fullmatch(given) else ""


def image(properties: Properties) -> str:
    """The picture that stands for a note: a path in the vault, or an address."""
    for name in ("socialimage", "image", "cover", "images"):
        value = properties.get(name)
        if isinstance(
            value, dict
        ):  # with a caption or a width, as themes of Hugo and Jekyll have it
            value = value.get("path") or value.get("image") or value.get("src")
        for given in _texts(value):
            if target := _target(given):
                return target
    return ""


def css_classes(properties: Properties) -> tuple[str, ...]:
    """The classes that a note's page is to have."""
    given = words(properties, "cssclasses", "cssclass", "dg-content-classes")
    return tuple(name for item in given for name in item.split() if _CLASS.fullmatch(name))


# The names under which generators switch parts of a page off; Digital Garden's plugin hands on
# true ones only, but whoever writes `false` means it.
_FEATURES: dict[Feature, tuple[str, ...]] = {
    "contents": ("enabletoc", "toc", "dg-show-toc"),
    "backlinks": ("backlinks", "dg-show-backlinks"),
    "graph": ("dg-show-local-graph",),
    "node": (),  # its place in the graph of all notes
    "previews": ("dg-link-preview",),
    "tags": ("dg-show-tags",),
}


def switched_off(properties: Properties) -> tuple[Feature, ...]:
    """What the page of a note is to go without, by its own word."""
    hidden = flag(properties.get("dg-hide-in-graph"))
    return tuple(
        feature
        for feature, names in _FEATURES.items()
        if any(flag(properties.get(name)) is False for name in names)
        or (feature == "node" and hidden)
    )


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, as first written; tags differ in more than their capitals."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return tuple(seen.values())


def _texts(value: object) -> Iterator[str]:
    """All text of a value; `[[name]]` without quotes is a list in a list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _listed(properties: Properties, name: str) -> tuple[str, ...]:
    """The values of one property, where text without a comma holds one a word."""
    value = properties.get(name)
    if isinstance(value, str) and "," not in value:
        return tuple(value.split())
    return words(properties, name)


def _of_taxonomies(properties: Properties, name: str) -> tuple[str, ...]:
    taxonomies = properties.get("taxonomies")  # of Zola
    return words(taxonomies, name) if isinstance(taxonomies, dict) else ()


def _as_tags(given: Iterable[str]) -> tuple[str, ...]:
    names = (name.lstrip("#").strip("/ ").replace(" ", "-") for name in given)
    return tuple(name for name in names if is_tag(name))


def _day(properties: Properties, order: Order, *names: str) -> str | None:
    return next(filter(None, (date_of(properties.get(name), order) for name in names)), None)


def _target(given: str) -> str:
    """The path or address in what may be a wikilink: `[[cover.png|200]]`."""
    return given.strip().removeprefix("!").removeprefix("[[").removesuffix("]]").split("|")[0]
