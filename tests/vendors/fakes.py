"""A gate, a vault, a server of scripted answers: what the vendors' clients stand between, in memory."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from lockdash.domain.budget import Limits, Purpose
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.vendors import oauth, registry
from lockdash.vendors.base import Connection, OAuthClient
from lockdash.vendors.errors import RateLimited, SignedOut

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class FakeGate:
    """Grants `grants` requests, all of them if None; remembers what was spent and observed."""

    def __init__(self, grants: int | None = None) -> None:
        self.grants = grants
        self.spent: list[Purpose] = []
        self.observed: list[Limits] = []

    async def spend(self, purpose: Purpose) -> None:
        if self.grants is not None and len(self.spent) >= self.grants:
            raise RateLimited("the budget is used up", retry_at=NOW + timedelta(seconds=9))
        self.spent.append(purpose)

    async def observe(self, limits: Limits) -> None:
        self.observed.append(limits)


class FakeVault:
    """Keeps one token. `written`: those that were put there; `turns`: how often somebody wanted another one."""

    def __init__(self, token: Token | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.token = token
        self.written: list[Token | None] = []
        self.turns = 0
        self._clock = clock
        self._turn = asyncio.Lock()

    async def read(self) -> Token | None:
        return self.token

    async def renew(self, stale: Token | None, ask: Callable[[], Awaitable[Token]]) -> Token:
        return await self._in_place_of(stale, ask)

    async def exchange(self, stale: Token, client: OAuthClient) -> Token:
        try:
            return await self._in_place_of(stale, lambda: oauth.for_refresh(client, stale.refresh, self._clock, 1.0))
        except SignedOut:
            self.token = msgspec.structs.replace(stale, refresh=None)
            raise

    async def _in_place_of(self, stale: Token | None, ask: Callable[[], Awaitable[Token]]) -> Token:
        async with self._turn:
            self.turns += 1
            if self.token is None or self.token == stale:
                self.token = await ask()
                self.written.append(self.token)
            return self.token


def connection(
    vendor: str, *, gate: FakeGate, vault: FakeVault | None = None, secrets: dict[str, str], **settings: Any
) -> Connection:
    plugin = registry.plugin(vendor)
    return Connection(
        account="home",
        settings=plugin.settings(**settings),
        secrets={name: Secret(value) for name, value in secrets.items()},
        gate=gate,
        vault=vault or FakeVault(),
        allowance=plugin.allowance,
    )


class Script:
    """An HTTP server that gives out raw answers, one for each request; the last one again and again.

    `heard`: the requests, raw. An answer that is empty closes the connection without a word.
    """

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.heard: list[bytes] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (
                        int(line.partition(b":")[2])
                        for line in head.split(b"\r\n")
                        if line.lower().startswith(b"content-length")
                    ),
                    0,
                )
                self.heard.append(head + await reader.readexactly(length))
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                writer.write(answer)
                await writer.drain()
                if b"keep-alive" not in answer:
                    break
        writer.close()


@asynccontextmanager
async def scripted(*answers: bytes) -> AsyncIterator[Script]:
    script = Script(*answers)
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    script.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield script
    finally:
        server.close()


def answer(status: int = 200, body: bytes = b'{"result": []}', **headers: str) -> bytes:
    """Return a raw answer."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
