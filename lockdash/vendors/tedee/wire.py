"""What Tedee sends, by its reference (v1.30 to v37). Shapes are strict, single values are read by `fields`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import UNSET, Raw, UnsetType

from lockdash.vendors import fields
from lockdash.vendors.replies import Reply, Unreadable, decode

T = TypeVar("T")


class Envelope(msgspec.Struct, Generic[T]):
    """Around every answer of these. There is no default: an answer without a result is no empty list."""

    result: T


class DeviceState(msgspec.Struct, rename="camel"):
    """`LockState` of the reference; `lockProperties` before v1.34. Keypads and door sensors have only the battery."""

    state: Any = None
    door_state: Any = None
    battery_level: Any = None
    is_charging: Any = None
    state_change_result: Any = None
    last_state_changed_date: Any = None
    battery_level_modified_time: Any = None
    battery_level_modified_date_time: Any = None


class DeviceSettings(msgspec.Struct, rename="camel"):
    auto_lock_enabled: Any = None
    auto_lock_delay: Any = None
    pull_spring_enabled: Any = None
    pull_spring_duration: Any = None
    auto_pull_spring_enabled: Any = None


class Schedule(msgspec.Struct, rename="camel"):
    """The five fields that limit an access or a PIN; without any of them it counts always (tedee-facts 2.4)."""

    start_date: Any = None
    end_date: Any = None
    day_start_time: Any = None
    day_end_time: Any = None
    week_days: Any = None


class DeviceAccess(Schedule, rename="camel"):
    """The caller's own access; `shareDetails` before v1.34, where the window was a nested `repeatEvent`."""

    remote_access_disabled: Any = None
    repeat_event: Any = None


class Accessory(msgspec.Struct, rename="camel"):
    device_type: Any = None


class SoftwareVersion(msgspec.Struct, rename="camel"):
    software_type: Any = None
    version: Any = None
    update_available: Any = None


class _Stated(msgspec.Struct, rename="camel"):
    """The state under either of its names."""

    is_connected: Any = None
    device_state: DeviceState | UnsetType | None = UNSET
    lock_properties: DeviceState | UnsetType | None = UNSET
    revision: Any = None

    @property
    def current(self) -> DeviceState | None:
        return self.device_state or self.lock_properties or None


class Lock(_Stated, rename="camel"):
    id: Any = None
    serial_number: Any = None
    name: Any = None
    type: Any = None
    time_zone: Any = None
    connected_to_id: Any = None
    connected_to_keypad_id: Any = None
    device_settings: DeviceSettings | None = None
    accessories: list[Accessory] | None = None
    access_level: Any = None
    access_details: DeviceAccess | None = None
    share_details: DeviceAccess | None = None
    device_revision: Any = None
    target_device_revision: Any = None
    software_versions: list[SoftwareVersion] | None = None


class LockSync(_Stated, rename="camel"):
    id: Any = None


class Accompanying(msgspec.Struct, rename="camel"):
    """A bridge, keypad, gate, door sensor or dry contact."""

    id: Any = None
    serial_number: Any = None
    name: Any = None
    type: Any = None
    time_zone: Any = None
    is_connected: Any = None
    is_present_in_external: Any = None
    is_updating: Any = None
    connected_to_lock_id: Any = None
    external_name: Any = None
    device_state: DeviceState | None = None
    revision: Any = None
    device_revision: Any = None
    target_device_revision: Any = None
    software_versions: list[SoftwareVersion] | None = None


class Activity(msgspec.Struct, rename="camel"):
    """`username` in the samples, `userName` in the field table; `pinAlias` and `accessLinkName` by live clients."""

    id: Any = None
    device_id: Any = None
    user_id: Any = None
    user_name: Any = None
    username: Any = msgspec.field(default=None, name="username")
    pin_alias: Any = None
    access_link_name: Any = None
    event: Any = None
    source: Any = None
    date: Any = None


class Operated(msgspec.Struct, rename="camel"):
    """The answer to a command: 202, taken, which proves nothing."""

    operation_id: Any = None
    last_state_changed_date: Any = None


class Operation(msgspec.Struct, rename="camel"):
    status: Any = None
    result: Any = None


class _Refusal(msgspec.Struct, rename="camel"):
    error_messages: Any = None
    error_messages_too: Any = msgspec.field(default=None, name="ErrorMessages")


def number_of(sent_id: object) -> str:
    """Return an item's id, which is a whole number, as text. Raises Unreadable if it is none."""
    number = fields.whole(sent_id)
    if number is None:
        raise Unreadable("an item without an id")
    return str(number)


def date_text(moment: datetime) -> str:
    """Return an aware time as it is sent: in UTC, to the millisecond (tedee-facts 3.9)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def items(reply: Reply) -> list[Raw]:
    """Return the items of a list. Raises BadAnswer if there is no list."""
    return decode(reply, Envelope[list[Raw]]).result


def refusal_words(body: bytes) -> str:
    """Return the messages of an error's envelope, "" if there are none (3.1: both spellings occur)."""
    try:
        refusal = msgspec.json.decode(body, type=_Refusal)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""
    messages = refusal.error_messages or refusal.error_messages_too
    if isinstance(messages, list):
        return "; ".join(message for message in messages[:5] if isinstance(message, str))
    return messages if isinstance(messages, str) else ""
