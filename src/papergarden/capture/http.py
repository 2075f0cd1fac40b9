"""The network: polite requests, one at a time, with patience and an end to it."""

from __future__ import annotations

import contextlib
import email.utils
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from filelock import FileLock, Timeout
from msgspec import Struct

from papergarden import __version__
from papergarden.capture.answers import Answers
from papergarden.capture.values import Answer, Problem, Request

USER_AGENT = f"papergarden/{__version__} (a personal reading list; notes sync, notes check)"
NO_NETWORK = Problem("unreachable", "there is no network")
OFFLINE = Problem("unreachable", "nobody was asked, as --offline says")

_CONNECT = 2.0  # seconds
_TRIES = 4
_BACK_OFF = 3.0  # seconds, doubled with each try
_LONGEST_WAIT = 60.0  # what a service may ask for before we come back another time
_LONGEST = 120.0  # of one answer, however slowly it drips
_PASSING = frozenset({429, 500, 502, 503, 504})
_ABSENT = frozenset({404, 410})


class Clock(Struct, frozen=True):
    """Time as the network sees it, so that a test need not wait."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Network:
    """Asks services, remembers what they said, and knows whom not to ask again."""

    def __init__(
        self,
        cache: Path,
        *,
        offline: bool = False,
        hurried: bool = False,  # asks once or not at all, and waits for nobody
        without: int = 2,  # hosts out of reach, and none answered: there is no network
        clock: Clock | None = None,
    ) -> None:
        self._cache = cache
        self._answers = Answers(cache / "answers")
        self._clock = clock or Clock()
        self._offline = offline
        self._hurried = hurried
        self._without = without
        self._closed: dict[str, Problem] = {}  # hosts that are not asked again
        self._reached: set[str] = set()
        self._client: httpx.Client | None = None
        self.requests = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()

    @property
    def is_absent(self) -> bool:
        """Whether no host at all can be reached."""
        closed = sum(problem.kind == "unreachable" for problem in self._closed.values())
        return self._offline or (not self._reached and closed >= self._without)

    def ask(self, request: Request, *, again: bool = False) -> Answer | Problem:
        """An answer, from disk if there is one of the last day and none is wanted `again`."""
        known = None if again else self.known(request)
        if known is not None:
            return known
        host = _asked(request)
        if not host:
            return Problem("refused", f"{request.url} is no address")
        if self.is_absent:
            return OFFLINE if self._offline else NO_NETWORK
        if (
            host not in self._closed
            and host not in self._reached
            and not _is_reachable(request.url)
        ):
            self._closed[host] = Problem("unreachable", f"{host} cannot be reached")
        if host in self._closed:
            return self._closed[host]
        try:
            with self._turn(request):
                answer = self._tried(request, host)
        except Timeout:
            return Problem("busy", f"{host} is being asked by another process")
        if isinstance(answer, Problem) and answer.kind == "missing":
            self.keep(request, answer)
        return answer

    def known(self, request: Request) -> Answer | Problem | None:
        """What is on disk of the last day."""
        return self._answers.find(request.name, self._clock.now())

    def keep(self, request: Request, answer: Answer | Problem) -> None:
        """Remember an answer that could be read."""
        self._answers.keep(request.name, answer, self._clock.now())

    def _tried(self, request: Request, host: str) -> Answer | Problem:
        """The answer of a service, after some tries if need be."""
        last = Problem("busy", f"{host} does not answer")
        for number in range(1 if self._hurried else _TRIES):
            self._wait_for_turn(request)
            wait = _BACK_OFF * 2**number
            try:
                answer = self._sent(request, host)
            except httpx.ConnectError as error:
                return self._close(
                    host, Problem("unreachable", f"{host} cannot be reached: {error}")
                )
            except httpx.TimeoutException:
                last = Problem("busy", f"{host} takes too long")
            except httpx.TransportError as error:
                last = Problem("busy", f"{host} broke off: {_words(error)}")
            except (
                httpx.InvalidURL,
                httpx.TooManyRedirects,
                httpx.DecodingError,
                ValueError,
            ) as error:
                return Problem("refused", f"{host}: {_words(error)}")
            else:
                if not isinstance(answer, _Later):
                    return answer
                last, wait = answer.problem, answer.wait or wait
                if wait > _LONGEST_WAIT:
                    asked = f"{last.message}, and wants us to wait {wait:.0f} s"
                    return self._close(host, Problem("busy", asked))
            if number + 1 < _TRIES and not self._hurried:
                self._clock.sleep(wait)
        return self._close(host, last)

    def _sent(self, request: Request, host: str) -> Answer | Problem | _Later:
        """One request; whether something exists is asked in short, and if that fails, in full."""
        if not request.existence:
            return self._said("GET", request, host)
        answer = self._said("HEAD", request, host)
        if isinstance(answer, Problem):  # some know no such question, and say all kinds of things
            self._wait_for_turn(request)
            return self._said("GET", request, host)
        return answer

    def _said(self, method: str, request: Request, host: str) -> Answer | Problem | _Later:
        """What a host says to one request."""
        self.requests += 1
        headers = {"Accept": request.accept}
        timeout = httpx.Timeout(request.patience, connect=_CONNECT)
        client = self._opened()
        with client.stream(method, request.url, headers=headers, timeout=timeout) as response:
            self._reached.add(host)
            code = response.status_code
            if code in _ABSENT:
                return Problem("missing", f"{host} has nothing of it ({code})")
            if code in _PASSING:
                wait = _seconds(response.headers.get("Retry-After", ""), self._clock.now())
                return _Later(Problem("busy", f"{host} is busy ({code})"), wait)
            # arXiv says with status 400 what it objects to.
            if not response.is_success and code != httpx.codes.BAD_REQUEST:
                return Problem("refused", f"{host} refuses ({code})")
            if request.existence:
                return Answer(b"")
            body = _read(response, request)
            if body is None:
                return Problem("garbled", f"{host} sends too much, or too slowly")
            return Answer(body, response.headers.get("Content-Type", ""))

    def _opened(self) -> httpx.Client:
        if self._client is None:
            try:
                self._client = httpx.Client(
                    headers={"User-Agent": USER_AGENT}, follow_redirects=True, max_redirects=5
                )
            except ImportError as error:
                raise httpx.ConnectError(
                    "the environment names a SOCKS proxy; `pip install 'httpx[socks]'` is needed"
                ) from error
            except (OSError, ValueError, httpx.InvalidURL) as error:
                raise httpx.ConnectError(
                    "what the environment says of proxies or certificates cannot be used: "
                    + _words(error)
                ) from error
        return self._client

    def _close(self, host: str, problem: Problem) -> Problem:
        """Leave a host alone until the next run."""
        self._closed[host] = problem
        return problem

    def _stamp(self, request: Request) -> Path:
        return self._cache / "turns" / _asked(request).lower().replace(":", "-")

    @contextlib.contextmanager
    def _turn(self, request: Request) -> Iterator[None]:
        """A service that wants one request at a time gets one of all processes of the machine."""
        if not request.pace:
            yield
            return
        stamp = self._stamp(request)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{stamp}.lock", timeout=0 if self._hurried else -1):
            yield

    def _wait_for_turn(self, request: Request) -> None:
        """Wait until the pause after the last request is over, and note that this is the next."""
        if not request.pace:
            return
        stamp = self._stamp(request)
        try:
            last = float(stamp.read_text("ascii"))
        except (OSError, ValueError):
            last = 0.0
        now = self._clock.now()
        # After the clock was set back, the last request seems to lie in the future.
        if (pause := min(last + request.pace - now, request.pace)) > 0:
            if self._hurried:
                raise Timeout(str(stamp))
            self._clock.sleep(pause)
        stamp.write_text(repr(self._clock.now()), "ascii")


class _Later(Struct, frozen=True):
    """A service asks to be asked again, perhaps after so many seconds."""

    problem: Problem
    wait: float


def _asked(request: Request) -> str:
    """Who is asked, as one would say it: a service, else a host; nothing if it is no address."""
    try:
        parts = urlsplit(request.url)
        host = parts.netloc if parts.hostname and parts.port != 0 else ""
    except ValueError:  # such as a port that there cannot be
        return ""
    return host and (request.service or host)


def _read(response: httpx.Response, request: Request) -> bytes | None:
    """The body, or its beginning if that is enough; None if there is no end to it."""
    began = time.monotonic()
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size >= request.most:
            return b"".join(pieces)[: request.most] if request.beginning else None
        if time.monotonic() - began > _LONGEST:
            return None
    return b"".join(pieces)


def _seconds(text: str, now: float) -> float:
    """What `Retry-After` says: seconds, or a date."""
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError):
        return 0.0


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _is_reachable(url: str) -> bool:
    """Whether a host, or the proxy before it, takes a connection within two seconds.

    Looking up a name can take much longer than any timeout of a connection, so it happens aside.
    """
    parts = urlsplit(url)
    known = getproxies()
    proxy = known.get(parts.scheme) or known.get("all")
    if proxy and not proxy_bypass(parts.hostname or ""):
        try:
            parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        except ValueError:  # which is told by who makes the connection
            return True
    found = threading.Event()
    over = threading.Event()

    def knock() -> None:
        with contextlib.suppress(OSError, ValueError):  # also a port or a name that cannot be
            port = parts.port or (443 if parts.scheme == "https" else 80)
            socket.create_connection((parts.hostname or "", port), _CONNECT).close()
            found.set()
        over.set()

    threading.Thread(target=knock, daemon=True).start()
    over.wait(_CONNECT)
    return found.is_set()
