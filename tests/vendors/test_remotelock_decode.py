"""RemoteLock's devices as domain values, and whatever else may come in their place."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Contact, DeviceKind, LockState
from lockdash.domain.link import Link, link
from lockdash.domain.schedules import ScheduleKind
from lockdash.vendors.errors import BadAnswer
from lockdash.vendors.remotelock import places, wire
from lockdash.vendors.remotelock.decode import device
from lockdash.vendors.replies import Reply, decode, each
from tests.vendors import hostile
from tests.vendors.fakes import NOW
from tests.vendors.remotelock_items import HEARD, PLACES, SEEN, changed, example, raw


def _device(item):
    return device(raw(item), PLACES, HEARD)


LIST = example("Devices", "Get all devices")["data"]
LOCK, THERMOSTAT, _, RESORT, PLUG, DOOR = LIST


def test_a_lock_in_full():
    lock = _device(LOCK)
    assert (lock.key, lock.vendor_id) == ("rentals/AC000W005836254", "07339d7d-06b7-47be-89ab-543c5adb588a")
    assert (lock.kind, lock.kind_raw, lock.model) == (DeviceKind.lock, "lock", "LS-6i")
    assert (lock.location, lock.zone) == ("Headquarters", "America/Denver")
    assert (lock.state.value, lock.state.as_of, lock.state_raw) == (LockState.locked, NOW, "locked")
    assert (lock.battery.value, lock.battery.as_of) == (4, NOW)
    assert lock.contact == Contact(
        connected=True, alive=True, seen_at=SEEN, last_at=datetime(2018, 8, 29, 18, 22, 17, tzinfo=UTC), heartbeat=1200
    )
    assert lock.actions == {CommandKind.lock, CommandKind.unlock}
    assert lock.denied is None
    assert lock.traits == {
        "Auto-lock": "after 20 s",
        "Heartbeat": "every 20 min",
        "Wakes": "when used, and at heartbeats",
        "Signal": "3 of 4",
        "Power": "alkaline batteries",
    }


def test_a_device_names_its_schedules_of_every_kind():
    ids = {f"{kind}_schedule_id": f"s-{kind}" for kind in ScheduleKind}
    found = _device(changed(DOOR, **ids)).schedule_ids
    assert found == {kind: f"s-{kind}" for kind in ScheduleKind if kind is not ScheduleKind.access}
    assert _device(changed(LOCK, lock_action_schedule_id=None, auto_lock_schedule_id=[])).schedule_ids == {}


def test_codes_and_pins_are_not_carried_on():
    item = changed(LOCK, programming_code="918273", local_pins=["555123"])
    lock = _device(item)
    assert "918273" not in repr(lock)
    assert "555123" not in repr(lock)
    sent = wire.attributes(wire.resource(raw(item)), wire.DeviceAttributes)
    assert "918273" not in repr(sent)
    assert "555123" not in repr(sent)
    assert sent.programming_code.reveal() == "918273"


def test_a_sleeping_lock_is_vouched_for_up_to_its_last_contact():
    connected_at = NOW - timedelta(minutes=5)
    lock = _device(changed(LOCK, connected=False, connected_at=connected_at.isoformat()))
    assert lock.state.as_of == lock.battery.as_of == connected_at
    assert link(lock.contact, NOW) is Link.asleep
    assert link(lock.contact, NOW + timedelta(minutes=30)) is Link.overdue


def test_a_lock_that_never_connected_has_no_state_whatever_the_vendor_echoes():
    lock = _device(example("Devices", "Unlock a lock")["data"])
    assert (lock.state, lock.state_raw) == (None, None)
    assert lock.battery is None
    assert lock.traits["Contact"] == "it never connected"
    assert link(lock.contact, NOW) is Link.offline


def test_a_door_that_is_disconnected_brings_no_news():
    door = _device(changed(DOOR, connected=False))
    assert door.state is None
    assert link(door.contact, NOW) is Link.offline


def test_a_contact_in_the_future_promises_nothing():
    lock = _device(changed(LOCK, connected=False, connected_at=hostile.FUTURE))
    assert lock.contact.last_at == lock.state.as_of == NOW


def test_a_door():
    door = _device(DOOR)
    assert (door.kind, door.state.value) == (DeviceKind.door, LockState.unlocked)
    assert door.key == f"rentals/#{DOOR['id']}"
    assert door.actions == {CommandKind.lock, CommandKind.unlock, CommandKind.open}
    assert "for a moment" in door.traits["Open"]
    assert door.battery is None


def test_offline_locks():
    for kind in ("resort_lock", "igloo_lock"):
        lock = _device(RESORT | {"type": kind})
        assert lock.kind is DeviceKind.offline_lock
        assert (lock.state, lock.battery, lock.contact, lock.actions) == (None, None, None, frozenset())
        assert "no connection" in lock.denied


def test_a_plug_and_a_thermostat():
    plug = _device(PLUG)
    assert (plug.kind, plug.state, plug.state_raw) == (DeviceKind.power_plug, None, "on")
    assert plug.actions == {CommandKind.power_on, CommandKind.power_off}
    assert plug.traits["Load"] == "4.5 W"
    thermostat = _device(THERMOSTAT)
    assert (thermostat.kind, thermostat.state_raw, thermostat.actions) == (DeviceKind.thermostat, "77 °F", frozenset())
    assert thermostat.traits["Target"] == "75.5 °F"
    assert thermostat.battery is None


@pytest.mark.parametrize("kind", ["zwave_lock", "schlage_home_lock", "connector_lock", "acs_elevator", "\x1b[31mnew"])
def test_unknown_types_are_listed_read_only(kind):
    lock = _device(LOCK | {"type": kind})
    assert (lock.kind, lock.name, lock.state, lock.state_raw) == (
        DeviceKind.unknown,
        LOCK["attributes"]["name"],
        None,
        "locked",
    )
    assert lock.actions == frozenset()
    assert lock.denied
    assert "\x1b" not in lock.kind_raw


@pytest.mark.parametrize(
    ("state", "value"),
    [
        *((state.value, state) for state in (LockState.locked, LockState.unlocked, LockState.jammed)),
        *((state, LockState.unknown) for state in ("half_open", "LOCKED", 7)),
    ],
)
def test_states(state, value):
    lock = _device(changed(LOCK, state=state))
    assert (lock.state.value, lock.state_raw) == (value, str(state))


@pytest.mark.parametrize("level", hostile.BATTERIES)
def test_a_battery_that_is_not_known(level):
    assert _device(changed(LOCK, power_level=level)).battery.value is None


def test_on_mains_there_is_no_battery():
    assert _device(changed(LOCK, power_source="hardwire", power_level=0)).battery is None


@pytest.mark.parametrize(
    ("actions", "left"),
    [(["lock"], {"unlock"}), (["replace"], {"lock", "unlock"}), ("x", {"lock", "unlock"}), ([1], {"lock", "unlock"})],
)
def test_restricted_actions_are_not_offered(actions, left):
    lock = _device(LOCK | {"meta": {"restricted_actions": actions}})
    assert lock.actions == left
    assert (lock.denied is None) == (len(left) == 2)


@pytest.mark.parametrize("serial", [True, [], {}, 1.5])
def test_a_serial_number_that_is_none_is_no_other_identity(serial):
    devices, problems = _list(changed(LOCK, serial_number=serial))
    assert (devices, len(problems)) == ([], 1)


@pytest.mark.parametrize("serial", [None, "", " ", "\x00"])
def test_a_device_without_a_serial_number_is_known_by_its_id(serial):
    assert _device(changed(LOCK, serial_number=serial)).key == f"rentals/#{LOCK['id']}"


@pytest.mark.parametrize("name", hostile.NAMES)
def test_names_from_strangers(name):
    lock = _device(changed(LOCK, name=name))
    assert lock.name
    assert hostile.is_safe(lock.name)
    where = places.location(raw({"type": "location", "id": "1", "attributes": {"name": name}}))[1].name
    assert where is None or hostile.is_safe(where)


def _list(*items):
    body = json.dumps({"data": list(items)}).encode()
    data = decode(Reply(200, body, NOW, SEEN, "GET x"), wire.Collection).data
    return each(data, lambda item: device(item, PLACES, HEARD), "devices")


@pytest.mark.parametrize("field", sorted(LOCK["attributes"]))
@pytest.mark.parametrize("value", hostile.VALUES, ids=repr)
def test_any_value_anywhere_costs_only_itself(field, value):
    devices, problems = _list(changed(LOCK, **{field: value}), DOOR)
    if field == "serial_number" and problems:
        assert devices[0].name == DOOR["attributes"]["name"]
        return
    assert (len(devices), problems) == (2, [])
    assert hostile.is_safe(devices[0].name)


@pytest.mark.parametrize(
    "item",
    [
        *(None, 1, "x", [], {}, {"type": "lock", "id": "1"}),
        *(LOCK | change for change in ({"id": None}, {"type": 7}, {"attributes": []}, {"attributes": None})),
    ],
)
def test_an_item_that_cannot_be_understood_is_a_problem(item):
    devices, problems = _list(item, LOCK)
    assert [one.vendor_id for one in devices] == [LOCK["id"]]
    assert problems[0].where == "devices[0]"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"data": null}', b'{"data": {}}', b'{"data": [', b'{"data": "x"}']
)
def test_a_body_that_is_not_the_documented_one(body):
    with pytest.raises(BadAnswer):
        decode(Reply(200, body, NOW, SEEN, "GET x"), wire.Collection)


@given(hostile.JSON | hostile.varied(("type", "id", "attributes", "meta"), LOCK))
def test_no_device_raises_or_hides_its_neighbours(item):
    devices, _ = _list(LOCK, item, DOOR)
    assert (devices[0].vendor_id, devices[-1].vendor_id) == (LOCK["id"], DOOR["id"])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            {"attributes": {"pin": "918273"}, "errors": [{"attribute": "pin", "full_messages": ["PIN is taken"]}]},
            "PIN is taken",
        ),
        ({"errors": [{"attribute": None, "messages": ["no"], "full_messages": ["Limit reached"]}]}, "Limit reached"),
        ({"message": "Please create a subscription", "type": "billing"}, "Please create a subscription (billing)"),
        ({"error": "invalid_client", "error_description": "Unknown"}, "Unknown (invalid_client)"),
        ({"error": "invalid_client"}, "invalid_client"),
        ({"errors": {"x": 1}, "message": [1]}, ""),
        ({"errors": [1, {"full_messages": [2]}]}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_the_words_of_a_refusal(body, words):
    assert wire.refusal_words(json.dumps(body).encode()) == words
    assert wire.refusal_words(b"<html>") == ""
