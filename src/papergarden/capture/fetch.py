"""Which service is asked for which work, and whom to ask if it does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct

from papergarden.capture.http import Network
from papergarden.capture.services import Services
from papergarden.capture.sources import arxiv, crossref, datacite, openreview, page
from papergarden.capture.values import Answer, Metadata, Problem, Request
from papergarden.core.addresses import url_of

Result = Metadata | Problem
_T = TypeVar("_T")


class Wanted(Struct, frozen=True):
    """A work that nothing is known of."""

    key: str
    title: str  # what the notes call it, or empty
    url: str = ""  # where it is, if its key does not tell

    @property
    def scheme(self) -> str:
        """The kind of its identifier."""
        return self.key.partition(":")[0]

    @property
    def name(self) -> str:
        """Its identifier."""
        return self.key.partition(":")[2]


class Fetcher:
    """Asks for works; what is `again` asked for does not come from disk."""

    def __init__(self, network: Network, services: Services, *, again: bool = False) -> None:
        self._network = network
        self._services = services
        self._again = again

    def fetch(self, works: Sequence[Wanted]) -> Iterator[dict[str, Result]]:
        """Results by key, as they come: a hundred papers of arXiv at once, others one by one."""
        papers = [work for work in works if work.scheme == "arxiv"]
        if not self._again:
            on_disk = {work.key: found for work in papers if (found := self._on_disk(work.name))}
            if on_disk:
                yield dict(on_disk)
            papers = [work for work in papers if work.key not in on_disk]
        for start in range(0, len(papers), arxiv.MOST):
            yield from self._papers([work.name for work in papers[start : start + arxiv.MOST]])
        for work in works:
            if work.scheme != "arxiv":
                yield {work.key: self._one(work)}

    def _on_disk(self, name: str) -> Metadata | None:
        """A paper that was asked for alone today, such as by `notes add`."""
        answer = self._network.known(arxiv.request(self._services.arxiv, [name]))
        if not isinstance(answer, Answer):
            return None
        found = arxiv.parse(answer.body, [name])
        paper = None if isinstance(found, Problem) else found.get(name)
        return paper if isinstance(paper, Metadata) else None

    def _papers(self, ids: Sequence[str]) -> Iterator[dict[str, Result]]:
        """A hundred papers of arXiv, and those it does not tell of from DataCite."""
        found: dict[str, Result] = {}
        problem = arxiv.ABSENT
        while rest := [name for name in ids if name not in found]:
            request = arxiv.request(self._services.arxiv, rest)
            answer = self._ask(request, partial(_feed, rest))
            if isinstance(answer, Problem):
                problem = answer
                break
            found |= answer
            if not all(isinstance(result, Problem) for result in answer.values()) or not answer:
                break  # else it objected to some, and the others are asked for without them
        good = {n: result for n, result in found.items() if isinstance(result, Metadata)}
        bad = {n: result for n, result in found.items() if isinstance(result, Problem)}
        if good:
            yield {f"arxiv:{name}": result for name, result in good.items()}
        for name in ids:
            if name not in good:
                yield {
                    f"arxiv:{name}": self._fallback(
                        f"10.48550/arXiv.{name}", bad.get(name, problem)
                    )
                }

    def _one(self, work: Wanted) -> Result:
        match work.scheme:
            case "doi":
                return self._doi(work.name)
            case "openreview":
                return self._submission(work)
            case _:
                return self._page(work)

    def _doi(self, doi: str) -> Result:
        request = crossref.request(self._services.crossref, doi)
        found = self._ask(request, lambda a: crossref.parse(a.body, doi))
        return self._fallback(doi, found) if isinstance(found, Problem) else found

    def _fallback(self, doi: str, problem: Problem) -> Result:
        """DataCite's word, or both problems."""
        request = datacite.request(self._services.datacite, doi)
        found = self._ask(request, lambda a: datacite.parse(a.body, doi))
        if isinstance(found, Metadata) or found == problem:
            return found
        # What may be there later is not missing.
        kind = problem.kind if problem.kind != "missing" else found.kind
        return Problem(kind, f"{problem.message}; {found.message}")

    def _submission(self, work: Wanted) -> Result:
        problems: list[Problem] = []
        for base in (self._services.openreview, self._services.openreview_before_2024):
            found = self._ask(
                openreview.request(base, work.name), lambda a: openreview.parse(a.body, work.name)
            )
            if isinstance(found, Metadata):
                return found
            problems.append(found)
        found = self._page(work)
        return problems[0] if isinstance(found, Problem) else found

    def _page(self, work: Wanted) -> Result:
        url = work.url or url_of(work.key)
        if not url:
            return Problem("missing", "its key tells no address")
        return self._ask(
            page.request(self._services.page(url)),
            lambda a: page.parse(a.body, url, a.content_type),
        )

    def _ask(self, request: Request, read: Callable[[Answer], _T | Problem]) -> _T | Problem:
        """Ask, read, and keep on disk what could be read."""
        answer = self._network.ask(request, again=self._again)
        if isinstance(answer, Problem):
            return answer
        found = read(answer)
        if not isinstance(found, Problem):
            self._network.keep(request, answer)
        return found


def _feed(ids: Sequence[str], answer: Answer) -> dict[str, Result] | Problem:
    return arxiv.parse(answer.body, ids)
