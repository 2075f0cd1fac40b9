"""An entry that is there gets more of a summary, in the form that the log has."""

from __future__ import annotations

import pytest

from papergarden.core.edits.daybook import Noted
from papergarden.core.edits.lines import EditError
from papergarden.core.edits.remark import remarked
from papergarden.core.edits.wording import Wanted
from papergarden.core.settings import Settings

URL = "https://arxiv.org/abs/2408.06292"
KEY = "arxiv:2408.06292"
ENTRY = f"[T]({URL})"


def remark(text: str, *summary: str) -> str | None:
    """A log with more under its entry of a day."""
    noted = Noted(Wanted(KEY, URL, "T"), "paper", "2025-11-03", summary)
    made = remarked("log.md", text.encode(), noted, {KEY}, Settings())
    if made:
        assert made.text == made.data.decode().splitlines()[made.line - 1]
    return made.data.decode() if made else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"11/03/2025\n- {ENTRY}\n    - a\n- [b](https://x.org)\n",
            f"11/03/2025\n- {ENTRY}\n    - a\n    - new\n- [b](https://x.org)\n",
        ),
        (
            f"## 2025-11-03\n\n* {ENTRY}\n* [b](https://x.org)\n\t+ c\n\n## x\n\n* d\n",
            f"## 2025-11-03\n\n* {ENTRY}\n\t+ new\n* [b](https://x.org)\n\t+ c\n\n## x\n\n* d\n",
        ),
        (
            f"11/03/2025\r\n1. {ENTRY}\r\n   1. a\r\n   2. b",
            f"11/03/2025\r\n1. {ENTRY}\r\n   1. a\r\n   2. b\r\n   3. new",
        ),
        (
            f"11/03/2025\n- {ENTRY}\n  - a\n    - deeper\n\n11/02/2025\n- c\n",
            f"11/03/2025\n- {ENTRY}\n  - a\n    - deeper\n  - new\n\n11/02/2025\n- c\n",
        ),
        (f"11/03/2025\n- {ENTRY}: so it is", f"11/03/2025\n- {ENTRY}: so it is\n  - new"),
        (
            f"11/02/2025\n- {ENTRY}\n\n11/03/2025\n- {ENTRY}\n",
            f"11/02/2025\n- {ENTRY}\n\n11/03/2025\n- {ENTRY}\n  - new\n",
        ),
    ],
    ids=["as it has", "as others have", "numbered", "behind what is deeper", "none yet", "its day"],
)
def test_a_summary_goes_under_the_entry(before: str, after: str) -> None:
    """With the bullets and the indentation of the log, behind what is there."""
    assert remark(before, "new") == after


def test_what_is_said_already_is_not_said_twice() -> None:
    """Of several lines those that are new are written."""
    text = f"11/03/2025\n- {ENTRY}\n    - one\n"

    assert remark(text, "one") is None
    assert remark(text, "one", "two  words") == f"{text}    - two words\n"


@pytest.mark.parametrize(
    "text",
    [
        f"11/03/2025\n\n| a | b |\n|---|---|\n| {ENTRY} | x |\n",
        f"11/03/2025\n\n{ENTRY}\n\nWords.\n",
        f"11/02/2025\n- {ENTRY}\n",
    ],
    ids=["row", "paragraph", "another day"],
)
def test_where_nothing_can_stand_under_it_nothing_is_written(text: str) -> None:
    """The user is told."""
    with pytest.raises(EditError):
        remark(text, "new")
