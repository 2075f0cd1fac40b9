"""The site at an address of this machine: what is answered, and what open pages are told.

Only files of the site are given, by their names in it, and only to who asks for this machine by
name: a page of another host cannot have the browser fetch a draft under a name of its own.
"""

from __future__ import annotations

import html
import json
import os
import re
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from papergarden.errors import UsageError
from papergarden.stage import Stage, named

ADDRESS = "127.0.0.1"
EVENTS, SCRIPT = "/.papergarden/events", "/.papergarden/live.js"
_MISSING = "404.html"
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_MOST_PORTS = 100
_LINK = re.compile(r'\b(href|src)="([^"#:]+)')
_TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "avif": "image/avif",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "woff": "font/woff",
    "woff2": "font/woff2",
}
_ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
_NO_SITE = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>No site yet</title></head>
<body><p>There is no such page yet.</p></body></html>
"""


def _alive(data: bytes, page: str, version: str) -> bytes:
    """A page with the script that loads it again; only here it is put in."""
    script = (
        f'<script src="{SCRIPT}" data-page="{html.escape(page)}" data-version="{version}" defer>'
        "</script>\n"
    ).encode("utf-8", "replace")
    head, end, rest = data.partition(b"</head>")
    return head + script + end + rest if end else data + script


class Host(ThreadingHTTPServer):
    """Answers at an address of this machine; each in a thread of its own."""

    daemon_threads = False  # they are waited for
    allow_reuse_address = os.name == "posix"  # elsewhere two could have one port by it
    request_queue_size = 64

    def __init__(self, port: int, stage: Stage) -> None:
        self.stage = stage
        self.script = (Path(__file__).parent / "live.js").read_bytes()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((ADDRESS, port), _Handler)

    @property
    def url(self) -> str:
        """Where the site is."""
        return f"http://{ADDRESS}:{self.server_port}/"

    def is_ours(self, host: str) -> bool:
        """Whether a request asks for this machine by one of its names, with the port."""
        names = {f"{name}:{self.server_port}" for name in _NAMES}
        return host.lower() in (names | set(_NAMES) if self.server_port == 80 else names)  # noqa: PLR2004

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        """Remember who is connected."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        """Forget it."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser goes away when it likes."""

    def close(self) -> None:
        """Hang up, and wait for all threads."""
        self.stage.end()
        self.shutdown()
        with self._lock:
            for request in self._open:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)
        self.server_close()


def host(port: int, stage: Stage) -> Host:
    """A host at a port, or at the next one that is free.

    Raises:
        UsageError: there is none.
    """
    for tried in range(port, min(port + _MOST_PORTS, 65536)):
        try:
            return Host(tried, stage)
        except OSError:
            continue
    raise UsageError(f"no port is free from {port} on; name another one with --port")


class _Handler(BaseHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Give what is asked for."""
        if not self.server.is_ours(self.headers.get("Host", "")):
            self._say(HTTPStatus.MISDIRECTED_REQUEST, "This is not the host that was asked for.")
            return
        address = urlsplit(self.path)
        match address.path:
            case str() as path if path == EVENTS:
                self._events(parse_qs(address.query))
            case str() as path if path == SCRIPT:
                self._answer(HTTPStatus.OK, _TYPES["js"], self.server.script)
            case path:
                self._file(path)

    do_HEAD = do_GET  # noqa: N815 # its name is given

    def _file(self, address: str) -> None:
        stage = self.server.stage
        path = stage.find(address)
        if path is None and stage.is_folder(address):
            self._answer(HTTPStatus.MOVED_PERMANENTLY, _TYPES["txt"], b"", Location=f"{address}/")
            return
        try:
            data = stage.read(path or _MISSING)
        except OSError:
            path, data = None, _NO_SITE
        kind = _TYPES.get((path or _MISSING).rpartition(".")[2].lower(), "application/octet-stream")
        if path is None:
            page = _alive(
                self._from_root(data), named(address), stage.version(named(address), None)
            )
            self._answer(HTTPStatus.NOT_FOUND, _TYPES["html"], page)
        elif kind == _TYPES["html"]:
            self._answer(HTTPStatus.OK, kind, _alive(data, path, stage.version(path, data)))
        else:
            self._answer(HTTPStatus.OK, kind, data)

    def _from_root(self, data: bytes) -> bytes:
        """The page for what is missing, shown under any address: its links begin at the root."""

        def rooted(match: re.Match[str]) -> str:
            parts = match[2].lstrip("/").split("/")
            known = ("/".join(parts[number:]) for number in range(len(parts)))
            path = next((path for path in known if self.server.stage.find(path)), None)
            return f'{match[1]}="/{path}' if path else match[0]

        return _LINK.sub(rooted, data.decode("utf-8", "replace")).encode()

    def _events(self, query: Mapping[str, list[str]]) -> None:
        """Tell the page what happens, until it goes away."""
        page, version = (query.get(name, [""])[0] for name in ("page", "version"))
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self._headers("text/event-stream; charset=utf-8", Connection="close")
        if self.command == "HEAD":
            return
        with suppress(OSError):
            self.wfile.write(b"retry: 500\n\n")
            for event in self.server.stage.events(page, version):
                text = f"event: {event[0]}\ndata: {json.dumps(event[1])}\n\n" if event else ":\n\n"
                self.wfile.write(text.encode())

    def _say(self, status: HTTPStatus, text: str) -> None:
        self._answer(status, _TYPES["txt"], f"{text}\n".encode())

    def _answer(self, status: HTTPStatus, kind: str, data: bytes, **headers: str) -> None:
        self.send_response(status)
        self._headers(kind, **{"Content-Length": str(len(data)), **headers})
        if self.command != "HEAD":
            self.wfile.write(data)

    def _headers(self, kind: str, **headers: str) -> None:
        for name, value in {"Content-Type": kind, **_ALWAYS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:  # of a request that is none, or of a method that is not known
        """Refuse in plain words."""
        del explain
        self.close_connection = True
        status = HTTPStatus(code)
        if status == HTTPStatus.NOT_IMPLEMENTED:
            status = HTTPStatus.METHOD_NOT_ALLOWED
        self.command = getattr(self, "command", None) or "GET"
        self._answer(
            status, _TYPES["txt"], f"{message or status.phrase}\n".encode(), Connection="close"
        )

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # its signature
        """Say nothing: what is asked for is the reader's own business."""
