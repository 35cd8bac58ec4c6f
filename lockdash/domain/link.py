"""Whether a device can be reached now, from what the vendor says of its connection and the time."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from lockdash.domain.devices import Contact

# A heartbeat that comes a little late is a radio, not an alarm.
LATE_SHARE = 0.25
LATE_LEAST = 60.0


class Link(StrEnum):
    live = "live"
    asleep = "asleep"
    overdue = "overdue"
    offline = "offline"
    no_bridge = "no_bridge"


def link(contact: Contact, now: datetime) -> Link:
    """Return the link at `now` (UTC).

    A battery Wi-Fi lock sleeps between heartbeats: asleep and on time is normal, past due is the alarm
    (remotelock-facts, Devices). One that the vendor no longer calls alive is offline.
    """
    if not contact.bridged:
        return Link.no_bridge
    if contact.connected:
        return Link.live
    due = next_heartbeat(contact)
    if due is None or contact.alive is False or contact.heartbeat is None:
        return Link.offline
    late = max(LATE_LEAST, contact.heartbeat * LATE_SHARE)
    return Link.asleep if now <= due + timedelta(seconds=late) else Link.overdue


def next_heartbeat(contact: Contact) -> datetime | None:
    """When a sleeping device should speak next (UTC), None if it does not sleep or never spoke."""
    if contact.last_at is None or not contact.heartbeat:
        return None
    return contact.last_at + timedelta(seconds=contact.heartbeat)
