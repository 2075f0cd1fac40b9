"""A log gets an entry in the form that it has."""

from __future__ import annotations

import pytest
from harness import SAMPLE, seeds

from papergarden.core.dates import Order, parse_date
from papergarden.core.edits.daybook import Noted, logged
from papergarden.core.edits.dayforms import form_of, written
from papergarden.core.edits.lines import EditError
from papergarden.core.edits.wording import Wanted
from papergarden.core.model import Kind
from papergarden.core.settings import Settings

URL = "https://arxiv.org/abs/2408.06292"
WORK = Wanted("arxiv:2408.06292", URL, "T")
DAY = "2025-11-03"


def log(text: str | bytes, *summary: str, kind: Kind = "paper") -> str:
    """A log with one more entry."""
    data = text.encode() if isinstance(text, str) else text
    return logged("log.md", data, Noted(WORK, kind, DAY, summary), Settings()).data.decode()


@pytest.mark.parametrize(
    ("examples", "new"),
    [
        (["09/25/2024", "10/02/2024"], "11/03/2025"),
        (["9/25/2024", "10/12/2024"], "11/3/2025"),
        (["25.09.2024"], "03.11.2025"),
        (["2024-09-25"], "2025-11-03"),
        (["2024/09/25"], "2025/11/03"),
        (["25 September 2024"], "3 November 2025"),
        (["Sep 25, 2024", "Oct 2, 2024"], "Nov 3, 2025"),
        (["September 22nd, 2024", "September 13th, 2024"], "November 3rd, 2025"),
        (["Wednesday, 25 September 2024"], "Monday, 3 November 2025"),
        (["Wed 2024-09-25:"], "Mon 2025-11-03:"),
        (["2024-09-25 (Wed)"], "2025-11-03 (Mon)"),
    ],
)
def test_a_day_is_written_like_the_others(examples: list[str], new: str) -> None:
    """Numbers, names, weekdays and signs are those of the log, and the reader knows the day."""
    order: Order = "day-first" if "." in examples[0] else "month-first"
    days = [(text, parse_date(text, order) or "") for text in examples]
    form = form_of(days, order)

    assert form is not None
    assert written(form, DAY) == new
    assert parse_date(new, order) == DAY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "09/25/2024\n- 📜[a](https://x.org)\n    - b\n\n09/24/2024\n- c\n",
            "11/03/2025\n- 📜[T](URL)\n    - s\n\n09/25/2024\n- 📜[a](https://x.org)\n    - b\n\n09/24/2024\n- c\n",  # noqa: E501 # one file
        ),
        (
            "# Log\n\n## 2024-09-24\n\n* 📜 [a](https://x.org)\n\n## 2024-09-25\n\n* c\n",
            "# Log\n\n## 2024-09-24\n\n* 📜 [a](https://x.org)\n\n## 2024-09-25\n\n* c\n\n## 2025-11-03\n\n* 📜 [T](URL)\n  * s\n",  # noqa: E501 # as above
        ),
        (
            "**09/25/2024**\r\n- [a](https://x.org)\r\n**09/24/2024**\r\n- c",
            "**11/03/2025**\r\n- [T](URL)\r\n  - s\r\n**09/25/2024**\r\n- [a](https://x.org)\r\n**09/24/2024**\r\n- c",  # noqa: E501 # as above
        ),
        (
            "11/03/2025\n- [a](https://x.org)\n\t- b\n\n11/02/2025\n- c\n",
            "11/03/2025\n- [a](https://x.org)\n\t- b\n- [T](URL)\n\t- s\n\n11/02/2025\n- c\n",
        ),
        ("## 2025-11-03\n", "## 2025-11-03\n- [T](URL)\n  - s\n"),
        ("Text.\n", "Text.\n\n## 2025-11-03\n- [T](URL)\n  - s\n"),
        ("", "## 2025-11-03\n- [T](URL)\n  - s\n"),
        (
            "- 📜: papers\n- 📺: videos\n\n09/25/2024\n- c\n",
            "- 📜: papers\n- 📺: videos\n\n11/03/2025\n- 📜 [T](URL)\n  - s\n\n09/25/2024\n- c\n",
        ),
    ],
)
def test_an_entry_is_written_under_its_day(before: str, after: str) -> None:
    """The day is found or made where the newest one belongs, and the rest stays as it is."""
    assert log(before, "s") == after.replace("URL", URL)


@pytest.mark.parametrize("path", ["sample", "seeds"])
def test_a_real_log_gets_the_form_that_all_its_days_have(path: str) -> None:
    """The new day stands first, with the sign of its kind, and all that was there follows."""
    folder = SAMPLE if path == "sample" else seeds()
    data = (folder / "research-log.md").read_bytes()
    after = log(data, "s")
    new = f"11/03/2025\n- 📜[T]({URL})\n    - s\n\n".encode()

    assert new in after.encode()
    assert after.encode().replace(new, b"") == data


def test_the_sign_is_that_of_the_kind() -> None:
    """Where the log has none for a kind, none is written."""
    before = "09/25/2024\n- 📜 [a](https://x.org)\n- 🎥 [b](https://x.org/b)\n"

    assert f"- 🎥 [T]({URL})" in log(before, kind="video")
    assert f"- [T]({URL})" in log(before, kind="code")


def test_an_entry_that_would_not_be_read_is_refused() -> None:
    """Behind code that never ends nothing is written."""
    with pytest.raises(EditError, match="would not be read"):
        log("```\n")
