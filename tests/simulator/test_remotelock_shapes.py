"""Every attribute of the reference's examples and no other, type by type."""

from __future__ import annotations

import pytest

LINK = {
    "name", "heartbeat_interval", "wifi_level", "signal_quality", "connected", "alive", "power_source", "connected_at",
    "serial_number",
}  # fmt: skip
PLACE = {"model_id", "location_id"}
TIMES = {"created_at", "updated_at"}
STAY = {"default_guest_start_time", "default_guest_end_time"}

DEVICES = {
    "lock": LINK
    | PLACE
    | TIMES
    | STAY
    | {
        "wake_wifi", "muted", "auto_lock", "auto_lock_timeout", "programming_code", "state", "power_level",
        "local_pins",
    },
    "thermostat": LINK
    | PLACE
    | TIMES
    | {
        "current_mode", "target_mode", "fan_mode", "hold", "temperature", "target_temperature", "unit", "humidity",
        "energy_saver", "scheduled_target_temperature", "desired_target_temperature",
    },
    "power_plug": LINK
    | PLACE
    | {"on", "voltage", "power", "power_factor", "current", "frequency", "total_power", "occupied"},
    "resort_lock": {"name", "serial_number"} | PLACE | TIMES | STAY,
    "acs_door": {"name", "state", "connected", "location_id"} | TIMES,
}  # fmt: skip

EVENT = {"source", "status", "time_zone", "occurred_at", "created_at", "updated_at", "publisher_id", "publisher_type"}
ABOUT = {"associated_resource_name", "associated_resource_id", "associated_resource_type"}
USE = {"status_info", "method", "card", "pin", "smart_card_serial_number"}

EVENTS = {
    "unlocked": EVENT | ABOUT | USE,
    "locked": EVENT | ABOUT | USE,
    "access_denied": EVENT | ABOUT | USE,
    "access_person_used": EVENT | ABOUT | USE,
    "access_person_synced": EVENT | ABOUT,
    "access_person_sync_failed": EVENT | ABOUT | {"status_info"},
    "power_level_low": EVENT | {"power_level"},
    "connectivity": EVENT | {"connected_at"},
}


@pytest.mark.parametrize("kind", DEVICES)
def test_a_device_has_the_attributes_of_its_type(rentals, kind):
    for device in rentals.get("devices", {"type": kind}).json()["data"]:
        assert set(device["attributes"]) == DEVICES[kind]
        folder = "acs/doors" if kind == "acs_door" else "devices"
        assert device["links"]["self"] == f"{rentals.root}/{folder}/{device['id']}"
        assert set(device["links"]) == ({"self", "location"} | (set() if kind == "acs_door" else {"model"}))


def test_a_lock_with_a_schedule_names_it(sim, rentals):
    sim.world.set("Cabin", lock_action_schedule_id="b66e136a")
    device = rentals.get(f"devices/{sim.world.locks['Cabin'].id}").json()["data"]
    assert device["attributes"]["lock_action_schedule_id"] == "b66e136a"
    assert device["links"]["lock_action_schedule"].endswith("/schedules/b66e136a")


def test_a_lock_that_never_connected_looks_like_the_one_in_the_reference(sim, rentals):
    shown = rentals.device(sim, "New Lock")
    expected = {"connected": False, "alive": False, "connected_at": None, "heartbeat_interval": 0, "power_level": 0}
    assert shown == shown | expected | {"programming_code": None, "local_pins": None}


def test_restricted_actions_stand_in_meta_and_only_where_there_are_any(rentals):
    devices = {item["attributes"]["name"]: item for item in rentals.get("devices").json()["data"]}
    assert devices["Heater Plug"]["meta"] == {"restricted_actions": ["replace"]}
    assert "meta" not in devices["Cabin"]


def test_a_later_type_is_listed_like_any_other(rentals):
    (box,) = rentals.get("devices", {"type": "igloo_lock"}).json()["data"]
    assert box["attributes"]["name"] == "Key Box"
    assert "state" not in box["attributes"]


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_has_the_attributes_of_its_type(sim, rentals, kind):
    lock = sim.world.locks["Beach House"]
    guest = sim.world.rentals.guests[0]
    make = {
        "unlocked": lambda: lock.use("unlocked", guest, pin="2468", method="pin"),
        "locked": lambda: lock.use("locked", None),
        "access_denied": lambda: lock.refuse("0000"),
        "access_person_used": lambda: lock.upload(lock.record_use(guest)),
        "access_person_synced": lambda: lock.upload(lock.record(kind, person=guest)),
        "access_person_sync_failed": lambda: lock.upload(lock.record(kind, person=guest, status_info="timeout")),
        "power_level_low": lambda: lock.upload(lock.record(kind, power_level=5)),
        "connectivity": lock.lose_connection,
    }
    sim.world.do(make[kind])
    sim.world.advance(5)
    (event,) = rentals.get("events").json()["data"]
    assert (event["type"], set(event["attributes"])) == (f"{kind}_event", EVENTS[kind])
    assert rentals.get(f"events/{event['id']}").json()["data"] == event


def test_a_used_event_is_published_by_the_person_about_the_device(sim, rentals):
    lock, guest = sim.world.locks["Beach House"], sim.world.rentals.guests[0]
    sim.world.do(lambda: lock.upload(lock.record_use(guest)))
    sim.world.advance(5)
    event = rentals.get("events").json()["data"][0]
    about = event["attributes"]
    assert (about["publisher_id"], about["publisher_type"]) == (guest.id, "access_user")
    assert (about["associated_resource_id"], about["associated_resource_type"]) == (lock.id, "lock")
    assert about["associated_resource_name"] is None
    assert event["links"]["publisher"] == f"{rentals.root}/access_persons/{guest.id}"
    with sim.world.guard:
        sim.world.rentals.remove("Beach House")
    event = rentals.get("events").json()["data"][0]
    assert event["attributes"]["associated_resource_name"] == "Beach House"


def test_locations_models_account_and_user_have_their_attributes(rentals):
    place = rentals.get("locations").json()["data"][0]
    assert set(place["attributes"]) == TIMES | {
        "name", "phone", "address", "address2", "city", "state", "postal_code", "country", "time_zone",
    }  # fmt: skip
    assert rentals.get(f"locations/{place['id']}").json()["data"] == place
    model = rentals.get("models").json()["data"][0]
    assert set(model["attributes"]) == {"number", "type", "capabilities"}
    assert rentals.get(f"models/{model['id']}").json()["data"] == model
    account = rentals.get("account").json()["data"]
    assert set(account["attributes"]) == TIMES | {
        "name", "default_guest_start_time", "default_guest_end_time", "rental_guest_time_override",
        "primary_owner_id", "owner_role_id",
    }  # fmt: skip
    user = rentals.get("user").json()["data"]
    assert set(user["attributes"]) == TIMES | {"name", "email", "handle", "primary_account_id", "default_account_id"}
    assert user["attributes"]["primary_account_id"] == account["id"]


def test_model_and_location_of_a_device_can_be_looked_up(rentals):
    device = rentals.get("devices", {"type": "lock"}).json()["data"][0]["attributes"]
    assert rentals.get(f"models/{device['model_id']}").json()["data"]["attributes"]["number"] == "LS-6i"
    assert rentals.get(f"locations/{device['location_id']}").status_code == 200
