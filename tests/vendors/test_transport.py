"""Every way in which a request can go wrong ends in one error that says what, where, and nothing secret."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl
import traceback
from datetime import timedelta

import pytest

from lockdash.domain.budget import Purpose
from lockdash.domain.secret import Secret
from lockdash.vendors.errors import (
    BadAnswer,
    RateLimited,
    Rejected,
    Unauthorised,
    Unreachable,
    VendorError,
    VendorFault,
)
from lockdash.vendors.transport import Authorisation, Content, Manner, Transport
from tests.vendors.fakes import NOW, FakeGate, answer, scripted

KEY = "abc123.very-secret-key-of-the-user"
SIGNED = Authorisation("PersonalKey", Secret(KEY))


def _transport(url, gate=None, **options):
    options = {"timeout": 1.0, "clock": lambda: NOW} | options
    return Transport(
        "Tedee",
        url,
        gate=gate or FakeGate(),
        accept="application/json",
        words=lambda body: body.decode("utf-8", "replace"),
        secrets=(Secret(KEY),),
        **options,
    )


async def _ask(transport, method="GET", path="/api/v37/my/lock", purpose=Purpose.poll, **more):
    try:
        return await transport.request(method, path, purpose=purpose, authorisation=SIGNED, **more)
    finally:
        await transport.aclose()


def _tells_no_secret(error: BaseException) -> None:
    """Neither its text, nor anything that hangs on it, nor the locals of the frames that it went through."""
    shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format(chain=True))
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None:
        chain.append(current)
        current = current.__cause__ or current.__context__
    assert not [link for link in chain if type(link).__module__.startswith(("httpx", "httpcore"))]
    for link in chain:
        shown += f"{link!s}{link!r}{vars(link)}"
    assert "very-secret" not in shown


async def _fails(kind, transport, method="GET", **more):
    with pytest.raises(kind) as caught:
        await _ask(transport, method, **more)
    _tells_no_secret(caught.value)
    return caught.value


async def test_a_good_answer_with_its_time_and_limits():
    gate = FakeGate()
    said = answer(200, b'{"a": 1}', Date="Sat, 21 Nov 2026 08:59:58 GMT", X_RateLimit_Remaining="7")
    async with scripted(said) as server:
        reply = await _ask(_transport(server.url, gate), params=[("id", "1"), ("id", "2")])
    assert (reply.status, reply.body, reply.at, reply.seen_at) == (200, b'{"a": 1}', NOW - timedelta(seconds=2), NOW)
    assert gate.spent == [Purpose.poll]
    assert (gate.observed[0].remaining, gate.observed[0].skew) == (7, 2.0)
    request = server.heard[0].decode()
    assert request.startswith("GET /api/v37/my/lock?id=1&id=2 HTTP/1.1\r\n")
    assert f"\r\nAuthorization: PersonalKey {KEY}\r\n" in request
    assert "\r\nAccept: application/json\r\n" in request


async def test_without_a_date_our_clock_counts():
    async with scripted(answer()) as server:
        assert (await _ask(_transport(server.url))).at == NOW


@pytest.mark.parametrize("status", [204, 304])
async def test_no_body_is_read_where_there_is_none(status):
    async with scripted(f"HTTP/1.1 {status} Nothing\r\n\r\n".encode()) as server:
        reply = await _ask(_transport(server.url))
    assert (reply.status, reply.body) == (status, b"")


async def test_an_empty_post_says_so():
    async with scripted(answer(202)) as server:
        await _ask(_transport(server.url), "POST", purpose=Purpose.command)
    assert b"\r\ncontent-length: 0\r\n" in server.heard[0].lower()


async def test_a_form_is_sent_and_not_metered():
    gate = FakeGate()
    form = Content("application/x-www-form-urlencoded", Secret("a=1"))
    async with scripted(answer()) as server:
        await _ask(_transport(server.url, gate), "POST", purpose=None, content=form)
    assert server.heard[0].endswith(b"\r\n\r\na=1")
    assert (gate.spent, gate.observed) == ([], [])


async def test_a_name_that_is_not_found(monkeypatch):
    async def getaddrinfo(*_args, **_more):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    error = await _fails(Unreachable, _transport("https://nowhere.invalid"))
    assert "the name nowhere.invalid is not found" in str(error)
    assert not error.sent
    assert error.remedy


async def test_a_refused_connection(caplog):
    caplog.set_level(logging.INFO, "lockdash.vendors")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = await _fails(Unreachable, _transport(f"http://127.0.0.1:{port}"), "POST")
    assert f"127.0.0.1:{port} refuses the connection" in str(error)
    assert f"POST 127.0.0.1:{port}/api/v37/my/lock: " in caplog.text
    assert "/api/v37" not in str(error), "that is for the log"
    assert not error.sent


async def _silent(_reader, writer):
    await asyncio.sleep(30)
    writer.close()


async def test_no_answer_in_time():
    server = await asyncio.start_server(_silent, "127.0.0.1", 0)
    gate = FakeGate()
    transport = _transport(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", gate, timeout=0.05)
    error = await _fails(Unreachable, transport)
    assert "no answer in time" in str(error)
    assert error.sent
    assert len(gate.spent) == 1, "a time-out is not repeated: it would take as long again"
    server.close()


async def test_requests_that_may_take_long_hold_up_no_other():
    arrived, answered = asyncio.Semaphore(0), asyncio.Event()

    async def serve(reader, writer):
        if b"/slow" in await reader.readuntil(b"\r\n\r\n"):
            arrived.release()
            await answered.wait()
        writer.write(answer())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    transport = _transport(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", timeout=0.3, whole_timeout=0.3)
    slow = [transport.request("GET", "/slow", purpose=None, manner=Manner(patience=20.0)) for _ in range(12)]
    waiting = [asyncio.create_task(each) for each in slow]
    async with asyncio.timeout(10):
        for _ in waiting:
            await arrived.acquire()
        assert (await transport.request("GET", "/fast", purpose=None)).status == 200
        with pytest.raises(Unreachable, match="in time"):
            await transport.request("GET", "/slow", purpose=None)
        answered.set()
        assert [reply.status for reply in await asyncio.gather(*waiting)] == [200] * 12, "long after the usual time-out"
    await transport.aclose()
    server.close()


async def test_an_answer_that_drips_in_ends_too():
    async def drip(_reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.01)

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    error = await _fails(Unreachable, _transport(url, whole_timeout=0.15))
    assert "in time" in str(error)
    server.close()


async def test_no_secure_connection():
    async with scripted(answer()) as server:
        error = await _fails(Unreachable, _transport(server.url.replace("http:", "https:")))
    assert "no secure connection" in str(error)
    assert not error.sent


async def test_a_certificate_that_is_not_trusted(monkeypatch):
    failure = ssl.SSLCertVerificationError(1, "certificate verify failed")
    failure.verify_message = "certificate has expired"

    async def create_connection(*_args, **_more):
        raise failure

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", create_connection)
    error = await _fails(Unreachable, _transport("https://127.0.0.1:1"))
    assert "certificate has expired" in str(error)
    assert "clock" in error.remedy


CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"


@pytest.mark.parametrize("broken", [b"", CUT, b"not http at all\r\n\r\n"])
async def test_a_cut_get_is_repeated_once_out_of_the_budget(broken):
    gate = FakeGate()
    async with scripted(broken, answer()) as server:
        assert (await _ask(_transport(server.url, gate))).status == 200
    assert (len(server.heard), len(gate.spent)) == (2, 2)
    async with scripted(broken) as server:
        error = await _fails(Unreachable, _transport(server.url))
    assert error.sent
    assert len(server.heard) == 2


async def test_no_repetition_beyond_the_budget():
    gate = FakeGate(grants=1)
    async with scripted(b"") as server:
        await _fails(Unreachable, _transport(server.url, gate))
    assert len(server.heard) == 1


async def test_nothing_is_sent_without_a_grant():
    async with scripted(answer()) as server:
        error = await _fails(RateLimited, _transport(server.url, FakeGate(grants=0)))
    assert server.heard == []
    assert error.retry_at is not None


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(
    "broken", [b"", CUT, answer(500), answer(503), answer(429), answer(401), answer(307, Location="/x")]
)
async def test_a_command_is_never_repeated(method, broken):
    async with scripted(broken) as server:
        with pytest.raises(Exception, match=r".") as caught:
            await _ask(_transport(server.url), method, purpose=Purpose.command)
    _tells_no_secret(caught.value)
    assert len(server.heard) == 1


async def test_a_server_error_and_its_reference():
    async with scripted(answer(500, b"oops", X_Correlation_ID="c0ffee")) as server:
        error = await _fails(VendorFault, _transport(server.url))
    assert "(500, 127.0.0.1" in str(error)
    assert "reference c0ffee" in str(error)
    assert len(server.heard) == 2


async def test_a_server_that_says_when_is_not_asked_before():
    gate = FakeGate()
    async with scripted(answer(503, b"", Retry_After="30")) as server:
        error = await _fails(VendorFault, _transport(server.url, gate))
    assert error.retry_at == NOW + timedelta(seconds=30)
    assert gate.observed[0].blocked_until == NOW + timedelta(seconds=30)
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    ("status", "kind"), [(401, Unauthorised), (429, RateLimited), (418, Rejected), (502, VendorFault), (302, BadAnswer)]
)
async def test_what_a_status_means(status, kind):
    async with scripted(answer(status, b"")) as server:
        error = await _fails(kind, _transport(server.url))
    assert str(status) in str(error)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
async def test_a_refusal_keeps_the_vendors_own_words_but_no_secret_and_no_tricks(status):
    words = f"\x1b[31mPIN taken\x1b[0m for {KEY}\u202e!".encode() + b"z" * 500
    async with scripted(answer(status, words)) as server:
        error = await _fails(Rejected, _transport(server.url))
    assert error.status == status
    assert "PIN taken for ••••!" in str(error)
    assert "\x1b" not in str(error)
    assert "\u202e" not in str(error)
    assert len(str(error)) < 400


async def test_a_request_has_words_of_its_own_beside_others_that_are_under_way():
    async with scripted(answer(422, b"1234 is taken")) as server:
        transport = _transport(server.url)
        asked = [
            transport.request("PUT", "/a", purpose=None, manner=manner)
            for manner in (Manner(words=lambda body: body.decode()[5:].upper()), Manner(), Manner(words=lambda _: ""))
        ]
        first, second, third = [str(each) for each in await asyncio.gather(*asked, return_exceptions=True)]
        await transport.aclose()
    assert first.endswith(": IS TAKEN")
    assert second.endswith(": 1234 is taken")
    assert third.endswith(")")


@pytest.mark.parametrize("location", ["http://[", "https://[::1", "//", "\x00", "https://evil\u202e.example/"])
async def test_a_redirect_to_nowhere(location):
    async with scripted(answer(302, Location=location)) as server:
        error = await _fails(VendorError, _transport(server.url))
    assert str(error).isprintable()


async def test_a_redirect_is_not_followed_and_gets_no_key():
    async with scripted(answer()) as other, scripted(answer(302, Location=f"{other.url}/steal")) as server:
        error = await _fails(BadAnswer, _transport(server.url))
    assert "sent on to 127.0.0.1" in str(error)
    assert other.heard == []


async def test_an_answer_without_end_is_not_read():
    async with scripted(answer(200, b"x" * 5000)) as server:
        error = await _fails(BadAnswer, _transport(server.url, body_limit=1000))
    assert "was not read" in str(error)


async def test_a_compressed_answer_counts_by_its_real_size():
    bomb = gzip.compress(b"0" * 3_000_000)
    async with scripted(answer(200, bomb, Content_Encoding="gzip")) as server:
        await _fails(BadAnswer, _transport(server.url, body_limit=1_000_000))
    async with scripted(answer(200, b"not gzip", Content_Encoding="gzip")) as server:
        error = await _fails(BadAnswer, _transport(server.url))
    assert "cannot be unpacked" in str(error)


@pytest.mark.parametrize("key", ["two\nlines-secret", "schlüssel-secret", "with blank-secret", "\x00-secret"])
async def test_a_key_that_cannot_travel(key):
    async with scripted(answer()) as server:
        transport = _transport(server.url)
        with pytest.raises(Unauthorised) as caught:
            await transport.request("GET", "/", purpose=Purpose.poll, authorisation=Authorisation("X", Secret(key)))
        await transport.aclose()
    assert "secret" not in str(caught.value)
    assert server.heard == []


async def test_nothing_that_is_printed_shows_the_key():
    transport = _transport("https://api.tedee.com")
    assert KEY not in repr(transport) + repr(SIGNED) + repr(vars(transport))
    await transport.aclose()


async def test_after_closing_nothing_is_sent():
    transport = _transport("http://127.0.0.1:1")
    await transport.aclose()
    error = await _fails(Unreachable, transport)
    assert not error.sent
