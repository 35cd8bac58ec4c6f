"""RemoteLock's answers as domain values: every example of its reference, and whatever else may come."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Contact, DeviceKind, LockState
from lockdash.domain.events import EventKind
from lockdash.domain.link import Link, link
from lockdash.domain.people import Ability
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import clock_text
from lockdash.domain.weeks import DAY_KEYS
from lockdash.vendors.errors import BadAnswer
from lockdash.vendors.remotelock import places, wire
from lockdash.vendors.remotelock.decode import device
from lockdash.vendors.remotelock.events import happening
from lockdash.vendors.remotelock.people import decode as people
from lockdash.vendors.remotelock.people.resort import letter
from lockdash.vendors.remotelock.places import Place, Places
from lockdash.vendors.remotelock.schedules import decode as schedules
from lockdash.vendors.replies import Reply, decode, each
from tests.vendors import hostile
from tests.vendors.fakes import NOW
from tests.vendors.remotelock_items import EXAMPLES, HEARD, SEEN, changed, example, raw

HEADQUARTERS = "48bd5117-59eb-42dd-a72b-f5a084d01068"
PLACES = Places(
    {HEADQUARTERS: Place("Headquarters", "America/Denver")}, {"b362ae85-f47d-43a9-baab-aac8813ee17b": "LS-6i"}
)
DEVICE_TYPES = {"lock", "acs_door", "resort_lock", "power_plug", "thermostat"}


def _check_person(item):
    seen, sent = people.person(raw(item), "rentals"), item["attributes"]
    assert (seen.person.id, seen.person.name, seen.person.email) == (item["id"], sent["name"], sent["email"])
    assert seen.person.kind == item["type"].removeprefix("access_")
    assert seen.person.status == seen.person.status_raw == sent["status"]
    assert seen.person.department == sent["department"]
    stay = seen.person.stay
    assert (stay is None) == ("starts_at" not in sent)
    if stay is not None:
        assert (stay.starts_at.isoformat(), stay.ends_at.isoformat()) == (sent["starts_at"], sent["ends_at"])
    card = seen.credentials.card
    assert (seen.credentials.pin.reveal(), card and card.reveal()) == (sent["pin"], sent["card_number"])
    assert (seen.person.has_pin, seen.person.has_card) == (True, bool(sent["card_number"]))
    assert (Ability.change_stay in seen.person.denied) == (
        "update" in item.get("meta", {}).get("restricted_actions", [])
    )


def _check_access(item):
    access, sent = people.access(raw(item), "rentals"), item["attributes"]
    assert (access.id, access.target_id) == (item["id"], sent["accessible_id"])
    assert access.person_key == f"rentals/people/{sent['access_person_id']}"
    kind = {"lock": "device", "acs_door": "device"}.get(sent["accessible_type"], sent["accessible_type"])
    assert access.target_kind == kind
    assert access.schedule_id == sent.get("access_schedule_id")
    assert (access.guest_start and access.guest_start.isoformat()) == sent["guest_start_time"]
    assert access.guest_end is None
    counts = [sent[f"devices_{name}count"] for name in ("", "synced_", "pending_sync_", "failed_sync_")]
    if sent["accessible_type"] == "acs_door":
        assert access.sync is None
    else:
        assert [access.sync.total, access.sync.synced, access.sync.pending, access.sync.failed] == counts


def _check_resort_guest(item):
    seen, sent = people.resort_guest(raw(item), "rentals"), item["attributes"]
    assert (seen.person.name, seen.person.email, seen.person.status) == (sent["name"], sent["email"], None)
    assert seen.person.stay.starts_at.isoformat() == sent["starts_at"]
    assert (seen.access.target_id, seen.credentials.pin.reveal()) == (sent["resort_lock_id"], sent["pin"])


def _check_group(item):
    group = people.group(raw(item), "rentals")
    assert (group.id, group.name, group.device_ids) == (item["id"], item["attributes"]["name"], None)


def _check_group_door(item):
    assert people.group_door(raw(item)) == item["attributes"]["door_id"]


def _check_account(item):
    found, sent = people.defaults(raw(item), "rentals"), item["attributes"]
    assert found.guest_start.isoformat() == sent["default_guest_start_time"]
    assert found.guest_end.isoformat() == sent["default_guest_end_time"]


def _check_schedule(item):
    found, sent = schedules.schedule(raw(item), "rentals"), item["attributes"]
    assert (found.account, found.id, found.name) == ("rentals", item["id"], sent["name"])
    assert f"{found.kind}_schedule" == found.kind_raw == item["type"]
    assert found.updated_at.isoformat() == sent["updated_at"].replace("Z", "+00:00")
    told: dict[str, list[object]] = {key: [] for key in DAY_KEYS}
    for span in found.week.spans:
        told[DAY_KEYS[span.day]].append({"start_time": clock_text(span.starts), "end_time": clock_text(span.ends)})
    for mark in found.week.marks:
        told[DAY_KEYS[mark.day]].append({"time": clock_text(mark.at), **_deed(found.kind, mark)})
    assert told == {key: sent[key] for key in DAY_KEYS}


def _deed(kind, mark):
    if kind is ScheduleKind.thermostat:
        return {"cool": mark.cool, "heat": mark.heat}
    return {"enable": mark.deed == "on"} if kind is ScheduleKind.auto_lock else {"action": str(mark.deed)}


def _check_exception(item):
    found, sent = schedules.exception(raw(item), "rentals"), item["attributes"]
    assert (found.account, found.id, found.name) == ("rentals", item["id"], sent["name"])
    assert [{"start_date": str(each.first), "end_date": str(each.last)} for each in found.dates] == sent["dates"]


def _check_letter(item):
    preview = letter(raw(item))
    assert preview.subject == item["attributes"]["subject"]
    assert "Access Code: 123-456-7890" in preview.body.reveal().splitlines()


PEOPLE = {
    "access_user": _check_person,
    "access_guest": _check_person,
    "access_person_access": _check_access,
    "resort_lock_guest": _check_resort_guest,
    "door_group": _check_group,
    "door_group_door": _check_group_door,
    "account": _check_account,
    **{f"{kind}_schedule": _check_schedule for kind in ScheduleKind},
    "access_exception": _check_exception,
    "access_instruction_guest_email_template": _check_letter,
}


def _device(item):
    return device(raw(item), PLACES, HEARD)


def _resources(body):
    """Every resource in an example, of requests and schemas none."""
    data = body.get("data") if isinstance(body, dict) else None
    return [item for item in (data if isinstance(data, list) else [data]) if item]


LIST = example("Devices", "Get all devices")["data"]
LOCK, THERMOSTAT, _, RESORT, PLUG, DOOR = LIST


def test_the_examples_are_all_there():
    assert len(EXAMPLES) == 135


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda each: f"{each['section']}: {each['title']} {each['part']}"[:70]
)
def test_every_example_is_understood(example):
    body = example["body"]
    assert isinstance(body, dict)
    for item in _resources(body):
        found = wire.resource(raw(item))
        if found.type in DEVICE_TYPES:
            decoded = _device(item)
            assert decoded.kind is not DeviceKind.unknown
            assert decoded.name == item["attributes"]["name"]
            told = {name: value for name, value in item["attributes"].items() if name.endswith("_schedule_id")}
            assert {f"{kind}_schedule_id": number for kind, number in decoded.schedule_ids.items()} == told
        elif found.type.endswith("_event"):
            event = happening(raw(item), HEARD).event
            assert event.kind is not EventKind.unknown
            assert event.device_id
        elif found.type == "location":
            assert places.location(raw(item)) == (
                item["id"],
                Place(item["attributes"]["name"], item["attributes"]["time_zone"]),
            )
            assert people.place(raw(item), "rentals").zone == item["attributes"]["time_zone"]
        elif found.type == "model":
            assert places.model(raw(item)) == (item["id"], item["attributes"]["number"])
        elif found.type in PEOPLE:
            PEOPLE[found.type](item)
        else:
            assert json.loads(bytes(found.attributes)) == item["attributes"]


def test_examples_of_every_decoded_kind_are_among_them():
    kinds = {item["type"] for example in EXAMPLES for item in _resources(example["body"])}
    assert kinds >= DEVICE_TYPES | {"location", "model", "unlocked_event", "connectivity_event"} | PEOPLE.keys()


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
