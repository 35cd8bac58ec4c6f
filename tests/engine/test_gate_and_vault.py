from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from lockdash.domain.budget import Allowance, Limits, Purpose
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine.actor import current_actor
from lockdash.engine.gate import StoreGate
from lockdash.engine.vault import StoreVault, lock_path
from lockdash.engine.writer import Writer
from lockdash.store.store import Store
from lockdash.vendors.errors import RateLimited
from tests.engine.stage import VirtualClock


@pytest.fixture
async def writer(tmp_path):
    store = Store.open(tmp_path)
    writer = Writer(store)
    yield writer
    await writer.close()
    store.close()


async def test_polls_leave_the_reserve_to_commands(writer):
    clock = VirtualClock()
    gate = StoreGate("home", Allowance(30, 60), writer, clock)
    for _ in range(20):
        await gate.spend(Purpose.poll)
    with pytest.raises(RateLimited) as denied:
        await gate.spend(Purpose.poll)
    assert denied.value.retry_at == clock.now() + timedelta(seconds=60)
    assert "used up for 60 s" in str(denied.value)
    for _ in range(10):
        await gate.spend(Purpose.command)
    with pytest.raises(RateLimited):
        await gate.spend(Purpose.command)
    assert gate.polls == 20
    clock.elapsed = 61
    await gate.spend(Purpose.poll)


async def test_a_block_holds_for_every_gate_of_the_account(writer):
    clock = VirtualClock()
    one, other = (StoreGate("home", Allowance(700, 3600), writer, clock) for _ in range(2))
    await one.observe(Limits(blocked_until=clock.now() + timedelta(seconds=30), skew=2.0))
    assert one.skew == 2.0
    with pytest.raises(RateLimited):
        await other.spend(Purpose.command)
    await StoreGate("rentals", Allowance(700, 3600), writer, clock).spend(Purpose.poll)


async def test_one_at_a_time_may_ask_for_a_token(writer):
    clock = VirtualClock()
    one, other = (StoreVault("home", writer, clock) for _ in range(2))
    token = Token(Secret("fresh"), clock.now())
    order = []

    async def first() -> None:
        async with one.lock():
            order.append("first in")
            entered.set()
            await release.wait()
            await one.write(token)
            order.append("first out")

    async def second() -> None:
        await entered.wait()
        async with other.lock():
            order.append("second in")
            assert await other.read() == token

    entered, release = asyncio.Event(), asyncio.Event()
    tasks = [asyncio.create_task(first()), asyncio.create_task(second())]
    await entered.wait()
    for _ in range(10):
        await asyncio.sleep(0)
        clock.move_on(clock.elapsed + 0.05)
    assert order == ["first in"]
    release.set()
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
        clock.move_on(clock.elapsed + 0.05)
    await asyncio.gather(*tasks)
    assert order == ["first in", "first out", "second in"]


async def test_a_cancelled_wait_leaves_the_lock_free(writer):
    clock = VirtualClock()
    one, other = (StoreVault("home", writer, clock) for _ in range(2))

    async def wait() -> None:
        async with other.lock():
            pass

    async with one.lock():
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with other.lock():
        assert await other.read() is None


async def test_a_name_can_be_anything(writer, tmp_path):
    path = lock_path(tmp_path, "../../etc/passwd\x00")
    assert path.parent == tmp_path
    vault = StoreVault("../../etc", writer, VirtualClock())
    async with vault.lock():
        assert [each.stat().st_mode & 0o077 for each in tmp_path.glob("token-*.lock")] == [0]


@pytest.mark.parametrize(
    ("environ", "origin"),
    [({}, None), ({"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22"}, "192.0.2.7"), ({"SSH_CONNECTION": " "}, None)],
)
def test_the_actor_names_where_the_session_comes_from(environ, origin):
    actor = current_actor(environ)
    assert actor.origin == origin
    assert actor.user
    assert actor.process
