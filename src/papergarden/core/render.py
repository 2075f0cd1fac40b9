"""The render stage: templates and a page in, a job out that makes it."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from types import MappingProxyType

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame

from papergarden.core.artifact import Artifact, Job
from papergarden.core.digests import digest
from papergarden.core.pages import STYLES_BY_SIGN
from papergarden.core.paths import relative
from papergarden.core.views.shapes import Page

# One search for all that begins alike: a search for each takes as long as the writing of a page.
_CLASS = 'class="'
_SIGNS = re.compile(
    f"({_CLASS}(?:%s))"
    % "|".join(re.escape(s.removeprefix(_CLASS)) for s, _ in STYLES_BY_SIGN if s.startswith(_CLASS))
)
_OTHER_SIGNS = tuple(sign for sign, _ in STYLES_BY_SIGN if not sign.startswith(_CLASS))
_FIRST_STYLE = re.compile(r'<link rel="stylesheet"[^>]*>\n')


class TemplateMistake(Exception):  # noqa: N818 # it is the user's, and a value to be explained
    """What is wrong in a template, and in which line."""

    def __init__(self, template: str, line: int, text: str) -> None:
        super().__init__(f"{template}:{line}: {text}")
        self.template = template
        self.line = line
        self.text = text

    def __reduce__(self) -> tuple[object, ...]:
        """How it is handed from one process to another."""
        return TemplateMistake, (self.template, self.line, self.text)


def compiled(templates: Mapping[str, str]) -> dict[str, bytes]:
    """Templates as code for this release of Python, by name; to compile them takes long.

    Of those with the same text there is one, and of what cannot be compiled none.
    """
    return _compiled(tuple(sorted(templates.items())))


def _as_it_is(mistake: TemplateMistake) -> Exception:
    return mistake


def renderer(
    templates: Mapping[str, str],
    unproven: Iterable[str] = (),
    explained: Callable[[TemplateMistake], Exception] = _as_it_is,
    *,
    code: Mapping[str, bytes] = MappingProxyType({}),
) -> Callable[[Iterable[Page]], Iterator[Job]]:
    """What makes a job of every page, with its view once it is wanted: templates see nothing else.

    The `unproven` templates are looked through even if no page needs them. `code` is of these
    templates, as far as they were compiled before.

    Raises:
        TemplateMistake: a template cannot be read as one, or (from a job) fails on a page; or what
            it is `explained` by.
    """
    environment = _environment(tuple(sorted(templates.items())))
    environment.bytecode_cache = _Known(code)
    for name in unproven:
        try:
            environment.get_template(name)
        except Exception as error:
            raise explained(_mistake(error, name, templates)) from error

    def made(page: Page) -> tuple[Artifact]:
        view = page.view()
        try:
            html = environment.get_template(view.template).render(view=view, frame=view.frame)
            return (Artifact(view.path, _with_styles(view.path, html).encode()),)
        except Exception as error:
            raise explained(_mistake(error, view.template, templates)) from error

    of_all = digest(templates)

    def rendered(pages: Iterable[Page]) -> Iterator[Job]:
        for page in pages:
            key = digest(of_all, page.template, page.follows_from)
            yield Job((page.path,), partial(made, page), key)

    return rendered


class _Generator(CodeGenerator):
    """Writes templates as code, which escapes more cheaply than that of Jinja."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 # named by Jinja
        super().visit_Template(node, frame)
        self.writeline("from papergarden.core.escaping import escaped as escape")


class _Known(BytecodeCache):
    """Templates that were compiled before."""

    def __init__(self, code: Mapping[str, bytes]) -> None:
        self._code = code

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 # as Jinja asks
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.code = marshal.loads(self._code[bucket.key])  # noqa: S302 # it is ours

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing: they are compiled together."""


@lru_cache(maxsize=1)  # a process that builds again and again compiles each template once
def _environment(pairs: tuple[tuple[str, str], ...]) -> jinja2.Environment:
    templates = dict(pairs)
    environment = jinja2.Environment(
        # Its name is also its file name, by which a line of it is known in a traceback.
        loader=jinja2.FunctionLoader(
            lambda name: (templates[name], name, None) if name in templates else None
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.code_generator_class = _Generator
    return environment


@lru_cache(maxsize=1)  # likewise
def _compiled(pairs: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
    environment = _environment(pairs)
    # Templates ask for others by their short names; under the long ones few themes do.
    by_text = {text: name for name, text in sorted(pairs, key=lambda pair: -len(pair[0]))}
    code: dict[str, bytes] = {}
    for text, name in by_text.items():
        with suppress(Exception):  # what is wrong is told who asks for the template
            code[name] = marshal.dumps(environment.compile(text, name, name))
    return code


def _mistake(error: Exception, template: str, templates: Mapping[str, str]) -> TemplateMistake:
    """What an exception says of a template; a template can raise whatever Python can."""
    name, line = _place(error, templates) or (template, 1)
    match error:
        case jinja2.TemplateSyntaxError():
            name, line, text = error.name or name, error.lineno, error.message or ""
        case jinja2.TemplateNotFound():
            text = f"there is no template {error.message}"
        case jinja2.UndefinedError():
            text = error.message or ""
        case RecursionError():
            text = f"it leads back to itself; the built-in one is `default/{name}`"
        case _:
            text = f"{type(error).__name__}: {error}"
    return TemplateMistake(name, line, " ".join(text.split()))


def _place(error: Exception, templates: Mapping[str, str]) -> tuple[str, int] | None:
    """The innermost template that was at work, and its line."""
    found = None
    traceback = error.__traceback__
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        found = (name, traceback.tb_lineno) if name in templates else found
        traceback = traceback.tb_next
    return found


def _with_styles(path: str, html: str) -> str:
    """A page with the styles of what it shows: formulas, its own or quoted ones, plots, and so on.

    They stand behind the style of all pages, and before those of the user.
    """
    signs = {*_SIGNS.findall(html), *(sign for sign in _OTHER_SIGNS if sign in html)}
    if not signs:
        return html
    links = "".join(
        f'<link rel="stylesheet" href="{relative(path, style)}">\n'
        for style in dict.fromkeys(style for sign, style in STYLES_BY_SIGN if sign in signs)
    )
    before = _FIRST_STYLE.search(html)
    place = before.end() if before else html.find("</head>")
    return f"{html[:place]}{links}{html[place:]}" if place >= 0 else html
