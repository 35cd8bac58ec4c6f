"""Tedee over real HTTP, against the simulator."""

from __future__ import annotations

import pytest

from lockdash.domain.budget import Purpose
from lockdash.domain.devices import DeviceKind, LockState
from lockdash.domain.link import Link, link
from lockdash.simulator.server import PERSONAL_KEY
from lockdash.simulator.tedee.versions import VERSIONS
from lockdash.vendors.errors import BadAnswer, RateLimited, Unauthorised
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.fakes import FakeGate, connection
from tests.vendors.records import NOTHING


async def _named(client):
    return {device.name: device for device in (await client.read("locks", None, NOTHING)).devices}


def _paths(sim, method="GET"):
    return [heard.path.partition("/my/")[2] for heard in sim.requests if heard.method == method]


async def test_the_list(sim, tedee, gate):
    locks = await _named(tedee)
    assert locks["Front Door"].state.value is LockState.locked
    assert locks["Front Door"].traits["Keypad"] == "paired"
    assert locks["Garage"].state.value is LockState.unlocked
    assert locks["Garage"].battery.value == 12
    assert locks["Attic"].state.value is LockState.uncalibrated
    assert locks["Cellar"].state is None
    now = sim.clock.now()
    assert link(locks["Cellar"].contact, now) is Link.offline
    assert link(locks["Garden Gate"].contact, now) is Link.no_bridge
    assert locks["Neighbour"].actions == frozenset()
    assert "remote control" in locks["Neighbour"].denied
    assert gate.spent == [Purpose.poll]
    assert gate.observed[0].skew == 0
    assert sim.requests[0].query == "IncludeAccessories=true"


async def test_the_list_and_what_stands_beside_have_a_roll_each(sim, tedee, records):
    locks = await records.read(tedee, "locks")
    beside = await records.read(tedee, "details")
    assert locks.roll == {str(number) for number in sim.world.home.locks}
    assert beside.roll == {str(number) for number in (*sim.world.home.bridges, *sim.world.home.keypads)}
    assert {device.kind for device in beside.devices} == {DeviceKind.bridge, DeviceKind.keypad}
    sim.world.home.remove("Garage")
    await records.read(tedee, "details")
    await records.read(tedee, "locks")
    assert records.gone == ["Garage"], "and no bridge with it"


async def test_a_lock_in_a_list_of_another_kind_stays_with_the_locks(sim, tedee, records):
    """A group that nobody knows yet names a lock as well: it is listed by one feed, whichever is read last."""
    await records.read(tedee, "locks")
    twins = '[{"id": 40101, "serialNumber": "22110401-000101", "name": "Front Door"}, {"id": 7, "name": "x"}]'
    sim.faults.add("/my/device/details", status=200, body=f'{{"result": {{"bridges": [], "twins": {twins}}}}}')
    for feed in ("details", "locks", "details"):
        await records.read(tedee, feed)
        assert records.named("Front Door").listed_by == "locks"
        assert records.gone == []
    assert records.named("x").listed_by == "details"


async def test_a_spoiled_item_spoils_the_roll(sim, tedee):
    sim.faults.add("/my/lock", mangle="no_items", item=2)
    answer = await tedee.read("locks", None, NOTHING)
    assert len(answer.devices) == len(sim.world.home.locks) - 1
    assert answer.roll is None
    assert answer.problems[0].where == "lock list[2]"


@pytest.mark.parametrize("status", [403, 404])
async def test_an_account_without_details_is_no_worse_for_it(sim, tedee, status):
    sim.faults.add("/my/device/details", status=status)
    answer = await tedee.read("details", None, NOTHING)
    assert (answer.devices, answer.roll) == ((), None)


@pytest.mark.parametrize("version", list(VERSIONS))
async def test_every_version_is_understood(sim, gate, version):
    made = connection(
        "tedee", gate=gate, secrets={"personal_key": PERSONAL_KEY}, api_url=sim.tedee_url, api_version=version
    )
    client = TedeeClient.of(made, clock=sim.clock.now)
    locks = await _named(client)
    assert locks["Front Door"].state.value is LockState.locked
    assert locks["Neighbour"].actions == frozenset()
    assert (await client.read("sync", None, NOTHING)).observations[0].state.value is LockState.locked
    await client.aclose()


async def test_a_version_that_was_retired(sim, gate):
    made = connection(
        "tedee", gate=gate, secrets={"personal_key": PERSONAL_KEY}, api_url=sim.tedee_url, api_version="v1.17"
    )
    client = TedeeClient.of(made, clock=sim.clock.now)
    with pytest.raises(BadAnswer) as caught:
        await client.read("locks", None, NOTHING)
    assert "v1.17 may have been retired" in caught.value.remedy
    await client.aclose()


async def test_a_key_from_a_file_with_a_line_break(sim, gate):
    made = connection("tedee", gate=gate, secrets={"personal_key": f" {PERSONAL_KEY}\n"}, api_url=sim.tedee_url)
    client = TedeeClient.of(made, clock=sim.clock.now)
    assert (await client.read("locks", None, NOTHING)).devices
    await client.aclose()


@pytest.mark.parametrize(
    ("feed", "scope"), [("locks", "Device.Read"), ("sync", "Device.Read"), ("activity", "DeviceActivity.Read")]
)
async def test_a_missing_scope_is_named(sim, tedee, feed, scope):
    front = (await _named(tedee))["Front Door"]
    sim.tedee.scopes -= {scope, f"{scope}Write"}
    with pytest.raises(Unauthorised) as caught:
        await tedee.read(feed, None, NOTHING, front)
    assert scope in str(caught.value)
    assert scope in caught.value.remedy


async def test_a_key_that_is_not_accepted_may_be_accepted_again(sim, tedee):
    sim.faults.add("", status=401)
    with pytest.raises(Unauthorised) as caught:
        await tedee.read("locks", None, NOTHING)
    assert "may pass by itself" in caught.value.remedy
    assert PERSONAL_KEY not in str(caught.value)


async def test_the_vendors_limits_are_obeyed_and_told(sim, tedee, gate):
    await tedee.read("sync", None, NOTHING)
    with pytest.raises(RateLimited) as caught:
        await tedee.read("sync", None, NOTHING)
    assert (caught.value.retry_at - sim.clock.now()).total_seconds() == 20
    assert gate.observed[-1].blocked_until == caught.value.retry_at


async def test_every_request_is_paid_for(sim, tedee, gate):
    front = (await _named(tedee))["Front Door"]
    for feed in ("sync", "details", "activity"):
        await tedee.read(feed, None, NOTHING, front)
    assert len(gate.spent) == len(gate.observed) == len(sim.requests) == 4
    gate.grants = 4
    with pytest.raises(RateLimited):
        await tedee.read("locks", None, NOTHING)
    assert len(sim.requests) == 4


async def test_feeds_that_do_not_exist(tedee):
    with pytest.raises(ValueError, match="no feed"):
        await tedee.read("weather", None, NOTHING)
    with pytest.raises(ValueError, match="without a device"):
        await tedee.read("activity", None, NOTHING)


async def test_nothing_that_is_printed_shows_the_key(tedee):
    assert "pretend-key" not in f"{tedee!r}{vars(tedee)!r}"


async def test_each_account_pays_at_its_own_gate(sim):
    gates = FakeGate(), FakeGate()
    for gate in gates:
        made = connection("tedee", gate=gate, secrets={"personal_key": PERSONAL_KEY}, api_url=sim.tedee_url)
        client = TedeeClient.of(made, clock=sim.clock.now)
        await client.read("locks", None, NOTHING)
        await client.aclose()
    assert [len(gate.spent) for gate in gates] == [1, 1]
