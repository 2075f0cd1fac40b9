"""A body is kept packed; what is taken out of it is what was put in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.model import Anchor, Body, Jump, LinkEnd, LinkStart, Segment, Span, TagStart

SLOTS = [LinkStart(1), LinkEnd(1), Anchor("a"), TagStart("t"), Jump("j")]


@given(
    st.lists(st.text(max_size=3) | st.sampled_from(SLOTS), max_size=70),
    st.integers(0, 70),
    st.integers(0, 70),
)
def test_a_part_of_a_body_is_as_if_the_whole_were_unpacked(
    segments: list[Segment], start: int, length: int
) -> None:
    """Wherever it begins and ends, and if it is empty or goes to the end."""
    body = Body.of(tuple(segments))

    assert body.segments == tuple(segments)
    assert body.part(Span(start, start + length)) == tuple(segments[start : start + length])
