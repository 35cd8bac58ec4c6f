"""The world as a whole: repeatable, alive, true to its clock."""

from __future__ import annotations

import pytest

from lockdash.simulator.clock import ManualClock, SystemClock
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.server import Simulator, SimulatorError
from tests.simulator.conftest import Rentals, Tedee


def story(seed):
    """Everything that is answered to the same requests at the same times."""
    with Simulator(seed=seed, clock=ManualClock(), world="demo").serve() as sim:
        tedee, rentals = Tedee(sim), Rentals(sim)
        told = []
        for _ in range(5):
            sim.world.advance(30)
            answers = [tedee.get("lock/sync"), rentals.get("devices", {"per_page": 50}), rentals.get("events")]
            told += [answer.text.replace(sim.url, "") for answer in answers]
            told.append(tedee.post("lock/40102/operation/lock").text)
            told.append(tedee.get("bridge").headers["X-Correlation-ID"])
        told.append(tedee.get("deviceactivity", deviceId=40101).text)
        tedee.close()
        rentals.close()
        return told


def test_the_same_seed_steps_and_requests_give_the_same_answers():
    assert story(7) == story(7)


def test_another_seed_gives_another_world():
    assert story(7) != story(8)


def test_the_steps_in_which_time_passes_change_nothing():
    worlds = [Simulator(seed=3, clock=ManualClock(), world="demo").world for _ in range(2)]
    worlds[0].advance(900)
    for _ in range(300):
        worlds[1].advance(3)
    states = [{name: getattr(lock, "state", None) for name, lock in world.locks.items()} for world in worlds]
    assert states[0] == states[1]
    assert [event.id for event in worlds[0].rentals.events] == [event.id for event in worlds[1].rentals.events]


def snapshot(world):
    watched = ("state", "shown_state", "connected", "online", "door", "on", "temperature")
    return {name: tuple(getattr(thing, field, None) for field in watched) for name, thing in world.locks.items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_demo_is_alive_and_calm(seed):
    world = Simulator(seed=seed, clock=ManualClock(), world="demo").world
    changes = []
    before = snapshot(world)
    for _ in range(60):
        world.advance(10)
        after = snapshot(world)
        changes.append(sum(before[name] != after[name] for name in before))
        before = after
    assert sum(changes) >= 60, "less than one change in 10 s"
    assert max(changes) <= 12
    longest = max(len(run) for run in "".join("x" if count else "." for count in changes).split("x"))
    assert longest <= 6, "a minute without any change"


def test_small_is_still(sim):
    before = {name: value[:2] for name, value in snapshot(sim.world).items()}
    sim.world.advance(3600)
    assert {name: value[:2] for name, value in snapshot(sim.world).items()} == before
    assert not sim.world.rentals.events


def test_the_demo_holds_every_condition():
    sim = Simulator(clock=ManualClock(), world="demo")
    home = {lock.name: lock for lock in sim.world.home.locks.values()}
    assert len(home) == 12
    assert (home["Cellar"].result, home["Cellar"].state.name) == (1, "semi_locked")
    assert home["Attic"].state.name == "uncalibrated"
    assert home["Workshop"].connected is False
    assert home["Summer House"].connected is None
    assert home["Neighbour, 2nd floor"].access_level == 0
    assert min(lock.battery for lock in home.values() if lock.battery is not None) < 15
    assert any(
        lock.settings.pull_spring_enabled and not lock.settings.auto_pull_spring_enabled for lock in home.values()
    )
    assert any(lock.settings.auto_pull_spring_enabled for lock in home.values())
    devices = sim.world.rentals.devices.values()
    assert len(devices) == 30
    known = {"lock", "acs_door", "resort_lock", "power_plug", "thermostat"}
    assert known | {"igloo_lock", "zwave_lock"} == {device.type for device in devices}
    assert len({device.location.time_zone for device in devices}) == 3
    beats = [device.heartbeat_interval for device in devices if isinstance(device, WifiLock) and device.sleeps]
    assert (min(beats), max(beats)) == (60, 1200)
    assert any(device.jams for device in devices if isinstance(device, WifiLock))


def test_the_demo_has_a_past():
    world = Simulator(clock=ManualClock(), world="demo").world
    uploaded = [event.created_at for event in world.rentals.events]
    assert len(uploaded) > 50
    assert max(uploaded) <= world.opened_at
    assert (world.opened_at - min(uploaded)).total_seconds() > 6 * 3600
    assert any((event.created_at - event.occurred_at).total_seconds() > 60 for event in world.rentals.events)
    kinds = {event.type.removesuffix("_event") for event in world.rentals.events}
    assert kinds >= {"unlocked", "locked", "access_denied", "acs_door_opened", "power_level_low", "relay_enabled"}
    logged = {entry.event for lock in world.home.locks.values() for entry in lock.log}
    assert logged >= {33, 34, 36, 40, 61, 62, 66, 83, 84}


def test_the_pace_is_how_often_people_come_by_and_leaves_the_clock_alone():
    worlds = [Simulator(clock=ManualClock(), world="demo", pace=pace).world for pace in (1.0, 4.0)]
    heard = []
    for world in worlds:
        before = len(world.rentals.events)
        world.advance(1800)
        heard.append(len(world.rentals.events) - before)
    assert heard[1] > 2 * heard[0]
    assert worlds[0].now == worlds[1].now


def test_a_link_of_the_demo_flickers():
    world = Simulator(clock=ManualClock(), world="demo").world
    seen = []
    for _ in range(120):
        world.advance(20)
        seen.append(world.locks["Garage"].connected)
    assert 0 < seen.count(False) < 30


def test_a_lock_that_oversleeps_for_long_is_no_longer_called_alive(sim):
    sim.world.set("Cabin", oversleeps=1.0)
    sim.world.advance(600 + 1200)
    assert sim.world.locks["Cabin"].alive is True
    sim.world.advance(3600)
    assert sim.world.locks["Cabin"].alive is False
    sim.world.set("Cabin", oversleeps=0.0)
    sim.world.advance(1200)
    assert sim.world.locks["Cabin"].alive is True


def test_more_devices_are_added_to_any_world():
    assert len(Simulator(clock=ManualClock(), world="empty", devices=1000).world.rentals.devices) == 1000
    assert len(Simulator(clock=ManualClock(), world="small", devices=5).world.rentals.devices) == 15


def test_an_empty_world_is_empty_and_answers():
    with Simulator(clock=ManualClock(), world="empty").serve() as sim:
        tedee, rentals = Tedee(sim), Rentals(sim)
        assert tedee.get("lock").json()["result"] == []
        assert tedee.get("lock/sync").json()["result"] == []
        assert rentals.get("devices").json() == {
            "data": [],
            "meta": {"page": 1, "per_page": 25, "total_pages": 1, "total_count": 0},
        }
        tedee.close()
        rentals.close()


def test_a_world_that_does_not_exist_is_named_and_so_are_those_that_do():
    with pytest.raises(ValueError, match="no world named 'mars'; there are demo, small, empty"):
        Simulator(world="mars")


def test_the_system_clock_can_jump_ahead_but_not_back():
    clock = SystemClock()
    before = clock.now()
    clock.advance(3600)
    assert (clock.now() - before).total_seconds() >= 3600
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)


def test_it_is_served_again_on_the_same_port_and_the_world_stays(sim):
    again = Simulator(clock=ManualClock(), world="small")
    with again.serve() as first:
        port = first.port
        first.world.set("Garage", state="locked")
    with again.serve(port) as second:
        asker = Tedee(second)
        assert asker.get("lock/40102").json()["result"]["deviceState"]["state"] == 6
        asker.close()


def test_a_taken_port_is_an_error_in_words(sim):
    with (
        pytest.raises(SimulatorError, match=f"cannot listen on 127.0.0.1:{sim.port}: Address already in use"),
        Simulator(world="empty").serve(sim.port),
    ):
        pass
