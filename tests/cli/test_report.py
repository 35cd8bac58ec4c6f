"""The JSON that scripts read: exactly the documented keys, in the design's words."""

from datetime import datetime, timedelta, timezone

import pytest

from lockdash.cli import report
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.budget import Budget
from lockdash.domain.devices import Contact, DeviceKind, DoorState, LockState
from lockdash.domain.readings import Reading
from lockdash.engine.views import view
from tests.cli.made import NOON, ago, command, device

DEVICE_KEYS = [
    "account",
    "key",
    "name",
    "kind",
    "state",
    "state_raw",
    "battery",
    "charging",
    "link",
    "freshness",
    "door",
    "location",
    "as_of",
    "seen_at",
]


def one(of):
    return report.status([], [view(of, None, NOON)])["devices"][0]


def test_the_keys_of_a_device():
    made = one(device(battery=Reading(54, None, NOON), charging=False, location="Porch"))
    assert list(made) == DEVICE_KEYS
    assert made == {
        "account": "home",
        "key": "home/serial-Front Door",
        "name": "Front Door",
        "kind": "lock",
        "state": "locked",
        "state_raw": None,
        "battery": 54,
        "charging": False,
        "link": "live",
        "freshness": "fresh",
        "door": None,
        "location": "Porch",
        "as_of": "2026-11-21T12:00:00Z",
        "seen_at": "2026-11-21T12:00:00Z",
    }


def test_what_was_never_read_is_unknown_and_what_has_no_state_is_null():
    assert one(device(state=None))["state"] == "unknown"
    plug = one(device(state=None, kind=DeviceKind.power_plug, state_raw="on", contact=None))
    assert (plug["state"], plug["state_raw"], plug["link"], plug["seen_at"]) == (None, "on", None, None)


def test_old_data_says_so():
    made = one(device(age=3600))
    assert (made["state"], made["freshness"], made["as_of"]) == ("locked", "stale", "2026-11-21T11:00:00Z")


def test_an_unknown_battery_is_null_and_doors_have_words():
    made = one(device(battery=Reading(None, None, NOON), door=Reading(DoorState.open, NOON, NOON)))
    assert (made["battery"], made["door"]) == (None, "open")


def test_a_sleeping_device():
    contact = Contact(connected=False, alive=True, seen_at=NOON, last_at=ago(60), heartbeat=3600.0)
    assert one(device(contact=contact))["link"] == "asleep"


def test_accounts():
    known = Account(
        name="home",
        vendor="tedee",
        condition=Condition.offline,
        since=ago(60),
        budget=Budget(700, 640, NOON, 70),
    )
    made = report.status([("home", "tedee", known), ("new", "remotelock", None)], [])["accounts"]
    assert made == [
        {
            "name": "home",
            "vendor": "tedee",
            "condition": "offline",
            "since": "2026-11-21T11:59:00Z",
            "budget": {"limit": 700, "remaining": 640, "resets_at": "2026-11-21T12:00:00Z"},
        },
        {"name": "new", "vendor": "remotelock", "condition": "connecting", "since": None, "budget": None},
    ]


def test_commands_and_refusals_have_the_same_keys():
    door = device()
    made = report.command(door, command(door))
    assert made["requested_at"] == "2026-11-21T11:59:57Z"
    refused = report.refusal(door, "lock", "it is read-only")
    assert list(refused) == list(made)
    assert (refused["status"], refused["reason"]) == ("refused", "it is read-only")


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (None, None),
        (NOON, "2026-11-21T12:00:00Z"),
        (NOON + timedelta(microseconds=250_000), "2026-11-21T12:00:00.250Z"),
        (datetime(2026, 11, 21, 13, 0, tzinfo=timezone(timedelta(hours=1))), "2026-11-21T12:00:00Z"),
    ],
)
def test_times_are_utc(moment, text):
    assert report.time(moment) == text


def test_every_state_has_its_word():
    for state in LockState:
        assert one(device(state=state))["state"] == state.value
