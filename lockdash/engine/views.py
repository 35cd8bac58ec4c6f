"""A device as it should be believed at one moment: pure, so that screen and command line say the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from lockdash.domain.ages import age_text, rough_age_text, seconds_to_next, seconds_to_next_rough
from lockdash.domain.attention import Attention, attention, is_low
from lockdash.domain.commands import Command, CommandStatus
from lockdash.domain.devices import Contact, Device, LockState
from lockdash.domain.freshness import Freshness, freshness
from lockdash.domain.link import Link, link

# How long a command that went wrong stays visible in its row after it settled.
TROUBLE_SHOWN = timedelta(minutes=10)


# How long a device that its vendor no longer lists is still of interest.
GONE_SHOWN = timedelta(days=1)


def is_listed(device: Device, now: datetime) -> bool:
    """Whether `device` belongs into a list of devices at `now` (UTC)."""
    return device.gone_at is None or now - device.gone_at < GONE_SHOWN


class Certainty(StrEnum):
    """How sure a state is. `asked`: a command is in flight, what it wants is a wish. `unknown`: never read."""

    confirmed = "confirmed"
    asked = "asked"
    aging = "aging"
    stale = "stale"
    unknown = "unknown"


class DeviceView(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: the last that was read, never the wish (None: it has none). `age`: seconds since the reading
    was true (None: never read). `command`: the newest one if it is in flight or went wrong lately."""

    device: Device
    state: LockState | None
    certainty: Certainty
    freshness: Freshness
    link: Link | None
    attention: Attention
    age: float | None
    low_battery: bool
    command: Command | None


def view(device: Device, command: Command | None, now: datetime) -> DeviceView:
    """Return `device` as it should be believed at `now` (UTC)."""
    fresh = _freshness(device, now)
    reach = link(device.contact, now) if device.contact else None
    shown = command if command is not None and _worth_showing(command, now) else None
    return DeviceView(
        device=device,
        state=device.state.value if device.state else None,
        certainty=_certainty(device, shown, fresh),
        freshness=fresh,
        link=reach,
        attention=attention(device, fresh, reach),
        age=_age(device, now),
        low_battery=is_low(device),
        command=shown,
    )


def _freshness(device: Device, now: datetime) -> Freshness:
    """Of the state; of the connection for a device that has no state; an offline lock promises no renewal.

    The worse of two: how long the vendor has told us nothing, against how often it is asked, and how long the
    device has told the vendor nothing, against its heartbeat while it sleeps. So a sleeping lock that is on
    time is fresh, and is not once its vendor cannot be reached.
    """
    if device.state is not None:
        known_at, told_at = device.state.known_at, device.state.seen_at
    elif device.kind.has_lock_state:
        return Freshness.stale
    elif device.contact is not None:
        known_at = told_at = device.contact.seen_at
    else:
        return Freshness.fresh if device.gone_at is None else Freshness.stale
    every = device.renew_every
    spoken = freshness((now - known_at).total_seconds(), max(every, _sleeps_for(device.contact)))
    return spoken.or_worse(freshness((now - told_at).total_seconds(), every))


def _sleeps_for(contact: Contact | None) -> float:
    """Seconds that a device may be silent because it sleeps."""
    return 0.0 if contact is None or contact.connected else contact.heartbeat or 0.0


def _age(device: Device, now: datetime) -> float | None:
    if device.state is not None:
        if device.state.value is LockState.unknown and device.state.as_of is None:
            return None
        return max(0.0, (now - device.state.known_at).total_seconds())
    if device.contact is not None:
        return max(0.0, (now - device.contact.seen_at).total_seconds())
    return None


def _certainty(device: Device, command: Command | None, fresh: Freshness) -> Certainty:
    if command is not None and command.status.in_flight:
        return Certainty.asked
    if device.kind.has_lock_state and (device.state is None or device.state.value is LockState.unknown):
        return Certainty.unknown
    return _CERTAINTY[fresh]


_CERTAINTY = {
    Freshness.fresh: Certainty.confirmed,
    Freshness.aging: Certainty.aging,
    Freshness.stale: Certainty.stale,
}


def _worth_showing(command: Command, now: datetime) -> bool:
    if command.status.in_flight:
        return True
    if command.status is CommandStatus.confirmed or command.settled_at is None:
        return False
    return now - command.settled_at < TROUBLE_SHOWN


def age_words(each: DeviceView) -> str:
    """Return how old the state is: roughly while it is as old as it should be, exactly once that is in doubt; ""
    if it was never read."""
    if each.age is None:
        return ""
    return rough_age_text(each.age) if each.freshness is Freshness.fresh else age_text(each.age)


def seconds_to_next_age(each: DeviceView) -> float:
    """Return how long `age_words(each)` stays the same by age alone, infinity if there is none."""
    if each.age is None:
        return float("inf")
    return seconds_to_next_rough(each.age) if each.freshness is Freshness.fresh else seconds_to_next(each.age)


class Counts(msgspec.Struct, frozen=True):
    """How many devices are what; `unlocked` counts open ones too, each device counts in every line it fits."""

    total: int = 0
    locked: int = 0
    unlocked: int = 0
    jammed: int = 0
    unknown: int = 0
    unreachable: int = 0
    low_battery: int = 0


def counts(views: Iterable[DeviceView]) -> Counts:
    """Count `views` for the header. A locked lock counts as locked only while its reading is not stale."""
    total = locked = unlocked = jammed = unknown = unreachable = low = 0
    for each in views:
        total += 1
        low += each.low_battery
        unlocked += each.attention is Attention.open
        jammed += each.attention is Attention.jammed
        unknown += each.attention is Attention.unknown
        unreachable += each.link in (Link.overdue, Link.offline, Link.no_bridge)
        locked += each.state is LockState.locked and each.freshness is not Freshness.stale
    return Counts(total, locked, unlocked, jammed, unknown, unreachable, low)
