"""RemoteLock over real HTTP, against the simulator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.domain.devices import DeviceKind
from lockdash.domain.link import Link, link
from lockdash.simulator.server import CLIENT_SECRET, ManualClock, Simulator
from lockdash.vendors.errors import BadAnswer, RateLimited, Unauthorised
from lockdash.vendors.remotelock.client import RemoteLockClient
from tests.vendors.fakes import FakeGate, connection
from tests.vendors.records import NOTHING


async def _named(client):
    return {device.name: device for device in (await client.read("devices", None, NOTHING)).devices}


def _api(sim):
    return [heard for heard in sim.requests if heard.path.startswith("/remotelock/")]


async def test_all_devices(sim, remotelock, gate):
    answer = await remotelock.read("devices", None, NOTHING)
    assert answer.roll == set(sim.world.rentals.devices)
    assert answer.problems == ()
    devices = {device.name: device for device in answer.devices}
    kinds = {device.kind for device in devices.values()}
    assert kinds == {
        DeviceKind.lock,
        DeviceKind.door,
        DeviceKind.offline_lock,
        DeviceKind.power_plug,
        DeviceKind.thermostat,
    }
    now = sim.clock.now()
    assert link(devices["Beach House"].contact, now) is Link.live
    assert devices["Beach House"].state.as_of == now
    assert link(devices["Cabin"].contact, now) is Link.asleep
    assert devices["Cabin"].state.as_of == now - timedelta(minutes=10)
    assert link(devices["Ridge Hut"].contact, now) is Link.offline
    assert devices["New Lock"].state is None
    assert devices["Beach House"].location == "Beach houses"
    assert devices["Beach House"].zone == "America/Los_Angeles"
    assert devices["Beach House"].model == "LS-6i"
    assert gate.observed[-1].limit == 120
    assert gate.observed[-1].remaining == 120 - len(gate.spent)


async def test_places_are_read_once_before_the_first_list(sim, remotelock):
    await remotelock.read("devices", None, NOTHING)
    await remotelock.read("devices", None, NOTHING)
    assert [heard.path.rpartition("/")[2] for heard in _api(sim)] == ["locations", "models", "devices", "devices"]
    assert "per_page=50&page=1&sort=created_at" in _api(sim)[-1].query


async def test_devices_without_names_of_places_are_better_than_none(sim, remotelock):
    fault = sim.faults.add("/locations", status=500)
    devices = await _named(remotelock)
    assert devices["Beach House"].location is None
    sim.faults.remove(fault)
    assert (await _named(remotelock))["Beach House"].location == "Beach houses"


@pytest.mark.parametrize("status", [404, 500])
async def test_models_are_not_needed(sim, remotelock, status):
    sim.faults.add("/models", status=status)
    device = (await _named(remotelock))["Beach House"]
    assert (device.location, device.model) == ("Beach houses", None)


async def test_a_place_with_a_new_name_wants_the_devices(sim, remotelock):
    assert (await remotelock.read("locations", None, NOTHING)).wants == frozenset()
    assert (await remotelock.read("locations", None, NOTHING)).wants == frozenset()
    sim.faults.add("/locations", mangle="hostile_names")
    assert (await remotelock.read("locations", None, NOTHING)).wants == {"devices"}


async def test_an_empty_account():
    with Simulator(world="empty", clock=ManualClock()).serve() as sim:
        made = connection(
            "remotelock",
            gate=FakeGate(),
            secrets={"client_secret": CLIENT_SECRET},
            client_id="demo-application",
            api_url=sim.remotelock_api_url,
            auth_url=sim.remotelock_auth_url,
        )
        client = RemoteLockClient.of(made, clock=sim.clock.now)
        answer = await client.read("devices", None, NOTHING)
        assert (answer.devices, answer.roll, answer.wants) == ((), frozenset(), frozenset())
        answer = await client.read("events", None, NOTHING)
        assert answer.events == ()
        assert (await client.read("events", answer.cursor, NOTHING)).holes == ()
        await client.aclose()


async def test_a_list_that_changed_while_it_was_read_gives_no_roll(sim, remotelock):
    page = '{"data": [], "meta": {"page": 1, "per_page": 50, "total_pages": 2, "total_count": 51}}'
    sim.faults.add("/devices", pattern=r"page=1\b", status=200, body=page)
    answer = await remotelock.read("devices", None, NOTHING)
    assert answer.roll is None


async def test_a_spoiled_item_spoils_the_roll(sim, remotelock):
    sim.faults.add("/devices", mangle="no_items", item=1)
    answer = await remotelock.read("devices", None, NOTHING)
    assert len(answer.devices) == len(sim.world.rentals.devices) - 1
    assert answer.roll is None
    assert answer.problems[0].where == "device list[1]"


async def test_the_vendors_limit(sim, remotelock, gate):
    sim.limit.limit = 4
    await remotelock.read("devices", None, NOTHING)
    await remotelock.read("events", None, NOTHING)
    with pytest.raises(RateLimited) as caught:
        await remotelock.read("events", None, NOTHING)
    assert caught.value.retry_at == gate.observed[-1].blocked_until == sim.clock.now() + timedelta(seconds=60)


async def test_an_account_without_a_subscription(sim, remotelock):
    sim.faults.add("/devices", status=402, body='{"message": "Please create a subscription", "type": "billing"}')
    with pytest.raises(Unauthorised, match="Please create a subscription") as caught:
        await remotelock.read("devices", None, NOTHING)
    assert "subscription" in caught.value.remedy


async def test_an_address_that_is_another_api(sim, remotelock):
    sim.faults.add("/events", status=404)
    with pytest.raises(BadAnswer) as caught:
        await remotelock.read("events", None, NOTHING)
    assert "api_url" in caught.value.remedy


async def test_a_feed_that_does_not_exist(remotelock):
    with pytest.raises(ValueError, match="no feed"):
        await remotelock.read("weather", None, NOTHING)
