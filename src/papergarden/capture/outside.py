"""`notes check --external`: whether there is still something at the addresses in the notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from itertools import chain, zip_longest
from urllib.parse import urldefrag, urlsplit

from papergarden.capture.http import Network
from papergarden.capture.services import Services
from papergarden.capture.values import Problem, Request
from papergarden.core.addresses import identify
from papergarden.core.diagnostics import Diagnostic
from papergarden.core.model import Graph

_PACE = 1.0  # seconds from one request to the next of a host
_PATIENCE = 10.0
DEAD_HOSTS = 12  # old notes have some; that many without one that answers, and there is no network

Places = list[tuple[str, int]]
Progress = Callable[[int, int], None]


def addresses(graph: Graph, known: Collection[str] = ()) -> dict[str, Places]:
    """The web addresses of all notes, each with the places where it stands.

    Left out are papers that are `known` by their keys from a catalogue, which has told that they
    exist, and addresses of this machine.
    """
    found: dict[str, Places] = defaultdict(list)
    for note in (*graph.notes.values(), *graph.unlisted.values()):
        for link in note.links:
            url = urldefrag(link.href)[0] if _is_outside(link.href) else ""
            if url and identify(url).key not in known and (note.path, link.line) not in found[url]:
                found[url].append((note.path, link.line))
    return {url: places for url, places in found.items() if places}


def _is_outside(href: str) -> bool:
    """Whether an address is one that everybody can look at."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_here = host.startswith(("127.", "[", "10.", "192.168.")) or host.endswith(".local")
    return parts.scheme in {"http", "https"} and "." in host and not is_here


def in_turns(urls: Collection[str]) -> list[str]:
    """Addresses in an order in which each host has as long a rest as there can be."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in sorted(urls):
        by_host[urlsplit(url).netloc].append(url)
    return [url for url in chain(*zip_longest(*by_host.values())) if url]


def look(
    found: dict[str, Places],
    network: Network,
    services: Services,
    progress: Progress = lambda _done, _total: None,
) -> Iterator[Diagnostic]:
    """Ask for one address after the other; what is gone or cannot be asked for is reported.

    Where there is no network it ends.
    """
    for number, url in enumerate(in_turns(found)):
        progress(number, len(found))
        request = Request(
            services.page(url),
            "*/*",
            pace=_PACE,
            patience=_PATIENCE,
            existence=True,
        )
        answer = network.ask(request)
        if network.is_absent:
            return
        if not isinstance(answer, Problem):
            network.keep(request, answer)
            continue
        gone = answer.kind == "missing"
        for path, line in found[url]:
            yield Diagnostic(
                path,
                line,
                "dead-address" if gone else "unchecked-address",
                f"{url}: {answer.message}",
                "an archive of the web may have it" if gone else "try it in a browser",
            )
