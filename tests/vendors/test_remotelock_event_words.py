"""RemoteLock's types of events in plain words: each that is documented, however it ended and was done."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from lockdash.domain.event_text import sentence
from lockdash.domain.events import EventKind, Outcome
from lockdash.vendors.remotelock.event_words import EVENTS
from lockdash.vendors.remotelock.events import happening
from tests.vendors.fakes import NOW
from tests.vendors.remotelock_items import HEARD, changed, example, raw

UNLOCKED = next(item for item in example("Events", "Get all events")["data"] if item["type"] == "unlocked_event")
STRANGER = {"associated_resource_id": None, "associated_resource_type": None}
BY_ITSELF = STRANGER | {"source": "device", "method": None}
K, DONE, FAILED, UNKNOWN = EventKind, Outcome.succeeded, Outcome.failed, Outcome.unknown

# Of the reference: "Get all events", "Create a notification subscription"; the last four of remotelock-facts.
DOCUMENTED = (
    *("unlocked", "locked", "access_denied", "access_person_synced", "access_person_sync_failed"),
    *("access_guest_late_sync", "reset", "connectivity", "power_level_low", "battery_replaced", "acs_door_opened"),
    *("acs_door_closed", "acs_door_held_open", "acs_requested_to_exit", "temperature_changed", "humidity_changed"),
    *("relay_enabled", "relay_disabled", "access_person_used"),
    *("jammed", "unlockedlocked", "kore_ready_pin_used"),
)


def _event(name, **attributes):
    return happening(raw(changed(UNLOCKED, **attributes) | {"type": f"{name}_event"}), HEARD).event


def _said(event):
    return sentence(event, "Front", "Ann")


@pytest.mark.parametrize(
    ("name", "sent", "kind", "outcome", "how", "said"),
    [
        ("unlocked", {}, K.unlocked, DONE, "PIN", "Ann unlocked Front with a PIN"),
        ("unlocked", {"status": "failed"}, K.unlocked, FAILED, "PIN", "Ann could not unlock Front with a PIN"),
        ("unlocked", {"status": "?"}, K.unlocked, UNKNOWN, "PIN", "Ann may have unlocked Front with a PIN"),
        ("unlocked", {"method": "card"}, K.unlocked, DONE, "card", "Ann unlocked Front with a card"),
        ("unlocked", {"method": "smart_card"}, K.unlocked, DONE, "smart card", "Ann unlocked Front with a smart card"),
        ("unlocked", {"method": "manual"}, K.unlocked, DONE, "by hand", "Ann unlocked Front by hand"),
        ("unlocked", {"method": "nfc"}, K.unlocked, DONE, "nfc", "Ann unlocked Front"),
        ("unlocked", {"method": None, "source": "network"}, K.unlocked, DONE, "remote", "Ann unlocked Front remotely"),
        ("locked", BY_ITSELF, K.locked, DONE, "the device itself", "Front locked by itself"),
        (
            *("locked", BY_ITSELF | {"status": "failed", "status_info": "low_voltage"}, K.locked, FAILED),
            *("the device itself", "Front could not lock by itself: low voltage"),
        ),
        ("unlockedlocked", {}, K.unlocked, DONE, "PIN", "Ann unlocked Front with a PIN, and it was locked again"),
        ("access_denied", {"status": "succeeded"}, K.denied, FAILED, "PIN", "Ann was not let in at Front with a PIN"),
        ("access_denied", STRANGER, K.denied, FAILED, "PIN", "Somebody tried a wrong PIN at Front"),
        (
            *("access_denied", STRANGER | {"method": "card"}, K.denied, FAILED, "card"),
            "Somebody tried an unknown card at Front",
        ),
        ("access_person_used", {"method": None}, K.used, DONE, None, "Ann used Front"),
        (
            *("access_person_used", {"method": None, "status": "failed"}, K.used, FAILED, None),
            "Ann could not use Front",
        ),
        ("kore_ready_pin_used", {}, K.used, DONE, "PIN", "Ann used a Kore-ready PIN at Front"),
        ("jammed", {"status": "failed", "status_info": "jammed"}, K.jammed, FAILED, "PIN", "Front jammed"),
        ("access_person_synced", {"method": None}, K.synced, DONE, None, "Ann's access reached Front"),
        (
            *("access_person_sync_failed", {"method": None, "status_info": "timeout"}, K.sync_failed, FAILED, None),
            "Ann's access did not reach Front: no answer in time",
        ),
        (
            *("access_person_sync_failed", {"method": None}, K.sync_failed, FAILED, None),
            "Ann's access did not reach Front",
        ),
        (
            *("access_guest_late_sync", {"method": None}, K.sync_failed, FAILED, None),
            "Ann's access had not reached Front when the stay began",
        ),
        ("reset", BY_ITSELF, K.system, DONE, "the device itself", "Front was reset"),
        ("reset", BY_ITSELF | {"status": "failed"}, K.system, FAILED, "the device itself", "Front could not be reset"),
        ("power_level_low", BY_ITSELF, K.battery, FAILED, "the device itself", "The battery of Front is low"),
        (
            *("power_level_low", BY_ITSELF | {"power_level": 5}, K.battery, FAILED, "the device itself"),
            "The battery of Front is low: 5 %",
        ),
        ("battery_replaced", BY_ITSELF, K.battery, DONE, "the device itself", "Front got a new battery"),
        ("acs_door_opened", BY_ITSELF, K.door, DONE, "the device itself", "Front was opened"),
        ("acs_door_closed", BY_ITSELF, K.door, DONE, "the device itself", "Front was closed"),
        ("acs_door_held_open", BY_ITSELF, K.door, FAILED, "the device itself", "Front was held open too long"),
        ("acs_requested_to_exit", {"method": None}, K.door, DONE, None, "Ann asked to be let out at Front"),
        (
            *("temperature_changed", BY_ITSELF | {"temperature": 21.5, "unit": "C"}, K.climate, DONE),
            *("the device itself", "The temperature at Front changed: 21.5 °C"),
        ),
        ("temperature_changed", {"method": None}, K.climate, DONE, None, "The temperature at Front changed"),
        (
            *("humidity_changed", {"method": None, "humidity": 31}, K.climate, DONE, None),
            "The humidity at Front changed: 31 %",
        ),
        ("relay_enabled", {"method": None}, K.relay, DONE, None, "Front was switched on"),
        (
            "relay_disabled",
            {"method": None, "status": None},
            K.relay,
            UNKNOWN,
            None,
            "Front may have been switched off",
        ),
        ("teleported", {}, K.unknown, DONE, "PIN", "Teleported event at Front"),
    ],
)
def test_what_happened(name, sent, kind, outcome, how, said):
    event = _event(name, **sent)
    assert (event.kind, event.outcome, event.how, event.kind_raw) == (kind, outcome, how, f"{name}_event")
    assert _said(event) == said


@pytest.mark.parametrize(
    ("sent", "outcome", "said"),
    [
        ({"status": "failed", "connected_at": NOW.isoformat()}, FAILED, "Front lost its connection"),
        ({"connected_at": (NOW - timedelta(minutes=20)).isoformat()}, FAILED, "Front lost its connection"),
        ({"connected_at": (NOW - timedelta(seconds=20)).isoformat()}, DONE, "Front is connected again"),
        ({"connected_at": (NOW + timedelta(days=1)).isoformat()}, DONE, "Front is connected again"),
        ({}, UNKNOWN, "The connection of Front changed"),
    ],
)
def test_a_connection_was_lost_or_is_back(sent, outcome, said):
    event = _event("connectivity", **BY_ITSELF | {"occurred_at": NOW.isoformat()} | sent)
    assert (event.kind, event.outcome, _said(event)) == (EventKind.link, outcome, said)


def test_all_documented_types_have_a_meaning():
    reference = Path(__file__).with_name("remotelock_examples.json").read_text()
    assert set(re.findall(r'"(\w+)_event"', reference)) <= set(DOCUMENTED)
    assert set(EVENTS) == set(DOCUMENTED)


STATUSES, SOURCES = ("succeeded", "failed", "?", None), ("user", "network", "device", None)
METHODS = ("pin", "card", "smart_card", "manual", "local_pin", "nfc", "{who} of the [red]moon", None)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_phrase_is_one_of_few_and_has_no_places_but_three(name):
    phrases = set()
    for status, source, method in product(STATUSES, SOURCES, METHODS):
        for whom in ({}, STRANGER):
            for info in (None, "a {very} odd reason"):
                sent = {"status": status, "source": source, "method": method, "status_info": info}
                phrases.add(_event(name, **whom | sent).phrase)
    assert len(phrases) <= 50
    for phrase in phrases:
        assert set(re.findall(r"\{(.*?)\}", phrase)) <= {"who", "door", "value"}
        assert "{door}" in phrase
        assert "moon" not in phrase
        assert "odd" not in phrase


@pytest.mark.parametrize("name", ["unlocked", "locked", "unlockedlocked", "reset", "relay_enabled", "relay_disabled"])
def test_what_failed_does_not_read_as_done(name):
    for method, source in product(METHODS, SOURCES):
        done, failed, perhaps = (
            _event(name, method=method, source=source, status=status).phrase for status in ("succeeded", "failed", "?")
        )
        assert len({done, failed, perhaps}) == 3
        assert "could not" in failed
        assert "may have" in perhaps


def test_a_type_that_nobody_knows_has_no_phrase_and_keeps_its_own_name():
    event = _event("teleported", status_info="why not")
    assert (event.phrase, event.value, event.kind_raw) == ("", None, "teleported_event")


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (4, False), (5, True), (900, True), (-9, False)])
def test_what_the_vendor_learned_of_long_afterwards_is_late(minutes, late):
    times = {"occurred_at": NOW.isoformat(), "created_at": (NOW + timedelta(minutes=minutes)).isoformat()}
    assert _event("unlocked", **times).late is late
    assert not _event("unlocked", **times | {"created_at": None}).late
