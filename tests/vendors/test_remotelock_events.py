"""RemoteLock's events, and what they tell of devices."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given

from lockdash.domain.devices import Contact, Device, DeviceKind, DoorState, LockState
from lockdash.domain.events import EventKind, Outcome
from lockdash.vendors.remotelock.events import happening, observations, worth_a_list
from lockdash.vendors.replies import each
from tests.vendors import hostile
from tests.vendors.fakes import NOW
from tests.vendors.remotelock_items import HEARD, SEEN, changed, example, raw

EVENTS = example("Events", "Get all events")["data"]
UNLOCKED = next(item for item in EVENTS if item["type"] == "unlocked_event")
DOOR_ID = UNLOCKED["attributes"]["publisher_id"]


def _happening(kind="unlocked_event", at="2026-11-21T08:00:00Z", **attributes):
    return happening(raw(changed(UNLOCKED, occurred_at=at, **attributes) | {"type": kind}), HEARD)


@given(hostile.JSON | hostile.varied(("type", "id", "attributes"), UNLOCKED))
def test_no_event_raises_or_hides_its_neighbours(item):
    items = [raw(UNLOCKED), raw(item), raw(EVENTS[0])]
    found, _ = each(items, lambda one: happening(one, HEARD), "events")
    assert (found[0].event.id, found[-1].event.id) == (UNLOCKED["id"], EVENTS[0]["id"])
    observations(found, {}, HEARD)


@given(hostile.varied(tuple(UNLOCKED["attributes"]), UNLOCKED["attributes"]))
def test_no_event_attribute_raises(attributes):
    item = raw(UNLOCKED | {"attributes": attributes | {"occurred_at": "2026-11-21T08:00:00Z"}})
    observations([happening(item, HEARD)], {}, HEARD)


def test_an_event_in_full():
    event = happening(raw(UNLOCKED), HEARD).event
    assert (event.account, event.id, event.kind, event.kind_raw) == (
        "rentals",
        UNLOCKED["id"],
        EventKind.unlocked,
        "unlocked_event",
    )
    assert (event.device_id, event.who, event.who_id) == (DOOR_ID, None, "641189e8-9a9b-46bd-90de-eb88e300afc2")
    assert (event.how, event.zone) == ("PIN", "America/Denver")
    assert event.occurred_at == datetime(2018, 8, 26, 7, 51, 22, tzinfo=UTC)
    assert event.recorded_at == datetime(2018, 8, 29, 18, 25, 22, tzinfo=UTC)
    assert event.first_seen_at == SEEN


def test_pins_and_cards_of_events_are_masked():
    found = _happening(pin="918273", card="0004711", smart_card_serial_number=815)
    for secret in ("918273", "0004711", "815"):
        assert secret not in found.event.raw
        assert secret not in repr(found)
    assert json.loads(found.event.raw)["attributes"]["method"] == "pin"


def test_the_outcome_is_that_of_the_type():
    for item in EVENTS:
        event = happening(raw(item), HEARD).event
        if event.kind is EventKind.sync_failed:
            assert item["attributes"]["status"] == "succeeded"
            assert event.outcome is Outcome.failed
    assert _happening("access_denied_event", status="succeeded").event.outcome is Outcome.failed
    assert _happening(status="failed").event.outcome is Outcome.failed
    assert _happening(status="perhaps").event.outcome is Outcome.unknown


def test_who_used_it_is_the_publisher_of_access_person_used():
    event = happening(raw(EVENTS[0]), HEARD).event
    assert (event.device_id, event.who_id) == (DOOR_ID, "ce59ad9a-634d-4aad-bf71-a35c107b1315")


def test_the_name_of_a_person_who_is_gone():
    assert _happening(associated_resource_name="Ada\x1b[1m Sample").event.who == "Ada Sample"


LOCK = {"publisher_id": DOOR_ID, "publisher_type": "lock"}
GUEST = {"associated_resource_id": "g", "associated_resource_type": "access_guest"}
AT_LOCK = {"associated_resource_id": DOOR_ID, "associated_resource_type": "lock"}
NOBODY = {"publisher_id": None, "publisher_type": None}
NOTHING_ELSE = {"associated_resource_id": None, "associated_resource_type": None}


@pytest.mark.parametrize(
    ("sent", "device_id", "who_id"),
    [
        (LOCK | GUEST, DOOR_ID, "g"),
        (LOCK | NOTHING_ELSE, DOOR_ID, None),
        ({"publisher_id": "g", "publisher_type": "access_guest"} | AT_LOCK, DOOR_ID, "g"),
        ({"publisher_id": "g", "publisher_type": "access_guest"} | NOTHING_ELSE, None, "g"),
        ({"publisher_id": "x", "publisher_type": "account"} | AT_LOCK, DOOR_ID, None),
        (NOBODY | AT_LOCK, DOOR_ID, None),
        (NOBODY | GUEST, None, "g"),
        (NOBODY | NOTHING_ELSE, None, None),
    ],
)
def test_whom_and_what_an_event_names(sent, device_id, who_id):
    event = _happening(**sent).event
    assert (event.device_id, event.who_id) == (device_id, who_id)


def test_the_name_of_a_door_that_is_gone():
    sent = {"publisher_id": "g", "publisher_type": "access_user", "associated_resource_name": "Old \x1b[1mdoor"}
    event = _happening("access_person_used_event", **sent | AT_LOCK).event
    assert (event.door, event.who, event.who_id, event.device_id) == ("Old door", None, "g", DOOR_ID)
    assert _happening(**LOCK | GUEST, associated_resource_name="Ann").event.door is None


@pytest.mark.parametrize(
    ("method", "source", "how"),
    [
        *((method, "user", how) for method, how in (("pin", "PIN"), ("card", "card"), ("nfc", "nfc"), (None, None))),
        (None, "network", "remote"),
        ([], {}, None),
    ],
)
def test_how(method, source, how):
    assert _happening(method=method, source=source).event.how == how


def test_types_that_nobody_knows_are_kept():
    event = _happening("teleported_event").event
    assert (event.kind, event.kind_raw) == (EventKind.unknown, "teleported_event")


def test_an_event_without_a_time_is_left_out():
    found, problems = each(
        [raw(changed(UNLOCKED, occurred_at=None, created_at=7))], lambda one: happening(one, HEARD), "e"
    )
    assert (found, len(problems)) == ([], 1)


def test_a_huge_event_is_cut():
    assert len(_happening(status_info=["x" * 400] * 5000).event.raw) < 100


def _door(contact=None):
    return {
        DOOR_ID: Device(key="k", account="rentals", vendor_id=DOOR_ID, kind=DeviceKind.lock, name="D", contact=contact)
    }


def _news(*happenings, known=None):
    found = observations(happenings, known or {}, HEARD)
    assert len(found) <= 1
    return found[0] if found else None


def test_the_latest_event_tells_the_state():
    early = _happening("locked_event", "2026-11-21T07:00:00Z")
    late = _happening("unlocked_event", "2026-11-21T08:00:00Z")
    for order in ((early, late), (late, early)):
        news = _news(*order)
        assert (news.vendor_id, news.state.value) == (DOOR_ID, LockState.unlocked)
        assert news.state.as_of == news.state_since == datetime(2026, 11, 21, 8, tzinfo=UTC)


def test_a_failed_attempt_tells_no_state():
    assert _news(_happening("locked_event", status="failed")) is None
    assert _news(_happening("jammed_event", status="failed")).state.value is LockState.jammed
    assert _news(_happening("teleported_event")) is None


def test_an_event_of_the_future_is_true_now_at_most():
    assert _news(_happening(at=hostile.FUTURE)).state.as_of == NOW


def test_doors_and_batteries():
    opened = _news(_happening("acs_door_opened_event"), _happening("acs_door_closed_event", "2026-11-21T08:00:05Z"))
    assert opened.door.value is DoorState.closed
    assert _news(_happening("acs_door_held_open_event")).door.value is DoorState.open
    assert _news(_happening("power_level_low_event", power_level=5)).battery.value == 5
    assert _news(_happening("power_level_low_event", power_level=255)) is None


def test_a_contact_is_told_with_what_the_list_said():
    old = Contact(connected=False, alive=True, seen_at=NOW, last_at=NOW - timedelta(hours=1), heartbeat=1200)
    later = (NOW - timedelta(minutes=1)).isoformat()
    news = _news(_happening("connectivity_event", connected_at=later), known=_door(old))
    assert news.contact == msgspec.structs.replace(old, last_at=NOW - timedelta(minutes=1))
    assert _news(_happening("connectivity_event", connected_at=later)) is None
    assert _news(_happening("connectivity_event", connected_at=later), known=_door()) is None


def test_what_only_a_list_can_tell():
    known, other = _door(), {"another": _door()[DOOR_ID]}
    assert not worth_a_list([_happening()], known)
    assert worth_a_list([_happening("relay_enabled_event")], known)
    assert worth_a_list([_happening("connectivity_event")], known)
    assert worth_a_list([_happening()], other)
    assert not worth_a_list([_happening("connectivity_event")], {}), "the list is on its way anyway"
