from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lockdash.domain.devices import Contact
from lockdash.domain.link import Link, link, next_heartbeat

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (Contact(connected=True, seen_at=NOW), Link.live),
        (Contact(connected=False, seen_at=NOW), Link.offline),
        (Contact(connected=None, seen_at=NOW, bridged=False), Link.no_bridge),
        (Contact(connected=False, seen_at=NOW, alive=True, last_at=ago(600), heartbeat=1200), Link.asleep),
        (Contact(connected=False, seen_at=NOW, alive=True, last_at=ago(1300), heartbeat=1200), Link.asleep),
        (Contact(connected=False, seen_at=NOW, alive=True, last_at=ago(1501), heartbeat=1200), Link.overdue),
        (Contact(connected=False, seen_at=NOW, alive=False, last_at=ago(600), heartbeat=1200), Link.offline),
        (Contact(connected=False, seen_at=NOW, alive=True, last_at=None, heartbeat=1200), Link.offline),
        (Contact(connected=False, seen_at=NOW, alive=True, last_at=ago(9), heartbeat=0), Link.offline),
        (Contact(connected=None, seen_at=NOW, alive=True, last_at=ago(9), heartbeat=60), Link.asleep),
    ],
)
def test_link(contact: Contact, expected: Link) -> None:
    assert link(contact, NOW) is expected


def test_a_sleeping_lock_says_when_it_speaks_next() -> None:
    contact = Contact(connected=False, seen_at=NOW, alive=True, last_at=ago(600), heartbeat=1200)
    assert next_heartbeat(contact) == NOW + timedelta(seconds=600)
    assert next_heartbeat(Contact(connected=True, seen_at=NOW)) is None
