"""Which of the vendors' documented types want somebody's attention, decoded and judged as they arrive."""

from __future__ import annotations

import msgspec
import pytest

from lockdash.domain.alarms import needs_attention
from lockdash.domain.events import Event
from lockdash.vendors.remotelock.event_words import EVENTS
from lockdash.vendors.remotelock.events import happening
from lockdash.vendors.tedee import activity
from lockdash.vendors.tedee.activity_types import TYPES
from tests.vendors.remotelock_items import HEARD, raw

NOW = HEARD.seen_at.isoformat()
ALWAYS = {
    "access_denied",
    "jammed",
    "access_person_sync_failed",
    "access_guest_late_sync",
    "power_level_low",
    "acs_door_held_open",
}
IF_IT_FAILED = {
    "unlocked",
    "locked",
    "unlockedlocked",
    "access_person_used",
    "kore_ready_pin_used",
    "reset",
    "connectivity",
}
ALERT_WORTHY = {40, 41, 62, 67, 68, 74, 75, 78, 85, 86, 93}
"""As tedee-facts 3.8 names them."""


def remotelock(name: str, status: str) -> Event:
    attributes = {"status": status, "occurred_at": NOW, "created_at": NOW, "connected_at": NOW, "power_level": 5}
    return happening(raw({"type": f"{name}_event", "id": "1", "attributes": attributes}), HEARD).event


def tedee(number: int) -> Event:
    item = msgspec.json.encode({"id": 1, "deviceId": 7, "event": number, "date": NOW})
    return activity.event(msgspec.Raw(item), "7", None, HEARD)


@pytest.mark.parametrize("name", EVENTS)
def test_remotelock(name: str) -> None:
    assert needs_attention(remotelock(name, "succeeded")) is (name in ALWAYS)
    assert needs_attention(remotelock(name, "failed")) is (name in ALWAYS | IF_IT_FAILED)


@pytest.mark.parametrize("number", TYPES)
def test_tedee(number: int) -> None:
    assert needs_attention(tedee(number)) is (number in ALERT_WORTHY)


def test_all_that_is_expected_is_documented() -> None:
    assert EVENTS.keys() >= ALWAYS | IF_IT_FAILED
    assert TYPES.keys() >= ALERT_WORTHY


def test_a_type_that_nobody_knows_wants_nothing() -> None:
    assert not needs_attention(remotelock("teleported", "failed"))
    assert not needs_attention(tedee(4711))
