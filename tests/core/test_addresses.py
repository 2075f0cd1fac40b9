"""From an address to the key of its work: one row for each form that people paste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.addresses import Address, identify, is_outside, url_of

ARXIV = [
    "https://arxiv.org/abs/2408.06292",
    "http://arxiv.org/abs/2408.06292",
    "https://www.arxiv.org/abs/2408.06292",
    "https://export.arxiv.org/abs/2408.06292",
    "https://ARXIV.org/abs/2408.06292",
    "https://arxiv.org/pdf/2408.06292",
    "https://arxiv.org/pdf/2408.06292.pdf",
    "https://arxiv.org/html/2408.06292",
    "https://arxiv.org/format/2408.06292",
    "https://arxiv.org/src/2408.06292",
    "https://arxiv.org/e-print/2408.06292",
    "https://arxiv.org/ps/2408.06292",
    "https://xxx.lanl.gov/abs/2408.06292",
    "https://arxiv.org/abs/2408.06292/",
    "https://arxiv.org/abs/2408.06292?context=cs.CL",
    "https://arxiv.org/html/2408.06292#S3",
    "https://doi.org/10.48550/arXiv.2408.06292",
    "https://dx.doi.org/10.48550/ARXIV.2408.06292",
    "  https://arxiv.org/abs/2408.06292 ",
]
MIRRORS = [
    "https://alphaxiv.org/abs/2408.06292",
    "https://www.alphaxiv.org/pdf/2408.06292",
    "https://www.alphaxiv.org/overview/2408.06292",
    "https://huggingface.co/papers/2408.06292",
    "https://hf.co/papers/2408.06292",
    "https://ar5iv.org/abs/2408.06292",
    "https://ar5iv.labs.arxiv.org/html/2408.06292",
    "https://www.arxiv-vanity.com/papers/2408.06292/",
    "https://scirate.com/arxiv/2408.06292",
    "https://papers.cool/arxiv/2408.06292",
    "https://www.semanticscholar.org/arxiv/2408.06292",
    "https://ui.adsabs.harvard.edu/abs/arXiv:2408.06292",
]
OLD_ARXIV = {
    "https://arxiv.org/abs/hep-th/9711200": "arxiv:hep-th/9711200",
    "https://xxx.lanl.gov/pdf/cond-mat/9901001.pdf": "arxiv:cond-mat/9901001",
    "https://arxiv.org/abs/math/0611800": "arxiv:math/0611800",
    "https://arxiv.org/abs/math.CA/0611800": "arxiv:math/0611800",
    "https://arxiv.org/abs/0905.3587": "arxiv:0905.3587",
    "https://arxiv.org/abs/1412.6980": "arxiv:1412.6980",
    "https://arxiv.org/abs/1501.00001": "arxiv:1501.00001",
}
OPENREVIEW = {
    "https://openreview.net/forum?id=B1ckMDqlg": "openreview:B1ckMDqlg",
    "https://openreview.net/pdf?id=B1ckMDqlg": "openreview:B1ckMDqlg",
    "https://openreview.net/forum?id=B1ckMDqlg&noteId=rk5Jx": "openreview:B1ckMDqlg",
    "https://openreview.net/forum?noteId=rk5Jx&id=B1ckMDqlg": "openreview:B1ckMDqlg",
    "https://openreview.net/attachment?id=B1ckMDqlg&name=pdf": "openreview:B1ckMDqlg",
    "https://openreview.net/group?id=ICLR.cc": "url:openreview.net/group?id=ICLR.cc",
}
ACL = {
    "https://aclanthology.org/2020.emnlp-main.550/": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/2020.emnlp-main.550": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/2020.emnlp-main.550.pdf": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/2020.emnlp-main.550v2.pdf": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/2020.emnlp-main.550.bib": "acl:2020.emnlp-main.550",
    "https://www.aclweb.org/anthology/P19-1001": "acl:P19-1001",
    "https://aclweb.org/anthology/P19-1001.pdf": "acl:P19-1001",
    "https://doi.org/10.18653/v1/P19-1001": "acl:P19-1001",
    "https://doi.org/10.18653/v1/2020.emnlp-main.550": "acl:2020.emnlp-main.550",
    "https://aclanthology.org/venues/acl/": "url:aclanthology.org/venues/acl",
}
DOI = {
    "https://doi.org/10.1561/1500000019": "doi:10.1561/1500000019",
    "https://dx.doi.org/10.1561/1500000019": "doi:10.1561/1500000019",
    "https://doi.org/10.1162/NECO.1997.9.8.1735": "doi:10.1162/neco.1997.9.8.1735",
    "https://doi.org/10.1561/1500000019.": "doi:10.1561/1500000019",
    "https://doi.org/10.1016/S0306-4573%2897%2900000-1": "doi:10.1016/s0306-4573(97)00000-1",
    "https://dl.acm.org/doi/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://dl.acm.org/doi/abs/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://dl.acm.org/doi/pdf/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://dl.acm.org/doi/full/10.1145/3397271.3401075": "doi:10.1145/3397271.3401075",
    "https://link.springer.com/article/10.1007/s11263-015-0816-y": "doi:10.1007/s11263-015-0816-y",
    "https://link.springer.com/chapter/10.1007/11564096_9": "doi:10.1007/11564096_9",
    "https://onlinelibrary.wiley.com/doi/10.1002/asi.4630270302": "doi:10.1002/asi.4630270302",
    "https://www.science.org/doi/10.1126/science.aar6404": "doi:10.1126/science.aar6404",
    "https://www.science.org/doi/full/10.1126/science.aar6404": "doi:10.1126/science.aar6404",
    "https://example.org/10.1234/2106.09685": "url:example.org/10.1234/2106.09685",
}
YOUTUBE = [
    "https://www.youtube.com/watch?v=kCc8FmEb1nY",
    "https://youtube.com/watch?v=kCc8FmEb1nY&list=PLAqhIrjkxbuW&index=2&si=aBc",
    "https://www.youtube.com/watch?list=PLAqhIrjkxbuW&v=kCc8FmEb1nY",
    "https://m.youtube.com/watch?v=kCc8FmEb1nY",
    "https://music.youtube.com/watch?v=kCc8FmEb1nY",
    "https://youtu.be/kCc8FmEb1nY",
    "https://youtu.be/kCc8FmEb1nY?si=aBc",
    "https://www.youtube.com/shorts/kCc8FmEb1nY",
    "https://www.youtube.com/embed/kCc8FmEb1nY",
    "https://www.youtube.com/live/kCc8FmEb1nY",
]
ANYTHING = {
    "https://sander.ai/2024/06/noise.html": "sander.ai/2024/06/noise.html",
    "http://www.example.org/a": "example.org/a",
    "https://EXAMPLE.org/Path": "example.org/Path",
    "https://example.org/": "example.org",
    "https://example.org/a/": "example.org/a",
    "https://example.org:443/a": "example.org/a",
    "http://example.org:80/a": "example.org/a",
    "https://example.org:8080/a": "example.org:8080/a",
    "https://example.org/a?utm_source=x&utm_medium=y": "example.org/a",
    "https://example.org/a?ref=hn&b=2&a=1": "example.org/a?b=2&a=1",
    "https://example.org/a?reference=2&table=3&utm=1": "example.org/a?reference=2&table=3&utm=1",
    "https://github.com/srush/awesome-o1?tab=readme-ov-file#papers": "github.com/srush/awesome-o1",
    "https://example.org/a#intro": "example.org/a",
    "https://example.org/#/talks": "example.org#/talks",
    "https://example.org/a#z=1&q=2": "example.org/a#z=1&q=2",
    "https://example.org/a#!talks": "example.org/a#!talks",
    "https://example.org/a%20b%2Bc%C3%BC?q=%2B": "example.org/a%20b%2Bc%C3%BC?q=%2B",
    "https://example.org//a//b": "example.org//a//b",
    "https://日本語.example/パス": "日本語.example/パス",
    "https://arxiv.org/list/cs.CL/recent": "arxiv.org/list/cs.CL/recent",
    "https://arxiv.org/search/?query=bm25": "arxiv.org/search?query=bm25",
    "https://arxiv.org/a/karpathy_a_1": "arxiv.org/a/karpathy_a_1",
    "https://alphaxiv.org/abs/2608.some-slug": "alphaxiv.org/abs/2608.some-slug",
    "https://huggingface.co/meta-llama/2106.09685": "huggingface.co/meta-llama/2106.09685",
    "https://example.org/item/1234567": "example.org/item/1234567",
    "https://www.youtube.com/@AndrejKarpathy": "youtube.com/@AndrejKarpathy",
    "https://www.youtube.com/playlist?list=PLAqhI": "youtube.com/playlist?list=PLAqhI",
}
KEYS = {
    **dict.fromkeys([*ARXIV, *MIRRORS], "arxiv:2408.06292"),
    **OLD_ARXIV,
    **OPENREVIEW,
    **ACL,
    **DOI,
    **dict.fromkeys(YOUTUBE, "youtube:kCc8FmEb1nY"),
    **{address: f"url:{rest}" for address, rest in ANYTHING.items()},
}


@pytest.mark.parametrize(("address", "key"), KEYS.items(), ids=KEYS)
def test_an_address_has_the_key_of_its_work(address: str, key: str) -> None:
    """However an address is written, it leads to the one key of its work."""
    assert identify(address).key == key


@pytest.mark.parametrize(
    ("address", "version"),
    [
        ("https://arxiv.org/abs/2408.06292", None),
        ("https://arxiv.org/pdf/2408.06292v2", "2"),
        ("https://arxiv.org/pdf/2408.06292v12.pdf", "12"),
        ("https://www.alphaxiv.org/overview/2408.06292v1", "1"),
        ("https://doi.org/10.48550/arXiv.2408.06292v3", "3"),
        ("https://arxiv.org/abs/math.CA/0611800v2", "2"),
    ],
)
def test_the_version_of_a_paper_is_no_part_of_its_key(address: str, version: str | None) -> None:
    """All versions are one work; which one was meant is kept beside the key."""
    found = identify(address)

    assert found.version == version
    assert f"v{version}" not in found.key


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("https://youtu.be/kCc8FmEb1nY?t=120", "120"),
        ("https://www.youtube.com/watch?v=kCc8FmEb1nY&t=2m3s", "2m3s"),
        ("https://www.youtube.com/watch?v=kCc8FmEb1nY", None),
    ],
)
def test_the_second_of_a_video_is_no_part_of_its_key(address: str, start: str | None) -> None:
    """A video is one work from whatever second one is sent to it."""
    assert identify(address) == Address("youtube:kCc8FmEb1nY", "video", start=start)


def test_video_identifiers_differ_by_capitals() -> None:
    """YouTube tells `a` from `A`."""
    assert identify("https://youtu.be/kcc8fmeb1ny").key == "youtube:kcc8fmeb1ny"


@pytest.mark.parametrize(
    "name",
    [
        "1706.0376",  # five digits since 2015
        "1412.69801",  # four before
        "1713.00001",  # there is no 13th month
        "1700.00001",
        "2408.06292v0",
        "2408.062921",
        "2408.06292.",
        "2408",
    ],
)
def test_a_malformed_arxiv_identifier_is_said_to_be_one(name: str) -> None:
    """What only looks like an identifier keeps its address, and the problem has a name."""
    found = identify(f"https://www.arxiv.org/pdf/{name}")

    assert found.key == f"url:arxiv.org/pdf/{name}"
    assert found.kind == "paper"
    assert found.problem == f"`{name}` is no arXiv identifier"


@pytest.mark.parametrize("address", KEYS)
def test_a_good_address_has_no_problem(address: str) -> None:
    """Nothing is reported of an address that is as it should be."""
    assert identify(address).problem is None


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://arxiv.org/abs/2408.06292", "paper"),
        ("https://doi.org/10.1561/1500000019", "paper"),
        ("https://openreview.net/forum?id=B1ckMDqlg", "paper"),
        ("https://aclanthology.org/P19-1001", "paper"),
        ("https://example.org/thesis.pdf", "paper"),
        ("https://example.org/thesis.PDF?download=1", "paper"),
        ("https://github.com/MoonshotAI/Moonlight/blob/master/Moonlight.pdf", "paper"),
        ("https://github.com/MoonshotAI/Moonlight", "code"),
        ("https://gitlab.com/a/b", "code"),
        ("https://codeberg.org/a/b", "code"),
        ("https://bitbucket.org/a/b", "code"),
        ("https://gist.github.com/karpathy/d4dee566867f8291f086", "code"),
        ("https://youtu.be/kCc8FmEb1nY", "video"),
        ("https://vimeo.com/123456", "video"),
        ("https://example.org/pdf", "article"),
        ("https://github.io/a", "article"),
    ],
)
def test_an_address_tells_a_kind(address: str, kind: str) -> None:
    """The form of an address tells what lies there, as far as it can."""
    assert identify(address).kind == kind


@pytest.mark.parametrize(
    "address", ["http://[x", "https://[::1", "https://example.org:99999/", "https://a:b/"]
)
def test_a_broken_address_stands_for_itself(address: str) -> None:
    """An address that cannot be taken apart is a work of its own."""
    assert identify(f" {address} ") == Address(f"url:{address}", "article")


def test_only_web_addresses_lead_outside() -> None:
    """Everything else is looked up in the vault, or is no link."""
    outside = ["https://example.org", "HTTP://example.org", "https://"]
    inside = ["", "note.md", "/a", "#a", "mailto:me@example.org", "//example.org", "httpsx://a"]

    assert all(map(is_outside, outside))
    assert not any(map(is_outside, inside))


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("arxiv:2408.06292", "https://arxiv.org/abs/2408.06292"),
        ("arxiv:hep-th/9711200", "https://arxiv.org/abs/hep-th/9711200"),
        ("doi:10.1561/1500000019", "https://doi.org/10.1561/1500000019"),
        ("openreview:B1ckMDqlg", "https://openreview.net/forum?id=B1ckMDqlg"),
        ("acl:2020.emnlp-main.550", "https://aclanthology.org/2020.emnlp-main.550/"),
        ("youtube:kCc8FmEb1nY", "https://www.youtube.com/watch?v=kCc8FmEb1nY"),
    ],
)
def test_an_identifier_has_a_page_and_the_page_has_the_identifier(key: str, address: str) -> None:
    """The address given for a key leads back to it."""
    assert url_of(key) == address
    assert identify(address).key == key


@pytest.mark.parametrize("key", ["url:example.org/a", "file:code/bm25.py", "title:claude-4"])
def test_other_keys_have_no_page_of_their_own(key: str) -> None:
    """Where only the mentions know the address, none is made up."""
    assert url_of(key) is None


@given(st.text() | st.text("[]@:?#%./0a１", max_size=12))
def test_every_text_is_identified(text: str) -> None:
    """Whatever stands in a link, it gets a key and no exception."""
    assert ":" in identify(text).key
    assert ":" in identify(f"https://{text}").key


WORD = st.text("abcXYZ0189-_.~%éü日", min_size=1, max_size=8)
QUERY = st.lists(
    st.tuples(st.sampled_from(["q", "v", "id", "ref", "tab", "utm_source", "t"]), WORD), max_size=3
)


@given(
    host=st.sampled_from(["example.org", "www.Example.org", "github.com", "arxiv.org", "a.b.c:81"]),
    path=st.lists(WORD | st.sampled_from(["", "abs", "pdf", "papers"]), max_size=4),
    query=QUERY,
    fragment=WORD | st.sampled_from(["", "a=b", "/a", "!a"]),
)
def test_the_canonical_form_is_canonical(
    host: str, path: list[str], query: list[tuple[str, str]], fragment: str
) -> None:
    """What is left of an address after all that is left out leads to the same key."""
    address = f"https://{host}/{'/'.join(path)}"
    address += "?" + "&".join(f"{name}={value}" for name, value in query) + f"#{fragment}"
    found = identify(address)
    scheme, _, rest = found.key.partition(":")
    if scheme == "url":
        assert identify(f"https://{rest}") == found
