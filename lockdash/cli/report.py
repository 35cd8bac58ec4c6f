"""What `--json` prints: plain values with exactly the documented keys. Times are ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.changes import Change
from lockdash.domain.commands import Actor, Command
from lockdash.domain.devices import Device, LockState
from lockdash.engine.views import DeviceView


def status(accounts: Iterable[tuple[str, str, Account | None]], views: Iterable[DeviceView]) -> dict[str, Any]:
    """Return the object of `status --json`. `accounts`: name, vendor, and what is known of it (None: nothing)."""
    return {
        "accounts": [_account(name, vendor, known) for name, vendor, known in accounts],
        "devices": [_device(each) for each in views],
    }


def command(device: Device, made: Command) -> dict[str, Any]:
    """Return one item of `commands[]`, what `lock`, `unlock` and `open` print."""
    return {
        "account": device.account,
        "key": device.key,
        "name": device.name,
        "command": made.kind.value,
        "status": made.status.value,
        "requested_at": time(made.requested_at),
        "accepted_at": time(made.accepted_at),
        "settled_at": time(made.settled_at),
        "evidence": made.evidence,
        "reason": made.reason,
    }


def audited(made: Command, name: str) -> dict[str, Any]:
    """Return one item of `commands[]` of `audit --json`. `name`: the device's, its key if it is not known."""
    return {
        "account": made.account,
        "key": made.device_key,
        "name": name,
        "command": made.kind.value,
        "status": made.status.value,
        "requested_at": time(made.requested_at),
        "sent_at": time(made.sent_at),
        "accepted_at": time(made.accepted_at),
        "settled_at": time(made.settled_at),
        "actor": _actor(made.actor),
        "evidence": made.evidence,
        "reason": made.reason,
    }


def change(made: Change, target: str) -> dict[str, Any]:
    """Return one item of `changes[]` of `audit --json`. `target`: the name of the door, schedule, exception or device;
    of the last three `target_kind` is null. `person` is null where it is about nobody."""
    return {
        "account": made.account,
        "kind": made.kind.value,
        "person": made.person_name or None,
        "person_key": made.person_key,
        "target": target or None,
        "target_kind": made.target_kind and made.target_kind.value,
        "target_id": made.target_id,
        "status": made.status.value,
        "requested_at": time(made.requested_at),
        "settled_at": time(made.settled_at),
        "actor": _actor(made.actor),
        "details": made.details,
        "reason": made.reason,
    }


def refusal(device: Device, kind: str, reason: str) -> dict[str, Any]:
    """Return an item of `commands[]` for what was never asked of the vendor."""
    nothing = dict.fromkeys(("requested_at", "accepted_at", "settled_at", "evidence"))
    return {
        "account": device.account,
        "key": device.key,
        "name": device.name,
        "command": kind,
        "status": "refused",
        **nothing,
        "reason": reason,
    }


def time(moment: datetime | None) -> str | None:
    """Return `2026-11-21T18:02:11Z`, with milliseconds where there are any."""
    if moment is None:
        return None
    utc = moment.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds" if utc.microsecond else "seconds").replace("+00:00", "Z")


def _account(name: str, vendor: str, known: Account | None) -> dict[str, Any]:
    budget = known.budget if known else None
    return {
        "name": name,
        "vendor": vendor,
        "condition": (known.condition if known else Condition.connecting).value,
        "since": time(known.since) if known else None,
        "budget": budget
        and {"limit": budget.limit, "remaining": budget.remaining, "resets_at": time(budget.resets_at)},
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {"user": actor.user, "origin": actor.origin, "terminal": actor.terminal, "process": actor.process}


def _device(each: DeviceView) -> dict[str, Any]:
    device = each.device
    seen_at = device.state.seen_at if device.state else device.contact.seen_at if device.contact else None
    return {
        "account": device.account,
        "key": device.key,
        "name": device.name,
        "kind": device.kind.value,
        "state": _state(each),
        "state_raw": device.state_raw,
        "battery": device.battery.value if device.battery else None,
        "charging": device.charging,
        "link": each.link.value if each.link else None,
        "freshness": each.freshness.value,
        "door": device.door.value.value if device.door else None,
        "location": device.location,
        "as_of": time(device.state.as_of) if device.state else None,
        "seen_at": time(seen_at),
    }


def _state(each: DeviceView) -> str | None:
    """Null is for what has no lock state; what has one that was never read is unknown."""
    if each.state is not None:
        return each.state.value
    return LockState.unknown.value if each.device.kind.has_lock_state else None
