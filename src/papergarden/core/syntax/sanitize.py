"""What of a note's own HTML may stand in a page: a list of elements, attributes and addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import NamedTuple

# Elements of running text.
PHRASING = frozenset(
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rp rt ruby s samp small "
    "span strong sub sup time u var wbr".split()
)
# Elements that may stand around blocks of Markdown.
CONTAINERS = frozenset("article aside details div figure section".split())
VOID = frozenset("br col hr img wbr".split())
_BLOCKS = frozenset(
    "address blockquote caption col colgroup dd dl dt figcaption h2 h3 h4 h5 h6 hr li ol p pre "
    "summary table tbody td tfoot th thead tr ul".split()
)
# Of these nothing is shown, not even the text.
_SILENT = frozenset(
    "iframe math noscript object script select style svg template textarea title".split()
)
# Elements of HTML that are left out, while their text stays. Any other word in angle brackets is
# no element at all, such as the `<T>` of `List<T>`.
_OTHERS = frozenset(
    "applet area audio base basefont big blink body button canvas center datalist dialog dir embed "
    "fieldset font footer form frame frameset h1 head header hgroup html image input label legend "
    "link main map marquee menu meta meter nav nobr noframes optgroup option output param picture "
    "plaintext progress search slot source strike track tt video xmp".split()
)
KNOWN = PHRASING | CONTAINERS | _BLOCKS | _SILENT | _OTHERS

_ATTRIBUTES = {
    "*": {"class", "dir", "lang", "title"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_SHAPES = {
    **dict.fromkeys(("width", "height"), re.compile(r"[1-9]\d{0,3}")),
    **dict.fromkeys(("colspan", "rowspan", "span"), re.compile(r"[1-9]\d?")),
    **dict.fromkeys(("start", "value"), re.compile(r"-?\d{1,6}")),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "datetime": re.compile(r"[\w:.+ -]{1,40}"),
}
_CLASS = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
_SCHEMES = {"http", "https", "mailto"}

# What the sanitiser writes: always this form, whatever was read.
_PART = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attrs>(?: [a-z-]+="[^"]*")*)>')
_ATTR = re.compile(r' ([a-z-]+)="([^"]*)"')


class Tag(NamedTuple):
    """One tag that may stand in a page, as it is written there."""

    name: str
    end: bool
    html: str
    attrs: dict[str, str]


def parts(html: str) -> Iterator[Tag | str]:
    """Any HTML as tags that may stand in a page, each with its partner, and the text between."""
    clean = _cleaner()(html)
    place = 0
    for match in _PART.finditer(clean):
        if match.start() > place:
            yield unescape(clean[place : match.start()])
        place = match.end()
        yield _tag(match)
    if place < len(clean):
        yield unescape(clean[place:])


def opening(html: str) -> Tag | None:
    """One opening tag alone as it may stand in a page, if it may."""
    match = _PART.match(_cleaner()(html))
    return _tag(match) if match and not match["end"] else None


def _tag(match: re.Match[str]) -> Tag:
    attrs = {name: unescape(value) for name, value in _ATTR.findall(match["attrs"])}
    return Tag(match["name"], bool(match["end"]), match[0], attrs)


@cache
def _cleaner() -> Callable[[str], str]:
    import nh3  # noqa: PLC0415 # only a vault that asks for raw HTML waits for it

    cleaner = nh3.Cleaner(
        tags={*PHRASING, *CONTAINERS, *_BLOCKS},
        clean_content_tags=set(_SILENT),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return cleaner.clean


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """The value of an attribute as it may stand in a page, or None."""
    if name == "class":
        return " ".join(word for word in value.split() if _CLASS.fullmatch(word)) or None
    shape = _SHAPES.get(name)
    return value if shape is None or shape.fullmatch(value) else None
