"""The listener that the browser comes back to: what it takes, what it shows, and that nothing of it is left."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import asynccontextmanager

import httpx
import pytest

from lockdash.engine.signing.loopback import Loopback, can_listen
from lockdash.vendors.code_grant import loopback
from lockdash.vendors.errors import SignInError

STATE = "the-state"


@asynccontextmanager
async def listening(redirect=None):
    listener = Loopback(redirect, loopback, STATE)
    try:
        yield listener
    finally:
        await listener.close()


async def get(address, method="GET"):
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        return await client.request(method, address)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


async def test_an_answer_arrives_and_the_browser_is_thanked():
    async with listening() as listener:
        arrival = asyncio.create_task(listener.arrival())
        page = await get(f"{listener.redirect}?code=abc&state={STATE}")
        await asyncio.wait_for(arrival, 30)
        assert listener.answer == f"{listener.redirect}?code=abc&state={STATE}"
    assert page.status_code == 200
    assert "You can close this page" in page.text
    assert "script" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["content-security-policy"] == "default-src 'none'"
    assert "abc" not in page.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?code=abc", "another one"),
        ("?code=abc&state=other", "another one"),
        (f"?code=abc&state={STATE}&state=other", "another one"),
        ("?error=access_denied", "another one"),
        ("?code=<script>alert(1)</script>&state=<b>", "another one"),
        (f"?state={STATE}", "no answer"),
        ("", "no answer"),
    ],
)
async def test_what_is_no_answer_is_told_so_and_does_not_end_the_waiting(query, words):
    async with listening() as listener:
        page = await get(f"{listener.redirect}{query}")
        assert page.status_code == 400
        assert words in page.text
        assert "<script" not in page.text
        assert listener.answer is None
        await get(f"{listener.redirect}?code=good&state={STATE}")
        await asyncio.wait_for(listener.arrival(), 30)
        assert "code=good" in listener.answer


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/callback/", "/callback%00"])
async def test_any_other_path_is_404(path):
    async with listening() as listener:
        origin = listener.redirect.removesuffix("/callback")
        page = await get(f"{origin}{path}?code=abc&state={STATE}")
        assert page.status_code == 404
        assert listener.answer is None


async def test_nothing_but_get_is_understood():
    async with listening() as listener:
        page = await get(f"{listener.redirect}?code=abc&state={STATE}", "POST")
        assert page.status_code == 501
        assert listener.answer is None


async def test_the_first_answer_counts():
    async with listening() as listener:
        for code in ("one", "two"):
            assert (await get(f"{listener.redirect}?code={code}&state={STATE}")).status_code == 200
        assert "code=one" in listener.answer


async def test_a_refusal_is_an_answer_and_its_words_are_not_repeated():
    async with listening() as listener:
        page = await get(f"{listener.redirect}?error=access_denied&error_description=<b>Eve</b>&state={STATE}")
        await asyncio.wait_for(listener.arrival(), 30)
    assert "not allowed" in page.text
    assert "Eve" not in page.text


async def test_a_registered_port_and_path_are_kept():
    redirect = f"http://localhost:{free_port()}/oauth/back?app=1"
    async with listening(redirect) as listener:
        assert listener.redirect == redirect
        await get(redirect.replace("localhost", "127.0.0.1") + f"&code=abc&state={STATE}")
        await asyncio.wait_for(listener.arrival(), 30)
        assert "code=abc" in listener.answer


async def test_a_port_that_is_taken_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SignInError, match=str(port)) as caught:
            Loopback(f"http://127.0.0.1:{port}/callback", loopback, STATE)
    assert "paste" in caught.value.remedy
    assert [each.name for each in threading.enumerate() if each.name == "lockdash-loopback"] == []


async def test_its_end_leaves_neither_thread_nor_port_nor_silent_connections():
    before = set(threading.enumerate())
    async with listening() as listener:
        port = int(listener.redirect.split(":")[2].split("/")[0])
        silent = await asyncio.open_connection("127.0.0.1", port)
        half = await asyncio.open_connection("127.0.0.1", port)
        half[1].write(b"GET /call")
        await half[1].drain()
        await get(f"{listener.redirect}?code=abc&state={STATE}")
    left = {each for each in threading.enumerate() if not each.name.startswith("asyncio")}
    assert left <= before
    for reader, writer in (silent, half):
        assert await asyncio.wait_for(reader.read(), 30) == b""
        writer.close()
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_who_waits_when_it_ends_waits_no_longer():
    listener = Loopback(None, loopback, STATE)
    arrival = asyncio.create_task(listener.arrival())
    await listener.close()
    await asyncio.wait_for(arrival, 30)
    assert listener.answer is None
    await listener.close()


async def test_only_this_machine_is_listened_on():
    async with listening() as listener:
        assert listener.redirect.startswith("http://127.0.0.1:")
        assert listener._server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("redirect", "can"),
    [
        ("http://127.0.0.1:8000/callback", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000/callback", True),
        ("https://127.0.0.1:8000/callback", False),
        ("http://example.com/callback", False),
        ("http://127.0.0.1.example.com/callback", False),
        ("urn:ietf:wg:oauth:2.0:oob", False),
    ],
)
def test_where_can_be_listened(redirect, can):
    assert can_listen(redirect) is can
