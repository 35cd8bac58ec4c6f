"""A listener on this machine that the browser is sent back to (RFC 8252, 7.3)."""

from __future__ import annotations

import asyncio
import hmac
import logging
import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lockdash.engine.signing import pages
from lockdash.vendors.errors import SignInError

log = logging.getLogger("lockdash.engine.signing.loopback")

_HOSTS = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1"}
_POLL = 0.2  # seconds until its end is noticed
_IDLE = 10.0  # seconds that a connection may say nothing
_OTHERWISE = "close what uses it, or paste the address that the browser ends at"
_SYSTEM = "register a redirect with a port above 1023, or paste the address that the browser ends at"


def can_listen(redirect: str) -> bool:
    """Whether `redirect` leads to this machine, in the clear."""
    found = urlsplit(redirect)
    return found.scheme == "http" and found.hostname in _HOSTS


class Loopback:
    """Listens on 127.0.0.1 at the port and path of `redirect` from its making until `close`, and takes one answer: the
    first that has `state` in it. Every other one is told why it does not count. For the thread of an event loop.

    `make`: the redirect of a port, for a free one; None: where the user has registered one.
    Raises SignInError if the port cannot be had.
    """

    def __init__(self, redirect: str | None, make: Callable[[int], str], state: str) -> None:
        wanted = urlsplit(redirect or make(0))
        port = (wanted.port or 80) if redirect is not None else 0
        self._loop = asyncio.get_running_loop()
        self._came = asyncio.Event()
        self._answer: str | None = None
        self._server = _listening(_HOSTS[wanted.hostname or ""], port, wanted.path or "/", state, self._take)
        self.redirect = redirect or make(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), name="lockdash-loopback")
        self._thread.daemon = True
        self._thread.start()

    @property
    def answer(self) -> str | None:
        """The address that the browser came to, None if none came that counts."""
        return None if self._answer is None else f"{self.redirect.partition('?')[0]}?{self._answer}"

    async def arrival(self) -> None:
        """Return when an answer has come, or none can come any more."""
        await self._came.wait()

    async def close(self) -> None:
        """Let port, connections and threads go. A page that was begun is finished."""
        await asyncio.to_thread(self._end)
        self._came.set()

    def _end(self) -> None:
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def _take(self, query: str) -> None:
        """Called by a thread of the listener, once."""
        self._answer = query
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            self._loop.call_soon_threadsafe(self._came.set)


def _listening(host: str, port: int, path: str, state: str, take: Callable[[str], None]) -> _Server:
    try:
        return _Server(host, port, path, state, take)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        named = f"port {port} of this machine" if port else "a port of this machine"
        remedy = _SYSTEM if isinstance(error, PermissionError) else _OTHERWISE
        said = f"the browser cannot be sent back to lockdash: {named} cannot be had ({reason})"
    raise SignInError(said, remedy=remedy)


class _Server(ThreadingHTTPServer):
    """A thread for each connection: browsers open some beforehand and say nothing on them."""

    daemon_threads = False  # so that `server_close` waits for them

    def __init__(self, host: str, port: int, path: str, state: str, take: Callable[[str], None]) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._path = path
        self._state = state
        self.take = take
        self._guard = threading.Lock()
        self._open: set[Any] = set()
        self._over = False
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """Without asking for this machine's name, which may take a name server's patience."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def judge(self, target: str) -> tuple[int, str, str | None]:
        """Return the status and the words for a request, and the query if it is the answer."""
        path, query = urlsplit(target).path, urlsplit(target).query
        if path != self._path:
            return 404, pages.NOT_HERE, None
        given = parse_qs(query, keep_blank_values=True)
        if not given.keys() & {"code", "error"}:
            return 400, pages.EMPTY, None
        if not hmac.compare_digest("\n".join(given.get("state", ())).encode(), self._state.encode()):
            return 400, pages.STRANGE, None
        with self._guard:
            first, self._over = not self._over, True
        return 200, pages.REFUSED if "error" in given else pages.DONE, query if first else None

    def hang_up(self) -> None:
        """End connections on which nothing is said."""
        with self._guard:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that was cut; the library would print a traceback."""
        log.debug("a browser hung up")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _IDLE

    def do_GET(self) -> None:
        status, words, query = self.server.judge(self.path)
        self._say(status, words)
        if query is not None:  # the page is out: what ends the listener now does not cut it
            self.server.take(query)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self._say(code, pages.NOT_HERE)

    def version_string(self) -> str:
        return "lockdash"

    def log_message(self, format: str, *args: Any) -> None:
        """A request holds the code."""

    def _say(self, status: int, words: str) -> None:
        body = pages.page(words)
        self.send_response(status)
        for name, value in pages.HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # gone already; the answer counts all the same
            self.wfile.write(body)
