"""Every example of RemoteLock's reference as the domain values that it stands for."""

from __future__ import annotations

import json

import pytest

from lockdash.domain.devices import DeviceKind
from lockdash.domain.events import EventKind
from lockdash.domain.people import Ability
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import clock_text
from lockdash.domain.weeks import DAY_KEYS
from lockdash.vendors.remotelock import places, wire
from lockdash.vendors.remotelock.decode import device
from lockdash.vendors.remotelock.events import happening
from lockdash.vendors.remotelock.people import decode as people
from lockdash.vendors.remotelock.people.resort import letter
from lockdash.vendors.remotelock.places import Place
from lockdash.vendors.remotelock.schedules import decode as schedules
from tests.vendors.remotelock_items import EXAMPLES, HEARD, PLACES, raw

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


def _resources(body):
    """Every resource in an example, of requests and schemas none."""
    data = body.get("data") if isinstance(body, dict) else None
    return [item for item in (data if isinstance(data, list) else [data]) if item]


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
            decoded = device(raw(item), PLACES, HEARD)
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
