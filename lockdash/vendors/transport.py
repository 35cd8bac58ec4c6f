"""HTTP: the only module that imports the HTTP library. One client for each account and host.

Every request is paid for at the gate, every answer's limits are reported to it, and every failure leaves as one of
the errors of `lockdash.vendors.errors`. Those are raised outside of the handlers that caught the library's, so that
no error carries a request, and with it a key, in its context. Errors are for people and name the host; what exactly
was asked for stands in the log.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import msgspec

from lockdash import __version__
from lockdash.domain.budget import Purpose
from lockdash.domain.secret import MASK, Secret
from lockdash.domain.text import clean
from lockdash.vendors import headers as read
from lockdash.vendors.base import Gate
from lockdash.vendors.errors import (
    BadAnswer,
    RateLimited,
    Rejected,
    Unauthorised,
    Unreachable,
    VendorError,
    VendorFault,
)
from lockdash.vendors.failures import TimedOut, no_answer
from lockdash.vendors.replies import Reply
from lockdash.vendors.seen import Seen

KEPT_ALIVE = 30.0
"""Seconds for which an idle connection is kept: longer than the pause between two polls, so that a poll costs no
handshake, and well within the minute after which servers usually hang up."""
TIMEOUT = 10.0
WHOLE_TIMEOUT = 30.0  # a body that drips in keeps every single read within its limit
BODY_LIMIT = 32 * 1024 * 1024
_WORDS_LIMIT = 200
_PATH_LIMIT = 120
_NO_BODY = (204, 304)
_MOST_AT_ONCE = 32  # connections; a request that waits for a lock holds its own, and no command is to wait behind it

_log = logging.getLogger(__name__)

Words = Callable[[bytes], str]
"""Makes the vendor's own words of an error's body, "" if it has none."""


class Authorisation(msgspec.Struct, frozen=True):
    """The `Authorization` header: its scheme word, and the secret that is revealed on the wire only."""

    scheme: str
    secret: Secret


class Content(msgspec.Struct, frozen=True):
    """A request's body: its media type, and its text, which may hold a secret."""

    kind: str
    text: Secret


class Manner(msgspec.Struct, frozen=True):
    """How one request differs from what its transport does. `words`: those of its refusal. `patience`: seconds that its
    answer may take; a connection is to be had as soon as ever."""

    words: Words | None = None
    patience: float | None = None


USUAL = Manner()


class _Sign(httpx.Auth):
    def __init__(self, authorisation: Authorisation) -> None:
        self._authorisation = authorisation

    def auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def]
        request.headers["Authorization"] = f"{self._authorisation.scheme} {self._authorisation.secret.reveal()}"
        yield request


class _Call(msgspec.Struct, frozen=True):
    method: str
    url: str
    params: tuple[tuple[str, str], ...]
    authorisation: Authorisation | None
    content: Content | None
    purpose: Purpose | None
    manner: Manner
    where: str


class _Answered(msgspec.Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    body: bytes


class _TooLong(Exception):
    pass


class Transport:
    """Requests to one host of one vendor.

    `vendor`: its name, for messages. `secrets`: never repeated, should the vendor quote them. `clock`: our time (UTC).
    `timeout`, `whole_timeout`: seconds for every single step of a request, and for all of an answer.
    `seen`: of the last answer, None before the first.
    """

    def __init__(
        self,
        vendor: str,
        address: str,
        *,
        gate: Gate,
        accept: str,
        words: Words,
        secrets: Sequence[Secret] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout: float = TIMEOUT,
        whole_timeout: float = WHOLE_TIMEOUT,
        body_limit: int = BODY_LIMIT,
    ) -> None:
        self.vendor = vendor
        self.clock = clock
        self.seen: Seen | None = None
        self._address = address.rstrip("/")
        self.host = urlsplit(self._address).netloc.rpartition("@")[2]
        self.encrypted = urlsplit(self._address).scheme == "https"
        self._gate = gate
        self._words = words
        self._secrets = tuple(secrets)
        self._timeout = timeout
        self._whole_timeout = whole_timeout
        self._body_limit = body_limit
        self._client = httpx.AsyncClient(
            limits=httpx.Limits(
                max_connections=_MOST_AT_ONCE, max_keepalive_connections=4, keepalive_expiry=KEPT_ALIVE
            ),
            follow_redirects=False,
            headers={"Accept": accept, "User-Agent": f"lockdash/{__version__}"},
        )

    def __repr__(self) -> str:
        return f"Transport({self.vendor}, {self.host})"

    async def aclose(self) -> None:
        await self._client.aclose()

    async def request(
        self,
        method: str,
        path: str,
        *,
        purpose: Purpose | None,
        params: Sequence[tuple[str, str]] = (),
        authorisation: Authorisation | None = None,
        content: Content | None = None,
        manner: Manner = USUAL,
    ) -> Reply:
        """Send one request and return its good answer (2xx or 304). `purpose` None: the budget does not count it.

        A GET that got no answer on its way, or a server error, is repeated once, out of the same budget; nothing
        else ever is. Raises VendorError: 401 is Unauthorised, 429 RateLimited, 5xx VendorFault, a redirect
        BadAnswer, and every other status Rejected, for the vendor's client to judge what it means there.
        """
        where = f"{method} {self.host}{urlsplit(self._address).path}{path}"[: _PATH_LIMIT + len(self.host)]
        call = _Call(method, self._address + path, tuple(params), authorisation, content, purpose, manner, where)
        await self._pay(call)
        outcome = await self._exchange(call)
        if method == "GET" and _worth_repeating(outcome) and await self._may_repeat(call):
            outcome = await self._exchange(call)
        if isinstance(outcome, VendorError):
            raise outcome
        return outcome

    async def _pay(self, call: _Call) -> None:
        if call.purpose is not None:
            await self._gate.spend(call.purpose)

    async def _may_repeat(self, call: _Call) -> bool:
        try:
            await self._pay(call)
        except RateLimited:
            return False
        return True

    async def _exchange(self, call: _Call) -> Reply | VendorError:
        answered = await self._attempt(call)
        now = self.clock()
        if isinstance(answered, VendorError):
            _log.info("%s: %s", call.where, answered)
            return answered
        if call.purpose is not None:
            await self._gate.observe(read.limits(answered.status, answered.headers, now))
        refusal = self._judge(answered, call, now)
        # Without the words of a refusal, which may quote a PIN.
        level = logging.DEBUG if refusal is None else logging.INFO
        _log.log(level, "%s: %d (%s)", call.where, answered.status, _correlation(answered.headers))
        if refusal is not None:
            return refusal
        at = read.answered_at(answered.headers) or now
        return Reply(answered.status, answered.body, at, now, self.host, call.where)

    async def _attempt(self, call: _Call) -> _Answered | VendorError:
        """Return the answer, or why there is none. The exceptions of the library end here."""
        if call.authorisation is not None and not _can_travel(call.authorisation.secret):
            return Unauthorised(
                f"the {self.vendor} key holds characters that no key has (a blank, a line break?)",
                remedy="write the key into the configuration again, on one line",
            )
        try:
            longest = max(self._whole_timeout, call.manner.patience or 0)
            began = time.monotonic()
            async with asyncio.timeout(longest), self._opened(call) as response:
                self._note(response, time.monotonic() - began)
                return _Answered(response.status_code, response.headers, await self._body(response))
        except _TooLong:
            return BadAnswer(f"{self.host}: an answer of more than {self._body_limit // 1024**2} MiB was not read")
        except httpx.DecodingError:
            return BadAnswer(f"{self.host}: the compressed answer cannot be unpacked")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            return no_answer(error, self.host)
        except RuntimeError:
            if not self._client.is_closed:
                raise
            return Unreachable(f"{self.host}: the connection was closed by lockdash itself", sent=False)

    def _note(self, response: httpx.Response, took: float) -> None:
        stream = response.extensions.get("network_stream")
        tls = stream.get_extra_info("ssl_object") if stream is not None and self.encrypted else None
        self.seen = Seen(self.clock(), took, response.headers, tls)

    def _opened(self, call: _Call) -> AbstractAsyncContextManager[httpx.Response]:
        """Send the request. One that changes something says how long its body is, also if it has none."""
        body = call.content.text.reveal().encode() if call.content is not None else b""
        return self._client.stream(
            call.method,
            call.url,
            params=list(call.params) or None,
            content=None if call.method == "GET" else body,
            headers={"Content-Type": call.content.kind} if call.content is not None else None,
            auth=_Sign(call.authorisation) if call.authorisation is not None else None,
            timeout=httpx.Timeout(self._timeout, read=call.manner.patience or self._timeout),
        )

    async def _body(self, response: httpx.Response) -> bytes:
        if response.status_code in _NO_BODY:
            return b""
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._body_limit:
                raise _TooLong
        return bytes(body)

    def _judge(self, answered: _Answered, call: _Call, now: datetime) -> VendorError | None:
        status, host = answered.status, self.host
        if 200 <= status < 300 or status == 304:
            return None
        if status < 400:
            return self._redirect(answered)
        words = self._quoted((call.manner.words or self._words)(answered.body))
        if status == 401:
            return Unauthorised(f"{self.vendor} does not accept the credentials (401, {host}){words}")
        if status == 429:
            again = read.limits(status, answered.headers, now).blocked_until
            return RateLimited(f"{self.vendor} has had too many requests (429, {host}){words}", retry_at=again)
        if status >= 500:
            reference = _correlation(answered.headers)
            named = f", reference {reference}" if reference else ""
            return VendorFault(
                f"{self.vendor} has trouble of its own ({status}, {host}{named}){words}",
                retry_at=read.retry_after(answered.headers, now),
            )
        return Rejected(f"{self.vendor} refuses ({status}, {host}){words}", status=status)

    def _redirect(self, answered: _Answered) -> BadAnswer:
        target = clean(_host(answered.headers.get("location", "")) or "another path", 80)
        return BadAnswer(
            f"{self.host}: sent on to {target} ({answered.status}); the key was not sent there",
            remedy="look at the address in the configuration; a captive network asks for a sign-in like this as well",
        )

    def _quoted(self, words: str) -> str:
        for secret in self._secrets:
            if secret:
                words = words.replace(secret.reveal(), MASK)
        words = clean(words, _WORDS_LIMIT).rstrip(".")
        return f": {words}" if words else ""


def _worth_repeating(outcome: Reply | VendorError) -> bool:
    """A cut connection or a server error may pass at once; a refused one, a time-out or `Retry-After` will not."""
    if isinstance(outcome, Unreachable):
        return outcome.sent and not isinstance(outcome, TimedOut)
    return isinstance(outcome, VendorFault) and outcome.retry_at is None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets that do not close
        return ""


def _can_travel(secret: Secret) -> bool:
    return all("!" <= char <= "~" for char in secret.reveal())


def _correlation(headers: Mapping[str, str]) -> str:
    return clean(headers.get("x-correlation-id", ""), 60)
