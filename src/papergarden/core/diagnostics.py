"""What a user should know about their files, as values with a place and a hint."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]


class Meaning(msgspec.Struct, frozen=True):
    """What a code says, how much that matters, and what can be done; in Markdown."""

    severity: Severity
    says: str
    remedy: str


# Every code that can be reported, with the severity it always has. Documentation and command line
# have their texts from here.
MEANINGS: dict[str, Meaning] = {
    "unreadable-file": Meaning(
        "error",
        "a note cannot be read from disk, or its name is not text",
        "mend the file's rights, its link or its name; the note is left out until then",
    ),
    "bad-front-matter": Meaning(
        "error",
        "the front matter is no YAML, TOML or JSON, or no list of `name: value`, or nothing "
        "closes it",
        "mend the named line; the note is shown without its properties, but what keeps it out "
        "of the site still does",
    ),
    "bad-library": Meaning(
        "error",
        "`library.json` is no list of items as in CSL-JSON",
        "mend the named line; works are shown without what it says of them, and `notes sync` "
        "writes nothing until then",
    ),
    "malformed-identifier": Meaning(
        "warning",
        "an address looks like one of arXiv, a DOI or another identifier, but its number "
        "cannot be one",
        "look it up; the mention joins no other",
    ),
    "open-but-read": Meaning(
        "warning",
        "a box is open here, and another place says that the work is read",
        "tick it, or take it out",
    ),
    "title-conflict": Meaning(
        "warning",
        "one title stands at two addresses, or two titles at one",
        "one of the links may be a slip; if both are one work, say so in `identity.same_as`, "
        "if not, in `identity.not_same`",
    ),
    "metadata-conflict": Meaning(
        "warning",
        "the title of an entry has little in common with the one that `library.json` gives "
        "for its address",
        "the address may be a slip; if the metadata is wrong, correct it in `library.json`, "
        "where your word counts",
    ),
    "duplicate-entry": Meaning(
        "warning",
        "a work is open in two places, or stands twice under one day of a log",
        "take one of the two out",
    ),
    "date-order": Meaning(
        "warning",
        "a day stands out of the order that its log has, or an entry was done before it was "
        "begun or written down",
        "look for a slip in the date",
    ),
    "repeated-property": Meaning(
        "warning",
        "a name stands twice in the front matter; the last value counts, of flags the one "
        "that keeps the note out of the site",
        "take one of them out",
    ),
    "missing-link": Meaning(
        "warning",
        "no note has the name that a link gives; near names are listed",
        "mend the link; it is shown as text",
    ),
    "missing-embed": Meaning(
        "warning",
        "a note shows a picture or another file that is not in the vault",
        "mend the name; it is shown as text",
    ),
    "ambiguous-link": Meaning(
        "warning",
        "several notes or files fit a link; the first one is taken",
        "write more of the path",
    ),
    "undecodable-bytes": Meaning(
        "warning",
        "a byte is not UTF-8, and is shown as �",
        "save the file as UTF-8",
    ),
    "math-error": Meaning(
        "warning",
        "a formula has something the converter does not know",
        "it is shown as its source",
    ),
    "missing-place": Meaning(
        "warning",
        "a note has no heading or block of the name that a link gives",
        "mend the link; it leads to the note",
    ),
    "unclosed-comment": Meaning(
        "warning",
        "a comment, `%%` or `<!--`, never ends",
        "close it; the rest of the note is not shown",
    ),
    "dead-address": Meaning(
        "warning",
        "nothing is found at an address any more; only `notes check --external` asks",
        "give another address, such as one of an archive",
    ),
    "line-too-long": Meaning(
        "warning",
        "a line has more than 100,000 characters, or more than 300 brackets within each other",
        "it is shown as it is, without links or formulas",
    ),
    "nested-too-deep": Meaning(
        "warning",
        "lists or quotes lie in each other a hundred levels deep",
        "what lies deeper is left out",
    ),
    "near-title": Meaning(
        "info",
        "the titles of two works are nearly alike",
        "put the two keys it names into `identity.same_as` or `identity.not_same`",
    ),
    "alias-link": Meaning(
        "info",
        "a link has another name (`aliases`) of a note; here it leads there, in Obsidian nowhere",
        "write `[[note|other name]]`, as `notes check --fix` does outside of tables",
    ),
    "missing-file": Meaning(
        "info",
        "a link leads to a file that is not in the vault",
        "it is shown as text",
    ),
    "encoding-repaired": Meaning(
        "info",
        "characters that were damaged by a wrong encoding are read as they were meant",
        "nothing; `notes check --fix` writes what is read into the file",
    ),
    "unchecked-address": Meaning(
        "info",
        "an address could not be looked at by `notes check --external`: its host refuses, is "
        "busy or cannot be reached",
        "try it in a browser, or another time",
    ),
}
CODES: dict[str, Severity] = {code: meaning.severity for code, meaning in MEANINGS.items()}


class Diagnostic(msgspec.Struct, frozen=True, order=True, gc=False):
    """One remark on one line of one file of the vault.

    The order of the fields is the order in which remarks are listed.
    """

    path: str
    line: int  # from 1, in the file as it is on disk
    code: str
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters; it follows from the code."""
        return CODES[self.code]
