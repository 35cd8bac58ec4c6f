"""Devices and views for the tests of what a row says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus
from lockdash.domain.devices import Contact, Device, DeviceKind, LockState
from lockdash.domain.readings import Reading
from lockdash.engine.views import DeviceView, view

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def device(
    name: str = "Front Door",
    state: LockState | None = LockState.locked,
    *,
    age: float = 5,
    account: str = "home",
    battery: int | None = 54,
    connected: bool | None = True,
    **more: Any,
) -> Device:
    """A lock at `account`, read `age` seconds ago; `state` None: never read. `more`: any field of Device."""
    values: dict[str, Any] = {
        "key": f"{account}/{name}",
        "account": account,
        "vendor_id": name,
        "kind": DeviceKind.lock,
        "name": name,
        "state": None if state is None else Reading(state, ago(age), ago(age)),
        "battery": Reading(battery, ago(age), ago(age)),
        "contact": Contact(connected=connected, seen_at=ago(age)),
    }
    return Device(**(values | more))


def command(kind: CommandKind, status: CommandStatus, **more: Any) -> Command:
    values: dict[str, Any] = {
        "id": "c1",
        "account": "home",
        "device_key": "home/Front Door",
        "kind": kind,
        "actor": Actor("ada"),
        "requested_at": ago(3),
        "sent_at": None if status is CommandStatus.requested else ago(3),
        "accepted_at": None if status in (CommandStatus.requested, CommandStatus.sent) else ago(2),
        "expires_at": NOW + timedelta(seconds=60),
        "status": status,
        "settled_at": None if status.in_flight else ago(1),
    }
    return Command(**(values | more))


def seen(name: str = "Front Door", state: LockState | None = LockState.locked, **more: Any) -> DeviceView:
    """The view at NOW of `device(...)`; `asked`: its command."""
    asked = more.pop("asked", None)
    return view(device(name, state, **more), asked, NOW)
