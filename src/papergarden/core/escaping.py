"""Text as HTML may hold it.

`markupsafe.escape` says by the class of each result that it is safe, and making that takes five
times as long as the escaping. Where pieces are joined to a page at once, plain text will do.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner
except ImportError:  # another release of it, or one without compiled parts

    def _escape_inner(text: str, /) -> str:
        return str(escape(text))


class Later:
    """Text of a page that is made when a template writes it, and not before."""

    __slots__ = ()

    def __html__(self) -> str:
        """The text as HTML, as templates ask for it."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.__html__()


def escaped(value: object) -> str:
    """A value as a piece of HTML; what is HTML already stays as it is."""
    if type(value) is str:
        return _escape_inner(value)
    if type(value) is Markup:
        return value
    html: Callable[[], str] | None = getattr(value, "__html__", None)
    return html() if html else _escape_inner(str(value))
