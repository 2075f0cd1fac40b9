"""Names for anchors and pages, from whatever people write in titles."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

LONGEST_NAME = 100
_ODD, _PAGE_ENDING = re.compile(r"[^\w.]+"), re.compile(r"\.html$")
_MOST_BYTES = 200  # of a name; disks take 255


def anchor_slug(text: str) -> str:
    """The anchor of a heading: its letters and digits in lower case, with hyphens between."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w]+", "-", folded).strip("-") or "section"


def unique(base: str, taken: dict[str, int]) -> str:
    """The name, with a number behind it if it is taken; it is taken from now on.

    With each name stands the last number that was tried behind it: a thousand of one name need not
    all be tried again.
    """
    name, number = base, taken.get(base, 1)
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    if name != base:
        taken[base] = number
    taken[name] = 1
    return name


def page_names(ids: Iterable[str], *, flat: bool = False) -> dict[str, str]:
    """For each id a page name: lower case, safe in a file name, at most 100 characters, unique.

    A name that had to be shortened, or that two ids would share, carries a digest of its id, so
    that it never depends on which other ids there are more than it must. `flat` makes hyphens of
    slashes too, which otherwise make folders.
    """
    slugs = dict(_slugs(sorted(set(ids)), flat=flat))
    shared = Counter(slugs.values())
    names: dict[str, str] = {}
    for name, slug in slugs.items():
        if shared[slug] == 1 and slug == shortened(slug, LONGEST_NAME):
            names[name] = slug
        else:
            short = shortened(slug, LONGEST_NAME - 9)
            digest = hashlib.sha256(name.encode()).hexdigest()[:8]
            names[name] = f"{short.rstrip('-/')}-{digest}"
    return names


def _slugs(names: Iterable[str], *, flat: bool) -> Iterator[tuple[str, str]]:
    """Each name with its slug; that of a folder is found once."""
    folders: dict[str, str] = {}
    for name in names:
        folder, slash, last = name.rpartition("/")
        if not slash:
            yield name, page_slug(name)
        elif flat:
            yield name, page_slug(name.replace("/", "-"))
        else:
            if folder not in folders:
                folders[folder] = page_slug(f"{folder}/x").removesuffix("x")
            yield name, folders[folder] + page_slug(last)


def shortened(slug: str, longest: int) -> str:
    """The beginning of a name that has at most so many characters, and that a disk can hold."""
    slug = slug[:longest]
    while len(slug.encode()) > _MOST_BYTES:
        slug = slug[:-1]
    return slug


def page_slug(name: str) -> str:
    """The path of a page for an id or a path: lower case, with hyphens for odd characters.

    No folder ends like a page, so that a page and a folder are never in each other's way.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    if "/" not in folded:
        return _ODD.sub("-", folded).strip("-.") or "x"
    parts = [_ODD.sub("-", part).strip("-.") or "x" for part in folded.split("/")]
    folders = [_PAGE_ENDING.sub("-html", part) for part in parts[:-1]]
    return "/".join([*folders, parts[-1]])
