"""RemoteLock shows wishes as states. Whoever wished and whoever reads: an echo is no reading."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Contact, Device, DeviceKind, LockState
from lockdash.domain.readings import Reading
from lockdash.vendors.remotelock.echoes import without_echo
from tests.vendors.fakes import NOW

LAST = NOW - timedelta(minutes=10)


def _device(state, as_of, *, connected=False, last_at=LAST, kind=DeviceKind.lock):
    return Device(
        key="rentals/1",
        account="rentals",
        vendor_id="1",
        kind=kind,
        name="Cabin",
        state=None if state is None else Reading(state, as_of, NOW),
        state_raw=None if state is None else str(state),
        contact=Contact(connected=connected, seen_at=NOW, last_at=last_at),
    )


LISTED = _device(LockState.unlocked, LAST)


def _is_news(known, wished_at=None, listed=LISTED):
    told = without_echo(listed, known, wished_at, NOW)
    assert (told.state is None) == (told.state_raw is None)
    return told.state is not None


def test_what_was_known_is_no_echo():
    assert _is_news(_device(LockState.unlocked, LAST), NOW)


def test_nothing_known_and_nothing_wished():
    assert _is_news(None)
    assert _is_news(_device(None, None))
    assert _is_news(_device(LockState.unknown, None)), "a state that nobody vouches for is none"


@pytest.mark.parametrize("known", [None, _device(LockState.locked, LAST), _device(None, None)])
def test_a_wish_that_a_sleeping_device_cannot_have_heard(known):
    assert not _is_news(known, NOW - timedelta(minutes=5))
    assert not _is_news(known, NOW)


def test_a_wish_of_before_the_last_contact():
    asleep = _device(LockState.locked, LAST - timedelta(minutes=20))
    assert _is_news(asleep, LAST - timedelta(seconds=1))


@pytest.mark.parametrize(("seconds", "news"), [(14, False), (15, True)])
def test_a_connected_device_has_a_moment_to_act(seconds, news):
    listed = _device(LockState.unlocked, NOW, connected=True)
    known = _device(LockState.locked, NOW - timedelta(minutes=1), connected=True)
    assert _is_news(known, NOW - timedelta(seconds=seconds), listed) is news


def test_a_device_that_slept_all_the_while_did_not_move():
    assert not _is_news(_device(LockState.locked, LAST))


def test_a_state_that_an_event_told_after_the_listed_contact():
    assert not _is_news(_device(LockState.locked, LAST + timedelta(minutes=1)))


def test_a_contact_that_an_event_told_without_a_state():
    """The known contact is the listed one, but the known state is older: the device may have moved."""
    assert _is_news(_device(LockState.locked, LAST - timedelta(minutes=20)))


def test_a_connected_device_may_move_at_any_time():
    listed = _device(LockState.unlocked, NOW, connected=True)
    assert _is_news(_device(LockState.locked, LAST, connected=True), None, listed)


def test_a_device_of_another_kind_says_nothing_of_this_one():
    assert _is_news(_device(LockState.locked, LAST, kind=DeviceKind.door))


def test_a_device_without_a_state_or_a_contact():
    plug = _device(None, None, kind=DeviceKind.power_plug)
    assert without_echo(plug, plug, NOW, NOW) is plug
    offline = msgspec.structs.replace(LISTED, contact=None)
    assert without_echo(offline, None, NOW, NOW) is offline


async def test_a_wish_is_no_news_to_another_session(sim, connect_remotelock, records):
    """The leader lists what a follower wished, and the next leader too; until the lock wakes."""
    leader, follower = connect_remotelock(), connect_remotelock()
    await records.read(leader, "devices")
    assert records.named("Cabin").state.value is LockState.locked
    await records.send(follower, "Cabin", CommandKind.unlock)
    for client in (leader, follower, connect_remotelock()):
        sim.world.advance(30)
        listed = {device.name: device for device in (await records.read(client, "devices")).devices}
        assert (listed["Cabin"].state, listed["Cabin"].state_raw) == (None, None)
        assert records.named("Cabin").state.value is LockState.locked
    sim.world.advance(700)
    await records.read(connect_remotelock(), "devices")
    assert records.named("Cabin").state.value is LockState.unlocked


async def test_a_wish_from_the_phone_is_none_either(sim, connect_remotelock, records):
    await records.read(connect_remotelock(), "devices")
    sim.world.do(lambda: sim.world.locks["Cabin"].ask("unlocked"))
    for _ in range(2):
        sim.world.advance(60)
        answer = await records.read(connect_remotelock(), "devices")
        assert next(device for device in answer.devices if device.name == "Cabin").state is None
    sim.world.advance(600)
    await records.read(connect_remotelock(), "devices")
    assert records.named("Cabin").state.value is LockState.unlocked


async def test_a_lock_that_was_used_at_the_door_is_believed(sim, connect_remotelock, records):
    await records.read(connect_remotelock(), "devices")
    sim.world.advance(30)
    sim.world.do(lambda: sim.world.locks["Cabin"].use("unlocked", None))
    sim.world.advance(12)
    await records.read(connect_remotelock(), "devices")
    assert records.named("Cabin").state.value is LockState.unlocked


async def test_a_connected_lock_that_jams(sim, connect_remotelock, records):
    await records.read(connect_remotelock(), "devices")
    before = records.named("Boat Shed").state.value
    await records.send(
        connect_remotelock(), "Boat Shed", CommandKind.unlock if before is LockState.locked else CommandKind.lock
    )
    answer = await records.read(connect_remotelock(), "devices")
    assert next(device for device in answer.devices if device.name == "Boat Shed").state is None
    sim.world.advance(30)
    await records.read(connect_remotelock(), "devices")
    assert records.named("Boat Shed").state.value is before
    assert records.named("Boat Shed").state.as_of == sim.clock.now()
