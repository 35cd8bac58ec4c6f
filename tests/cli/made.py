"""Devices and commands made for tests, every time counted from NOON."""

from datetime import UTC, datetime, timedelta

from lockdash.domain.commands import Actor, Command, CommandKind
from lockdash.domain.devices import Contact, Device, DeviceKind, LockState, device_key
from lockdash.domain.readings import Reading

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def ago(seconds):
    return NOON - timedelta(seconds=seconds)


def device(name="Front Door", state=LockState.locked, *, account="home", age=0.0, serial=None, **more):
    serial = serial or f"serial-{name}"
    reading = None if state is None else Reading(state, ago(age), ago(age))
    more.setdefault("kind", DeviceKind.lock)
    more.setdefault("contact", Contact(connected=True, seen_at=ago(age)))
    return Device(
        key=device_key(account, serial, "1"),
        account=account,
        vendor_id="1",
        name=name,
        serial=serial,
        state=reading,
        **more,
    )


def command(of, kind=CommandKind.lock, **more):
    values = {
        "id": "c1",
        "account": of.account,
        "device_key": of.key,
        "kind": kind,
        "actor": Actor(user="ada"),
        "requested_at": ago(3),
        "sent_at": ago(3),
        "expires_at": NOON + timedelta(seconds=60),
    }
    return Command(**(values | more))
