"""From an address to the key of its work: one row for each form that people paste."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from addressforms import KEYS, MALFORMED
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.addresses import (
    PAPER_SCHEMES,
    Address,
    arxiv_id,
    identifier_in,
    identify,
    is_outside,
    url_of,
)


@pytest.mark.parametrize(("address", "key"), KEYS.items(), ids=KEYS)
def test_an_address_has_the_key_of_its_work(address: str, key: str) -> None:
    """However an address is written, it leads to the one key of its work."""
    found = identify(address)

    assert found.key == key
    assert found.problem is None
    assert found.hint == ""


@pytest.mark.parametrize("address", KEYS)
def test_what_does_not_change_the_page_does_not_change_the_work(address: str) -> None:
    """The scheme, `www.`, a slash at the end and where one came from are no part of identity."""
    key = KEYS[address]
    parts = urlsplit(address.strip())
    came_from = "&".join(filter(None, (parts.query, "utm_source=x", "utm_medium=y")))
    variants = [
        parts._replace(scheme="http"),
        parts._replace(scheme="HTTPS"),
        parts._replace(path=f"{parts.path}/"),
        parts._replace(query=came_from),
        parts._replace(netloc=parts.netloc.upper()),
    ]
    if "@" not in parts.netloc and "[" not in parts.netloc:
        variants.append(parts._replace(netloc=f"www.{parts.netloc.removeprefix('www.')}"))
    if key != "url:www.com/a":  # where `www` is no prefix
        assert {identify(variant.geturl()).key for variant in variants} == {key}


@pytest.mark.parametrize(
    ("address", "version"),
    [
        ("https://arxiv.org/abs/2408.06292", None),
        ("https://arxiv.org/pdf/2408.06292v2", "2"),
        ("https://arxiv.org/pdf/2408.06292v12.pdf", "12"),
        ("https://www.alphaxiv.org/overview/2408.06292v1", "1"),
        ("https://doi.org/10.48550/arXiv.2408.06292v3", "3"),
        ("https://arxiv.org/abs/math.CA/0611800v2", "2"),
        ("https://www.biorxiv.org/content/10.1101/2020.07.12.199554v3.full", "3"),
        ("https://www.medrxiv.org/content/10.64898/2026.01.25.26344809v1", "1"),
        ("https://www.biorxiv.org/content/10.1101/403642", None),
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
        ("https://www.youtube.com/embed/kCc8FmEb1nY?start=120", "120"),
        ("https://www.youtube.com/watch?v=kCc8FmEb1nY#t=2m3s", "2m3s"),
        ("https://www.youtube.com/watch?v=kCc8FmEb1nY", None),
    ],
)
def test_the_second_of_a_video_is_no_part_of_its_key(address: str, start: str | None) -> None:
    """A video is one work from whatever second one is sent to it."""
    assert identify(address) == Address("youtube:kCc8FmEb1nY", "video", start=start)


def test_video_identifiers_differ_by_capitals() -> None:
    """YouTube tells `a` from `A`."""
    assert identify("https://youtu.be/kcc8fmeb1ny").key == "youtube:kcc8fmeb1ny"


@pytest.mark.parametrize(("address", "name"), MALFORMED.items(), ids=MALFORMED)
def test_a_malformed_identifier_is_said_to_be_one(address: str, name: str) -> None:
    """What only looks like an identifier keeps its address, and the problem has a name."""
    found = identify(address)

    assert found.key.startswith("url:")
    assert found.kind == ("video" if "youtu" in address else "paper")
    assert found.problem is not None
    assert found.problem.startswith(f"`{name}` is no ")
    assert found.hint


def test_a_malformed_identifier_keeps_nothing_but_its_address() -> None:
    """Two spellings of one slip are one slip."""
    address = "https://www.arxiv.org/pdf/1706.0376?context=cs.CL&utm_source=x#page=2"

    assert identify(address).key == "url:arxiv.org/pdf/1706.0376"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://arxiv.org/abs/2408.06292", "paper"),
        ("https://doi.org/10.1561/1500000019", "paper"),
        ("https://openreview.net/forum?id=B1ckMDqlg", "paper"),
        ("https://aclanthology.org/P19-1139", "paper"),
        ("https://example.org/thesis.pdf", "paper"),
        ("https://example.org/thesis.PDF?download=1", "paper"),
        ("https://github.com/MoonshotAI/Moonlight/blob/master/Moonlight.pdf", "paper"),
        ("https://github.com/MoonshotAI/Moonlight", "code"),
        ("https://gitlab.com/a/b", "code"),
        ("https://codeberg.org/a/b", "code"),
        ("https://bitbucket.org/a/b", "code"),
        ("https://gist.github.com/karpathy/d4dee566867f8291f086", "code"),
        ("https://youtu.be/kCc8FmEb1nY", "video"),
        ("https://www.youtube.com/playlist?list=PLAqhI", "video"),
        ("https://vimeo.com/123456", "video"),
        ("https://slideslive.com/38915867/a-talk", "video"),
        ("https://example.org/pdf", "article"),
        ("https://github.io/a", "article"),
        ("https://arxiv.org/list/cs.CL/recent", "article"),
        ("https://www.youtube.com/@AndrejKarpathy", "article"),
    ],
)
def test_an_address_tells_a_kind(address: str, kind: str) -> None:
    """The form of an address tells what lies there, as far as it can."""
    assert identify(address).kind == kind


@pytest.mark.parametrize("address", KEYS)
def test_an_identifier_tells_the_kind(address: str) -> None:
    """Whatever has an identifier of a paper is a paper, whatever one of YouTube is a video."""
    found = identify(address)
    scheme = found.key.split(":", 1)[0]

    assert scheme in {*PAPER_SCHEMES, "youtube", "url"}
    if scheme != "url":
        assert found.kind == ("video" if scheme == "youtube" else "paper")


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
        ("doi:10.1234/a<b>c?#%d", "https://doi.org/10.1234/a%3Cb%3Ec%3F%23%25d"),
        ("openreview:B1ckMDqlg", "https://openreview.net/forum?id=B1ckMDqlg"),
        ("acl:2020.emnlp-main.550", "https://aclanthology.org/2020.emnlp-main.550/"),
        ("pmlr:v97/tan19a", "https://proceedings.mlr.press/v97/tan19a.html"),
        ("jmlr:v20/18-444", "https://jmlr.org/papers/v20/18-444.html"),
        ("s2:CorpusID:13756489", "https://api.semanticscholar.org/CorpusID:13756489"),
        ("youtube:kCc8FmEb1nY", "https://www.youtube.com/watch?v=kCc8FmEb1nY"),
    ],
)
def test_an_identifier_has_a_page_and_the_page_has_the_identifier(key: str, address: str) -> None:
    """The address given for a key leads back to it."""
    assert url_of(key) == address
    assert identify(address).key == key


@pytest.mark.parametrize("key", sorted({*KEYS.values()}))
def test_the_page_of_a_key_leads_back_to_it(key: str) -> None:
    """Some keys tell no address: of these the mentions know one, and none is made up."""
    address = url_of(key)
    if address is None:
        assert key.split(":", 1)[0] in {"neurips", "iclr", "cvf", "url"}
    else:
        assert identify(address).key == key


@pytest.mark.parametrize("key", ["url:example.org/a", "file:code/bm25.py", "title:claude-4"])
def test_other_keys_have_no_page_of_their_own(key: str) -> None:
    """Where only the mentions know the address, none is made up."""
    assert url_of(key) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2408.06292", "arxiv:2408.06292"),
        (" 2408.06292v2 ", "arxiv:2408.06292"),
        ("arXiv:2408.06292v2", "arxiv:2408.06292"),
        ("ARXIV: 2408.06292", "arxiv:2408.06292"),
        ("see arXiv:math.CA/0611800v2.", "arxiv:math/0611800"),
        ("(2408.06292)", "arxiv:2408.06292"),
        ("A title, 2408.06292, 2024.", "arxiv:2408.06292"),
        ("doi:10.1234/x", "doi:10.1234/x"),
        ("DOI 10.1561/1500000019.", "doi:10.1561/1500000019"),
        ("(10.1007/JHEP01(2016)023)", "doi:10.1007/jhep01(2016)023"),
        ("10.18653/v1/P19-1139", "acl:P19-1139"),
        ("10.48550/arXiv.2408.06292", "arxiv:2408.06292"),
        ("10.1234/2106.09685", "doi:10.1234/2106.09685"),
        ("1706.0376 and 1706.03762", "arxiv:1706.03762"),
        ("arXiv:1706.0376", None),
        ("math/0611800", None),
        ("item/1234567", None),
        ("example.org/2106.09685", None),
        ("3.2408.06292", None),
        ("12408.06292", None),
        ("2408.062921", None),
        ("2408.06292.1", None),
        ("1,234.5678", None),
        ("a title of 2024", None),
        ("", None),
    ],
)
def test_an_identifier_is_found_in_plain_text(text: str, key: str | None) -> None:
    """Only what can be nothing else is taken for an identifier."""
    found = identifier_in(text)
    assert (found.key if found else None) == key


def test_an_arxiv_identifier_is_told_from_its_version() -> None:
    """The canonical form and the version stand apart; what is malformed has neither."""
    assert arxiv_id("2408.06292v2") == ("2408.06292", "2")
    assert arxiv_id("math.CA/0611800") == ("math/0611800", None)
    assert arxiv_id("1706.0376") is None


@given(st.text() | st.text("[]@:?#%./0a１", max_size=12))
def test_every_text_is_identified(text: str) -> None:
    """Whatever stands in a link, it gets a key and no exception."""
    assert ":" in identify(text).key
    assert ":" in identify(f"https://{text}").key
    found = identifier_in(text)
    assert found is None or ":" in found.key


HOSTS = sorted({urlsplit(address.strip()).netloc for address in KEYS} - {"www.com"})
WORD = st.text("abcXYZ0189-_.~%éü日 ", min_size=1, max_size=8)
SEGMENT = WORD | st.sampled_from(
    ["", "abs", "pdf", "papers", "doi", "content", "10.1101", "2408.06292v2", "math", "0611800"]
)
QUERY = st.lists(
    st.tuples(st.sampled_from(["q", "v", "id", "ref", "tab", "utm_source", "t"]), WORD), max_size=3
)


@given(
    host=st.sampled_from(["example.org", "www.Example.org", "github.com", "a.b.c:81", *HOSTS]),
    path=st.lists(SEGMENT, max_size=4),
    query=QUERY,
    fragment=WORD | st.sampled_from(["", "a=b", "/a", "!a", "/a:~:text=b"]),
)
def test_the_canonical_form_is_canonical(
    host: str, path: list[str], query: list[tuple[str, str]], fragment: str
) -> None:
    """What is left of an address after all that is left out leads to the same key."""
    address = f"https://{host}/{'/'.join(path)}"
    address += "?" + "&".join(f"{name}={value}" for name, value in query) + f"#{fragment}"
    found = identify(address)
    scheme, _, rest = found.key.partition(":")
    again = f"https://{rest}" if scheme == "url" else url_of(found.key)
    if again:
        assert identify(again).key == found.key
    if scheme == "url":
        assert identify(again or "") == found


@given(address=st.sampled_from([*KEYS, *MALFORMED]), junk=st.text("/.,;)?#&=%a1-_ ", max_size=6))
def test_what_is_cut_off_or_added_by_mistake_breaks_nothing(address: str, junk: str) -> None:
    """An address with anything behind it is still identified, and its key is stable."""
    found = identify(address + junk)
    scheme, _, rest = found.key.partition(":")
    if scheme == "url":
        assert identify(f"https://{rest}") == found
