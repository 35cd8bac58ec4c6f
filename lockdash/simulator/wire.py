"""The one place that every request passes: the log, the faults, and the Date header by the pretend clock."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import timedelta
from email.utils import format_datetime

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lockdash.simulator.clock import Clock
from lockdash.simulator.faults import Fault, Faults
from lockdash.simulator.mangling import mangle
from lockdash.simulator.request_log import Heard

_CONTROL = "/control"
_BODILESS = (204, 304)


class Wire:
    """An ASGI application around the vendors' applications. What goes to `/control` is neither logged nor spoiled."""

    def __init__(self, app: ASGIApp, clock: Clock, faults: Faults, requests: deque[Heard]) -> None:
        self._app = app
        self._clock = clock
        self._faults = faults
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"].startswith(_CONTROL):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        heard = Heard(scope["method"], scope["path"], query, self._clock.now())
        self._requests.append(heard)
        target = f"{heard.path}?{query}" if query else heard.path
        receive = await _heard_out(receive)
        fault = self._faults.strike(heard.method, target)
        if fault is not None and fault.delay:
            await asyncio.sleep(fault.delay)
        start, body = await self._answer(scope, receive, fault)
        heard.status = start["status"]
        await self._send(start, body, fault, send)

    async def _answer(self, scope: Scope, receive: Receive, fault: Fault | None) -> tuple[Message, bytes]:
        """Return the whole answer: the real one, or the fault's."""
        collected: list[Message] = []

        async def collect(message: Message) -> None:
            collected.append(message)

        if fault is not None and fault.status is not None:
            default = "" if fault.status in _BODILESS else '{"message": "switched on by a fault"}'
            body = default if fault.body is None else fault.body
            response = Response(body, fault.status, {"content-type": "application/json", **fault.headers})
            await response(scope, receive, collect)
        else:
            await self._app(scope, receive, collect)
        start = collected[0]
        body_bytes = b"".join(message.get("body", b"") for message in collected[1:])
        if fault is not None and fault.mangle is not None:
            body_bytes, content_type = mangle(fault.mangle, body_bytes, fault.item)
            kept = [pair for pair in start["headers"] if pair[0] not in (b"content-type", b"content-length")]
            kept += [(b"content-type", content_type.encode()), (b"content-length", str(len(body_bytes)).encode())]
            start = {**start, "headers": kept}
        return start, body_bytes

    async def _send(self, start: Message, body: bytes, fault: Fault | None, send: Send) -> None:
        skew = timedelta(seconds=fault.date_skew) if fault is not None else timedelta()
        date = format_datetime(self._clock.now() + skew, usegmt=True).encode()
        await send({**start, "headers": [*start["headers"], (b"date", date)]})
        if fault is not None and fault.cut:
            # An answer that ends early makes the server close the connection.
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            return
        await send({"type": "http.response.body", "body": body})


async def _heard_out(receive: Receive) -> Receive:
    """Take the whole request in: what a server has heard it carries out, also when the client has hung up since."""
    heard = [await receive()]
    while heard[-1].get("more_body"):
        heard.append(await receive())

    async def replay() -> Message:
        return heard.pop(0) if heard else await receive()

    return replay
