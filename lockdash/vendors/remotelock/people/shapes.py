"""What RemoteLock sends about people, by its reference. Shapes are strict, single values are read by `fields`.

PINs and cards become `Secret` here.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from lockdash.domain.secret import Secret


class PersonAttributes(msgspec.Struct):
    """Of users and guests together: only guests have a stay. A PIN that is missing is not known, and null is none."""

    name: Any = None
    email: Any = None
    department: Any = None
    status: Any = None
    starts_at: Any = None
    ends_at: Any = None
    created_at: Any = None
    pin: Secret | UnsetType | None = UNSET
    card_number: Secret | UnsetType | None = UNSET


class ResortGuestAttributes(msgspec.Struct):
    name: Any = None
    email: Any = None
    starts_at: Any = None
    ends_at: Any = None
    one_time_access: Any = None
    created_at: Any = None
    resort_lock_id: Any = None
    pin: Secret | UnsetType | None = UNSET


class AccessAttributes(msgspec.Struct):
    access_person_id: Any = None
    accessible_type: Any = None
    accessible_id: Any = None
    access_schedule_id: Any = None
    guest_start_time: Any = None
    guest_end_time: Any = None
    devices_count: Any = None
    devices_synced_count: Any = None
    devices_pending_sync_count: Any = None
    devices_failed_sync_count: Any = None


class NamedAttributes(msgspec.Struct):
    name: Any = None


class GroupDoorAttributes(msgspec.Struct):
    door_id: Any = None


class AccountAttributes(msgspec.Struct):
    default_guest_start_time: Any = None
    default_guest_end_time: Any = None


class LetterAttributes(msgspec.Struct):
    """`body`: HTML, with the PIN in it."""

    subject: Any = None
    body: Secret | None = None
