"""The render stage: a view and the templates in, the bytes of a page out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import jinja2
import msgspec

from papergarden.core.views.common import View


class Artifact(msgspec.Struct, frozen=True, gc=False):
    """One file of the site: its path with forward slashes, and its bytes."""

    path: str
    data: bytes


def render(views: Iterable[View], templates: Mapping[str, str]) -> Iterator[Artifact]:
    """Every view as a page. The templates see the view and nothing else."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for view in views:
        html = environment.get_template(view.template).render(view=view, frame=view.frame)
        yield Artifact(view.path, html.encode())
