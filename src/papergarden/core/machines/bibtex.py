"""Works as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from papergarden.core.machines import latex
from papergarden.core.machines.keys import citation_keys
from papergarden.core.machines.people import name_of
from papergarden.core.machines.publication import Publication, publication_of
from papergarden.core.machines.urls import url_text
from papergarden.core.model import Graph, Work

_TYPES = {"article": "article", "chapter": "inproceedings"}
_VENUES = {"article": "journal", "inproceedings": "booktitle"}
# Archives of old identifiers that are no more than one class; of others the class is not known.
_CLASSES = frozenset("gr-qc hep-ex hep-lat hep-ph hep-th math-ph nucl-ex nucl-th quant-ph".split())


def bibliography(graph: Graph, only: Iterable[str] | None = None) -> bytes:
    """All works, or only those with some ids, in the order of their keys."""
    keys = citation_keys(graph.works.values())  # of all: none depends on what is asked for
    ids = graph.works if only is None else only
    works = sorted((graph.works[name] for name in ids), key=lambda work: keys[work.id])
    return "\n".join(bibtex(work, keys[work.id]) for work in works).encode()


def bibtex(work: Work, key: str) -> str:
    """One work under a key."""
    publication = publication_of(work)
    kind = "book" if work.kind == "book" else _TYPES.get(publication.form, "misc")
    fields = "".join(
        f"  {name} = {{{value}}},\n" for name, value in _fields(work, publication, kind) if value
    )
    return f"@{kind}{{{key},\n{fields}}}\n"


def _fields(work: Work, publication: Publication, kind: str) -> Iterator[tuple[str, str]]:
    """Fields with their values; text is escaped, identifiers and addresses are as they are."""
    yield "title", latex.title(work.title)
    yield "author", " and ".join(filter(None, map(_author, work.authors)))
    yield "year", str(publication.year or "")
    if name := _VENUES.get(kind):
        yield name, latex.plain(publication.venue)
    yield "volume", publication.volume
    yield "eprint", publication.arxiv
    if publication.arxiv:
        yield "archiveprefix", "arXiv"
        archive = publication.arxiv.partition("/")[0]
        yield "primaryclass", archive if archive in _CLASSES else ""
    yield "doi", _bare(publication.doi)
    if kind == "misc" and (publication.venue or not publication.arxiv):
        yield "howpublished", latex.plain(publication.venue or _host(work.url))
    yield "url", url_text(work.url)
    yield "keywords", ", ".join(_keyword(name) for name in (*work.topics, *work.tags))


def _author(text: str) -> str:
    """A name, its parts told apart; one without parts is kept whole, as that of a group is."""
    name = name_of(text)
    family = latex.plain(name.family)
    return f"{family}, {latex.plain(name.given)}" if name.given else family and f"{{{family}}}"


@lru_cache(maxsize=1024)  # many works have the same ones
def _keyword(name: str) -> str:
    return latex.plain(" ".join(name.replace(",", " ").split()))


def _host(url: str | None) -> str:
    return urlsplit(url_text(url)).netloc.removeprefix("www.")


def _bare(text: str) -> str:
    """An identifier as it is, but for braces, which would end the field."""
    return text.replace("{", "%7B").replace("}", "%7D")
