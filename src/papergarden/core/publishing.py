"""What may leave the vault: the rules, in the order in which they are asked.

1. A word of the note against it: `draft` or `private` with anything but a plain no, or `false`
   under `publish`, `published` or `dg-publish`. One is enough.
2. A word of the note for it: `true` under one of the latter three, in an excluded folder, too.
3. The folder: `vault.exclude`, `_drafts` of Jekyll, `private`, and templates for new notes.
4. The default, `vault.publish`: `all`, or `flagged`, which wants rule 2.

A writer who looks at the site before it is published may see drafts. Then nobody asks for `draft`
and for `_drafts`; all other rules hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

# A configuration is understood without all that reads notes.
if TYPE_CHECKING:
    from papergarden.core.source import Properties

Default = Literal["all", "flagged"]

_OF_TEMPLATES = {"templates", "_templates"}
_KEPT_IN = {"_drafts", "private", *_OF_TEMPLATES}
_FOR = ("publish", "dg-publish", "published")
_AGAINST = ("draft", "private")
_OF_DRAFTS = frozenset(("draft", "_drafts"))
_WORDS = {
    **dict.fromkeys(("true", "yes", "on", "y", "1"), True),
    **dict.fromkeys(("false", "no", "off", "n", "0"), False),
}


class Publication(Struct, frozen=True):
    """Whether a note is published, and the rule that says so."""

    published: bool
    reason: str


def publication(
    properties: Properties, path: str, *, excluded: bool, default: Default, drafts: bool = False
) -> Publication:
    """Ask the rules for the note at a path; `excluded` says whether the configuration names it."""
    shown = _OF_DRAFTS if drafts else frozenset()
    for name in (name for name in _AGAINST if name not in shown):
        value = properties.get(name)
        # What is neither yes nor no was meant to say something, and the careful answer is yes.
        if value not in (None, "", []) and flag(value) is not False:
            return Publication(published=False, reason=f"`{name}: {properties[name]}`")
    for wanted in (False, True):
        for name in _FOR:
            if flag(properties.get(name)) is wanted:
                return Publication(published=wanted, reason=f"`{name}: {properties[name]}`")
    if excluded:
        return Publication(published=False, reason="`vault.exclude` names it")
    for folder in path.split("/")[:-1]:
        if folder.lower() in _KEPT_IN - shown:
            return Publication(published=False, reason=f"it lies in `{folder}`")
    if default == "flagged":
        return Publication(published=False, reason="it has no `publish: true`")
    return Publication(published=True, reason="everything is, by default")


def is_template(path: str) -> bool:
    """Whether a file lies in a folder of templates for new notes, so that it is no note yet."""
    return any(folder.lower() in _OF_TEMPLATES for folder in path.split("/")[:-1])


def is_listed(properties: Properties) -> bool:
    """Whether a published note is also to be found; an unlisted one has a page and no more."""
    return flag(properties.get("unlisted")) is not True


def flag(value: object) -> bool | None:
    """A property as yes or no; None if it is neither, such as a date under `published`."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return _WORDS.get(value.strip().lower()) if isinstance(value, str) else None
