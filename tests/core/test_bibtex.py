"""BibTeX as another program reads it: what was written comes back."""

from __future__ import annotations

import re

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from graphs import graph_of, only_work
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from papergarden.core.machines import latex
from papergarden.core.machines.bibtex import bibliography, bibtex
from papergarden.core.machines.keys import citation_keys
from papergarden.core.machines.people import Name, name_of
from papergarden.core.model import Work

ARXIV = "https://arxiv.org/abs/1706.03762"
ATTENTION = only_work(graph_of({"a.md": f"- [x] [Attention Is All You Need]({ARXIV})\n"}))

# How LaTeX shows what is escaped; all other braces are groups, which show nothing.
_SHOWN = {
    **{rf"\{sign}": sign for sign in "$&%#_"},
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textasciigrave{}": "`",
}
_ESCAPED = re.compile("|".join(map(re.escape, _SHOWN)) + r"|[{}]|[\\$&%#_^~<>`]|--|''")


def shown(field: str) -> str:
    """The text that LaTeX shows; a sign that would not be shown as itself is an error."""

    def sign(match: re.Match[str]) -> str:
        assert match[0] in _SHOWN or match[0] in "{}", (match[0], field)
        return _SHOWN.get(match[0], "")

    return _ESCAPED.sub(sign, field)


def parsed(text: str) -> list[Entry]:
    """The entries of a file, none of them broken."""
    library = parse_string(text)
    assert library.failed_blocks == []
    assert library.comments == library.preambles == []
    return list(library.entries)


def entry(work: Work, key: str = "key") -> Entry:
    """The one entry of a work."""
    (found,) = parsed(bibtex(work, key))
    return found


def fields(work: Work) -> dict[str, str]:
    """The fields of the entry of a work."""
    return {field.key: field.value for field in entry(work).fields}


def work(**values: object) -> Work:
    """A paper without an identifier, but for what is given."""
    plain: dict[str, object] = {"id": "title:x", "identifiers": {}, "url": None, "year": None}
    return structs.replace(ATTENTION, **{**plain, **values})


# What somebody types: any sign but those no text holds.
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc")), st.sampled_from("{}\\$%&#_^~@\"',=`-AbC 1")
    ),
    min_size=1,
)


@given(TEXTS.filter(lambda text: "$" not in text))
@example("@misc{a, title = {b}}")
@example("@Misc {AB}, \\")
@example("a -- b --- c '' `` }{ {{ \\} \\textbackslash{}")
@example("100% & C# _x_ ~ <b>LoRA</b>")
def test_a_title_comes_back_as_it_was(text: str) -> None:
    """Whatever a title is made of, the file can be read, and LaTeX shows the title."""
    assert shown(fields(work(title=text)).get("title", "")) == " ".join(
        re.sub("[\ufffe\uffff]", " ", text).split()
    )


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), TEXTS)
@example("$", "$}$", ["a and b", "{", "x, y, z"], "https://example.org/{}}\\%7B")
@example("$x", "y$ @a{", [" "], "https://example.org/@ab{")
def test_no_work_breaks_the_file(title: str, topic: str, authors: list[str], url: str) -> None:
    """Titles with formulas, names, topics and addresses stay in their fields."""
    odd = work(title=f"{title} ${topic}$", topics=(topic,), authors=tuple(authors), url=url)
    before, found, after = parsed(bibtex(work(), "a") + bibtex(odd, "b") + bibtex(work(), "c"))

    assert (before.key, found.key, after.key) == ("a", "b", "c")
    assert {field.key for field in found.fields} <= {
        *("title", "author", "howpublished", "url", "keywords")
    }


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("LoRA: Low-Rank Adaptation", "{LoRA}: Low-Rank Adaptation"),
        ("A Survey of GPT-4 and T5 for C++", "A Survey of {GPT}-4 and {T5} for {C}++"),
        ("how Bayes once met Markov: An end", "how {Bayes} once met {Markov}: An end"),
        (r"Bounds of $\Omega(n \log_2 n)$ & more", r"Bounds of {$\Omega(n \log_2 n)$} \& more"),
        ("From $5 to $10", r"From \$5 to \$10"),
        ("The $x_{1$ of it", r"The \$x\_\textbraceleft{}1\$ of it"),
        ("A $b % c$ comment", r"A \$b \% c\$ comment"),
        ("snake_case #1", r"snake\_case \#1"),
        ("@Llm BERT of @home", "{@}Llm {BERT} of {@}home"),
    ],
)
def test_what_a_style_must_not_change_is_protected(title: str, written: str) -> None:
    """Names keep their capitals, formulas are left alone, and prices are none."""
    assert latex.title(title) == written


@pytest.mark.parametrize(
    ("line", "kind", "told"),
    [
        (
            "[A Study of It](https://arxiv.org/abs/hep-th/9711200v3)",
            "misc",
            {
                "year": "1997",
                "eprint": "hep-th/9711200",
                "archiveprefix": "arXiv",
                "primaryclass": "hep-th",
                "url": "https://arxiv.org/abs/hep-th/9711200",
            },
        ),
        (
            "[A Study of It](https://arxiv.org/abs/1706.03762)",
            "misc",
            {
                "year": "2017",
                "eprint": "1706.03762",
                "archiveprefix": "arXiv",
                "url": "https://arxiv.org/abs/1706.03762",
            },
        ),
        (
            "[A Study of It](https://doi.org/10.1000/a_b%23c)",
            "article",
            {"doi": "10.1000/a_b#c", "url": "https://doi.org/10.1000/a_b%23c"},
        ),
        (
            "[A Study of It](https://aclanthology.org/2020.emnlp-main.550.pdf)",
            "inproceedings",
            {"year": "2020", "url": "https://aclanthology.org/2020.emnlp-main.550/"},
        ),
        (
            "[A Study of It](https://aclanthology.org/Q19-1026/)",
            "article",
            {
                "year": "2019",
                "journal": "Transactions of the Association for Computational Linguistics",
                "url": "https://aclanthology.org/Q19-1026/",
            },
        ),
        (
            "[A Study of It](https://proceedings.mlr.press/v97/tan19a.html)",
            "inproceedings",
            {
                "year": "2019",
                "booktitle": "Proceedings of Machine Learning Research",
                "volume": "97",
                "url": "https://proceedings.mlr.press/v97/tan19a.html",
            },
        ),
        (
            "[A Study of It](https://www.example.org/a_b?c=d&e=%20~f)",
            "misc",
            {
                "howpublished": "example.org",
                "url": "https://www.example.org/a_b?c=d&e=%20~f",
            },
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_form_of_an_entry_follows_from_the_identifier(
    line: str, kind: str, told: dict[str, str]
) -> None:
    """Type and fields are those of the place where it was published; no address is escaped."""
    found = only_work(graph_of({"a.md": f"- [x] {line}\n"}))

    assert entry(found).entry_type == kind
    assert fields(found) == {"title": "A Study of It", **told}


def test_authors_are_written_with_the_family_name_first() -> None:
    """Parts of a name are told apart, and a group stays one name."""
    found = work(authors=("Ada B. van der Berg", "Lem, Jan", "OpenAI", "Sam Stone Jr."))

    assert (
        fields(found)["author"]
        == "van der Berg, Ada B. and Lem, Jan and {OpenAI} and Stone, Sam Jr."
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jürgen Ötzi", Name("Ötzi", "Jürgen")),
        ("de la Cruz, Ana", Name("de la Cruz", "Ana")),
        ("Ana de la Cruz", Name("de la Cruz", "Ana")),
        ("Van Morrison", Name("Morrison", "Van")),
        ("王小明", Name("王小明")),
        ("", Name("")),
    ],
)
def test_a_name_has_a_family_and_a_given_part(text: str, name: Name) -> None:
    """The last word is the family name, with small words before it."""
    assert name_of(text) == name


def test_a_key_says_who_when_and_what() -> None:
    """With an author it reads like a citation, without one like an identifier or a title."""
    known = structs.replace(ATTENTION, authors=("Ashish Vaswani", "Noam Shazeer"))
    named = work(id="url:example.org/x", title="The Bitter Lesson of It All", authors=())
    other = work(id="title:王", title="王小明")
    group = work(id="doi:10.1000/182", title="Über Öl", authors=("Søren Ðøe",), year=2020)
    keys = citation_keys([known, named, other, group])

    assert keys == {
        known.id: "vaswani2017attention",
        named.id: "bitter-lesson-all",
        other.id: keys[other.id],
        group.id: "doe2020uber",
    }
    assert re.fullmatch(r"work-[0-9a-f]{8}", keys[other.id])
    assert citation_keys([ATTENTION]) == {ATTENTION.id: "arxiv-1706.03762"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["title:a", "url:x.org/A", "url:x.org/a", "arxiv:1706.03762", "acl:x"])
            | TEXTS,
            st.sampled_from(["One Thing", "one thing", "ONE-thing!", "", "7"]) | TEXTS,
        ),
        unique_by=lambda pair: pair[0],
    ),
    st.randoms(use_true_random=False),
)
def test_no_two_works_have_one_key(pairs: list[tuple[str, str]], random: object) -> None:
    """Keys are unique even where capitals do not count, and follow from the works alone."""
    works = [work(id=name, title=title) for name, title in pairs]
    keys = citation_keys(works)
    random.shuffle(works)  # type: ignore[attr-defined] # one of Hypothesis

    assert len({key.casefold() for key in keys.values()}) == len(works)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", key) for key in keys.values())
    assert citation_keys(works) == keys


def test_a_key_stays_when_another_work_comes() -> None:
    """What was cited once is cited by the same key when the library has grown."""
    one = work(id="url:a.org", title="On Growth")
    two = work(id="url:b.org", title="On Growth")
    three = work(id="url:c.org", title="On Growth")

    before, after = citation_keys([one, two]), citation_keys([three, two, one])
    assert before[one.id] == "growth"
    assert before.items() <= after.items()


def test_the_library_holds_every_work_in_the_order_of_keys() -> None:
    """One entry a work, sorted, and an empty library is an empty file."""
    graph = graph_of(
        {"a.md": f"- [x] [b]({ARXIV})\n- [ ] zebra\n- [ ] [Robust Answers](https://x.org)\n"}
    )
    keys = [found.key for found in parsed(bibliography(graph).decode())]

    assert keys == ["arxiv-1706.03762", "robust-answers", "zebra"]
    assert bibliography(graph_of({})) == b""
