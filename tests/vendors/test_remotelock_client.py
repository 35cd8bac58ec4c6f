"""RemoteLock over real HTTP, against the simulator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import DeviceKind, LockState
from lockdash.domain.events import EventKind
from lockdash.domain.link import Link, link
from lockdash.simulator.server import CLIENT_SECRET, ManualClock, Simulator
from lockdash.vendors.errors import BadAnswer, RateLimited, Unauthorised
from lockdash.vendors.remotelock import feed_cursor
from lockdash.vendors.remotelock.client import RemoteLockClient
from tests.vendors.fakes import FakeGate, connection


async def _named(client):
    return {device.name: device for device in (await client.read("devices", None)).devices}


def _api(sim):
    return [heard for heard in sim.requests if heard.path.startswith("/remotelock/")]


async def test_all_devices(sim, remotelock, gate):
    answer = await remotelock.read("devices", None)
    assert answer.complete
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
    await remotelock.read("devices", None)
    await remotelock.read("devices", None)
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
    assert (await remotelock.read("locations", None)).wants == frozenset()
    assert (await remotelock.read("locations", None)).wants == frozenset()
    sim.faults.add("/locations", mangle="hostile_names")
    assert (await remotelock.read("locations", None)).wants == {"devices"}


async def test_a_thousand_devices_in_pages():
    with Simulator(world="small", clock=ManualClock(), devices=1000).serve() as sim:
        gate = FakeGate()
        made = connection(
            "remotelock",
            gate=gate,
            secrets={"client_secret": CLIENT_SECRET},
            client_id="demo-application",
            api_url=sim.remotelock_api_url,
            auth_url=sim.remotelock_auth_url,
        )
        client = RemoteLockClient.of(made, clock=sim.clock.now)
        answer = await client.read("devices", None)
        await client.aclose()
        assert len({device.key for device in answer.devices}) == len(sim.world.rentals.devices) > 1000
        assert answer.complete
        pages = [heard for heard in _api(sim) if heard.path.endswith("/devices")]
        assert len(pages) == -(-len(answer.devices) // 50)


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
        answer = await client.read("devices", None)
        assert (answer.devices, answer.complete) == ((), True)
        answer = await client.read("events", None)
        assert (answer.events, answer.cursor) == ((), None)
        await client.aclose()


async def test_a_list_that_changed_while_it_was_read_is_not_complete(sim, remotelock):
    page = '{"data": [], "meta": {"page": 1, "per_page": 50, "total_pages": 2, "total_count": 51}}'
    sim.faults.add("/devices", pattern=r"page=1\b", status=200, body=page)
    answer = await remotelock.read("devices", None)
    assert not answer.complete


async def test_a_spoiled_item_makes_a_list_incomplete(sim, remotelock):
    sim.faults.add("/devices", mangle="no_items", item=1)
    answer = await remotelock.read("devices", None)
    assert len(answer.devices) == len(sim.world.rentals.devices) - 1
    assert not answer.complete
    assert answer.problems[0].where == "device list[1]"


def _use(sim, name, state="unlocked"):
    sim.world.do(lambda: sim.world.locks[name].use(state, sim.world.rentals.guests[0], pin="4821", method="pin"))
    sim.world.advance(5)


async def test_events_tell_of_states(sim, remotelock):
    devices = await _named(remotelock)
    first = await remotelock.read("events", None)
    _use(sim, "Beach House")
    answer = await remotelock.read("events", first.cursor)
    event = next(event for event in answer.events if event.kind is EventKind.unlocked)
    assert event.device_id == devices["Beach House"].vendor_id
    assert event.how == "PIN"
    assert event.zone == "America/Los_Angeles"
    assert "4821" not in event.raw
    assert event.recorded_at is not None
    news = {each.vendor_id: each for each in answer.observations}[event.device_id]
    assert news.state.value is LockState.unlocked
    assert news.state.as_of == event.occurred_at


async def test_nothing_new_brings_nothing(sim, remotelock):
    _use(sim, "Beach House")
    first = await remotelock.read("events", None)
    assert first.events
    again = await remotelock.read("events", first.cursor)
    assert (again.events, again.observations, again.cursor) == ((), (), first.cursor)


async def test_a_new_session_takes_up_where_the_last_one_ended(sim, remotelock, gate, vault):
    _use(sim, "Beach House")
    first = await remotelock.read("events", None)
    made = connection(
        "remotelock",
        gate=gate,
        vault=vault,
        secrets={"client_secret": CLIENT_SECRET},
        client_id="demo-application",
        api_url=sim.remotelock_api_url,
        auth_url=sim.remotelock_auth_url,
    )
    other = RemoteLockClient.of(made, clock=sim.clock.now)
    again = await other.read("events", first.cursor)
    assert {event.id for event in again.events} == {event.id for event in first.events}, "once too often is harmless"
    assert again.observations == (), "but old news is no news"
    await other.aclose()


async def test_pages_go_back_until_the_known_but_no_further_than_three(sim, remotelock):
    first = await remotelock.read("events", None)
    lock = sim.world.locks["Beach House"]

    def happen(number):
        for _ in range(number):
            sim.world.do(lambda: lock.upload(lock.record("locked"), (0.0, 0.0)))
            sim.world.advance(1)

    happen(120)
    sim.requests.clear()
    answer = await remotelock.read("events", first.cursor)
    assert (len(answer.events), len(_api(sim)), answer.problems) == (120, 3, ())
    happen(200)
    answer = await remotelock.read("events", answer.cursor)
    assert len(answer.events) == 150
    assert "more than 150 are new" in answer.problems[0].why


async def test_an_event_that_was_uploaded_late_is_found(sim, remotelock):
    first = await remotelock.read("events", None)
    lock = sim.world.locks["Cabin"]
    long_ago = sim.clock.now() - timedelta(hours=5)
    sim.world.do(lambda: lock.upload(lock.record("unlocked", occurred_at=long_ago)))
    sim.world.advance(10)
    answer = await remotelock.read("events", first.cursor)
    assert [event.occurred_at for event in answer.events] == [long_ago]
    assert answer.observations[0].state.as_of == long_ago


async def test_two_events_of_one_second_are_both_found(sim, remotelock):
    lock = sim.world.locks["Beach House"]
    sim.world.do(lambda: lock.upload(lock.record("unlocked"), (0.0, 0.0)))
    sim.world.advance(0)
    first = await remotelock.read("events", None)
    sim.world.do(lambda: lock.upload(lock.record("locked"), (0.0, 0.0)))
    sim.world.advance(0)
    answer = await remotelock.read("events", first.cursor)
    assert [event.kind for event in answer.events] == [EventKind.locked]
    assert [news.state.value for news in answer.observations] == [LockState.locked]
    assert len(feed_cursor.parse(answer.cursor).ids) == 2


async def test_events_of_the_future_do_not_hide_what_comes(sim, remotelock):
    _use(sim, "Beach House")
    fault = sim.faults.add("/events", mangle="future")
    first = await remotelock.read("events", None)
    assert first.events
    assert first.cursor is None
    sim.faults.remove(fault)
    _use(sim, "Beach House", "locked")
    assert (await remotelock.read("events", first.cursor)).events


@pytest.mark.parametrize("cursor", ["", "rubbish", "2026-11-21T08:00:00+00:00", "|", "2026-11-21T08:00:00+00:00|a,b"])
async def test_any_cursor_is_survived(sim, remotelock, cursor):
    _use(sim, "Beach House")
    assert (await remotelock.read("events", cursor)).events


async def test_events_of_strangers_want_a_list(sim, remotelock):
    assert (await remotelock.read("events", None)).wants == frozenset(), "no list was read yet"
    await remotelock.read("devices", None)
    sim.world.do(lambda: sim.world.locks["Beach House"].lose_connection())
    sim.world.advance(5)
    assert (await remotelock.read("events", None)).wants == {"devices"}


async def test_the_echo_of_a_wish_is_no_news(sim, remotelock):
    """The vendor shows the wish of a sleeping lock as its state; it is dropped until the lock wakes."""
    cabin = (await _named(remotelock))["Cabin"]
    assert cabin.state.value is LockState.locked
    await remotelock.send(cabin, CommandKind.unlock)
    sim.world.advance(30)
    echo = (await _named(remotelock))["Cabin"]
    assert (echo.state, echo.state_raw) == (None, None)
    sim.world.advance(700)
    assert (await _named(remotelock))["Cabin"].state.value is LockState.unlocked


async def test_the_echo_of_somebody_elses_wish_is_none_either(sim, remotelock):
    await remotelock.read("devices", None)
    sim.world.do(lambda: sim.world.locks["Cabin"].ask("unlocked"))
    assert (await _named(remotelock))["Cabin"].state is None


async def test_a_connected_lock_has_a_moment_to_act(sim, remotelock):
    shed = (await _named(remotelock))["Boat Shed"]
    wanted = CommandKind.unlock if shed.state.value is LockState.locked else CommandKind.lock
    await remotelock.send(shed, wanted)
    assert (await _named(remotelock))["Boat Shed"].state is None
    sim.world.advance(30)
    assert (await _named(remotelock))["Boat Shed"].state.value is shed.state.value, "it jams"


async def test_the_vendors_limit(sim, remotelock, gate):
    sim.limit.limit = 4
    await remotelock.read("devices", None)
    await remotelock.read("events", None)
    with pytest.raises(RateLimited) as caught:
        await remotelock.read("events", None)
    assert caught.value.retry_at == gate.observed[-1].blocked_until == sim.clock.now() + timedelta(seconds=60)


async def test_an_account_without_a_subscription(sim, remotelock):
    sim.faults.add("/devices", status=402, body='{"message": "Please create a subscription", "type": "billing"}')
    with pytest.raises(Unauthorised, match="Please create a subscription") as caught:
        await remotelock.read("devices", None)
    assert "subscription" in caught.value.remedy


async def test_an_address_that_is_another_api(sim, remotelock):
    sim.faults.add("/events", status=404)
    with pytest.raises(BadAnswer) as caught:
        await remotelock.read("events", None)
    assert "api_url" in caught.value.remedy


async def test_a_feed_that_does_not_exist(remotelock):
    with pytest.raises(ValueError, match="no feed"):
        await remotelock.read("weather", None)
