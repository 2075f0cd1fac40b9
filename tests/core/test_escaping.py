"""What a template writes is text, whatever a title holds, and HTML that is ours stays HTML."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from papergarden.core.escaping import Later, escaped


class Told(Later):
    """Text that is made when it is written."""

    __slots__ = ()

    def __html__(self) -> str:
        return "<b>&</b>"


@given(st.text() | st.integers() | st.none() | st.builds(Markup, st.text()))
def test_a_value_is_written_as_jinja_writes_it(value: object) -> None:
    """Signs of HTML are written as such, once; numbers are their digits."""
    assert escaped(value) == str(escape(value))


def test_html_of_ours_is_left_as_it_is() -> None:
    """It says so itself, by its class or by what it is asked for."""
    assert escaped(Markup("<i>&amp;</i>")) == "<i>&amp;</i>"
    assert escaped(Told()) == "<b>&</b>"
    assert escaped("<i>'\"&</i>") == "&lt;i&gt;&#39;&#34;&amp;&lt;/i&gt;"
