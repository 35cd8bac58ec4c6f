"""Accesses: a person may use a device, a group of doors or a location; and whether the locks have heard of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from enum import StrEnum

import msgspec

from lockdash.domain.people import Person, PersonStatus, joint, phase
from lockdash.domain.windows import Window


class TargetKind(StrEnum):
    """`device`: one lock, or one door of an access control system."""

    device = "device"
    door_group = "door_group"
    location = "location"


class Level(StrEnum):
    """What a Tedee user may do at a device (tedee-facts 3.4 AccessLevel)."""

    guest = "guest"
    admin = "admin"
    owner = "owner"
    unknown = "unknown"


class Sync(msgspec.Struct, frozen=True, kw_only=True):
    """How many locks an access covers and how many of them have heard of it. The four only mean something together: an
    access to a group or a location covers many (remotelock-facts, "People and access")."""

    total: int
    synced: int
    pending: int
    failed: int

    @property
    def waiting(self) -> int:
        """Locks of which neither success nor failure is known, also if the vendor does not count them as pending."""
        return max(self.pending, self.total - self.synced - self.failed)


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One access, as last heard of.

    `key`: the identity (`access_key`); `id`: the vendor's, None for one that is made of the person itself: a keypad's
    PIN, a resort lock's guest. `target_id`: the vendor's id of a device, group or place.
    `schedule_id`: of an access schedule. `guest_start`, `guest_end`: times of the day that at this door replace those
    of the person's stay. `window`: the access's own (Tedee); None where the person's stay counts.
    `level`, `remote`: what a Tedee user may do there, and whether from afar. `invited`: not accepted yet.
    `sync`: None where no lock has to hear of it, or the vendor does not say. `pending_since`: since when we know that a
    lock waits (`followed`). `gone_at`: since when the vendor is known not to have it any more.
    """

    key: str
    account: str
    person_key: str
    target_kind: TargetKind
    target_id: str
    id: str | None = None
    schedule_id: str | None = None
    guest_start: time | None = None
    guest_end: time | None = None
    window: Window | None = None
    level: Level | None = None
    remote: bool | None = None
    invited: bool = False
    sync: Sync | None = None
    pending_since: datetime | None = None
    gone_at: datetime | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group of doors. `device_ids`: the vendor's ids of those in it, None until they were read."""

    account: str
    id: str
    name: str
    device_ids: frozenset[str] | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A location: an access to it is one to all its doors. `zone`: IANA, None if the vendor does not say."""

    account: str
    id: str
    name: str
    zone: str | None = None


class AccountDefaults(msgspec.Struct, frozen=True, kw_only=True):
    """At what time of the day guests of an account come and leave unless somebody says otherwise, at the door."""

    account: str
    guest_start: time
    guest_end: time


class SyncState(StrEnum):
    """`uncounted`: no lock is counted, so nothing is known of any: an access that was granted this moment has no counts
    yet, an empty group never will, and some vendors never count."""

    failed = "failed"
    pending = "pending"
    synced = "synced"
    uncounted = "uncounted"


class SyncSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Several accesses in one word. A lock that is covered by two of them counts twice, as it has to hear of both.

    `pending_since`: since when the first of those that wait does.
    """

    state: SyncState
    synced: int = 0
    pending: int = 0
    failed: int = 0
    pending_since: datetime | None = None


def access_key(account: str, access_id: str) -> str:
    """The identity of an access. `access_id`: the vendor's, or one made of what makes it one."""
    return f"{account}/access/{access_id}"


def summary(accesses: Iterable[Access]) -> SyncSummary:
    """Return what is worst: one failure is a failure, one lock that waits is waiting, and all are synced only if every
    lock that is counted has heard of it, and some lock is counted of every access that has counts."""
    synced = failed = pending = 0
    is_counted, since = False, None
    empty = False
    for access in accesses:  # tens of thousands of them, before the first page of people is shown
        sync = access.sync
        if sync is None or access.gone_at is not None:
            continue
        is_counted, empty = True, empty or not sync.total
        synced, failed = synced + sync.synced, failed + sync.failed
        if (waiting := sync.waiting) > 0:
            pending += waiting
        began = access.pending_since
        if began is not None and (since is None or began < since):
            since = began
    return SyncSummary(
        state=_worst(failed, pending, counted=is_counted and not empty),
        synced=synced,
        pending=pending,
        failed=failed,
        pending_since=since if pending else None,
    )


def followed(access: Access, before: Access | None, seen_at: datetime) -> Access:
    """Return `access`, read at `seen_at` (ours, UTC), with the time since when a lock waits: that of `before` if one
    waited then as well. The vendor keeps no such time."""
    if access.sync is None or not access.sync.waiting:
        return msgspec.structs.replace(access, pending_since=None)
    known = before.pending_since if before is not None else None
    return msgspec.structs.replace(access, pending_since=known or seen_at)


def window_at(person: Person, access: Access) -> Window | None:
    """Return when `person` may use what `access` is for, None for always: the access's own window, else the stay with
    the times of that door (reference, "Grant an access person access": `guest_start_time`, `guest_end_time`)."""
    stay = person.stay
    if access.window is not None or stay is None:
        return access.window
    if access.guest_start is None and access.guest_end is None:
        return stay
    return msgspec.structs.replace(
        stay, starts_at=_at(stay.starts_at, access.guest_start), ends_at=_at(stay.ends_at, access.guest_end)
    )


def status(person: Person, accesses: Iterable[Access], now: datetime, zone: str | None) -> PersonStatus:
    """Return the status of `person` at `now` (UTC): the vendor's word, else what the windows of the accesses say, or
    the stay of somebody without any. `zone`: that of the doors, for times on their walls."""
    if person.status is not None:
        return person.status
    found = joint(
        PersonStatus.pending if access.invited else phase(window_at(person, access), now, zone)
        for access in accesses
        if access.gone_at is None
    )
    return found or phase(person.stay, now, zone)


def _worst(failed: int, pending: int, *, counted: bool) -> SyncState:
    if failed:
        return SyncState.failed
    if pending:
        return SyncState.pending
    return SyncState.synced if counted else SyncState.uncounted


def _at(wall: datetime | None, clock: time | None) -> datetime | None:
    return wall if wall is None or clock is None else datetime.combine(wall.date(), clock, wall.tzinfo)
