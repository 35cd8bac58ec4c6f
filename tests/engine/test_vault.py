"""The turns of sessions that need a token: one asks, the others take what it brought, nobody waits for ever."""

from __future__ import annotations

import asyncio
import errno
import fcntl
from datetime import UTC, datetime

import pytest

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine.clock import SystemClock
from lockdash.engine.errand import lock_path
from lockdash.engine.file_lock import FileLock
from lockdash.engine.vault import StoreVault
from lockdash.vendors.base import OAuthClient
from lockdash.vendors.errors import SignedOut, VendorFault

CLIENT = OAuthClient(vendor="Vendor", address="http://127.0.0.1:9", path="/token", client_id="us")
CLOCK = SystemClock()


def token(name, refresh=None):
    return Token(Secret(name), datetime(2026, 11, 21, 18, 0, tzinfo=UTC), refresh and Secret(refresh))


class Asking:
    """Asks for a token, which comes when `answered` is set; `asked` when the question is out."""

    def __init__(self, brought):
        self.asked, self.answered, self.brought = asyncio.Event(), asyncio.Event(), brought

    async def __call__(self):
        self.asked.set()
        await self.answered.wait()
        return self.brought


async def never():
    raise AssertionError("nobody needed to ask")


async def test_what_one_session_asks_for_serves_the_others(writer):
    one, other = (StoreVault("home", writer, CLOCK) for _ in range(2))
    ask = Asking(token("fresh"))
    first = asyncio.create_task(one.renew(None, ask))
    await ask.asked.wait()
    rest = [asyncio.create_task(vault.renew(None, never)) for vault in (one, other, other)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in rest)
    ask.answered.set()
    async with asyncio.timeout(10):
        assert set(await asyncio.gather(first, *rest)) == {ask.brought}
    assert await other.read() == ask.brought


async def test_it_is_in_the_store_before_anybody_has_it(writer, monkeypatch):
    vault = StoreVault("home", writer, CLOCK)
    seen = []
    real = writer.store.write_token
    monkeypatch.setattr(writer.store, "write_token", lambda *what: (seen.append(what), real(*what)))

    async def ask():
        assert not seen
        return token("fresh")

    assert await vault.renew(None, ask) == token("fresh")
    assert seen == [("home", token("fresh"))]


async def test_a_failure_gives_the_turn_to_the_next(writer):
    one, other = (StoreVault("home", writer, CLOCK) for _ in range(2))

    async def fail():
        raise VendorFault("broken")

    async def succeed():
        return token("fresh")

    with pytest.raises(VendorFault):
        await one.renew(None, fail)
    assert await other.renew(None, succeed) == token("fresh")


async def test_a_cancelled_question_gives_the_turn_to_the_next(writer):
    one, other = (StoreVault("home", writer, CLOCK) for _ in range(2))
    ask = Asking(token("lost"))
    asking = asyncio.create_task(one.renew(None, ask))
    await ask.asked.wait()
    waiting = asyncio.create_task(other.renew(None, never))
    await asyncio.sleep(0)
    for task in (waiting, asking):
        task.cancel()
    await asyncio.gather(asking, waiting, return_exceptions=True)

    async def succeed():
        return token("fresh")

    async with asyncio.timeout(10):
        assert await other.renew(None, succeed) == token("fresh")


async def test_a_session_that_has_stopped_in_its_turn_is_not_waited_for_for_ever(writer, tmp_path):
    stopped = FileLock(lock_path(tmp_path, "home").with_suffix(".turn"))
    assert stopped.take()
    vault = StoreVault("home", writer, CLOCK, limit=0.2)

    async def succeed():
        return token("fresh")

    begun = CLOCK.monotonic()
    async with asyncio.timeout(10):
        assert await vault.renew(None, succeed) == token("fresh")
    assert CLOCK.monotonic() - begun >= 0.4
    assert stopped.held


async def test_an_account_that_was_signed_out_meanwhile_is_not_exchanged_for(writer):
    vault = StoreVault("home", writer, CLOCK)
    stale = token("stale", "r1")
    for left in (None, token("stale")):
        writer.store.write_token("home", left)
        with pytest.raises(SignedOut, match="another session"):
            await vault.exchange(stale, CLIENT)


async def test_an_exchange_that_another_session_made_is_taken_over(writer):
    vault = StoreVault("home", writer, CLOCK)
    writer.store.write_token("home", token("fresh", "r2"))
    assert await vault.exchange(token("stale", "r1"), CLIENT) == token("fresh", "r2")


async def test_a_name_can_be_anything(writer, tmp_path):
    assert lock_path(tmp_path, "../../etc/passwd\x00").parent == tmp_path
    vault = StoreVault("../../etc", writer, CLOCK)

    async def succeed():
        assert [each.stat().st_mode & 0o077 for each in tmp_path.glob("token-*")] == [0]
        return token("fresh")

    await vault.renew(None, succeed)


async def test_without_locks_everybody_asks_for_himself(writer, monkeypatch, caplog):
    def refuse(*args):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)

    async def succeed():
        return token("fresh")

    assert await StoreVault("home", writer, CLOCK).renew(None, succeed) == token("fresh")
    assert "has no locks" in caplog.text
