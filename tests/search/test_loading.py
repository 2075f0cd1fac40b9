"""What the search does when a part of it cannot be loaded, or a vault is large."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import SiteTest, write_files

pytest.importorskip("pytest_playwright", reason="pytest-playwright is not installed")

from finding import Finder
from playwright.sync_api import Browser, Error

TOPIC = "Builders"
MANY = [f"- [ ] [Alpha item {number:03}](https://example.org/{number})" for number in range(260)]
# The words stand apart in all works but the last, which says them together.
APART = [
    line
    for number in range(20)
    for line in (
        f"- [ ] [Work {number:02}](https://example.org/apart/{number})",
        "    - A delta is far, as one can see here, from epsilon.",
    )
]
NOTES = {
    "many.md": "\n".join(
        [
            *MANY,
            "- [ ] [Alpha last](https://example.org/last)",
            "    - It says beta gamma.",
            "- [ ] [Alpha other](https://example.org/other)",
            "    - It says gamma beta.",
        ]
    ),
    "apart.md": "\n".join(
        [
            *APART,
            "- [ ] [Zz](https://example.org/together)",
            "    - Here it is delta epsilon, as one can see, and far from all.",
        ]
    ),
    "odd.md": "## constructor\n- [ ] [Three](https://example.org/three)\n",
    "quoted.md": '# A "quoted" title\n\nOf nothing.\n',
    "topics.md": f"""\
## {TOPIC}
- [ ] [One](https://example.org/one)

## {TOPIC} of things
- [ ] [Two](https://example.org/two)
""",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the notes above."""
    folder = tmp_path_factory.mktemp("loading")
    site = SiteTest(write_files(folder / "vault", NOTES), folder / "site")
    site.build()
    return site.output


@pytest.fixture
def finder(browser: Browser, site: Path) -> Iterator[Finder]:
    """A page of the site in which nothing was asked yet."""
    page = browser.new_page()
    yield Finder(page, site).open()
    page.close()


@pytest.mark.parametrize("files", ["search-words.js", "search/names-*.js", "search/words-*.js"])
def test_what_could_not_be_loaded_is_tried_again(finder: Finder, files: str) -> None:
    """A connection that fails for a moment is an error, not an answer without results."""
    hidden = [(path, path.with_name(f"{path.name}.away")) for path in finder.site.glob(files)]
    for path, away in hidden:
        path.rename(away)
    try:
        with pytest.raises(Error, match="could not be loaded"):
            finder.ask("beta last")
    finally:
        for path, away in hidden:
            away.rename(path)

    assert hidden
    assert finder.found("beta last") == ["url:example.org/last"]
    assert finder.errors == []


def test_a_word_that_all_have_is_left_out_of_many(finder: Finder) -> None:
    """Of twenty thousand documents none is left."""
    script = """() => {
        const sign = (number) => String.fromCharCode(97 + number % 26)
        const keys = Array.from({length: 20000}, (_, n) =>
            [n, n / 26, n / 676, n / 17576].map((part) => sign(Math.floor(part))).join(""))
        const entry = (key) => [key, {t: "Made up", k: "paper", s: "read"}]
        papergardenSearch("names", 0, Object.fromEntries(keys.map(entry)))
        papergardenSearch("words", 0, {everywhere: "|" + keys.join(" ")})
        return papergarden.searchReady()
    }"""
    finder.page.evaluate(script)
    assert finder.ask("made up -everywhere", 0)["total"] == 0


def test_a_phrase_that_is_left_out_leaves_all_else(finder: Finder) -> None:
    """However many there are, and those that have its words in another order."""
    assert finder.ask("alpha")["total"] == 262
    assert finder.ask('alpha -"beta gamma"')["total"] == 261
    assert "url:example.org/other" in finder.found('alpha -"beta gamma"', 300)
    assert "url:example.org/last" not in finder.found('alpha -"beta gamma"', 300)
    assert finder.ask('alpha -"says the beta"')["total"] == 262


def test_a_topic_named_whole_is_that_topic(finder: Finder) -> None:
    """As many as its facet counts, not those of topics that begin alike; a beginning means both."""
    counted = finder.ask("topic:build")["facets"]["topic"]

    assert counted == {TOPIC: 1, f"{TOPIC} of things": 1}
    for topic, number in counted.items():
        assert finder.ask(f'topic:"{topic}"')["total"] == number


def test_the_order_does_not_depend_on_how_many_are_shown(finder: Finder) -> None:
    """The palette and the search page begin alike, with the work that has the words together."""
    few = finder.found("delta epsilon", 10)

    assert few[0] == "url:example.org/together"
    assert finder.found("delta epsilon", 50)[:10] == few
    assert finder.found("delta epsilon", 1) == few[:1]


def test_a_title_with_quotes_completes_to_what_finds_it(finder: Finder) -> None:
    """Quotes hold a value together, so within it there are none; the title is shown as it is."""
    wanted = {"text": 'A "quoted" title', "value": 'in:"A quoted title"'}

    for typed in ("in:quot", 'in:"a quo', "in:a"):
        assert wanted in finder.ask(typed)["completions"]
    assert finder.found(wanted["value"]) == ["note:quoted"]
    assert finder.ask(wanted["value"])["completions"] == []


def test_a_topic_may_have_any_name(finder: Finder) -> None:
    """Also one that means something to a script."""
    answer = finder.ask("topic:constructor")

    assert (answer["total"], answer["facets"]["topic"]) == (1, {"constructor": 1})


@pytest.mark.parametrize("form", ["{}", '"{}"', '-"{}"', '{0} "{0}" -x'])
def test_of_a_long_text_the_first_words_are_asked(finder: Finder, form: str) -> None:
    """A page that is pasted loads no more of the index than a few lines do."""
    text = " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26)}xword" for n in range(400))
    finder.ask("alpha")
    asked = """async (query) => {
        const {searching} = papergarden;
        const {words, phrases, without} = searching.parse(query);
        return [words, ...phrases, ...without].flat().length;
    }"""

    assert finder.page.evaluate(asked, form.format(text)) <= 32
