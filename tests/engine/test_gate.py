from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from lockdash.domain.budget import Allowance, Limits, Purpose
from lockdash.engine.actor import current_actor
from lockdash.engine.gate import StoreGate, tallied
from lockdash.vendors.errors import RateLimited
from tests.engine.stage import VirtualClock


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


@pytest.mark.parametrize(
    ("environ", "origin"),
    [({}, None), ({"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22"}, "192.0.2.7"), ({"SSH_CONNECTION": " "}, None)],
)
def test_the_actor_names_where_the_session_comes_from(environ, origin):
    actor = current_actor(environ)
    assert actor.origin == origin
    assert actor.user
    assert actor.process


async def test_two_reads_at_the_same_time_are_each_charged_their_own_requests(writer):
    gate = StoreGate("home", Allowance(30, 60), writer, VirtualClock())

    async def read(requests):
        with tallied() as tally:
            await gate.spend(Purpose.command)
            await asyncio.gather(*(gate.spend(Purpose.poll) for _ in range(requests)))
        await gate.spend(Purpose.poll)
        return tally.polls

    assert await asyncio.gather(read(2), read(5)) == [2, 5]
