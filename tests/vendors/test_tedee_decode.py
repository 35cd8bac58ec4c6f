"""Tedee's answers as domain values: the examples of its reference, and whatever else may come."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import DeviceKind, DoorState, LockState
from lockdash.domain.events import EventKind, Outcome
from lockdash.domain.link import Link, link
from lockdash.vendors.errors import BadAnswer
from lockdash.vendors.replies import Heard, Reply, decode, each
from lockdash.vendors.tedee import accompanying, activity, wire
from lockdash.vendors.tedee import decode as locks
from tests.vendors import hostile
from tests.vendors.fakes import NOW

EXAMPLES = json.loads(Path(__file__).with_name("tedee_examples.json").read_text())
SEEN = NOW.replace(second=1)
HEARD = Heard("home", NOW, SEEN)


def _reply(body) -> Reply:
    return Reply(200, body if isinstance(body, bytes) else json.dumps(body).encode(), NOW, SEEN, "GET x")


def _locks(body):
    return each(wire.items(_reply(body)), lambda item: locks.lock(item, HEARD), "locks")


def _syncs(body):
    return each(wire.items(_reply(body)), lambda item: locks.sync(item, HEARD), "sync")


def _beside(body):
    return accompanying.devices(decode(_reply(body), wire.Envelope[dict[str, msgspec.Raw]]).result, HEARD)


def _example(start, number=0):
    found = [each["body"] for each in EXAMPLES if each["title"].startswith(start)]
    return copy.deepcopy(found[number])


FRONT = _example("5.1")["result"][0]


def _lock(**changes):
    devices, problems = _locks({"result": [FRONT | changes]})
    assert not problems
    return devices[0]


def _state(**changes):
    return _lock(deviceState=FRONT["deviceState"] | changes)


def test_the_examples_are_all_there():
    assert len(EXAMPLES) == 30


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["title"][:40])
def test_every_example_of_a_decoded_kind_is_understood(example):
    body, title = example["body"], example["title"]
    if title.startswith("5.1 "):
        assert _locks(body)[1] == []
    elif "/my/lock/sync" in title:
        news, problems = _syncs(body)
        assert (len(news), problems) == (len(body["result"]), [])
        for one, sent in zip(news, body["result"], strict=True):
            assert (one.state is None) == ((sent.get("deviceState") or sent.get("lockProperties")) is None)
    elif title.startswith("5.3"):
        assert locks.sync(msgspec.Raw(json.dumps(body["result"]).encode()), HEARD).state.value is LockState.unlocked
    elif title.startswith("5.6"):
        read = each(wire.items(_reply(body)), lambda item: activity.event(item, "40101", None, HEARD), "activity")
        assert (len(read[0]), read[1]) == (4, [])
    elif title.startswith("5.7"):
        devices, problems = _beside(body)
        assert (len(devices), problems) == (2, [])
    elif title.startswith("5.4"):
        assert msgspec.convert(body, wire.Envelope[wire.Operated]).result.operation_id == "1795759920230"
    elif title.startswith("5.5"):
        assert msgspec.convert(body, wire.Envelope[wire.Operation]).result.status in ("PENDING", "COMPLETED")
    else:  # accesses, PINs, webhooks, the bridge: not decoded yet, but JSON objects or lists that the file keeps
        assert isinstance(body, dict | list)
        assert body


def test_a_lock_in_full():
    lock = _lock()
    assert (lock.key, lock.vendor_id, lock.serial) == ("home/22110401-000101", "40101", "22110401-000101")
    assert (lock.kind, lock.model, lock.kind_raw, lock.name) == (DeviceKind.lock, "Lock PRO", "2", "Front Door")
    assert lock.zone == "Europe/Warsaw"
    assert (lock.state.value, lock.state.as_of, lock.state.seen_at) == (LockState.locked, NOW, SEEN)
    assert lock.state_since == datetime(2026, 11, 20, 6, 2, 4, 197000, UTC)
    assert (lock.door.value, lock.battery.value, lock.charging) == (DoorState.closed, 54, False)
    assert lock.contact.connected
    assert lock.revision == 18
    assert lock.actions == {CommandKind.lock, CommandKind.unlock, CommandKind.open}
    assert lock.denied is None
    assert lock.traits == {
        "Auto-lock": "after 270 s",
        "Pull spring": "2 s",
        "Door sensor": "paired",
        "Keypad": "paired",
        "Your access": "owner",
        "Firmware": "2.4.47416",
    }


def test_a_guests_lock_without_a_bridge():
    garage = _locks(_example("5.1"))[0][1]
    assert (garage.state, garage.battery, garage.door) == (None, None, None)
    assert link(garage.contact, SEEN) is Link.no_bridge
    assert garage.actions == frozenset()
    assert "bridge" in garage.denied
    assert garage.traits["Your access"] == "guest, at certain times"
    assert garage.traits["Firmware"] == "2.1.4984 (update available)"


def test_both_spellings_of_the_state_and_of_the_access():
    old = {key: value for key, value in FRONT.items() if key not in ("deviceState", "accessDetails")}
    old |= {"lockProperties": FRONT["deviceState"], "shareDetails": {"remoteAccessDisabled": True}, "accessLevel": 0}
    lock = _locks({"result": [old]})[0][0]
    assert lock.state.value is LockState.locked
    assert lock.actions == frozenset()
    both = _lock(lockProperties=FRONT["deviceState"] | {"state": 2})
    assert both.state.value is LockState.locked, "deviceState counts first"
    null = _lock(deviceState=None, lockProperties=FRONT["deviceState"] | {"state": 2})
    assert null.state.value is LockState.unlocked


@pytest.mark.parametrize(
    ("number", "result", "state", "raw"),
    [
        *((number, 0, state, str(number)) for number, state in {
            0: LockState.uncalibrated, 1: LockState.calibrating, 2: LockState.unlocked, 3: LockState.semi_locked,
            4: LockState.unlocking, 5: LockState.locking, 6: LockState.locked, 7: LockState.open,
            8: LockState.opening, 9: LockState.unknown, 18: LockState.updating, 255: LockState.unknown,
            77: LockState.unknown, -1: LockState.unknown}.items()),
        (3, 1, LockState.jammed, "3 (result 1)"),
        (2, 1, LockState.jammed, "2 (result 1)"),
        (6, 1, LockState.locked, "6 (result 1)"),
        (5, 1, LockState.locking, "5 (result 1)"),
        (7, 1, LockState.open, "7 (result 1)"),
        (3, 5, LockState.semi_locked, "3 (result 5)"),
        (3, None, LockState.semi_locked, "3"),
        ("locked", 0, LockState.unknown, "locked"),
        ([6], 0, LockState.unknown, "?"),
    ],
)  # fmt: skip
def test_states(number, result, state, raw):
    lock = _state(state=number, stateChangeResult=result)
    assert (lock.state.value, lock.state_raw) == (state, raw)


@pytest.mark.parametrize(
    ("number", "door"),
    [
        *((number, None) for number in (0, None)),
        *((number, DoorState.unknown) for number in (1, 4, 99, "x", [])),
        (2, DoorState.open),
        (3, DoorState.closed),
    ],
)
def test_doors(number, door):
    lock = _state(doorState=number)
    assert (lock.door.value if lock.door else None) == door


@pytest.mark.parametrize("level", hostile.BATTERIES)
def test_a_battery_that_is_not_known(level):
    assert _state(batteryLevel=level).battery.value is None


def test_a_lock_that_is_offline_brings_no_news():
    lock = _lock(isConnected=False, deviceState=None)
    assert (lock.state, lock.battery, lock.door) == (None, None, None)
    assert link(lock.contact, SEEN) is Link.offline
    assert CommandKind.lock in lock.actions, "it may be back in a second; the answer will tell"


def test_old_values_of_an_offline_lock_are_vouched_for_up_to_their_change_only():
    lock = _lock(isConnected=False)
    assert lock.state.as_of == lock.state_since == datetime(2026, 11, 20, 6, 2, 4, 197000, UTC)


def test_a_clock_in_the_future_promises_nothing():
    assert _state(lastStateChangedDate=hostile.FUTURE).state_since == NOW


@pytest.mark.parametrize(
    ("changes", "kinds", "why"),
    [
        ({"accessLevel": 3}, "", "no access"),
        ({"accessLevel": 0, "accessDetails": {"remoteAccessDisabled": True}}, "", "remote control"),
        ({"accessLevel": 1, "accessDetails": {"remoteAccessDisabled": True}}, "", "remote control"),
        ({"accessLevel": 2, "accessDetails": {"remoteAccessDisabled": True}}, "lock unlock open", None),
        ({"accessLevel": 0, "accessDetails": {"remoteAccessDisabled": False}}, "lock unlock open", None),
        ({"deviceSettings": {"pullSpringEnabled": False}}, "lock unlock", "pull spring is off"),
        ({"deviceSettings": None}, "lock unlock", "pull spring"),
        ({"type": 1}, "", "only shows"),
        ({"type": 77}, "lock unlock open", None),
    ],
)
def test_what_may_be_asked_and_why_not(changes, kinds, why):
    lock = _lock(**changes)
    assert lock.actions == {CommandKind(kind) for kind in kinds.split()}
    assert (lock.denied is None) == (why is None)
    assert (why or "") in (lock.denied or "")


def test_more_traits():
    traits = _lock(
        targetDeviceRevision=14,
        accessories=[],
        deviceSettings={"autoLockEnabled": False, "pullSpringEnabled": True, "autoPullSpringEnabled": True},
    ).traits
    assert traits["Settings"] == "changed, not yet on the device"
    assert traits["Auto-lock"] == "off"
    assert "also pulled by a plain unlock" in traits["Pull spring"]
    assert "Keypad" not in traits


@pytest.mark.parametrize("level", [None, "x", 99, [], True])
def test_a_level_that_is_not_known_is_not_called_a_guests(level):
    assert "Your access" not in _lock(accessLevel=level).traits


@pytest.mark.parametrize("name", hostile.NAMES)
def test_names_from_strangers(name):
    lock = _lock(name=name)
    assert lock.name
    assert hostile.is_safe(lock.name)


@pytest.mark.parametrize("field", sorted(FRONT))
@pytest.mark.parametrize("value", hostile.VALUES, ids=repr)
def test_any_value_anywhere_costs_its_item_at_most(field, value):
    devices, problems = _locks({"result": [FRONT | {field: value}, FRONT | {"id": 2, "serialNumber": "s2"}]})
    assert devices[-1].vendor_id == "2"
    assert len(devices) + len(problems) == 2
    for device in devices:
        assert hostile.is_safe(device.name)


@pytest.mark.parametrize(
    "item", [None, 1, "x", [], {}, {"id": None}, {"id": [1]}, {"id": True}, FRONT | {"deviceState": 6}]
)
def test_an_item_that_cannot_be_understood_is_a_problem(item):
    devices, problems = _locks({"result": [item, FRONT]})
    assert [device.name for device in devices] == ["Front Door"]
    assert problems[0].where == "locks[0]"
    assert problems[0].why


def test_letters_that_are_no_text_cost_one_item():
    body = b'{"result": [{"id": 1, "name": "\xff\xfe"}, {"id": 2}]}'
    devices, problems = _locks(body)
    assert [device.vendor_id for device in devices] == ["2"]
    assert "UnicodeDecodeError" in problems[0].why


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"   ", b"<html>no</html>", b"\xef\xbb\xbf<!doctype html>", b"\xff\xfe", b"[" * 100_000),
        *(b'{"result": [', b"[]", b"null", b'"x"', b"{}"),
        *(b'{"result": null}', b'{"result": {}}', b'{"result": "x"}', b'{"result": 1e99999}'),
    ],
)
def test_a_body_that_is_not_the_documented_one(body):
    with pytest.raises(BadAnswer) as caught:
        _locks(body)
    assert "GET x" in str(caught.value)
    assert caught.value.__context__ is None


def test_an_empty_account_and_a_large_one():
    assert _locks({"result": []}) == ([], [])
    many = [FRONT | {"id": n, "serialNumber": f"s{n}"} for n in range(1000)]
    devices, problems = _locks({"result": many})
    assert (len({device.key for device in devices}), problems) == (1000, [])


@given(hostile.JSON | hostile.varied(tuple(FRONT), FRONT))
def test_no_item_raises_or_hides_its_neighbours(item):
    devices, _ = _locks({"result": [FRONT, item, FRONT | {"id": 2}]})
    assert (devices[0].vendor_id, devices[-1].vendor_id) == ("40101", "2")
    news, _ = _syncs({"result": [FRONT, item, FRONT | {"id": 2}]})
    assert (news[0].vendor_id, news[-1].vendor_id) == ("40101", "2")


@given(hostile.JSON | hostile.varied(("id", "deviceId", "userId", "username", "event", "date"), {"date": "2026-11-20"}))
def test_no_activity_raises_or_hides_its_neighbours(item):
    good = {"id": 1, "event": 33, "date": "2026-11-20T06:12:00.512"}
    items = wire.items(_reply({"result": [good, item, good]}))
    events, _ = each(items, lambda one: activity.event(one, "40101", None, HEARD), "activity")
    assert events[0] == events[-1]


def _event(**sent):
    entry = {"id": 9004, "deviceId": 40101, "userId": 701, "event": 33, "source": 0, "date": "2026-11-20T06:12:00.5"}
    raw = msgspec.Raw(json.dumps(entry | sent).encode())
    return activity.event(raw, "40101", "Europe/Warsaw", HEARD)


@pytest.mark.parametrize(
    ("number", "kind", "outcome", "how"),
    [
        (33, EventKind.unlocked, Outcome.succeeded, "remote"),
        (38, EventKind.locked, Outcome.succeeded, "by hand"),
        (61, EventKind.unlocked, Outcome.succeeded, "PIN"),
        (62, EventKind.denied, Outcome.failed, "PIN"),
        (40, EventKind.jammed, Outcome.failed, None),
        (47, EventKind.unlocked, Outcome.unknown, "by hand"),
        (52, EventKind.opened, Outcome.succeeded, "automatic"),
        (83, EventKind.door, Outcome.succeeded, None),
        (46, EventKind.battery, Outcome.succeeded, None),
        (227, EventKind.locked, Outcome.succeeded, "bridge API"),
        (10000, EventKind.opened, Outcome.succeeded, "remote"),
        (94, EventKind.unknown, Outcome.unknown, None),
    ],
)
def test_what_happened(number, kind, outcome, how):
    event = _event(event=number)
    assert (event.kind, event.outcome, event.how) == (kind, outcome, how)
    assert str(number) in event.kind_raw


def test_an_unknown_number_is_shown_as_it_came():
    assert _event(event=94).kind_raw == "Event 94"
    assert _event(event="new\x1b[1m").kind_raw == "Event new"


@pytest.mark.parametrize(
    ("sent", "who"),
    [
        ({"username": "Ada"}, "Ada"),
        ({"userName": "Ada", "username": None}, "Ada"),
        ({"username": None, "pinAlias": "Cleaner"}, "Cleaner"),
        ({"username": "", "accessLinkName": "Plumber"}, "Plumber"),
        ({"userId": 0}, None),
    ],
)
def test_who_it_was(sent, who):
    assert _event(**sent).who == who


def test_an_event_in_full():
    event = _event(username="Ada Sample", pin="192837")
    assert (event.account, event.id, event.device_id, event.who_id) == ("home", "9004", "40101", "701")
    assert event.occurred_at == datetime(2026, 11, 20, 6, 12, 0, 500000, UTC)
    assert (event.recorded_at, event.first_seen_at, event.zone) == (None, SEEN, "Europe/Warsaw")
    assert "192837" not in event.raw
    assert json.loads(event.raw)["username"] == "Ada Sample"


def test_what_stands_beside_the_locks():
    body = _example("5.7")
    body["result"] |= {
        "gates": [{"id": 7, "name": "Gate", "type": 5, "isConnected": False, "isPresentInExternal": False}],
        "doorSensors": [{"id": 8, "name": "Sensor", "type": 8, "deviceState": {"batteryLevel": 255}}],
        "drycontacts": [{"id": 9, "name": "Contact", "type": 6}],
        "sirens": [{"id": 10, "type": 99}, "no object"],
        "locks": [FRONT],
        "nothing": None,
        "count": 7,
    }
    devices, problems = _beside(body)
    kinds = {device.vendor_id: device.kind for device in devices}
    assert kinds == {
        "30100": DeviceKind.bridge,
        "50100": DeviceKind.keypad,
        "7": DeviceKind.gate,
        "8": DeviceKind.door_sensor,
        "9": DeviceKind.unknown,
        "10": DeviceKind.unknown,
    }
    assert [problem.where for problem in problems] == ["sirens[1]", "count[0]"]
    by_id = {device.vendor_id: device for device in devices}
    assert by_id["50100"].battery.value == 88
    assert by_id["50100"].battery.as_of == datetime(2026, 11, 18, 17, 55, 33, tzinfo=UTC)
    assert by_id["8"].battery.value is None
    assert by_id["30100"].contact.connected
    assert by_id["8"].contact is None
    assert link(by_id["7"].contact, SEEN) is Link.no_bridge
    assert not any(device.actions for device in devices)
    assert all(device.denied for device in devices)
