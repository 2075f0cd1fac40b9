"""Links and embeds in brackets, `[text](address)`, `[[note#heading|text]]`, `![[note]]`."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

Rule = Callable[[StateInline, bool], bool]

# The size of an embedded picture: `|100`, `|640x480`, also behind other text.
_SIZE = re.compile(r"(?:(?P<text>.*)\|)?\s*(?P<width>\d{1,4})(?:x(?P<height>\d{1,4}))?\s*")
OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# What a browser would run, show as a page of its own, or look for on the reader's disk. It does not
# mind spaces and control characters in there.
_UNSAFE = re.compile(r"(?:javascript|vbscript|data|file|blob|filesystem):", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|gif|jpeg|webp);", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\ufeff]")
_ADDRESS_BEHIND = re.compile(r"\(<?(?:https?://|#)[^\s()]", re.IGNORECASE)
WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n|]*)(?:\|([^\[\]\n]*))?\]\]")


def install(md: MarkdownIt) -> None:
    """Add wikilinks, and let every rule that makes a link note its place in the text."""
    # The text of a picture is not its source, however long: it is read, and shown as its name.
    md.validateLink = (  # type: ignore[method-assign]
        lambda url: not _UNSAFE.match(url.strip()) or _PICTURE.match(url) is not None
    )
    md.inline.ruler.before("link", "wikilink", _wikilink)
    for rule in list(md.inline.ruler.__rules__):
        if rule.name in {"link", "autolink", "linkify", "wikilink"}:
            md.inline.ruler.at(rule.name, _placed(rule.fn))
        elif rule.name == "image":
            md.inline.ruler.at(rule.name, _image(rule.fn))


def _placed(rule: Rule) -> Rule:
    """Note on a link's first token at which character of its paragraph it begins."""

    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        begin, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        made = state.tokens[count:]
        opening = next((token for token in made if token.type == "link_open"), None)
        if opening is None:
            return True
        opening.meta.setdefault("begin", begin)
        href = str(opening.attrs.get("href", ""))
        if not href and not opening.meta.get("wiki") and state.tokens[-1].type == "link_close":
            del state.tokens[-1], state.tokens[count]  # `[text]()` leads nowhere
        elif href.startswith("//"):  # as a page of the web would have it
            opening.attrs["href"] = f"https:{href}"
        return True

    return placed


def _image(rule: Rule) -> Rule:
    """A picture of the vault is an embed; one from another host stays what it is.

    Of the latter it is noted whether it stands in a link, where no other link may stand.
    """

    def image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
        begin, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if silent or len(state.tokens) == count:
            return True
        token = state.tokens[-1]
        address, text = str(token.attrs.get("src", "")), token.content
        token.meta["linked"] = state.linkLevel > 0
        if size := _SIZE.fullmatch(token.content):
            token.content = (size["text"] or "").strip()
        if state.linkLevel == 0 and not OTHER_SCHEME.match(address):
            del state.tokens[-1]
            _push(state, address, begin, text, embed=True)
        return True

    return image


def _wikilink(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # foreign signature
    match = WIKILINK.match(state.src, state.pos, state.posMax)
    if not match or not (match[2].strip() or match[3]) or state.linkLevel > 0:
        return False
    if _ADDRESS_BEHIND.match(state.src, match.end(), state.posMax):
        return False  # `[[paper]](https://…)`, a link whose text has brackets
    if not silent:
        target = match[2].strip()
        text = (match[3] or "").strip()
        _push(state, target, state.pos, text, embed=bool(match[1]), wiki=True)
    state.pos = match.end()
    return True


def _push(  # noqa: PLR0913 # all that a link is made of
    state: StateInline, target: str, begin: int, text: str, *, embed: bool, wiki: bool = False
) -> None:
    size = _SIZE.fullmatch(text) if embed else None
    if size:
        text = (size["text"] or "").strip()
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": target}
    opening.meta.update(wiki=wiki, embed=embed, begin=begin)
    if size:
        opening.meta["size"] = (int(size["width"]), int(size["height"] or 0))
    shown = state.push("text", "", 0)
    # NUL stands around slots; the parser takes it out of what is written, but not out of `%00`.
    shown.content = text or name_of(target if wiki else unquote(target).replace("\0", "\ufffd"))
    state.push("link_close", "a", -1)


def is_safe(url: str) -> bool:
    """Whether an address may be a link."""
    return _UNSAFE.match(_IGNORED.sub("", url)) is None


def name_of(target: str) -> str:
    """The text of a link without one of its own: `note#a#b` reads `note > a > b`."""
    return " > ".join(part.strip().lstrip("^") for part in target.split("#") if part.strip())
